package simulator_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// The engine answers within the process. The first list fails, and the SDK asks again.
func ExampleEngine_Fail() {
	engine, err := simulator.New(simulator.Options{Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, VMs: 3}})
	if err != nil {
		log.Fatal(err)
	}
	busy := engine.Fail(simulator.Rule{Op: "VmsService.List", Nth: 1, Page: "Come back later."})

	ctx := context.Background()
	conn, err := sdk.Connect(ctx, sdk.Config{
		URL: "https://engine/ovirt-engine/api", Username: "admin@internal", Password: "password", Transport: engine.Transport(),
	})
	if err != nil {
		log.Fatal(err)
	}
	vms, err := conn.SystemService().VmsService().List(ctx, nil)
	fmt.Println(len(vms), "VMs,", err)
	fmt.Println("hits:", busy.Hits())
	conn.Close()
	for _, r := range engine.Requests() {
		fmt.Println(r.Status, r.Method, strings.TrimPrefix(r.Path, "/ovirt-engine"))
	}
	// Output:
	// 3 VMs, <nil>
	// hits: 1
	// 200 POST /sso/oauth/token
	// 503 GET /api/vms
	// 200 GET /api/vms
	// 200 POST /services/sso-logout
}

func ExampleParseRule() {
	rule, err := simulator.ParseRule(`op=VmService.Start,nth=2,detail="[Cannot run VM. There are no hosts to use.]"`)
	fmt.Println(rule.Op, rule.Nth, rule.Detail, err)
	fmt.Println(rule)
	// Output:
	// VmService.Start 2 [Cannot run VM. There are no hosts to use.] <nil>
	// op=VmService.Start,nth=2,detail=[Cannot run VM. There are no hosts to use.]
}
