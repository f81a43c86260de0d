package bench

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	ovirtsdk "github.com/ovirt/go-ovirt"

	"github.com/ovirt-go/ovirt/internal/benchdoc"
	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

// exchange is a type that both SDKs read and write.
type exchange struct {
	name string

	// run has each SDK read a complete object that the other wrote.
	run func() (oursWrote, theyWrote differences, err error)
}

// pair joins the functions of both SDKs for a type.
func pair[O, T any](
	name string, r readers.Type[O], w writers.Type[O],
	read func(*ovirtsdk.XMLReader, *xml.StartElement, string) (*T, error), write func(*ovirtsdk.XMLWriter, *T, string) error,
) exchange {
	return exchange{name, func() (oursWrote, theyWrote differences, err error) {
		oursWrote, theyWrote = make(differences), make(differences)
		sent := new(O)
		new(filler).fill(reflect.ValueOf(sent).Elem(), fullDepth)
		doc, err := writers.Append(nil, writers.XML, w, sent)
		if err != nil {
			return nil, nil, err
		}
		theirs, err := read(ovirtsdk.NewXMLReader(doc), nil, r.Tag)
		if err != nil {
			return nil, nil, fmt.Errorf("go-ovirt reads %s: %w", doc, err)
		}
		oursWrote.compare(reflect.ValueOf(sent).Elem(), reflect.ValueOf(theirs).Elem(), true)

		var buf bytes.Buffer
		out := ovirtsdk.NewXMLWriter(&buf)
		if err := write(out, theirs, r.Tag); err != nil {
			return nil, nil, err
		}
		out.Flush() // a bytes.Buffer returns no error
		received, err := readLenient(buf.Bytes(), r)
		if err != nil {
			return nil, nil, fmt.Errorf("we read %s: %w", buf.Bytes(), err)
		}
		theyWrote.compare(reflect.ValueOf(received).Elem(), reflect.ValueOf(theirs).Elem(), false)
		return oursWrote, theyWrote, nil
	}}
}

// readLenient reads a document and leaves out the members that can't be read, as call.Lenient has services do.
func readLenient[T any](doc []byte, t readers.Type[T]) (*T, error) {
	r := wire.NewBytesReader(doc, wire.XML)
	defer r.Release()
	if tag := r.Root(); tag != t.Tag {
		return nil, fmt.Errorf("root is %q, want %q", tag, t.Tag)
	}
	v := t.Read(r)
	return v, r.Finish()
}

func TestExchangeWithGoOvirtLosesOnlyWhatIsKnown(t *testing.T) {
	t.Parallel()
	oursWrote, theyWrote := make(differences), make(differences)
	for _, p := range pairs {
		a, b, err := p.run()
		if err != nil {
			t.Errorf("%s: %.300s", p.name, err.Error())
			continue
		}
		maps.Copy(oursWrote, a)
		maps.Copy(theyWrote, b)
	}
	t.Run("we write, go-ovirt reads", func(t *testing.T) { explained(t, oursWrote, notRead) })
	t.Run("go-ovirt writes, we read", func(t *testing.T) { explained(t, theyWrote, notWritten) })
}

// explained checks that every difference has a reason, and that every reason is needed.
func explained(t *testing.T, found differences, reasons []reason) {
	used := make(map[string]bool)
	for _, d := range found.sorted() {
		i := slices.IndexFunc(reasons, func(r reason) bool { return r.covers(d) })
		if i < 0 {
			t.Errorf("%s is %s, and no reason is known: %s", d.member, d.kind, found[d])
			continue
		}
		used[reasons[i].why] = true
		for _, m := range reasons[i].members {
			if m == d.member {
				used[reasons[i].why+m] = true
			}
		}
	}
	for _, r := range reasons {
		if !used[r.why] {
			t.Errorf("nothing differs any more because %s", r.why)
		}
		for _, m := range r.members {
			if !used[r.why+m] && !strings.HasPrefix(m, "*.") {
				t.Errorf("%s differs no more because %s", m, r.why)
			}
		}
	}
}

func TestEveryTypeIsExchanged(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	exchanged := make(map[string]bool)
	for _, p := range pairs {
		exchanged[flat(p.name)] = true
	}
	for _, s := range m.Structs {
		name := flat(s.Name)
		switch i := slices.IndexFunc(newTypes, func(n string) bool { return flat(n) == name }); {
		case i >= 0 && exchanged[name]:
			t.Errorf("%s is exchanged, though go-ovirt is said not to have it", s.Name)
		case i < 0 && !exchanged[name]:
			t.Errorf("%s is not exchanged", s.Name)
		}
	}
	if got, want := len(pairs)+len(newTypes), len(m.Structs); got != want {
		t.Errorf("%d types are exchanged or excused, the model has %d", got, want)
	}
}

func TestTextForGoOvirt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string

		// theirs is what we read from what go-ovirt writes, which escapes no text of elements; fault is what we say if that is no XML.
		theirs, fault string
	}{
		{"plain", "vm 1", "vm 1", ""},
		{"umlauts and beyond", "größe 漢字 🦊", "größe 漢字 🦊", ""},
		{"line feed and tab", "a\n\tb", "a\n\tb", ""},
		{"quotes", `say "a" or 'b'`, `say "a" or 'b'`, ""},
		{"carriage return is lost by go-ovirt", "a\r\nb", "a\nb", ""},
		{"ampersand makes go-ovirt's document malformed", "a & b", "", "read vm/name: XML offset 12: reference without ; at \"&\""},
		{"reference is taken for what it stands for", "a &amp; b", "a & b", ""},
		{"less-than makes go-ovirt's document malformed", "a < b", "", "read vm/name: XML offset 13: no name at \" \""},
		{"element is injected by go-ovirt", "a</name><comment>b</comment><name>c", "c", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := writers.Append(nil, writers.XML, writers.Vm, &types.Vm{Name: &tt.text})
			if err != nil {
				t.Fatal(err)
			}
			vm, err := ovirtsdk.XMLVmReadOne(ovirtsdk.NewXMLReader(doc), nil, "")
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := vm.Name(); got != tt.text {
				t.Errorf("go-ovirt reads %q from what we write, want %q", got, tt.text)
			}

			var buf bytes.Buffer
			w := ovirtsdk.NewXMLWriter(&buf)
			if err := ovirtsdk.XMLVmWriteOne(w, vm, ""); err != nil {
				t.Fatal(err)
			}
			w.Flush() // a bytes.Buffer returns no error
			got, err := readers.ReadBytes(buf.Bytes(), readers.XML, readers.Vm)
			if fault := text(err); fault != tt.fault {
				t.Errorf("error is %q, want %q", fault, tt.fault)
			}
			if err == nil && *got.Name != tt.theirs {
				t.Errorf("we read %q from what go-ovirt writes, want %q", *got.Name, tt.theirs)
			}
		})
	}
}

func TestBenchmarkDocumentsAreReadAlike(t *testing.T) {
	t.Parallel()
	doc := benchdoc.VmsXML(300)
	mine, err := readers.ReadListBytes(doc, readers.XML, readers.Vm)
	if err != nil {
		t.Fatal(err)
	}
	slice, err := ovirtsdk.XMLVmReadMany(ovirtsdk.NewXMLReader(doc), nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs := slice.Slice()
	if len(mine) != 300 || len(theirs) != 300 {
		t.Fatalf("we read %d VMs, go-ovirt %d, want 300", len(mine), len(theirs))
	}
	found := make(differences)
	for i := range mine {
		found.compare(reflect.ValueOf(mine[i]).Elem(), reflect.ValueOf(theirs[i]).Elem(), true)
	}
	for _, d := range found.sorted() {
		// go-ovirt has the address of a link in the member that it leads to.
		link := slices.ContainsFunc(mine[0].Links, func(l types.Link) bool { return d.member == "Vm."+d.name() && l.Rel == flat(d.name()) })
		if !link || d.kind != added {
			t.Errorf("%s is %s: %s", d.member, d.kind, found[d])
		}
	}

	fromJSON, err := readers.ReadListBytes(benchdoc.VmsJSON(300), readers.JSON, readers.Vm)
	if err != nil {
		t.Fatal(err)
	}
	equal := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
	if diff := cmp.Diff(mine, fromJSON, equal); diff != "" {
		t.Errorf("XML and JSON differ (-XML +JSON):\n%s", diff)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
