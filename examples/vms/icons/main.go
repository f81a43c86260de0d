// Icons writes the icon of a VM into a file. It shows binary data that travels as text inside an
// object, and a link that objects share.
//
//	go run ./examples/vms/icons
//	go run ./examples/vms/icons -vm myvm -o myvm.png
package main

import (
	"context"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM")
	path := flag.String("o", "", "file to write")
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
	err = run(ctx, conn, os.Stdout, *vmName, *path)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, path string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	if vm.LargeIcon == nil {
		return fmt.Errorf("%s has no icon", vmName)
	}
	icon, err := sdk.Follow(ctx, conn, vm.LargeIcon)
	if err != nil {
		return err
	}
	data, err := base64.StdEncoding.DecodeString(sdk.Value(icon.Data))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %d bytes\n", sdk.Value(icon.MediaType), len(data))
	if path == "" {
		return nil
	}
	return os.WriteFile(path, data, 0o644)
}
