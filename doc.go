// Package ovirt is the root of a module for programs that manage oVirt: a typed SDK of the engine's
// REST API v4, generated from the API model, and an engine simulator to test such programs with.
// The package itself holds only the sources that the generator copies; programs import the packages
// below it.
//
// # A first program
//
// This program lists the VMs that are up. It changes nothing:
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//
//		"github.com/ovirt-go/ovirt/sdk"
//		"github.com/ovirt-go/ovirt/sdk/services"
//	)
//
//	func main() {
//		ctx := context.Background()
//		cfg, err := sdk.ConfigFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		conn, err := sdk.Connect(ctx, cfg)
//		if err != nil {
//			log.Fatal(err)
//		}
//		defer conn.Close()
//
//		vms := conn.SystemService().VmsService()
//		up := &services.VmsListParams{Search: new("status=up")}
//		for vm, err := range vms.All(ctx, up) {
//			if err != nil {
//				log.Print(err)
//				return
//			}
//			fmt.Println(sdk.Value(vm.Name), sdk.Value(vm.Memory)/sdk.MiB, "MiB")
//		}
//	}
//
// It takes the engine and the user from the environment:
//
//	export OVIRT_URL=https://engine.example.com/ovirt-engine/api
//	export OVIRT_USERNAME=admin@internal OVIRT_PASSWORD=... OVIRT_CAFILE=ca.pem
//
// # Packages
//
// Every program needs these:
//
//   - [github.com/ovirt-go/ovirt/sdk]: the connection, its configuration, and errors.
//   - [github.com/ovirt-go/ovirt/sdk/services]: a type per service of the API, a method per
//     operation.
//   - [github.com/ovirt-go/ovirt/sdk/types]: the objects of the API as plain structs.
//   - [github.com/ovirt-go/ovirt/sdk/call]: options of a single call, such as a timeout.
//
// These save work, and a program links only those that it imports:
//
//   - [github.com/ovirt-go/ovirt/sdk/ensure] creates or updates an object so that it matches what
//     is wanted, and shows beforehand what it would do.
//   - [github.com/ovirt-go/ovirt/sdk/wait] waits until objects are as wanted, and
//     [github.com/ovirt-go/ovirt/sdk/jobs] until the engine has finished a job.
//   - [github.com/ovirt-go/ovirt/sdk/find] finds objects by name,
//     [github.com/ovirt-go/ovirt/sdk/search] composes searches, and
//     [github.com/ovirt-go/ovirt/sdk/rel] names the links to follow.
//   - [github.com/ovirt-go/ovirt/sdk/events] follows the engine's log of events.
//   - [github.com/ovirt-go/ovirt/sdk/guest] prepares guests with cloud-init and sysprep, and
//     [github.com/ovirt-go/ovirt/sdk/console] opens consoles.
//   - [github.com/ovirt-go/ovirt/sdk/batch] makes many calls, some at a time.
//   - [github.com/ovirt-go/ovirt/sdk/object] compares, merges, copies and prints objects.
//
// These help to test and to look for faults:
//
//   - [github.com/ovirt-go/ovirt/simulator] is the simulated engine, and
//     [github.com/ovirt-go/ovirt/simulator/simtest] starts it in a test. The command
//     github.com/ovirt-go/ovirt/cmd/ovirtsim runs it alone.
//   - [github.com/ovirt-go/ovirt/sdk/record] records what an engine answers and replays it.
//   - [github.com/ovirt-go/ovirt/sdk/dump] shows what goes over the wire, without secrets.
//
// Kerberos and OpenTelemetry need libraries, and are modules of their own:
// github.com/ovirt-go/ovirt/kerberos and github.com/ovirt-go/ovirt/otel.
//
// # More to read
//
// The [tutorial] goes through what most programs do. Users of other SDKs find their calls in the
// pages for [Python] and [go-ovirt]. The [examples] are small programs for one task each.
//
// [tutorial]: https://github.com/ovirt-go/ovirt/blob/main/docs/tutorial.md
// [Python]: https://github.com/ovirt-go/ovirt/blob/main/docs/from-python.md
// [go-ovirt]: https://github.com/ovirt-go/ovirt/blob/main/docs/from-go-ovirt.md
// [examples]: https://github.com/ovirt-go/ovirt/tree/main/examples
package ovirt
