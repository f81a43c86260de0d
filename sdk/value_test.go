package sdk_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

func TestValue(t *testing.T) {
	t.Parallel()
	if got := sdk.Value(new("a")); got != "a" {
		t.Errorf("got %q", got)
	}
	if got := sdk.Value[int64](nil); got != 0 {
		t.Errorf("got %d", got)
	}
}
