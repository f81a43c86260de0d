//go:build exampletest

package main

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
)

func TestOwnEventComesAfterThoseSeen(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, 3, `backup of "web" finished & checked`); err != nil {
		t.Fatal(err)
	}
	seen, fresh, found := strings.Cut(out.String(), "since then:\n")
	if !found || strings.Count(seen, "\n") != 3 {
		t.Fatalf("output doesn't begin with three events: %q", out.String())
	}
	if strings.Count(fresh, "\n") != 1 || !strings.HasSuffix(fresh, ` normal: backup of "web" finished & checked`+"\n") {
		t.Errorf("since then there is %q", fresh)
	}

	newest, err := conn.SystemService().EventsService().List(t.Context(), &services.EventsListParams{Max: new(int64(1))})
	if err != nil {
		t.Fatal(err)
	}
	if len(newest) != 1 || sdk.Value(newest[0].Origin) != "examples" {
		t.Errorf("the newest event isn't the example's")
	}
}
