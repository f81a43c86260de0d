package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// exampleConnection returns a connection to a simulated engine, and the engine.
func exampleConnection() (*sdk.Connection, *simulator.Engine) {
	engine, err := simulator.New(simulator.Options{Step: 10 * time.Millisecond})
	if err != nil {
		panic(err)
	}
	conn, err := sdk.New(sdk.Config{
		URL: "https://engine.test/ovirt-engine/api", Username: simtest.User, Password: simtest.Password, Transport: engine.Transport(),
	})
	if err != nil {
		panic(err)
	}
	return conn, engine
}

func ExampleWait() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx := context.Background()
	id, err := engine.Seed("/vms", "<vm><name>web</name><status>down</status><cluster><name>Default</name></cluster></vm>")
	if err != nil {
		panic(err)
	}

	s := conn.SystemService().VmsService().VmService(id)
	if err := s.Start(ctx, nil, call.CorrelationID("start-web")); err != nil {
		fmt.Println(err)
		return
	}
	list, err := jobs.Wait(ctx, conn, "start-web", wait.Within(10*time.Minute))
	fmt.Println(len(list), "job is", list[0].Status, err)
	// Output: 1 job is finished <nil>
}

func ExampleError() {
	conn, engine := exampleConnection()
	defer conn.Close()
	ctx := context.Background()
	engine.Fail(simulator.Rule{Path: "*/api/jobs", Status: 200, ContentType: "application/xml", Body: `<jobs><job id="1">
		<description>Adding Disk data</description><status>failed</status><steps>
		<step id="2"><description>Executing</description><status>failed</status></step>
		<step id="3"><parent_step id="2"/><description>Creating volume</description><status>failed</status></step></steps></job></jobs>`})

	_, err := jobs.Wait(ctx, conn, "add-data")
	fmt.Println(err)
	if failure, ok := errors.AsType[*jobs.Error](err); ok {
		for _, f := range failure.Failures {
			fmt.Println(*f.Job.Description, "failed in step", len(f.Steps))
		}
	}
	// Output:
	// jobs.Wait: Adding Disk data > Executing > Creating volume: failed
	// Adding Disk data failed in step 2
}

func ExampleBegin() {
	conn, _ := exampleConnection()
	defer conn.Close()
	ctx := context.Background()

	job, err := jobs.Begin(ctx, conn, "Nightly backup")
	if err != nil {
		fmt.Println(err)
		return
	}
	err = job.Step(ctx, "Copying disks", func(context.Context) error { return nil })
	if err := job.End(ctx, err); err != nil {
		fmt.Println(err)
		return
	}
	done, err := jobs.WaitJob(ctx, conn, job.ID)
	fmt.Println(*done.Description, "is", done.Status, err)
	// Output: Nightly backup is finished <nil>
}
