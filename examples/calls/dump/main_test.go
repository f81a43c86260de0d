//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestExchangesAreShown(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
1: POST /ovirt-engine/sso/oauth/token
2: GET /ovirt-engine/api/tags
3: POST /ovirt-engine/services/sso-logout
`, run)
}
