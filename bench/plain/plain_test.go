package plain

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/internal/benchdoc"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

func TestJSONStructsHaveEveryMember(t *testing.T) {
	t.Parallel()
	doc := benchdoc.VmsJSON(200)
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	var vms JSONVms
	if err := d.Decode(&vms); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(vms)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal(doc, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(again, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the structs hold differs from the document (-want +got):\n%s", diff)
	}
}

func TestXMLStructsWriteWhatOurWriterWrites(t *testing.T) {
	t.Parallel()
	for i := range 200 {
		vm, err := readers.ReadBytes(benchdoc.VmXML(i), readers.XML, readers.Vm)
		if err != nil {
			t.Fatal(err)
		}
		vm.Links, vm.Actions = nil, nil
		want, err := writers.Append(nil, writers.XML, writers.Vm, vm)
		if err != nil {
			t.Fatal(err)
		}
		var flat XMLVm
		if err := xml.Unmarshal(want, &flat); err != nil {
			t.Fatal(err)
		}
		got, err := xml.Marshal(&flat)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(leaves(t, want), leaves(t, got)); diff != "" {
			t.Fatalf("VM %d: documents differ (-ours +encoding/xml):\n%s", i, diff)
		}
	}
}

// leaves returns the texts and attributes of a document by their path; several of one path follow each other.
func leaves(t *testing.T, doc []byte) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	var path []string
	var text strings.Builder
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			path = append(path, e.Name.Local)
			for _, a := range e.Attr {
				key := strings.Join(path, "/") + "@" + a.Name.Local
				found[key] = append(found[key], a.Value)
			}
			text.Reset()
		case xml.CharData:
			text.Write(e)
		case xml.EndElement:
			if key := strings.Join(path, "/"); text.Len() > 0 {
				found[key] = append(found[key], text.String())
			}
			path = path[:len(path)-1]
			text.Reset()
		}
	}
}
