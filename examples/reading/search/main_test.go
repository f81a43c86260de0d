//go:build exampletest

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
)

func TestQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	var out strings.Builder
	if err := run(t.Context(), conn, &out, append(questions, "name=", "name=nobody")); err != nil {
		t.Fatal(err)
	}
	want := `
name=example-web*
    example-web-1 example-web-2
name=EXAMPLE-DB*
    example-db-1
    nothing (capitals count)
name=example-db-1 or name=example-web-2
    example-db-1 example-web-2
status=down and memory>1024
    example-db-1
name=example* sortby name desc
    example-web-2 example-web-1 example-db-1 example-app-1
name=example* sortby name asc page 2
    example-web-1 example-web-2
name=
    nothing
name=nobody
    nothing
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}
