//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestLostAnswersAreAskedForAgain(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
a list: 3 attempts
an Add: 1 attempt, perhaps executed; it was
`, run)
}
