package writers_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/internal/benchdoc"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

func BenchmarkWriteVm(b *testing.B) {
	vm, err := readers.ReadBytes(benchdoc.VmXML(3), readers.XML, readers.Vm)
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range formats {
		b.Run(f.String(), func(b *testing.B) {
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				if buf, err = writers.Append(buf[:0], f, writers.Vm, vm); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(len(buf)))
		})
	}
}
