package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// checkPieces reads a document of any quality in all ways that must give the same error: at once and in pieces, and typed.
func checkPieces(t *testing.T, doc []byte, f Format) error {
	t.Helper()
	err := skipAll(NewBytesReader(doc, f))
	for _, size := range []int{1, 13} {
		if err2 := skipAll(NewReader(&pieces{doc: string(doc), size: size}, f)); text(err) != text(err2) {
			t.Fatalf("in pieces of %d bytes: %v; at once: %v", size, err2, err)
		}
	}
	v, soft, err1 := readDoc(NewBytesReader(doc, f))
	v2, soft2, err2 := readDoc(NewReader(&pieces{doc: string(doc), size: 3}, f))
	if text(err1) != text(err2) || text(soft) != text(soft2) {
		t.Fatalf("in pieces: %v, %v; at once: %v, %v", soft2, err2, soft, err1)
	}
	if diff := cmp.Diff(v, v2, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Fatalf("in pieces differs (-at once +pieces):\n%s", diff)
	}
	var root *RootError
	var syntax *SyntaxError
	switch {
	case errors.As(err1, &root) && root.Found == FoundTag:
	case err == nil != (err1 == nil) && !twice(err1):
		t.Fatalf("typed: %v; skipped: %v", err1, err)
	case errors.As(err, &syntax) && (syntax.Offset < 0 || syntax.Offset > int64(len(doc))):
		t.Fatalf("offset outside the document: %v", err)
	}
	return err
}

// twice says whether a list had its array twice, which only those see who read it as a list.
func twice(err error) bool {
	var syntax *SyntaxError
	return errors.As(err, &syntax) && syntax.Msg == errTwice
}

// FuzzXML: what we take encoding/xml takes, as the same names and texts.
func FuzzXML(f *testing.F) {
	f.Fuzz(func(t *testing.T, doc []byte) {
		if err := checkPieces(t, doc, XML); err != nil {
			return
		}
		tree, err := xmlTree(bytes.TrimPrefix(doc, []byte(byteOrderMark)))
		if err != nil {
			t.Fatalf("encoding/xml refuses what we take: %v", err)
		}
		if len(tree.kids) != 1 {
			t.Fatalf("%d roots", len(tree.kids))
		}
		r := NewBytesReader(doc, XML)
		defer r.Release()
		if got := localName([]byte(r.Root())); got != tree.kids[0].name {
			t.Fatalf("root %s, want %s", got, tree.kids[0].name)
		}
		if err := walk(r, tree.kids[0]); err != nil {
			t.Fatalf("%v (%v)", err, r.Err())
		}
		if err := r.Finish(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzJSON: what we take encoding/json takes, as the same names and values.
func FuzzJSON(f *testing.F) {
	f.Fuzz(func(t *testing.T, doc []byte) {
		if err := checkPieces(t, doc, JSON); err != nil {
			return
		}
		if !json.Valid(doc) {
			t.Fatal("encoding/json refuses what we take")
		}
		d := json.NewDecoder(bytes.NewReader(doc))
		d.UseNumber()
		tree, err := jsonTree(d, "")
		if err != nil {
			t.Fatal(err)
		}
		r := NewBytesReader(doc, JSON)
		defer r.Release()
		r.Root()
		if err := walk(r, tree); err != nil {
			t.Fatalf("%v (%v)", err, r.Err())
		}
		if err := r.Finish(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzWriteRead: what is written is read as it was, and by the standard library too; what a format can't hold is refused.
func FuzzWriteRead(f *testing.F) {
	f.Fuzz(func(t *testing.T, s, id string, i int64, x float64, ms int64, shape uint16) {
		v := fuzzProbe(s, id, i, x, ms, shape)
		docs := make([][]byte, len(formats))
		for _, f := range formats {
			for _, indent := range []bool{false, true} {
				w := NewWriter(f)
				w.Indent, w.Declare = indent, indent
				w.Begin("probe")
				writeProbe(w, v)
				w.End("probe")
				if err := w.Err(); err != nil {
					if writable(v, f) {
						t.Fatalf("%v refuses a good value: %v", f, err)
					}
					w.Release()
					continue
				}
				if !writable(v, f) {
					t.Fatalf("%v takes a bad value: %s", f, w.Bytes())
				}
				docs[f] = bytes.Clone(w.Bytes())
				w.Release()
				got, soft, hard := readDoc(NewBytesReader(docs[f], f))
				if soft != nil || hard != nil {
					t.Fatalf("%v, %v: %s", soft, hard, docs[f])
				}
				if diff := cmp.Diff(v, got, cmp.Comparer(time.Time.Equal)); diff != "" {
					t.Fatalf("%s\ndiffers (-want +got):\n%s", docs[f], diff)
				}
			}
		}
		if docs[XML] != nil {
			if _, err := xmlTree(docs[XML]); err != nil {
				t.Fatalf("encoding/xml: %v: %s", err, docs[XML])
			}
		}
		if docs[JSON] != nil && !json.Valid(docs[JSON]) {
			t.Fatalf("encoding/json refuses %s", docs[JSON])
		}
	})
}

// fuzzProbe makes a value out of scalars; each bit of shape says whether a part is there.
func fuzzProbe(s, id string, i int64, x float64, ms int64, shape uint16) *probe {
	has := func(bit int) bool { return shape>>bit&1 != 0 }
	v := &probe{}
	if has(0) {
		v.ID = &id
		v.Href = &s
	}
	if has(1) {
		v.S = &s
	}
	if has(2) {
		v.I, v.B = &i, new(i&1 != 0)
	}
	if has(3) {
		v.F = &x
	}
	if has(4) {
		v.T = new(time.UnixMilli(ms).UTC())
	}
	if has(5) {
		v.E = id
	}
	if has(6) {
		v.O = &probe{S: &id, L: []*probe{}}
	}
	if has(7) {
		v.L = []*probe{{}, {S: &s, W: []string{}}, {O: &probe{Actions: []string{}}}}
	}
	if has(8) {
		v.W = []string{s, "", id}
	}
	if has(9) {
		v.Links = []vmLink{{Rel: id, Href: s}, {}, {Rel: "a", Href: "b"}}
	}
	if has(10) {
		v.Actions = []string{id, s}
	}
	return v
}
