package wire

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shortDoc returns a document with two machines: one of each kind.
func shortDoc(f Format) []byte { return testDoc(f, 2) }

// TestCutOffDocumentIsRefused cuts whole documents behind each byte.
func TestCutOffDocumentIsRefused(t *testing.T) {
	t.Parallel()
	one := func(f Format, tag string, write func(*Writer)) []byte {
		w := NewWriter(f)
		defer w.Release()
		w.Declare, w.Indent = true, true
		w.Begin(tag)
		write(w)
		w.End(tag)
		return bytes.Clone(w.Bytes())
	}
	for _, f := range formats {
		for _, tt := range []struct {
			name string
			doc  []byte
		}{
			{"list", shortDoc(f)},
			{"object", one(f, "vm", func(w *Writer) { writeVm(w, testVm(10)) })},
			{"action", one(f, "action", func(w *Writer) {
				w.Text("status", "failed")
				w.Open("fault")
				w.Text("reason", "Operation Failed")
				w.Text("detail", "[Cannot run VM & more. <größe>]")
				w.Close("fault")
			})},
		} {
			t.Run(f.String()+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				doc := bytes.TrimSpace(tt.doc)
				for n := range len(doc) {
					err := skipAll(NewBytesReader(doc[:n], f))
					if !errors.Is(err, io.ErrUnexpectedEOF) {
						t.Fatalf("cut at %d: %v", n, err)
					}
					var syntax *SyntaxError
					if !errors.As(err, &syntax) || syntax.Offset != int64(n) {
						t.Fatalf("cut at %d: %v", n, err)
					}
					if tt.name == "list" {
						if _, err = readVms(NewBytesReader(doc[:n], f)); !errors.Is(err, io.ErrUnexpectedEOF) {
							t.Fatalf("typed, cut at %d: %v", n, err)
						}
					}
				}
				if err := skipAll(NewBytesReader(doc, f)); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

// TestInputThatEndsWithAnError cuts a document by a connection that breaks.
func TestInputThatEndsWithAnError(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		doc := string(bytes.TrimSpace(testDoc(f, 1)))
		for n := 0; n < len(doc); n += 7 {
			for _, broken := range []error{context.Canceled, io.ErrUnexpectedEOF, errors.New("connection reset by peer")} {
				_, err := readVms(NewReader(&pieces{doc: doc[:n], size: 50, err: broken}, f))
				var read *ReadError
				if !errors.Is(err, broken) || !errors.As(err, &read) || read.Offset != int64(n) {
					t.Fatalf("%v broken at %d by %v: %v", f, n, broken, err)
				}
			}
		}
	}
	_, err := readVms(NewReader(&pieces{doc: "<vms><vm><name>a", size: 50, err: context.Canceled}, XML))
	if got, want := text(err), "read vms/vm[1]/name: XML offset 16: context canceled"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func skipAll(r *Reader) error {
	defer r.Release()
	return r.Finish()
}

// TestPiecesGiveTheSame reads from inputs that give a document in pieces of many sizes, so that each token meets the end of
// the window.
func TestPiecesGiveTheSame(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		doc := testDoc(f, 12)
		want, err := readVms(NewBytesReader(doc, f))
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{1, 7, 64, 1000, 4096, windowSize - 1, windowSize, 1 << 20} {
			for _, at := range []bool{false, true} {
				got, err := readVms(NewReader(&pieces{doc: string(doc), size: size, at: at}, f))
				if err != nil {
					t.Fatalf("%v in pieces of %d: %v", f, size, err)
				}
				if diff := cmp.Diff(want, got, sameTime); diff != "" {
					t.Fatalf("%v in pieces of %d differs (-want +got):\n%s", f, size, diff)
				}
			}
		}
		for seed := range uint64(20) {
			got, err := readVms(NewReader(&randomPieces{doc, rand.New(rand.NewPCG(seed, 1))}, f))
			if err != nil {
				t.Fatalf("%v in random pieces: %v", f, err)
			}
			if diff := cmp.Diff(want, got, sameTime); diff != "" {
				t.Fatalf("%v in random pieces differs (-want +got):\n%s", f, diff)
			}
		}
	}
}

type randomPieces struct {
	doc []byte
	rnd *rand.Rand
}

func (p *randomPieces) Read(b []byte) (int, error) {
	if len(p.doc) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.doc[:min(p.rnd.IntN(200), len(p.doc))])
	p.doc = p.doc[n:]
	return n, nil
}

// TestWindowMovesAtEveryByte shifts a document byte by byte against the end of the window.
func TestWindowMovesAtEveryByte(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		doc := testDoc(f, 4)
		want, err := readVms(NewBytesReader(doc, f))
		if err != nil {
			t.Fatal(err)
		}
		head, tail := doc[:0], doc
		if f == XML {
			head, tail = doc[:len(declaration)], doc[len(declaration):]
		}
		for shift := range 700 {
			blanks := bytes.Repeat([]byte(" "), windowSize-1500-shift)
			shifted := append(append(bytes.Clone(head), blanks...), tail...)
			got, err := readVms(NewReader(bytes.NewReader(shifted), f))
			if err != nil {
				t.Fatalf("%v shifted by %d: %v", f, shift, err)
			}
			if shift%50 == 0 {
				if diff := cmp.Diff(want, got, sameTime); diff != "" {
					t.Fatalf("%v shifted by %d differs (-want +got):\n%s", f, shift, diff)
				}
			}
			if len(got) != len(want) || *got[3].ID != *want[3].ID {
				t.Fatalf("%v shifted by %d differs", f, shift)
			}
		}
	}
}

func TestHugeTokens(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("0123456789abcdef", 100_000)
	for _, tt := range []struct {
		name string
		f    Format
		doc  string
	}{
		{"text", XML, "<probe><s>" + huge + "</s></probe>"},
		{"text with references", XML, "<probe><s>" + strings.ReplaceAll(huge, "a", "&#97;") + "</s></probe>"},
		{"section", XML, "<probe><s><![CDATA[" + huge + "]]></s></probe>"},
		{"text behind a comment", XML, "<probe><!--" + huge + "--><s>" + huge + "</s></probe>"},
		{"text behind an attribute", XML, "<probe x='" + huge + "'><s y=\"" + huge + "\">" + huge + "</s></probe>"},
		{"text behind blanks", XML, "<probe>" + strings.Repeat(" ", len(huge)) + "<s>" + huge + "</s></probe>"},
		{"JSON text", JSON, `{"s":"` + huge + `"}`},
		{"JSON text with escapes", JSON, `{"s":"` + strings.ReplaceAll(huge, "a", `\u0061`) + `"}`},
		{
			"JSON text behind blanks", JSON,
			`{"x":` + strings.Repeat("\n", len(huge)) + `1,"s":"` + huge + `"}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range []*Reader{NewBytesReader([]byte(tt.doc), tt.f), NewReader(strings.NewReader(tt.doc), tt.f)} {
				got, soft, hard := readDoc(r)
				if soft != nil || hard != nil {
					t.Fatal(soft, hard)
				}
				if *got.S != huge {
					t.Error("text differs")
				}
			}
		})
	}
}

// TestEndlessInputStops reads a document that never ends, until its input fails.
func TestEndlessInputStops(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset by peer")
	for f, item := range map[Format]string{XML: "<vm><name>a</name></vm>", JSON: `{"name":"a"},`} {
		begin := map[Format]string{XML: "<vms>", JSON: `{"vm":[`}[f]
		r := NewReader(io.MultiReader(strings.NewReader(begin), &repeated{item, 50_000, broken}), f)
		n := 0
		if r.RootIs("vms") {
			for r.EnterList("vm"); r.NextItem(); n++ {
				r.Skip()
			}
		}
		if err := r.Finish(); !errors.Is(err, broken) {
			t.Errorf("%v: %v", f, err)
		}
		if n < 49_999 {
			t.Errorf("%v: %d items", f, n)
		}
		if cap(r.win) > windowSize {
			t.Errorf("%v: the window has grown to %d bytes", f, cap(r.win))
		}
		r.Release()
	}
}

type repeated struct {
	item string
	n    int
	err  error
}

func (p *repeated) Read(b []byte) (int, error) {
	if p.n == 0 {
		return 0, p.err
	}
	p.n--
	return copy(b, p.item), nil
}

func TestInputThatGivesNothing(t *testing.T) {
	t.Parallel()
	r := NewReader(stalled{}, XML)
	defer r.Release()
	if got, want := text(r.Finish()), "read document: XML offset 0: input returns no bytes"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

type stalled struct{}

func (stalled) Read([]byte) (int, error) { return 0, nil }
