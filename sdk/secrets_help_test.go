package sdk_test

import (
	"os"
	"testing"
)

// recordingTest stands for the test that records.
type recordingTest struct{ cleanups []func() }

func (*recordingTest) Helper()               {}
func (r *recordingTest) Cleanup(f func())    { r.cleanups = append(r.cleanups, f) }
func (*recordingTest) Errorf(string, ...any) {}
func (*recordingTest) Fatalf(string, ...any) {}
func (*recordingTest) Failed() bool          { return false }
func (r *recordingTest) end() {
	for _, f := range r.cleanups {
		f()
	}
}

func readInto(t *testing.T, out *texts, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(data)
}
