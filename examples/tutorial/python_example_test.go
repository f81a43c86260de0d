package tutorial_test

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

func Example_pyConnection() {
	conn, err := sdk.Connect(ctx, sdk.Config{
		URL:      os.Getenv("OVIRT_URL"),
		Username: "admin@internal",
		Password: os.Getenv("OVIRT_PASSWORD"),
		CAFile:   os.Getenv("OVIRT_CAFILE"),
		Logger:   slog.Default(),
		Timeout:  time.Minute,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Println(conn.Ping(ctx))
	// Output:
	// <nil>
}

func Example_pyList() {
	vms, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{
		Search:        new("name=example-web-*"),
		CaseSensitive: new(false),
		Max:           new(int64(10)),
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, vm := range vms {
		fmt.Println(sdk.Value(vm.Name), vm.Status == types.VmStatusDown)
	}
	// Output:
	// example-web-1 true
	// example-web-2 true
}

func Example_pyPages() {
	names := 0
	for vm, err := range conn.SystemService().VmsService().All(ctx, &services.VmsListParams{Max: new(int64(2))}) {
		if err != nil {
			log.Fatal(err)
		}
		names += len(sdk.Value(vm.Name))
	}
	fmt.Println(names > 0)
	// Output:
	// true
}

func Example_pyAdd() {
	vms := conn.SystemService().VmsService()
	vm, err := vms.Add(ctx, &types.Vm{
		Name:     new("example-py"),
		Cluster:  &types.Cluster{Name: new("Default")},
		Template: &types.Template{Name: new("example-template")},
		Os:       &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceHd}}},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := wait.VmDown(ctx, conn, *vm.ID); err != nil {
		log.Fatal(err)
	}
	fmt.Println(vms.VmService(*vm.ID).Remove(ctx, nil))
	// Output:
	// <nil>
}

func Example_pyAction() {
	vms := conn.SystemService().VmsService()
	vm, err := find.ByName(ctx, vms.All, "example-web-1")
	if err != nil {
		log.Fatal(err)
	}
	s := vms.VmService(*vm.ID)
	if err := s.Start(ctx, &services.VmStartParams{UseCloudInit: new(true)}); err != nil {
		log.Fatal(err)
	}
	vm, err = wait.VmUp(ctx, conn, *vm.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(vm.Status)
	if err := s.Stop(ctx, nil); err != nil {
		log.Fatal(err)
	}
	vm, err = wait.VmDown(ctx, conn, *vm.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(vm.Status)
	// Output:
	// up
	// down
}

func Example_pyFollow() {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, "example-db-1")
	if err != nil {
		log.Fatal(err)
	}
	attachments, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range attachments {
		disk, err := sdk.Follow(ctx, conn, a.Disk)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(sdk.Value(disk.Alias))
	}
	// Output:
	// example-db-1-disk
}

func Example_pyErrors() {
	center := &types.DataCenter{Name: new("Default"), Local: new(false)}
	_, err := conn.SystemService().DataCentersService().Add(ctx, center, nil)
	if errors.Is(err, sdk.ErrAuth) || errors.Is(err, sdk.ErrNotFound) {
		log.Fatal(err)
	}
	if e, ok := errors.AsType[*sdk.Error](err); ok && e.Fault != nil {
		fmt.Println(e.Status, sdk.Value(e.Fault.Reason), sdk.Value(e.Fault.Detail))
	}
	// Output:
	// 409 Operation Failed [Cannot create Data Center. The Data Center name is already in use.]
}

func Example_pyOptions() {
	_, err := conn.SystemService().VmsService().List(ctx, nil,
		call.Header("X-Asked-By", "me"),
		call.Query("max", "1"),
		call.Timeout(30*time.Second),
		call.CorrelationID("my-mark"),
	)
	fmt.Println(err)
	// Output:
	// <nil>
}

func Example_pyDocuments() {
	var file bytes.Buffer
	if err := writers.Write(&file, writers.XML, writers.Vm, &types.Vm{Name: new("web & db")}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(file.String())
	vm, err := readers.Read(&file, readers.XML, readers.Vm)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sdk.Value(vm.Name))
	// Output:
	// <vm><name>web &amp; db</name></vm>
	// web & db
}
