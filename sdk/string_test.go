package sdk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func ExampleString() {
	vm := &types.Vm{
		ID:             new("123"),
		Name:           new("web"),
		Status:         types.VmStatusUp,
		Initialization: &types.Initialization{RootPassword: new("secret"), UserName: new("root")},
	}
	fmt.Println(sdk.String(vm))
	// Output: Vm{ID: "123", Name: "web", Initialization: {RootPassword: "***", UserName: "root"}, Status: "up"}
}

func TestLinesHideSecretsToo(t *testing.T) {
	t.Parallel()
	got := sdk.Lines(&types.Host{Name: new("h1"), RootPassword: new("secret")})
	if strings.Contains(got, "secret") || !strings.Contains(got, "h1") || !strings.Contains(got, "\n") {
		t.Errorf("Lines returns\n%s", got)
	}
}
