package behavior

// Units of memory and of storage, in bytes.
const (
	mib = 1 << 20
	gib = 1 << 30
)
