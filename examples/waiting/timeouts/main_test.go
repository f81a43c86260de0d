//go:build exampletest

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
)

func TestWhoRunsOutOfTimeIsToldApart(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "example-web-1", 100*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	want := `
one call: out of time
waiting: out of time
  the VM was last seen down
a call after the end: cancelled
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}
