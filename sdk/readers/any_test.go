package readers_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestAnyReadsByTheRootElement(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, doc string
		want      any
	}{
		{"object", `<vm id="1"/>`, &types.Vm{ID: new("1")}},
		{"collection", `<vms><size>1</size><vm id="1"/></vms>`, []*types.Vm{{ID: new("1")}}},
		{"empty collection", `<nics/>`, []*types.Nic{}},
		{"action", `<action><status>complete</status></action>`, &types.Action{Status: new("complete")}},
		{"fault", `<fault><detail>d</detail><reason>r</reason></fault>`, &types.Fault{Detail: new("d"), Reason: new("r")}},
		{"entry point", `<api><time>2024-02-29T12:00:00.000Z</time></api>`, nil},
		{"collection of another name than its type", `<operation_systems><operating_system id="1"/></operation_systems>`, []*types.OperatingSystemInfo{{ID: new("1")}}},
		{"object of the name of a member", `<os><type>other</type></os>`, &types.OperatingSystem{Type: new("other")}},
		{"type without id", `<bonding><slaves/></bonding>`, &types.Bonding{Slaves: []*types.HostNic{}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := readers.Any(strings.NewReader(tt.doc))
			if err != nil {
				t.Fatal(err)
			}
			if tt.want == nil {
				if api, ok := got.(*types.Api); !ok || api.Time == nil {
					t.Errorf("got %T %v", got, got)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("value differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnyNamesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, doc, want string }{
		{"unknown root", `<moon/>`, `read moon: no type of the API has this root element`},
		{"HTML", `<html><body>401</body></html>`, `read document: XML offset 0: an HTML page`},
		{"HTML with a type", "<!doctype HTML>\n<html>", `read document: XML offset 0: an HTML page`},
		{"JSON", `{"id":"1"}`, `read document: XML offset 0: a JSON document`},
		{"nothing", ` `, `read document: XML offset 1: document is empty: unexpected EOF`},
		{"bad value", `<vms><vm/><vm><memory>x</memory></vm></vms>`, `read vms/vm[2]/memory: XML offset 22: "x" is not an integer`},
		{"cut off", `<vms><vm/>`, `read vms: XML offset 10: document is cut off: unexpected EOF`},
		{"more than a document", `<vm/><vm/>`, `read document: XML offset 5: second root at "<v"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := readers.Any(strings.NewReader(tt.doc))
			if err == nil || got != nil {
				t.Fatalf("got %v, error %v", got, err)
			}
			if err.Error() != tt.want {
				t.Errorf("error\n%s, want\n%s", err, tt.want)
			}
		})
	}
}

// A stream may break at any place, before the root too.
func TestBreakingStreamGivesItsOwnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset by peer")
	read := func(doc string, n int) []error {
		src := func() io.Reader {
			return iotest.OneByteReader(io.MultiReader(strings.NewReader(doc[:n]), iotest.ErrReader(broken)))
		}
		_, anyErr := readers.Any(src())
		_, oneErr := readers.Read(src(), readers.XML, readers.Vm)
		_, manyErr := readers.ReadList(src(), readers.XML, readers.Vm)
		_, jsonErr := readers.Read(src(), readers.JSON, readers.Vm)
		return []error{anyErr, oneErr, manyErr, jsonErr}
	}
	for _, tt := range []struct {
		name, doc string
		which     []int // of the results of read
	}{
		{"XML", `<?xml version="1.0"?><!-- a --><?b c?> <vm id="1"><name>a&amp;é</name><moon a='1'/><![CDATA[ ]]></vm> <!-- d -->`, []int{0, 1}},
		{"list", `<vms><vm/></vms>`, []int{0, 2}},
		{"HTML", `<html `, []int{0, 1, 2}},
		{"document type", `<!DOCTYPE h`, []int{0, 1, 2}},
		{"markup", ` <!`, []int{0, 1, 2}},
		{"JSON", ` {"name":"a\u0041é","moon":[1,{}],"nics":{"nic":[{}]},"link":[{"rel":"a"}],"memory":12}  `, []int{3}},
	} {
		for n := range len(tt.doc) {
			errs := read(tt.doc, n)
			for _, i := range tt.which {
				if !errors.Is(errs[i], broken) {
					t.Errorf("%s, reader %d, stream that breaks after %d bytes: %v", tt.name, i, n, errs[i])
				}
			}
		}
	}
}

func TestOfGivesTheReaderOfAType(t *testing.T) {
	t.Parallel()
	vm, ok := readers.Of[types.Vm]()
	if !ok || vm.Tag != "vm" || vm.ListTag != "vms" {
		t.Fatalf("Of[Vm] returns %q, %q, %t", vm.Tag, vm.ListTag, ok)
	}
	got, err := readers.ReadBytes([]byte(`<vm id="1" href="/vms/1"/>`), readers.XML, vm)
	if err != nil {
		t.Fatal(err)
	}
	id, href := vm.Ident(got)
	if *id != "1" || *href != "/vms/1" {
		t.Errorf("Ident returns %s and %s", *id, *href)
	}
	if os, ok := readers.Of[types.OperatingSystemInfo](); !ok || os.Tag != "operating_system" || os.ListTag != "operation_systems" {
		t.Errorf("Of[OperatingSystemInfo] returns %q, %q, %t", os.Tag, os.ListTag, ok)
	}
	if _, ok := readers.Of[types.Bonding](); ok {
		t.Error("Of[Bonding] returns a reader, but such objects have no id")
	}
	if _, ok := readers.Of[string](); ok {
		t.Error("Of[string] returns a reader")
	}
}

func TestLinksAreThoseOfTheObject(t *testing.T) {
	t.Parallel()
	links := []types.Link{{Rel: "nics", Href: "/vms/1/nics"}}
	for _, tt := range []struct {
		name  string
		value any
		want  []types.Link
	}{
		{"machine", &types.Vm{Links: links}, links},
		{"entry point", &types.Api{Links: links}, links},
		{"machine without links", &types.Vm{}, nil},
		{"object that never has links", &types.Bonding{}, nil},
		{"something else", "text", nil},
		{"nothing", nil, nil},
	} {
		if diff := cmp.Diff(tt.want, readers.Links(tt.value)); diff != "" {
			t.Errorf("%s: links differ (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A document in memory belongs to the caller, who may use its bytes for something else afterwards.
func TestDocumentIsNeitherKeptNorChanged(t *testing.T) {
	t.Parallel()
	for _, g := range goldens(t) {
		for _, file := range g.docs {
			if g.root != "vm" {
				continue
			}
			doc := bytes.Clone(file.Data)
			got, err := readers.ReadBytes(doc, formatOf(file), readers.Vm)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(doc, file.Data) {
				t.Errorf("%s %s was changed", g.name, file.Name)
			}
			for i := range doc {
				doc[i] = '#'
			}
			if diff := cmp.Diff(g.want, describe(got)); diff != "" {
				t.Errorf("%s %s changes with its document (-want +got):\n%s", g.name, file.Name, diff)
			}
		}
	}
}
