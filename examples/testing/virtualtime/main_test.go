package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// In the bubble of synctest time jumps as soon as everything waits. The engine belongs to it,
// because the connection reaches it by a transport within the process instead of a socket.
func TestPowerIsCutAfterTenMinutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		engine, err := simulator.New(simulator.Options{
			Password: "secret",
			Step:     time.Minute,
			Inventory: &simulator.Inventory{
				DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 1, DisksPerVM: 1, NICsPerVM: 1,
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		conn, err := sdk.Connect(t.Context(), sdk.Config{
			URL: "https://engine/ovirt-engine/api", Username: "admin@internal", Password: "secret",
			Transport: engine.Transport(),
		})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		list, err := conn.SystemService().VmsService().List(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		name := *list[0].Name // it is up

		// The guest doesn't listen: the engine says yes to a shutdown and does nothing.
		engine.Fail(simulator.Rule{
			Op: "VmService.Shutdown", Status: 200, ContentType: "application/xml",
			Body: "<action><status>complete</status></action>",
		})
		var out strings.Builder
		if err := run(t.Context(), conn, &out, name, 10*time.Minute); err != nil {
			t.Fatal(err)
		}
		want := name + ": not down after 10m0s; cutting its power\n" + name + ": down\n"
		if out.String() != want {
			t.Errorf("output %q, want %q", out.String(), want)
		}
	})
}
