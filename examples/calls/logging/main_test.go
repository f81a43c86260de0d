//go:build exampletest

package main

import (
	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"testing"
)

func TestCallsAreLogged(t *testing.T) {
	t.Parallel()
	exampletest.PrintsSetup(t, `
{"level":"DEBUG","msg":"request","op":"login","method":"POST","path":"/ovirt-engine/sso/oauth/token","attempt":1,"status":200}
{"level":"DEBUG","msg":"request","op":"VmsService.List","method":"GET","path":"/ovirt-engine/api/vms","attempt":1,"status":200}
{"level":"DEBUG","msg":"call","op":"VmsService.List","method":"GET","path":"/ovirt-engine/api/vms","status":200}
{"level":"DEBUG","msg":"request","op":"Connection.Close","method":"POST","path":"/ovirt-engine/services/sso-logout","attempt":1,"status":200}
`, run)
}
