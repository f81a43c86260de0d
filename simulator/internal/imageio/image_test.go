package imageio

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const k64 = chunkSize

// noise returns bytes that aren't zero and are the same in each run.
func noise(n int) []byte {
	out := make([]byte, n)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range out {
		out[i] = byte(r.UintN(255)) + 1
	}
	return out
}

// media runs a test with each medium.
func media(t *testing.T, f func(t *testing.T, make func(size int64) *Image)) {
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		f(t, func(size int64) *Image { return &Image{size: size, store: newMemory("m")} })
	})
	t.Run("directory", func(t *testing.T) {
		t.Parallel()
		dir, err := newDirectory(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		f(t, func(size int64) *Image { return &Image{size: size, store: dir.medium("m")} })
	})
}

func write(t *testing.T, m io.WriterAt, p []byte, offset int64) {
	t.Helper()
	if n, err := m.WriteAt(p, offset); err != nil || n != len(p) {
		t.Fatalf("write at %d: %d of %d bytes, %v", offset, n, len(p), err)
	}
}

func whole(t *testing.T, m source) []byte {
	t.Helper()
	out, err := io.ReadAll(io.NewSectionReader(m, 0, m.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestImageIsLikeBytes does the same to an image and to a slice.
func TestImageIsLikeBytes(t *testing.T) {
	t.Parallel()
	media(t, func(t *testing.T, fresh func(int64) *Image) {
		const size = 5*k64 + 1000
		r := rand.New(rand.NewPCG(5, 6))
		m, want := fresh(size), make([]byte, size)
		data := noise(2 * k64)
		type copied struct {
			image *Image
			want  []byte
		}
		var clones []copied
		for i := range 300 {
			offset := r.Int64N(size)
			n := min(r.Int64N(2*k64), size-offset)
			if i%3 == 0 { // chunks meet
				offset = offset / k64 * k64
				n = min(n/k64*k64, size-offset)
			}
			switch i % 5 {
			case 0:
				if err := m.Zero(offset, n); err != nil {
					t.Fatal(err)
				}
				clear(want[offset : offset+n])
			case 1:
				write(t, m, make([]byte, n), offset)
				clear(want[offset : offset+n])
			default:
				write(t, m, data[:n], offset)
				copy(want[offset:], data[:n])
			}
			if i%50 == 7 {
				clones = append(clones, copied{m.Clone("c"), bytes.Clone(want)})
			}
			if i%100 == 99 { // go on with a clone
				clones = append(clones, copied{m, bytes.Clone(want)})
				m = m.Clone("d")
			}
		}
		clones = append(clones, copied{m, want})
		for i, c := range clones {
			if !bytes.Equal(whole(t, c.image), c.want) {
				t.Errorf("clone %d differs", i)
			}
			at := int64(0)
			for _, e := range c.image.Extents() {
				part := c.want[e.Start : e.Start+e.Length]
				if e.Start != at || e.Hole && !e.Zero || e.Zero && !bytes.Equal(part, make([]byte, e.Length)) {
					t.Errorf("clone %d: extent %+v at %d", i, e, at)
				}
				at += e.Length
			}
			if at != size {
				t.Errorf("clone %d: the extents end at %d of %d", i, at, size)
			}
			if err := c.image.Close(); err != nil {
				t.Error(err)
			}
		}
		if dir, ok := m.store.(*layered); ok {
			files, err := os.ReadDir(dir.dir.path)
			if err != nil || len(files) > 0 {
				t.Errorf("%d files are left, %v", len(files), err)
			}
		}
	})
}

func TestExtents(t *testing.T) {
	t.Parallel()
	media(t, func(t *testing.T, fresh func(int64) *Image) {
		m := fresh(100 << 30)
		write(t, m, []byte("x"), 3*k64+5)
		write(t, m, noise(2*k64), 10*k64)
		if err := m.Zero(11*k64, 4*k64); err != nil {
			t.Fatal(err)
		}
		want := []Extent{
			{0, 3 * k64, true, true}, {3 * k64, k64, false, false}, {4 * k64, 6 * k64, true, true}, {10 * k64, k64, false, false},
			{11 * k64, 4 * k64, true, false}, {15 * k64, 100<<30 - 15*k64, true, true},
		}
		if diff := cmp.Diff(want, m.Extents()); diff != "" {
			t.Errorf("extents differ (-want +got):\n%s", diff)
		}
		if n := len(m.store.chunks()); n != 2 {
			t.Errorf("%d chunks take room, want 2", n)
		}
		if err := m.Zero(0, 100<<30); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Extent{{0, 100 << 30, true, false}}, m.Extents()); diff != "" || len(m.store.chunks()) > 0 {
			t.Errorf("extents differ (-want +got):\n%s", diff)
		}
	})
}

func TestImageKeepsItsBounds(t *testing.T) {
	t.Parallel()
	media(t, func(t *testing.T, fresh func(int64) *Image) {
		m := fresh(10)
		for name, err := range map[string]error{
			"write 2 bytes at 9 of 10":                   second(m.WriteAt([]byte("ab"), 9)),
			"write 1 bytes at -1 of 10":                  second(m.WriteAt([]byte("a"), -1)),
			"write 11 bytes at 0 of 10":                  m.Zero(0, 11),
			"write 9223372036854775807 bytes at 9 of 10": m.Zero(9, 1<<63-1),
			"write -1 bytes at 0 of 10":                  m.Zero(0, -1),
			"read at -1":                                 second(m.ReadAt(nil, -1)),
		} {
			if err == nil || err.Error() != name {
				t.Errorf("error %v, want %s", err, name)
			}
		}
		p := []byte("abc")
		if n, err := m.ReadAt(p, 8); n != 2 || err != io.EOF || string(p) != "\x00\x00c" {
			t.Errorf("read %d, %v, %q", n, err, p)
		}
		m.Close()
		if _, err := m.ReadAt(p, 0); !errors.Is(err, os.ErrClosed) {
			t.Errorf("reading a closed image: %v", err)
		}
		if _, err := m.WriteAt(p, 0); !errors.Is(err, os.ErrClosed) {
			t.Errorf("writing a closed image: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestMarks(t *testing.T) {
	t.Parallel()
	m := &Image{size: 10 * k64, store: newMemory("")}
	write(t, m, []byte("x"), 0)
	m.Mark("one")
	write(t, m, []byte("x"), 2*k64)
	copied := m.Clone("")
	m.Mark("two")
	write(t, m, noise(k64+1), 3*k64)
	if err := m.Zero(9*k64+100, 10); err != nil {
		t.Fatal(err)
	}
	since := func(m *Image, checkpoint string, want ...span) {
		t.Helper()
		got, known := m.Since(checkpoint)
		if diff := cmp.Diff(want, []span(got), cmp.AllowUnexported(span{}), cmpopts.EquateEmpty()); diff != "" || !known {
			t.Errorf("since %s, known %v (-want +got):\n%s", checkpoint, known, diff)
		}
	}
	since(m, "one", span{2 * k64, 5 * k64}, span{9 * k64, 10 * k64})
	since(m, "two", span{3 * k64, 5 * k64}, span{9 * k64, 10 * k64})
	since(copied, "one", span{2 * k64, 3 * k64})
	m.Unmark("two")
	since(m, "one", span{2 * k64, 5 * k64}, span{9 * k64, 10 * k64})
	m.Mark("one") // anew
	since(m, "one")
	m.Unmark("one")
	m.Unmark("unknown")
	if _, known := m.Since("one"); known {
		t.Error("a checkpoint is left")
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	var s spans
	var want [500]bool
	for range 400 {
		a := r.Int64N(500)
		b := min(a+r.Int64N(12), 500)
		s = s.add(span{a, b})
		for i := a; i < b; i++ {
			want[i] = true
		}
		var got [500]bool
		n := int64(0)
		for i, one := range s {
			if one.start >= one.end || i > 0 && s[i-1].end >= one.start {
				t.Fatalf("spans %v", s)
			}
			for j := one.start; j < one.end; j++ {
				got[j] = true
				n++
			}
		}
		if got != want || n != s.sum() {
			t.Fatalf("spans %v differ after %d to %d", s, a, b)
		}
	}
}
