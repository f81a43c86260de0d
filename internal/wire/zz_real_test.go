package wire_test
import ("testing";"bytes";"encoding/xml";"encoding/json"
"github.com/ovirt-go/ovirt/internal/benchdoc"
"github.com/ovirt-go/ovirt/sdk/readers"
"github.com/ovirt-go/ovirt/internal/wire"
"github.com/ovirt-go/ovirt/sdk/types"
)
var sink any
func list(r *wire.Reader) []*types.Vm { defer r.Release(); if !r.RootIs("vms") {panic(r.Err())}; out := wire.Objects(r, "vm", readers.Vm.Read); if e := r.Finish(); e != nil {panic(e)}; if e:=r.ItemErr(); e!=nil {panic(e)}; return out }
func BenchmarkRealXML(b *testing.B) { doc := benchdoc.VmsXML(1000); b.SetBytes(int64(len(doc))); b.ReportAllocs(); for b.Loop() { sink = list(wire.NewBytesReader(doc, wire.XML)) } }
func BenchmarkRealJSON(b *testing.B) { doc := benchdoc.VmsJSON(1000); b.SetBytes(int64(len(doc))); b.ReportAllocs(); for b.Loop() { sink = list(wire.NewBytesReader(doc, wire.JSON)) } }
func BenchmarkRealOne(b *testing.B) { doc := benchdoc.VmXML(1); b.SetBytes(int64(len(doc))); b.ReportAllocs(); for b.Loop() { r := wire.NewReader(bytes.NewReader(doc), wire.XML); r.RootIs("vm"); sink = readers.Vm.Read(r); if e := r.Finish(); e!=nil {b.Fatal(e)}; r.Release() } }
func BenchmarkRealTokens(b *testing.B) { doc := benchdoc.VmsXML(1000); b.SetBytes(int64(len(doc))); for b.Loop() { d := xml.NewDecoder(bytes.NewReader(doc)); for { if _, err := d.Token(); err != nil {break} } } }
func BenchmarkRealJSONv1(b *testing.B) { doc := benchdoc.VmsJSON(1000); b.SetBytes(int64(len(doc))); for b.Loop() { var v any; if err := json.Unmarshal(doc, &v); err != nil {b.Fatal(err)} } }
