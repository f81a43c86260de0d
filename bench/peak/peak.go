// Package peak says how much memory this process had at most. It is small, so that the programs that use it stay so.
package peak

import (
	"bytes"
	"errors"
	"os"
	"strconv"
)

// Resident is the most memory that was resident at once, in bytes. It is an error on systems without /proc.
//
// What the kernel tells the parent of a process that has ended is of no use for this: it begins with the size of the parent.
func Resident() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	return resident(status)
}

func resident(status []byte) (int64, error) {
	for line := range bytes.Lines(status) {
		fields := bytes.Fields(line)
		if len(fields) == 3 && string(fields[0]) == "VmHWM:" && string(fields[2]) == "kB" {
			kilobytes, err := strconv.ParseInt(string(fields[1]), 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, errors.New("/proc/self/status has no VmHWM in kB")
}
