package tutorial_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/batch"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/events"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
)

func Example_connect() {
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sdk.Value(api.ProductInfo.Name))
	// Output:
	// oVirt Engine
}

func Example_byName() {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, "example-web-1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, %d MiB, host name %q\n", vm.Status, sdk.Value(vm.Memory)>>20, sdk.Value(vm.Fqdn))
	// Output:
	// down, 1024 MiB, host name ""
}

func Example_list() {
	q, err := search.VmName.Like("example-*").And(search.VmMemory.AtLeast(2048)).SortBy(search.VmName).Build()
	if err != nil {
		log.Fatal(err)
	}
	for vm, err := range conn.SystemService().VmsService().All(ctx, &services.VmsListParams{Search: q}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(sdk.Value(vm.Name), vm.Status)
	}
	// Output:
	// example-app-1 up
	// example-db-1 down
}

func Example_links() {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, "example-db-1")
	if err != nil {
		log.Fatal(err)
	}
	cluster, err := sdk.Follow(ctx, conn, vm.Cluster)
	if err != nil {
		log.Fatal(err)
	}
	nics, err := sdk.FollowAll(ctx, conn, vm, rel.VmNics)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sdk.Value(cluster.Name))
	for _, nic := range nics {
		fmt.Println(sdk.Value(nic.Name))
	}
	// Output:
	// Default
	// nic1
}

func Example_follow() {
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{
		Search: new("name=example-db-1"),
		Follow: rel.Follow(rel.VmCluster, rel.Then(rel.VmDiskAttachments, rel.DiskAttachmentDisk)),
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, vm := range list {
		for _, a := range vm.DiskAttachments {
			size := sdk.Value(a.Disk.ProvisionedSize) >> 30
			fmt.Println(sdk.Value(vm.Cluster.Name), sdk.Value(a.Disk.Alias), size, "GiB")
		}
	}
	// Output:
	// Default example-db-1-disk 20 GiB
}

func Example_change() {
	vms := conn.SystemService().VmsService()
	vm, err := find.ByName(ctx, vms.All, "example-web-2")
	if err != nil {
		log.Fatal(err)
	}
	vm, err = vms.VmService(*vm.ID).Update(ctx, &types.Vm{Description: new("serves the pictures")}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sdk.Value(vm.Description), sdk.Value(vm.Memory)>>20, "MiB")
	// Output:
	// serves the pictures 1024 MiB
}

func Example_life() {
	vms := conn.SystemService().VmsService()
	vm, err := vms.Add(ctx, &types.Vm{
		Name:     new("example-tutorial"),
		Memory:   new(sdk.GiB),
		Cluster:  &types.Cluster{Name: new("Default")},
		Template: &types.Template{Name: new("example-template")}, // has a disk to boot from; Blank has none
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	s := vms.VmService(*vm.ID)
	if _, err := wait.VmDown(ctx, conn, *vm.ID); err != nil {
		log.Fatal(err)
	}
	if err := s.Start(ctx, nil); err != nil {
		log.Fatal(err)
	}
	vm, err = wait.VmUp(ctx, conn, *vm.ID, wait.Within(5*time.Minute))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(vm.Status)

	if err := s.Stop(ctx, nil); err != nil {
		log.Fatal(err)
	}
	if _, err := wait.VmDown(ctx, conn, *vm.ID); err != nil {
		log.Fatal(err)
	}
	if err := s.Remove(ctx, nil); err != nil {
		log.Fatal(err)
	}
	fmt.Println(wait.VmGone(ctx, conn, *vm.ID))
	// Output:
	// up
	// <nil>
}

func Example_errors() {
	s := conn.SystemService().VmsService().VmService("11111111-1111-1111-1111-111111111111")
	err := s.Remove(ctx, nil)
	switch {
	case errors.Is(err, sdk.ErrNotFound):
		fmt.Println("there is no such VM")
	case errors.Is(err, sdk.ErrConflict):
		fmt.Println("not now")
	}
	if e, ok := errors.AsType[*sdk.Error](err); ok {
		fmt.Println(e.Op, e.Status, e.MaybeExecuted)
	}
	// Output:
	// there is no such VM
	// VmService.Remove 404 false
}

func Example_many() {
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{Search: new("name=example-web-*")})
	if err != nil {
		log.Fatal(err)
	}
	err = batch.Do(ctx, list, func(ctx context.Context, vm *types.Vm) error {
		_, err := vms.VmService(*vm.ID).Update(ctx, &types.Vm{Comment: new("seen by the tutorial")}, nil)
		return err
	}, batch.Limit(10))
	fmt.Println(len(list), "VMs,", err)
	// Output:
	// 2 VMs, <nil>
}

func Example_jobs() {
	vms := conn.SystemService().VmsService()
	vm, err := find.ByName(ctx, vms.All, "example-db-1")
	if err != nil {
		log.Fatal(err)
	}
	seen, err := events.Last(ctx, conn)
	if err != nil {
		log.Fatal(err)
	}
	const mark = "tutorial-snapshot"
	snapshots := vms.VmService(*vm.ID).SnapshotsService()
	_, err = snapshots.Add(ctx, &types.Snapshot{Description: new("before the update")}, nil, call.CorrelationID(mark))
	if err != nil {
		log.Fatal(err)
	}
	done, err := jobs.Wait(ctx, conn, mark)
	if err != nil {
		log.Fatal(err)
	}
	for _, job := range done {
		fmt.Println(job.Status)
	}

	for event, err := range events.Watch(ctx, conn, seen, events.CorrelationID(mark)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(event.Severity, sdk.Value(event.CorrelationID))
		break
	}
	// Output:
	// finished
	// normal tutorial-snapshot
}

func Example_values() {
	now := &types.Vm{Name: new("web"), Memory: new(sdk.GiB), Comment: new("old")}
	wanted := &types.Vm{Memory: new(2 * sdk.GiB), Comment: new("old")}
	change, fixed := object.Diff(now, wanted)
	fmt.Println(sdk.String(change), fixed)

	copied := object.Clone(now)
	object.Merge(copied, change)
	fmt.Println(*now.Memory>>30, *copied.Memory>>30)
	// Output:
	// Vm{Memory: 2147483648} []
	// 1 2
}

func Example_ensure() {
	want := &types.Tag{Name: new("example-nightly"), Description: new("saved each night")}
	for range 2 {
		result, err := ensure.Tag(ctx, conn, want)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result.Changed, result.Changes)
	}
	// Output:
	// true [name: "" -> "example-nightly" description: "" -> "saved each night"]
	// false []
}

func Example_machine() {
	want := &types.Vm{
		Name: new("example-report"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		Memory: new(2 * sdk.GiB),
		Nics:   []*types.Nic{{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")}}},
		DiskAttachments: []*types.DiskAttachment{{
			Interface: types.DiskInterfaceVirtioScsi, Bootable: new(true), Active: new(true),
			Disk: &types.Disk{
				Alias: new("example-report-root"), ProvisionedSize: new(10 * sdk.GiB), Format: types.DiskFormatCow,
				StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
			},
		}},
		Status: types.VmStatusUp,
	}
	for range 2 {
		result, err := ensure.Vm(ctx, conn, want)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result.Changed, len(result.Changes), result.Object.Status)
	}
	want.Memory, want.Status = new(4*sdk.GiB), types.VmStatusDown
	result, err := ensure.Vm(ctx, conn, want)
	if err != nil {
		log.Fatal(err)
	}
	for _, change := range result.Changes {
		fmt.Println(change)
	}
	// Output:
	// true 14 up
	// false 0 up
	// memory: "2147483648" -> "4294967296"
	// status: "up" -> "down"
}

func Example_plan() {
	plan := ensure.NewPlan(conn)
	if _, err := ensure.Tag(ctx, plan, &types.Tag{Name: new("example-weekly")}); err != nil {
		log.Fatal(err)
	}
	fmt.Print(plan)
	// Output:
	// POST /tags
	//     <tag>
	//         <name>example-weekly</name>
	//     </tag>
}

func Example_simulator() {
	engine, err := simulator.New(simulator.Options{Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, VMs: 3}})
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, sdk.Config{
		URL: "https://engine/ovirt-engine/api", Username: "admin@internal", Password: "password", Transport: engine.Transport(),
	})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	engine.Fail(simulator.Rule{Op: "VmsService.List", Times: 1, Detail: "[Not today.]"})
	_, err = conn.SystemService().VmsService().List(ctx, nil)
	fmt.Println(err)
	vms, err := conn.SystemService().VmsService().List(ctx, nil)
	fmt.Println(len(vms), err)
	// Output:
	// VmsService.List: GET /vms: 409: [Not today.] (Operation Failed)
	// 3 <nil>
}
