package world

// Units of memory and of storage, in bytes.
const (
	MiB = 1 << 20
	GiB = 1 << 30
)
