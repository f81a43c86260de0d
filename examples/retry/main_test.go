package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestBrokenAnswersAreAskedForAgain(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
a list: 3 attempts
an Add: false, perhaps executed: false
an Add with RetryUnsafe: true
`, run)
}
