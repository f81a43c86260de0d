package wire

import (
	"bytes"
	"errors"
	"testing"
)

var probeForm = Form[probe]{Tag: "probe", ListTag: "probes", Write: writeProbe}

func TestForms(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		write     func(*Writer)
		xml, json string
		err       string
	}{
		{"object", func(w *Writer) { WriteObject(w, &probe{ID: new("1")}, probeForm) }, `<probe id="1"/>`, `{"id":"1"}`, ""},
		{"no object", func(w *Writer) { WriteObject(w, nil, probeForm) }, `<probe/>`, `{}`, "write probe: object is nil"},
		{
			"list", func(w *Writer) { WriteList(w, []*probe{{ID: new("1")}, {}}, probeForm) },
			`<probes><probe id="1"/><probe/></probes>`, `{"probe":[{"id":"1"},{}]}`, "",
		},
		{"empty list", func(w *Writer) { WriteList(w, nil, probeForm) }, `<probes/>`, `{}`, ""},
		{
			"list with nil", func(w *Writer) { WriteList(w, []*probe{{}, nil}, probeForm) },
			`<probes><probe/><probe/></probes>`, `{"probe":[{},{}]}`, "write probes/probe[2]: item is nil",
		},
		{
			"numbers and enumerations as attributes", func(w *Writer) {
				w.Begin("probe")
				w.AttrInt("id", new(int64(-7)))
				w.AttrInt("rel", nil)
				w.AttrText("href", "sso&")
				w.AttrText("rel", "")
				w.End("probe")
			},
			`<probe id="-7" href="sso&amp;"/>`, `{"id":"-7","href":"sso&"}`, "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for f, want := range map[Format]string{XML: tt.xml, JSON: tt.json} {
				w := NewWriter(f)
				defer w.Release()
				tt.write(w)
				if string(w.Bytes()) != want || text(w.Err()) != tt.err {
					t.Errorf("%v: got %s, %v, want %s, %s", f, w.Bytes(), w.Err(), want, tt.err)
				}
			}
		})
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for f, want := range map[Format]string{XML: "XML application/xml", JSON: "JSON application/json"} {
		if got := f.String() + " " + f.MediaType(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		w, r := NewWriter(f), NewBytesReader(nil, f)
		if w.Format() != f || r.Format() != f {
			t.Errorf("%v: writer of %v, reader of %v", f, w.Format(), r.Format())
		}
		w.Release()
		r.Release()
	}
}

func TestCreationStatus(t *testing.T) {
	t.Parallel()
	for f, doc := range map[Format]string{
		XML:  `<vm><disk><creation_status>failed</creation_status></disk><creation_status>pending</creation_status><moon/></vm>`,
		JSON: `{"disk":{"creation_status":"failed"},"creation_status":"pending","moon":{}}`,
	} {
		r := NewBytesReader([]byte(doc), f)
		r.RootIs("vm")
		for ok := r.Enter(); ok; ok = r.Next() {
			if string(r.Name()) != "disk" {
				r.Unknown()
				continue
			}
			for ok := r.Enter(); ok; ok = r.Next() {
				r.Unknown()
			}
		}
		if err := r.Finish(); err != nil || r.CreationStatus() != "pending" {
			t.Errorf("%v: %q, %v", f, r.CreationStatus(), err)
		}
		r.Release()
	}
}

func TestAttributeWhereAnObjectIsWanted(t *testing.T) {
	t.Parallel()
	r := NewBytesReader([]byte(`<vm id="1" href="2"><name>a</name></vm>`), XML)
	defer r.Release()
	r.RootIs("vm")
	r.Enter()
	if r.Enter() {
		t.Error("an attribute has a member")
	}
	if got, want := text(r.ItemErr()), `read vm/@id: XML offset 8: "1" is not an object`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	r.Next()
	for r.EnterList("x"); r.NextItem(); {
		t.Error("an attribute has an item")
	}
	if got, want := text(r.ItemErr()), `read vm/@href: XML offset 17: "2" is not an object`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !r.Next() || r.Text() != "a" {
		t.Error("the name is lost")
	}
	if err := r.Finish(); err != nil {
		t.Error(err)
	}
}

func TestFlushedDocument(t *testing.T) {
	t.Parallel()
	for f, want := range map[Format]string{XML: `<vms><vm id="1"/><vm id="2"/></vms>`, JSON: `{"vm":[{"id":"1"},{"id":"2"}]}`} {
		w := NewWriter(f)
		defer w.Release()
		var got bytes.Buffer
		flush := func() {
			if err := w.Flush(&got); err != nil || len(w.Bytes()) != 0 {
				t.Errorf("%v: %v, left %s", f, err, w.Bytes())
			}
		}
		w.BeginList("vms", "vm")
		for _, id := range []string{"1", "2"} {
			flush()
			w.Item()
			w.Attr("id", &id)
			w.EndItem()
		}
		w.EndList("vms")
		flush()
		flush()
		if got.String() != want {
			t.Errorf("%v: got %s, want %s", f, got.String(), want)
		}
	}
}

func TestFlushTellsTheError(t *testing.T) {
	t.Parallel()
	w := NewWriter(XML)
	defer w.Release()
	w.Begin("vm")
	w.End("vm")
	if err := w.Flush(full{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

var errFull = errors.New("no space left on device")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAppendToKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	for range 2 { // The second round has a writer out of the pool.
		w := NewWriter(XML)
		dst := make([]byte, 3, 100)
		copy(dst, "abc")
		w.AppendTo(dst)
		w.Begin("vm")
		w.String("name", new("x"))
		w.End("vm")
		if got, want := string(w.Bytes()), "abc<vm><name>x</name></vm>"; got != want {
			t.Errorf("the document is %q, want %q", got, want)
		}
		if &w.Bytes()[0] != &dst[0] {
			t.Error("the room behind dst isn't used")
		}
		w.Release()
	}
}
