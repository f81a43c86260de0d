package main

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func TestSpansAndMetricsArePrinted(t *testing.T) {
	t.Parallel()
	engine := simtest.New(t)
	engine.Engine.Fail(simulator.Rule{Op: "VmsService.List", Page: "Service Unavailable", Times: 1})
	var out strings.Builder
	if err := run(t.Context(), engine.Config(), &out); err != nil {
		t.Fatal(err)
	}
	const want = `span login attempt 1
span VmsService.List attempt 1
span VmsService.List attempt 2
span VmsService.List
span Connection.Close attempt 1
Connection.Close 200: 1
VmsService.List 200: 1
VmsService.List 503: 1
login 200: 1
`
	if out.String() != want {
		t.Errorf("output\n%s\nwant\n%s", out.String(), want)
	}
}
