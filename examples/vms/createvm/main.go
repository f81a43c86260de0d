// Createvm creates a VM from a template, sets its host name, a user and a network configuration by
// cloud-init, and starts it. It shows Add, package guest, and the parameters of Start. If the VM
// doesn't start, it is removed again.
//
// The template must have a disk to boot from: engines start no VM without one, and the Blank
// template has none.
//
//	go run ./examples/vms/createvm
//	go run ./examples/vms/createvm -name build-7 -template fedora -cluster Default -key ~/.ssh/id_ed25519.pub
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("name", "example-new", "name of the new VM, also inside")
	template := flag.String("template", "example-template", "template to create it from, which must have a disk")
	cluster := flag.String("cluster", "Default", "cluster to create it in")
	keyFile := flag.String("key", "", "file with the SSH keys that may log in")
	flag.Parse()
	keys := ""
	if *keyFile != "" {
		data, err := os.ReadFile(*keyFile)
		if err != nil {
			log.Fatal(err)
		}
		keys = string(data)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	err = run(ctx, conn, os.Stdout, *name, *template, *cluster, keys)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(
	ctx context.Context, conn *sdk.Connection, out io.Writer, name, template, cluster, keys string,
) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()

	if err := hasDisk(ctx, conn, template); err != nil {
		return err
	}
	// The builder refuses mistakes that an engine would pass on to a guest that then has no network.
	setup := guest.CloudInit{
		HostName: name,
		UserName: "admin",
		Timezone: "Etc/UTC",
		Nics:     []guest.Nic{{Name: "eth0", Ipv4: guest.DHCP}},
	}
	if keys != "" {
		setup.AuthorizedSshKeys = []string{keys}
	}
	initialization, err := setup.Initialization()
	if err != nil {
		return err
	}
	vms := conn.SystemService().VmsService()
	vm, err := vms.Add(ctx, &types.Vm{
		Name:     &name,
		Memory:   new(int64(2 << 30)),
		Template: &types.Template{Name: &template},
		Cluster:  &types.Cluster{Name: &cluster},
		Cpu: &types.Cpu{Topology: &types.CpuTopology{
			Sockets: new(int64(2)), Cores: new(int64(1)), Threads: new(int64(1)),
		}},
		Initialization: initialization,
	}, nil)
	if err != nil {
		return err
	}
	id := *vm.ID
	fmt.Fprintf(out, "%s: added\n", name)
	defer func() {
		if err != nil {
			err = errors.Join(err, discard(ctx, conn, id))
		}
	}()

	// Disks of the template are copied or layered meanwhile; until then the VM is locked.
	s := vms.VmService(id)
	if _, err := wait.VmDown(ctx, conn, id); err != nil {
		return err
	}
	if err = s.Start(ctx, &services.VmStartParams{UseCloudInit: new(true)}); err != nil {
		return err
	}
	vm, err = wait.VmUp(ctx, conn, id)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", name, vm.Status)
	return nil
}

// discard removes a VM that didn't start, so that it isn't left behind. It works for a while even
// if ctx has ended, as it does with an interrupt.
func discard(ctx context.Context, conn *sdk.Connection, id string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Minute)
	defer cancel()
	vm, err := wait.VmUnlocked(ctx, conn, id)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(id)
	if vm.Status != types.VmStatusDown {
		if err := s.Stop(ctx, nil); err != nil {
			return err
		}
		if _, err := wait.VmDown(ctx, conn, id); err != nil {
			return err
		}
	}
	if err := s.Remove(ctx, nil); err != nil {
		return fmt.Errorf("the VM %s is left behind: %w", sdk.Value(vm.Name), err)
	}
	return wait.VmGone(ctx, conn, id)
}

// hasDisk returns an error if VMs of a template would have nothing to boot from, before one is
// created.
func hasDisk(ctx context.Context, conn *sdk.Connection, name string) error {
	template, err := find.ByName(ctx, conn.SystemService().TemplatesService().All, name)
	if err != nil {
		return err
	}
	disks, err := sdk.FollowAll(ctx, conn, template, rel.TemplateDiskAttachments)
	if err != nil {
		return err
	}
	if len(disks) == 0 {
		return fmt.Errorf("template %q has no disk to boot from; choose another one with -template", name)
	}
	return nil
}
