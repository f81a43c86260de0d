package batch_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/batch"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// exampleVms returns a connection to a simulated engine with three VMs, and their ids.
func exampleVms(status string) (*sdk.Connection, []string) {
	engine, err := simulator.New(simulator.Options{Step: 10 * time.Millisecond})
	if err != nil {
		panic(err)
	}
	conn, err := sdk.New(sdk.Config{
		URL: "https://engine.test/ovirt-engine/api", Username: simtest.User, Password: simtest.Password, Transport: engine.Transport(),
	})
	if err != nil {
		panic(err)
	}
	var ids []string
	for i := range 3 {
		id, err := engine.Seed("/vms", fmt.Sprintf("<vm><name>web%d</name><status>%s</status><cluster><name>Default</name></cluster></vm>", i, status))
		if err != nil {
			panic(err)
		}
		ids = append(ids, id)
	}
	return conn, ids
}

// Start many VMs and wait until all are up. The waits share their looks.
func Example_start() {
	conn, ids := exampleVms("down")
	defer conn.Close()
	ctx := context.Background()

	vms, poller := conn.SystemService().VmsService(), wait.NewPoller(conn)
	up, err := batch.Map(ctx, ids, func(ctx context.Context, id string) (*types.Vm, error) {
		if err := vms.VmService(id).Start(ctx, nil); err != nil {
			return nil, err
		}
		return wait.VmUp(ctx, poller, id)
	}, batch.Limit(20))
	for _, vm := range up {
		fmt.Println(*vm.Name, vm.Status)
	}
	fmt.Println(err)
	// Output:
	// web0 up
	// web1 up
	// web2 up
	// <nil>
}

// Stop many VMs, and go on though some aren't there.
func Example_stop() {
	conn, ids := exampleVms("up")
	defer conn.Close()
	ctx := context.Background()

	ids = append(ids, "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174001")
	vms := conn.SystemService().VmsService()
	err := batch.Do(ctx, ids, func(ctx context.Context, id string) error { return vms.VmService(id).Stop(ctx, nil) })
	for i, err := range batch.Errors(err) {
		fmt.Println("number", i, "of", len(ids), "failed:", err)
	}
	// Output:
	// number 3 of 5 failed: VmService.Stop: POST /vms/123e4567-e89b-12d3-a456-426614174000/stop: 400: [Cannot stop VM. VM is not found.] (Operation Failed)
	// number 4 of 5 failed: VmService.Stop: POST /vms/123e4567-e89b-12d3-a456-426614174001/stop: 400: [Cannot stop VM. VM is not found.] (Operation Failed)
}

// Tag many VMs. The tag may be named.
func Example_tag() {
	conn, ids := exampleVms("up")
	defer conn.Close()
	ctx := context.Background()

	system := conn.SystemService()
	tag, err := system.TagsService().Add(ctx, &types.Tag{Name: new("production")}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = batch.Do(ctx, ids, func(ctx context.Context, id string) error {
		_, err := system.VmsService().VmService(id).TagsService().Add(ctx, &types.Tag{Name: tag.Name}, nil)
		return err
	})
	tagged, _ := system.VmsService().List(ctx, &services.VmsListParams{Search: new("tag=production")})
	fmt.Println(len(tagged), err)
	// Output: 3 <nil>
}

// Remove many VMs, and stop at the first that can't be removed.
func Example_remove() {
	conn, ids := exampleVms("down")
	defer conn.Close()
	ctx := context.Background()

	vms := conn.SystemService().VmsService()
	err := batch.Do(ctx, ids, func(ctx context.Context, id string) error {
		s := vms.VmService(id)
		if err := s.Remove(ctx, nil); err != nil {
			return err
		}
		return wait.Gone(ctx, s.Get)
	}, batch.StopOnError(), batch.Name(func(i int) string { return fmt.Sprint("web", i) }))
	left, _ := vms.List(ctx, nil)
	fmt.Println(len(left), err)
	// Output: 0 <nil>
}
