//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestSpecialObjectsAreReached(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
Blank: 1024 MiB, other, server
root: the tag above all
`, run)
}
