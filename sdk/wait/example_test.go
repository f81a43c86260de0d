package wait_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// exampleConnection returns a connection to a simulated engine, and the engine.
func exampleConnection() (*sdk.Connection, *simulator.Engine) {
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
	return conn, engine
}

// exampleVm puts a VM into the inventory.
func exampleVm(engine *simulator.Engine, name, status string) string {
	id, err := engine.Seed("/vms", "<vm><name>"+name+"</name><status>"+status+"</status><cluster><name>Default</name></cluster></vm>")
	if err != nil {
		panic(err)
	}
	return id
}

func ExampleVmUp() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx, id := context.Background(), exampleVm(engine, "web", "down")

	if err := conn.SystemService().VmsService().VmService(id).Start(ctx, nil); err != nil {
		fmt.Println(err)
		return
	}
	vm, err := wait.VmUp(ctx, conn, id, wait.Within(5*time.Minute), wait.Tolerate(time.Minute))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*vm.Name, "is", vm.Status)
	// Output: web is up
}

func ExampleError() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx := context.Background()
	id, _ := engine.Seed("/disks", "<disk><alias>data</alias><status>illegal</status></disk>")
	engine.Log(2036, "error", "Failed to copy disk data: no space left.")

	_, err := wait.DiskOk(ctx, conn, id)
	if failure, ok := errors.AsType[*wait.Error](err); ok {
		fmt.Println(failure.State, "because", failure.Reason)
		for _, event := range failure.Events {
			fmt.Println(event.Severity, *event.Description)
		}
	}
	// Output:
	// illegal because it won't become so by itself
	// error Failed to copy disk data: no space left.
}

func ExampleFor() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx, id := context.Background(), exampleVm(engine, "web", "paused")

	s := conn.SystemService().VmsService().VmService(id)
	vm, err := wait.For(ctx, s.Get, wait.VmIn(types.VmStatusUp, types.VmStatusPaused).Fail(types.VmStatusDown))
	fmt.Println(vm.Status, err)
	// Output: paused <nil>
}

func ExampleGone() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx, id := context.Background(), exampleVm(engine, "web", "down")

	s := conn.SystemService().VmsService().VmService(id)
	if err := s.Remove(ctx, nil); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(wait.Gone(ctx, s.Get))
	// Output: <nil>
}

func ExamplePoller() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx := context.Background()

	p := wait.NewPoller(conn, wait.Within(10*time.Minute))
	var waits sync.WaitGroup
	for i := range 100 {
		id := exampleVm(engine, fmt.Sprint("web", i), "up")
		waits.Go(func() {
			if _, err := wait.VmUp(ctx, p, id); err != nil {
				fmt.Println(err)
			}
		})
	}
	waits.Wait()
	fmt.Println("all are up")
	// Output: all are up
}

func ExampleAddresses() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx, id := context.Background(), exampleVm(engine, "web", "up")
	if _, err := engine.Seed("/vms/"+id+"/reporteddevices", "<reported_device><name>eth0</name><ips><ip><address>10.0.0.7</address></ip>"+
		"<ip><address>192.168.1.7</address></ip><ip><address>fe80::1</address></ip></ips></reported_device>"); err != nil {
		panic(err)
	}

	ips, err := wait.Addresses(ctx, conn, id, wait.AddressFilter{Exclude: []netip.Prefix{netip.MustParsePrefix("192.168.0.0/16")}})
	fmt.Println(ips, err)
	// Output: [10.0.0.7] <nil>
}

func ExampleProgress() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx, id := context.Background(), exampleVm(engine, "web", "up")

	_, err := wait.VmUp(ctx, conn, id, wait.Progress(func(l wait.Look) {
		fmt.Println("look", l.Looks, "found it", l.State)
	}))
	if err != nil {
		fmt.Println(err)
	}
	// Output: look 1 found it up
}
