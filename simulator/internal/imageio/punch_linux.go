package imageio

import (
	"errors"
	"os"
	"syscall"
)

// Modes of fallocate.
const (
	keepSize  = 1
	punchHole = 2
)

// punch frees the room of a part of a file. File systems that can't do it keep the room; the bytes aren't used any more.
func punch(f *os.File, offset, n int64) error {
	err := syscall.Fallocate(int(f.Fd()), keepSize|punchHole, offset, n)
	if errors.Is(err, syscall.EOPNOTSUPP) || errors.Is(err, syscall.ENOSYS) {
		return nil
	}
	return err
}
