//lint:file-ignore SA1019 engines still decide the console by it

package console_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/console"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
)

// runningVM starts a simulated engine with a VM that is up, and has consoles of both protocols.
func runningVM(ctx context.Context) (conn *sdk.Connection, id string, end func(), err error) {
	engine, err := simulator.New(simulator.Options{Step: -1})
	if err != nil {
		return nil, "", nil, err
	}
	server, err := engine.Start("127.0.0.1:0")
	if err != nil {
		return nil, "", nil, err
	}
	conn, err = sdk.Connect(ctx, sdk.Config{URL: server.URL, Username: "admin@internal", Password: "password"})
	if err != nil {
		return nil, "", nil, err
	}
	vms := conn.SystemService().VmsService()
	v, err := vms.Add(ctx, &types.Vm{
		Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		Display: &types.Display{Type: types.DisplayTypeSpice},
		Os:      &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}}},
	}, nil)
	if err != nil {
		return nil, "", nil, err
	}
	vm := vms.VmService(*v.ID)
	if _, err := vm.GraphicsConsolesService().Add(ctx, &types.GraphicsConsole{Protocol: types.GraphicsTypeVnc}, nil); err != nil {
		return nil, "", nil, err
	}
	return conn, *v.ID, func() { conn.Close(); server.Close() }, vm.Start(ctx, nil)
}

func ExampleGet() {
	ctx := context.Background()
	conn, id, end, err := runningVM(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer end()

	file, err := console.Get(ctx, conn, id, types.GraphicsTypeVnc)
	if err != nil {
		fmt.Println(err)
		return
	}
	path, err := file.WriteTemp("")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(path)
	fmt.Println(file)
	fmt.Println(filepath.Ext(path)) // exec.Command("remote-viewer", path) opens it.

	_, err = console.Get(ctx, conn, id, "")
	fmt.Println(err)
	// Output:
	// vnc console of web at host-001.localdomain port 5902 password (hidden)
	// .vv
	// console.Get: the VM has several consoles, of spice and vnc; say which
}

func ExampleTicket() {
	ctx := context.Background()
	conn, id, end, err := runningVM(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer end()

	ticket, err := console.Ticket(ctx, conn, id, types.GraphicsTypeVnc, 2*time.Minute)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(*ticket.Value) > 0, *ticket.Expiry)
	// Output:
	// true 120
}
