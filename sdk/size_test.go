package sdk_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestSizesMakeFields(t *testing.T) {
	t.Parallel()
	disk := &types.Disk{ProvisionedSize: new(2*sdk.TiB + sdk.GiB/2), ActualSize: new(3 * sdk.MiB)}
	if *disk.ProvisionedSize != 2_199_560_126_464 || *disk.ActualSize != 3072*sdk.KiB {
		t.Errorf("sizes are %d and %d", *disk.ProvisionedSize, *disk.ActualSize)
	}
}
