package peak

import (
	"runtime"
	"testing"
)

func TestResidentIsReadFromTheStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, status, fault string
		want                int64
	}{
		{"among others", "Name:\tx\nVmPeak:\t  999 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 1024 kB\n", "", 2 << 20},
		{"absent", "Name:\tx\n", "/proc/self/status has no VmHWM in kB", 0},
		{"of another unit", "VmHWM:\t 2 MB\n", "/proc/self/status has no VmHWM in kB", 0},
		{"no number", "VmHWM:\t much kB\n", `strconv.ParseInt: parsing "much": invalid syntax`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := resident([]byte(tt.status))
			if fault := text(err); fault != tt.fault || got != tt.want {
				t.Errorf("%d bytes and error %q, want %d and %q", got, fault, tt.want, tt.fault)
			}
		})
	}
}

func TestResidentGrowsWithWhatIsTouched(t *testing.T) {
	before, err := Resident()
	if err != nil {
		t.Fatal(err)
	}
	const size = 64 << 20
	block := make([]byte, size)
	for i := 0; i < size; i += 4096 {
		block[i] = 1
	}
	after, err := Resident()
	if err != nil {
		t.Fatal(err)
	}
	if grown := after - before; grown < size/2 {
		t.Errorf("grown by %d bytes after %d were touched", grown, size)
	}
	runtime.KeepAlive(block)
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
