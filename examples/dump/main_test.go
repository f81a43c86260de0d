package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestExchangesAreShown(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
0 exchanges, without the password
`, run)
}
