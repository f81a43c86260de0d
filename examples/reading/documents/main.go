// Documents writes a VM to files, as XML and as JSON, and reads it back. It shows the readers and
// writers, with which objects can be stored, compared or passed to other tools without an engine.
//
//	go run ./examples/reading/documents
//	go run ./examples/reading/documents -vm myvm -dir /tmp
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
	"path/filepath"
	"reflect"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

func main() {
	name := flag.String("vm", "example-web-1", "name of the VM")
	dir := flag.String("dir", "", "where to write; a temporary directory, which is removed, if empty")
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
	err = run(ctx, conn, os.Stdout, *name, *dir)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, dir string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, name)
	if err != nil {
		return err
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "documents"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}

	asXML, err := roundTrip(filepath.Join(dir, "vm.xml"), readers.XML, vm)
	if err != nil {
		return err
	}
	asJSON, err := roundTrip(filepath.Join(dir, "vm.json"), readers.JSON, vm)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s read from XML, %s read from JSON, equal: %t\n",
		sdk.Value(asXML.Name), sdk.Value(asJSON.Name), reflect.DeepEqual(asXML.Cpu, asJSON.Cpu) && *asXML.ID == *asJSON.ID)

	// A document whose type isn't known beforehand is told by its root element.
	file, err := os.Open(filepath.Join(dir, "vm.xml"))
	if err != nil {
		return err
	}
	defer file.Close()
	object, err := readers.Any(file)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "vm.xml holds a %T\n", object)
	return nil
}

// roundTrip writes a VM to a file and reads it from there.
func roundTrip(path string, format readers.Format, vm *types.Vm) (*types.Vm, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := writers.Write(file, format, writers.Vm, vm); err != nil {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return readers.Read(file, format, readers.Vm)
}
