// Templateversion creates a template, a newer version of it, and a VM that follows the newest one.
// It shows that versions are templates of their own, which refer to the first one.
//
//	go run ./examples/templates/templateversion
//	go run ./examples/templates/templateversion -vm golden -name fedora
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM to make templates of, which must be down")
	name := flag.String("name", "example-base", "name of the template")
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
	err = run(ctx, conn, os.Stdout, *vmName, *name)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, name string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	templates := conn.SystemService().TemplatesService()
	var base *types.Template
	for _, version := range []string{"plain", "patched"} {
		want := &types.Template{Name: &name, Vm: object.Ref(vm)}
		if base != nil {
			// A version belongs to a base, which is named by its ID; the first template is the base itself.
			want.Version = &types.TemplateVersion{VersionName: &version, BaseTemplate: object.Ref(base)}
		}
		template, err := templates.Add(ctx, want, nil)
		if err != nil {
			return err
		}
		template, err = wait.TemplateOk(ctx, conn, *template.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s, version %d: %s\n", name, *template.Version.VersionNumber, sdk.Value(template.Version.VersionName))
		if base == nil {
			base = template
		}
	}
	follower, err := conn.SystemService().VmsService().Add(ctx, &types.Vm{
		Name:                     new("example-follower"),
		Cluster:                  object.Ref(vm.Cluster),
		Template:                 object.Ref(base),
		Stateless:                new(true), // Only such a VM starts afresh each time, from the latest version then.
		UseLatestTemplateVersion: new(true),
	}, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s follows: %t\n", sdk.Value(follower.Name), sdk.Value(follower.UseLatestTemplateVersion))
	return nil
}
