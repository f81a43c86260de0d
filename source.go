// Package ovirt is the root of the module github.com/ovirt-go/ovirt, a typed Go SDK for the oVirt
// Engine REST API v4. Programs import the packages below it:
//
//   - [github.com/ovirt-go/ovirt/sdk] connects to an engine. Begin there.
//   - sdk/types has the objects, sdk/services the methods, and sdk/rel the links of the API.
//   - sdk/find, sdk/search, sdk/wait, sdk/jobs, sdk/events, sdk/batch, sdk/ensure, sdk/object,
//     sdk/guest and sdk/console are for everyday work; a program contains only what it uses.
//   - simulator and simulator/simtest are an engine for tests, and cmd/ovirtsim is the same engine as a
//     command.
//
// This program lists the VMs of the engine that the environment names:
//
//	cfg, err := sdk.ConfigFromEnv() // OVIRT_URL, OVIRT_USERNAME, OVIRT_PASSWORD, OVIRT_CAFILE
//	if err != nil {
//		log.Fatal(err)
//	}
//	conn, err := sdk.Connect(ctx, cfg)
//	if err != nil {
//		log.Fatal(err)
//	}
//	defer conn.Close()
//	for vm, err := range conn.SystemService().VmsService().All(ctx, nil) {
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(sdk.Value(vm.Name), vm.Status)
//	}
//
// The README has the same as a whole program, and docs/tutorial.md goes on from there. The function of
// this package serves the generator, which copies the sources of the runtime when it generates an SDK
// for another release of the API.
package ovirt

import (
	"embed"
	"io/fs"
)

//go:embed sdk internal/wire
var source embed.FS

// Source returns the sources of the handwritten runtime and of the generated packages, by their path within the module.
func Source() fs.FS { return source }
