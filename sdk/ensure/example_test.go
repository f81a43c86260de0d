package ensure_test

import (
	"context"
	"fmt"
	"log"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// example returns a connection to a simulated engine of its own.
func example() (context.Context, *sdk.Connection) {
	engine, err := simulator.New(simulator.Options{Step: -1, DeterministicIDs: true})
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.New(sdk.Config{
		URL: "https://engine.example.com/ovirt-engine/api", Username: simtest.User, Password: simtest.Password, Transport: engine.Transport(),
	})
	if err != nil {
		log.Fatal(err)
	}
	return context.Background(), conn
}

func ExampleVm() {
	ctx, conn := example()
	defer conn.Close()
	for range 2 {
		r, err := ensure.Vm(ctx, conn, &types.Vm{
			Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
			Memory: new(int64(2 << 30)),
			Nics:   []*types.Nic{{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")}}},
			DiskAttachments: []*types.DiskAttachment{{
				Interface: types.DiskInterfaceVirtioScsi, Bootable: new(true),
				Disk: &types.Disk{
					Alias: new("root"), Format: types.DiskFormatCow, ProvisionedSize: new(int64(10 << 30)),
					StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
				},
			}},
			Status: types.VmStatusUp,
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("changed:", r.Changed, "status:", r.Object.Status, "disk:", r.Object.DiskAttachments[0].Disk.Status)
	}
	// Output:
	// changed: true status: up disk: ok
	// changed: false status: up disk: ok
}

func ExampleVm_changes() {
	ctx, conn := example()
	defer conn.Close()
	vm := &types.Vm{Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")}}
	if _, err := ensure.Vm(ctx, conn, vm); err != nil {
		log.Fatal(err)
	}
	vm.Memory, vm.Description = new(int64(2<<30)), new("shop")
	r, err := ensure.Vm(ctx, conn, vm)
	if err != nil {
		log.Fatal(err)
	}
	for _, change := range r.Changes {
		fmt.Println(change)
	}
	// Output:
	// description: "" -> "shop"
	// memory: "1073741824" -> "2147483648"
}

func ExampleVmState() {
	ctx, conn := example()
	defer conn.Close()
	_, err := ensure.Vm(ctx, conn, &types.Vm{
		Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		// A VM without a disk must have something else to boot from.
		Os: &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, status := range []types.VmStatus{types.VmStatusUp, types.VmStatusSuspended, types.VmStatusSuspended, types.VmStatusDown} {
		r, err := ensure.VmState(ctx, conn, "web", status)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Object.Status, r.Changes)
	}
	// Output:
	// up [status: "down" -> "up"]
	// suspended [status: "up" -> "suspended"]
	// suspended []
	// down [status: "suspended" -> "down"]
}

func ExamplePlan() {
	ctx, conn := example()
	defer conn.Close()
	plan := ensure.NewPlan(conn)
	_, err := ensure.Network(ctx, plan, &types.Network{Name: new("blue"), DataCenter: &types.DataCenter{Name: new("Default")}, Vlan: &types.Vlan{ID: new(int64(7))}})
	if err != nil {
		log.Fatal(err)
	}
	if _, err = ensure.HostState(ctx, plan, "host-001", types.HostStatusUp); err != nil { // It is up already.
		log.Fatal(err)
	}
	fmt.Print(plan)
	// Output:
	// POST /networks
	//     <network>
	//         <name>blue</name>
	//         <data_center>
	//             <name>Default</name>
	//         </data_center>
	//         <vlan id="7"/>
	//     </network>
}

func ExampleCluster() {
	ctx, conn := example()
	defer conn.Close()
	cluster := &types.Cluster{
		Name: new("east"), DataCenter: &types.DataCenter{Name: new("Default")},
		Cpu:          &types.Cpu{Type: new("Intel Nehalem Family")},
		MacPool:      &types.MacPool{Name: new("Default")},
		MemoryPolicy: &types.MemoryPolicy{OverCommit: &types.MemoryOverCommit{Percent: new(int64(150))}},
	}
	for range 2 {
		r, err := ensure.Cluster(ctx, conn, cluster)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("changed:", r.Changed)
	}
	cluster.Networks = []*types.Network{{Name: new("blue")}}
	_, err := ensure.Cluster(ctx, conn, cluster)
	fmt.Println(err)
	// Output:
	// changed: true
	// changed: false
	// ensure.Cluster: networks isn't managed: use Network, and the ClusterService's NetworksService
}

func ExampleMacPool() {
	ctx, conn := example()
	defer conn.Close()
	pool := &types.MacPool{Name: new("lab"), Ranges: []*types.Range{
		{From: new("00:1A:4A:00:00:00"), To: new("00:1A:4A:00:00:FF")},
	}}
	if _, err := ensure.MacPool(ctx, conn, pool); err != nil {
		log.Fatal(err)
	}
	pool.AllowDuplicates = new(true) // The engine shows the addresses in small letters.
	r, err := ensure.MacPool(ctx, conn, pool)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Changes)
	// Output:
	// [allow_duplicates: "false" -> "true"]
}

func ExampleVmTags() {
	ctx, conn := example()
	defer conn.Close()
	_, err := ensure.Vm(ctx, conn, &types.Vm{
		Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
	})
	if err != nil {
		log.Fatal(err)
	}
	web := &types.Vm{Name: new("web")}
	for _, tags := range [][]*types.Tag{
		{{Name: new("place"), Description: new("where it is")}, {Name: new("east"), Parent: &types.Tag{Name: new("place")}}},
		{{Name: new("east")}},
	} {
		r, err := ensure.VmTags(ctx, conn, web, tags, ensure.Exclusive())
		if err != nil {
			log.Fatal(err)
		}
		for _, tag := range r.Object.Tags {
			fmt.Print(*tag.Name, " ")
		}
		fmt.Println(r.Changed)
	}
	// Output:
	// place east true
	// east true
}
