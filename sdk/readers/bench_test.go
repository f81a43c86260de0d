package readers_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/internal/benchdoc"
	"github.com/ovirt-go/ovirt/sdk/readers"
)

func BenchmarkReadVms(b *testing.B) {
	const n = 1000
	for _, bm := range []struct {
		format readers.Format
		doc    []byte
	}{
		{readers.XML, benchdoc.VmsXML(n)},
		{readers.JSON, benchdoc.VmsJSON(n)},
	} {
		b.Run(bm.format.String(), func(b *testing.B) {
			b.SetBytes(int64(len(bm.doc)))
			b.ReportAllocs()
			for b.Loop() {
				vms, err := readers.ReadListBytes(bm.doc, bm.format, readers.Vm)
				if err != nil || len(vms) != n {
					b.Fatalf("%d machines, error %v", len(vms), err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/vm")
		})
	}
}

func BenchmarkReadVm(b *testing.B) {
	for _, bm := range []struct {
		format readers.Format
		doc    []byte
	}{
		{readers.XML, benchdoc.VmXML(3)},
		{readers.JSON, benchdoc.VmJSON(3)},
	} {
		b.Run(bm.format.String(), func(b *testing.B) {
			b.SetBytes(int64(len(bm.doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := readers.ReadBytes(bm.doc, bm.format, readers.Vm); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
