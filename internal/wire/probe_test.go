package wire

import (
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// probe has one field of each kind.
type probe struct {
	Href, ID *string
	S        *string
	B        *bool
	I        *int64
	F        *float64
	T        *time.Time
	E        string
	O        *probe
	L        []*probe
	W        []string
	Links    []vmLink
	Actions  []string
}

const slotProbe = slotCertificate + 1

func readProbe(r *Reader) *probe {
	v := New[probe](r, slotProbe)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "href":
			v.Href = r.String()
		case "id":
			v.ID = r.String()
		case "s":
			v.S = r.String()
		case "b":
			v.B = r.Bool()
		case "i":
			v.I = r.Int()
		case "f":
			v.F = r.Float()
		case "t":
			v.T = r.Time()
		case "e":
			v.E = r.Text()
		case "o":
			v.O = readProbe(r)
		case "l":
			v.L = Objects(r, "probe", readProbe)
		case "w":
			v.W = Strings[string](r, "word")
		case "link":
			v.Links = Links(r, slotLink, v.Links)
		case "actions":
			v.Actions = r.Actions()
		default:
			r.Skip()
		}
	}
	return v
}

func writeProbe(w *Writer, v *probe) {
	w.Attr("href", v.Href)
	w.Attr("id", v.ID)
	w.Actions(v.Href, v.Actions)
	Repeat(w, "link", v.Links, writeLink)
	w.String("s", v.S)
	w.Bool("b", v.B)
	w.Int("i", v.I)
	w.Float("f", v.F)
	w.Time("t", v.T)
	w.Text("e", v.E)
	Object(w, "o", v.O, writeProbe)
	List(w, "l", "probe", v.L, writeProbe)
	StringList(w, "w", "word", v.W)
}

// readDoc reads a document with a probe as its root. What it returns is nil after a hard error.
func readDoc(r *Reader) (v *probe, soft, hard error) {
	defer r.Release()
	if r.RootIs("probe") {
		v = readProbe(r)
	}
	soft = r.ItemErr()
	if err := r.Finish(); err != nil {
		return nil, soft, err
	}
	return v, soft, nil
}

// readWays reads a document at once and in pieces, which must give the same, and returns it.
func readWays(t *testing.T, doc string, f Format) (v *probe, soft, hard error) {
	t.Helper()
	v, soft, hard = readDoc(NewBytesReader([]byte(doc), f))
	for _, size := range []int{1, 2, 3, 7, 64} {
		v2, soft2, hard2 := readDoc(NewReader(&pieces{doc: doc, size: size}, f))
		if diff := cmp.Diff(v, v2); diff != "" {
			t.Errorf("in pieces of %d bytes differs (-at once +pieces):\n%s", size, diff)
		}
		if text(soft) != text(soft2) || text(hard) != text(hard2) {
			t.Errorf("in pieces of %d bytes: %v, %v; at once: %v, %v", size, soft2, hard2, soft, hard)
		}
	}
	return v, soft, hard
}

// pieces returns a document in pieces of a size, and err at its end, or io.EOF together with the last piece if at is set.
type pieces struct {
	doc  string
	size int
	err  error
	at   bool
}

func (p *pieces) Read(b []byte) (int, error) {
	n := copy(b, p.doc[:min(p.size, len(p.doc))])
	p.doc = p.doc[n:]
	switch {
	case p.doc != "":
		return n, nil
	case p.err != nil && n == 0:
		return 0, p.err
	case n == 0 || p.at:
		return n, io.EOF
	}
	return n, nil
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// readCase is a row of the tables of documents. Texts of errors are compared whole.
type readCase struct {
	name, in   string
	want       *probe
	soft, hard string
}

func checkReading(t *testing.T, f Format, cases []readCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, soft, hard := readWays(t, tt.in, f)
			if text(hard) != tt.hard {
				t.Errorf("hard error\n got: %s\nwant: %s", text(hard), tt.hard)
			}
			if text(soft) != tt.soft {
				t.Errorf("soft error\n got: %s\nwant: %s", text(soft), tt.soft)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("value differs (-want +got):\n%s", diff)
			}
		})
	}
}
