package generator

import (
	"bytes"
	"runtime"
	"slices"
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

// loadEmbedded returns the committed model with the sentences of model/doc.
func loadEmbedded(t testing.TB) *model.Model {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if err := model.EmbeddedDocs(m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSameBytesEachTime doesn't run beside other tests, since it changes how many processors the process uses.
func TestSameBytesEachTime(t *testing.T) {
	procs := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(procs)
	m := loadEmbedded(t)
	runtime.GOMAXPROCS(1)
	want, err := Files(m, Home)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		procs int
		model *model.Model
	}{
		{"the same model again", 1, m},
		{"the model loaded anew", 1, loadEmbedded(t)},
		{"seven processors", 7, m},
		{"more processors than the machine has", 4 * runtime.NumCPU(), m},
	} {
		t.Run(tt.name, func(t *testing.T) {
			runtime.GOMAXPROCS(tt.procs)
			got, err := Files(tt.model, Home)
			if err != nil {
				t.Fatal(err)
			}
			if names := differing(want, got); len(names) > 0 {
				t.Errorf("%d files differ: %v", len(names), names)
			}
		})
	}
}

// differing names the files that are not the same in both.
func differing(a, b map[string][]byte) []string {
	var names []string
	for name, content := range a {
		if other, ok := b[name]; !ok || !bytes.Equal(content, other) {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// BenchmarkGenerate measures a whole run but for reading and writing the disk: load, resolve and print the committed model.
func BenchmarkGenerate(b *testing.B) {
	var size int
	for b.Loop() {
		files, err := Files(loadEmbedded(b), Home)
		if err != nil {
			b.Fatal(err)
		}
		size = 0
		for _, content := range files {
			size += len(content)
		}
	}
	b.ReportMetric(float64(size), "bytes-out")
}
