package writers_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/ovirt-go/ovirt/sdk/writers"
)

func TestFullValuesSurvive(t *testing.T) {
	t.Parallel()
	for _, c := range codecs() {
		roundTrip(t, c, full(c))
	}
}

// A document of every type that is cut off anywhere is an error that says so. Large ones are cut at some hundred places; the
// engine's documents in the tests of readers are cut everywhere.
func TestTruncatedDocumentIsAnError(t *testing.T) {
	t.Parallel()
	const work = 1 << 20 // bytes to read for each document
	whole := map[writers.Format]int{}
	for _, c := range codecs() {
		v := full(c)
		for _, f := range formats {
			doc, err := c.write(f, v)
			if err != nil {
				t.Fatal(err)
			}
			step := 1 + len(doc)*len(doc)/2/work
			if testing.Short() {
				step += len(doc) / 20
			}
			if step == 1 {
				whole[f]++
			}
			for n := 0; n < len(doc); n += step {
				got, err := c.read(f, doc[:n])
				if err == nil {
					t.Fatalf("%s as %s without its last %d of %d bytes reads as %+v", c.name, f, len(doc)-n, len(doc), got)
				}
				if !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Fatalf("%s as %s without its last %d of %d bytes: %v, want an unexpected EOF", c.name, f, len(doc)-n, len(doc), err)
				}
			}
		}
	}
	for _, f := range formats {
		t.Logf("%d documents of %s cut at every byte", whole[f], f)
		if whole[f] < 20 && !testing.Short() {
			t.Errorf("only %d documents of %s cut at every byte", whole[f], f)
		}
	}
}

// The same from a stream: in pieces, and from one that breaks.
func TestBrokenStreamIsAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset by peer")
	for _, c := range codecs() {
		v := full(c)
		for _, f := range formats {
			doc, err := c.write(f, v)
			if err != nil {
				t.Fatal(err)
			}
			step := max(1, len(doc)/20)
			for n := 0; n < len(doc); n += step {
				if _, err := c.readFrom(f, iotest.HalfReader(bytes.NewReader(doc[:n]))); !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Fatalf("%s as %s, %d of %d bytes of a stream: %v, want an unexpected EOF", c.name, f, n, len(doc), err)
				}
				src := io.MultiReader(bytes.NewReader(doc[:n]), iotest.ErrReader(broken))
				if _, err := c.readFrom(f, src); !errors.Is(err, broken) {
					t.Fatalf("%s as %s, stream that breaks after %d of %d bytes: %v", c.name, f, n, len(doc), err)
				}
			}
		}
	}
}

// damage changes some bytes of the document.
func (s *source) damage(doc []byte) []byte {
	doc = bytes.Clone(doc)
	for range 1 + s.pick(4) {
		if len(doc) == 0 {
			return doc
		}
		at := s.rng.IntN(len(doc))
		end := min(len(doc), at+1+s.pick(40))
		switch s.pick(7) {
		case 0:
			doc[at] = byte(s.rng.Uint32())
		case 1:
			doc[at] ^= 1 << s.pick(8)
		case 2:
			doc = append(doc[:at], doc[end:]...)
		case 3:
			doc = append(doc[:end:end], doc[at:]...) // twice
		case 4:
			doc[at] = choose(s, []byte("<>/&;\"'= \n{}[]:,\\0-e.\x00\xff"))
		case 5:
			extra := choose(s, []string{"<!--", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "<a>", "</a>", "&#0;", "&#x41;", "<!DOCTYPE x>", "null", "{}", "[1,", `"a":`, "1e999", `\ud800`})
			doc = append(doc[:at:at], append([]byte(extra), doc[at:]...)...)
		default:
			doc[at], doc[end-1] = doc[end-1], doc[at]
		}
	}
	return doc
}

// A damaged document is an error, or reads as a value that can be written and read again. It never panics and always ends, and a
// stream of it returns the same as the bytes.
func TestDamagedDocumentNeverPanics(t *testing.T) {
	t.Parallel()
	rounds := 40
	if testing.Short() {
		rounds = 4
	}
	read := 0
	for i, c := range codecs() {
		v := full(c)
		s := seeded(uint64(i))
		for _, f := range formats {
			doc, err := c.write(f, v)
			if err != nil {
				t.Fatal(err)
			}
			for range rounds {
				damaged := s.damage(doc)
				got, err := c.read(f, damaged)
				slow, slowErr := c.readFrom(f, iotest.OneByteReader(bytes.NewReader(damaged)))
				if (err == nil) != (slowErr == nil) || err != nil && err.Error() != slowErr.Error() {
					t.Fatalf("%s as %s: error %v from memory, %v from a stream\nin %q", c.name, f, err, slowErr, damaged)
				}
				if err != nil {
					continue
				}
				read++
				compare(t, c.name+" from a stream", got, slow, damaged)
				again, err := c.write(f, got)
				if err != nil {
					t.Fatalf("%s as %s: read but not written: %v\nin %q", c.name, f, err, damaged)
				}
				got2, err := c.read(f, again)
				if err != nil {
					t.Fatalf("%s as %s: written but not read: %v\nin %q", c.name, f, err, again)
				}
				compare(t, c.name+" written again", got, got2, again)
			}
		}
	}
	t.Logf("%d of %d damaged documents could be read", read, len(codecs())*len(formats)*rounds)
}
