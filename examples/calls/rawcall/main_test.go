//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestAnswerComesAsItIs(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
200, application/json
{
  "tag" : [ {
    "name" : "root",
    "description" : "root",
    "href" : "/ovirt-engine/api/tags/00000000-0000-0000-0000-000000000000",
    "id" : "00000000-0000-0000-0000-000000000000"
  } ]
}
/nothing isn't there
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "/tags")
	})
}
