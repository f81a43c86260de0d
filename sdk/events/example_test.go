package events_test

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/events"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func ExampleWatch() {
	engine, err := simulator.New(simulator.Options{})
	if err != nil {
		panic(err)
	}
	conn, err := sdk.New(sdk.Config{
		URL: "https://engine.test/ovirt-engine/api", Username: simtest.User, Password: simtest.Password, Transport: engine.Transport(),
	})
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	ctx := context.Background()

	last, err := events.Last(ctx, conn) // or what was kept from the run before
	if err != nil {
		fmt.Println(err)
		return
	}
	engine.Log(61, "normal", "VM web was started.")
	engine.Log(119, "error", "VM web is down with error.")

	for event, err := range events.Watch(ctx, conn, last, events.Severities(types.LogSeverityError, types.LogSeverityAlert)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*event.Code, *event.Description)
		last = *event.Index // to resume with
		break
	}
	// Output: 119 VM web is down with error.
}
