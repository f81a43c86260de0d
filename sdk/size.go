package sdk

// Sizes in bytes, for memory and disks. They are typed, so that new makes a field of them:
//
//	vm := &types.Vm{Memory: new(2 * sdk.GiB)}
const (
	KiB int64 = 1 << 10
	MiB int64 = 1 << 20
	GiB int64 = 1 << 30
	TiB int64 = 1 << 40
)
