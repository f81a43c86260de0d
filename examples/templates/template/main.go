// Template makes a template from a VM that is down, waits until it is usable, and lists the templates. It shows storage work that goes on
// after an Add, and versions of templates.
//
//	go run ./examples/templates/template
//	go run ./examples/templates/template -vm golden -name fedora-base
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vm := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	name := flag.String("name", "example-template", "name of the template")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vm, *name)
	})
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
	template, err = sdk.WaitFor(ctx, s.Get, func(t *types.Template) bool { return t.Status != types.TemplateStatusLocked })
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
