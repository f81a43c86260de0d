// Template creates a template from a VM that is down, waits until it is usable, and lists the
// templates. It shows storage work that continues after an Add, and versions of templates.
//
//	go run ./examples/templates/template
//	go run ./examples/templates/template -vm golden -name fedora-base
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
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vm := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	name := flag.String("name", "example-made", "name of the template")
	flag.Parse()

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
	err = run(ctx, conn, os.Stdout, *vm, *name)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, name string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}

	templates := conn.SystemService().TemplatesService()
	template, err := templates.Add(ctx, &types.Template{
		Name:        &name,
		Description: new("made from " + vmName),
		Vm:          &types.Vm{ID: vm.ID},
	}, nil)
	if err != nil {
		return err
	}

	// The disks are copied now; VM and template are locked meanwhile. A template that failed is illegal, or gone.
	s := templates.TemplateService(*template.ID)
	template, err = wait.For(ctx, s.Get, wait.Cond(func(t *types.Template) bool { return t.Status != types.TemplateStatusLocked }))
	if err != nil {
		return err
	}
	if template.Status != types.TemplateStatusOk {
		return fmt.Errorf("template %s is %s", name, template.Status)
	}

	for t, err := range templates.All(ctx, nil) {
		if err != nil {
			return err
		}
		version := int64(0)
		if t.Version != nil {
			version = sdk.Value(t.Version.VersionNumber)
		}
		fmt.Fprintf(out, "%s, version %d: %s\n", sdk.Value(t.Name), version, sdk.Value(t.Description))
	}
	return nil
}
