package qcow2

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// noise returns bytes that are the same in each run.
func noise(n int) []byte {
	out := make([]byte, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// disk returns a disk of the size with noise at the offsets.
func disk(size int64, n int, offsets ...int64) []byte {
	out := make([]byte, size)
	for _, at := range offsets {
		copy(out[at:], noise(n))
	}
	return out
}

func whole(t *testing.T, r interface {
	io.ReaderAt
	Size() int64
}) []byte {
	t.Helper()
	out, err := io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func view(t testing.TB, raw []byte, extents ...Extent) *View {
	t.Helper()
	v, err := NewView(bytes.NewReader(raw), int64(len(raw)), extents)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func extentsOf(t *testing.T, r *Reader) []Extent {
	t.Helper()
	var out []Extent
	if err := r.Extents(func(e Extent) error { out = append(out, e); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestViewReadsBack(t *testing.T) {
	t.Parallel()
	const k64 = cluster
	for _, tt := range []struct {
		name    string
		raw     []byte
		extents []Extent
	}{
		{"empty disk", make([]byte, 10*k64), []Extent{{0, 10 * k64, true, true}}},
		{"no size at all", nil, nil},
		{"all data", disk(3*k64, 3*k64, 0), []Extent{{0, 3 * k64, false, false}}},
		{"a bit at the end of a size that no cluster ends at", disk(3*k64+512, 512, 3*k64), []Extent{{0, 3 * k64, true, true}, {3 * k64, 512, false, false}}},
		{"zeros that were written", disk(5*k64, k64, k64), []Extent{
			{0, k64, true, true}, {k64, k64, false, false}, {2 * k64, 2 * k64, true, false}, {4 * k64, k64, true, true},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := view(t, tt.raw, tt.extents...)
			r, err := Open(v)
			if err != nil {
				t.Fatal(err)
			}
			if r.Size() != int64(len(tt.raw)) || !bytes.Equal(whole(t, r), tt.raw) {
				t.Errorf("the disk of %d bytes differs from that of %d", r.Size(), len(tt.raw))
			}
			if diff := cmp.Diff(tt.extents, extentsOf(t, r)); diff != "" {
				t.Errorf("extents differ (-want +got):\n%s", diff)
			}
			// The bytes are the same in whatever pieces they are read.
			all := whole(t, v)
			for _, at := range []int64{0, 100, k64 - 1, 2*k64 + 5} {
				p := make([]byte, 2*k64)
				n, err := v.ReadAt(p, at)
				if err != nil && err != io.EOF || !bytes.Equal(p[:n], all[min(at, v.Size()):][:n]) {
					t.Errorf("at %d: %d bytes differ, %v", at, n, err)
				}
			}
		})
	}
}

// far is a disk of zeros with some bytes where the second table takes over from the first one.
type far struct{ data []byte }

const farStart, farSize = perTable*cluster - cluster, perTable*cluster + 3*cluster + 512

func (f far) ReadAt(p []byte, offset int64) (int, error) {
	clear(p)
	if offset < farStart+int64(len(f.data)) && offset+int64(len(p)) > farStart {
		copy(p[max(farStart-offset, 0):], f.data[max(offset-farStart, 0):])
	}
	return len(p), nil
}

func farView(t *testing.T) *View {
	t.Helper()
	v, err := NewView(far{noise(3 * cluster)}, farSize, []Extent{{10 * cluster, 5 * cluster, true, false}, {farStart, 3 * cluster, false, false}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTwoTables(t *testing.T) {
	t.Parallel()
	r, err := Open(farView(t))
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 4*cluster)
	if _, err := r.ReadAt(got, farStart-cluster); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, append(make([]byte, cluster), noise(3*cluster)...)) {
		t.Error("the bytes differ where the tables meet")
	}
	want := []Extent{
		{0, 10 * cluster, true, true}, {10 * cluster, 5 * cluster, true, false}, {15 * cluster, farStart - 15*cluster, true, true},
		{farStart, 3 * cluster, false, false}, {farStart + 3*cluster, cluster + 512, true, true},
	}
	if diff := cmp.Diff(want, extentsOf(t, r)); diff != "" {
		t.Errorf("extents differ (-want +got):\n%s", diff)
	}
}

func TestExtentsOutsideTheDiskAreRefused(t *testing.T) {
	t.Parallel()
	_, err := NewView(bytes.NewReader(nil), 10, []Extent{{5, 6, false, false}})
	if err == nil || err.Error() != "extent of 6 bytes at 5 of 10" {
		t.Errorf("error %v", err)
	}
}

func TestBadImages(t *testing.T) {
	t.Parallel()
	good := whole(t, view(t, disk(4*cluster, cluster, cluster), Extent{cluster, cluster, false, false}))
	change := func(at int, value ...byte) []byte {
		out := bytes.Clone(good)
		copy(out[at:], value)
		return out
	}
	for _, tt := range []struct {
		name string
		in   []byte
		want string
	}{
		{"nothing", nil, "0 bytes are no header"},
		{"raw", make([]byte, 512), `it begins with "\x00\x00\x00\x00"`},
		{"version 4", change(atVersion, 0, 0, 0, 4), "version 4"},
		{"short header", change(atHeaderLength, 0, 0, 0, 72), "version 3"},
		{"tiny clusters", change(atClusterBits, 0, 0, 0, 8), "clusters of 2^8 bytes"},
		{"huge clusters", change(atClusterBits, 0, 0, 0, 22), "clusters of 2^22 bytes"},
		{"backing file", change(atBackingOffset+6, 1), "it has a backing file"},
		{"encrypted", change(atCrypt+3, 2), "it is encrypted"},
		{"data in another file", change(atIncompatible+7, 4), "incompatible features 0x4"},
		{"longer entries", change(atIncompatible+7, 16), "incompatible features 0x10"},
		{"zstd", change(atIncompatible+7, 8, 0), "it is compressed in another way than deflate"},
		{"huge size", change(atSize, 0xff), "size 18374686479671885824"},
		{"too large for its tables", change(atSize+4, 0x40), "1 tables for a size of 1074003968"},
		{"odd place of the table", change(atL1Offset+7, 1), "table at 0x30001"},
		{"no first table", good[:4*cluster-cluster], "table at 0x30000: unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.name == "zstd" {
				tt.in[atCompression] = 1
			}
			_, err := Open(bytes.NewReader(tt.in))
			if want := "not a readable qcow2 image: " + tt.want; err == nil || err.Error() != want || !errors.Is(err, ErrFormat) {
				t.Errorf("error %v, want %s", err, want)
			}
			if err := Check(bytes.NewReader(tt.in)); err == nil && tt.name != "no first table" {
				t.Error("Check finds nothing")
			}
		})
	}
	t.Run("no second table", func(t *testing.T) {
		t.Parallel()
		r, err := Open(bytes.NewReader(good[:4*cluster]))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.ReadAt(make([]byte, 1), 0); err == nil || err.Error() != "not a readable qcow2 image: table at 0x40000: unexpected EOF" {
			t.Errorf("error %v", err)
		}
	})
}

// qemu runs qemu-img, and skips the test where it isn't there.
func qemu(t *testing.T, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("qemu-img")
	if err != nil {
		t.Skip("qemu-img isn't installed")
	}
	out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("qemu-img %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func TestQEMUReadsWhatWeWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, back := filepath.Join(dir, "disk.qcow2"), filepath.Join(dir, "disk.raw")
	if err := os.WriteFile(path, whole(t, farView(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(back)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(noise(3*cluster), farStart)
	if err := errors.Join(err, f.Truncate(farSize), f.Close()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"check", "-f", "qcow2", path}, "No errors were found"},
		{[]string{"info", "-f", "qcow2", path}, fmt.Sprintf("(%d bytes)", farSize)},
		{[]string{"info", "-f", "qcow2", path}, "compat: 1.1"},
		{[]string{"compare", "-f", "qcow2", "-F", "raw", path, back}, "Images are identical."},
	} {
		if out := qemu(t, tt.args...); !strings.Contains(out, tt.want) {
			t.Errorf("qemu-img %s: %s, want %s", tt.args[0], out, tt.want)
		}
	}
}

func TestWeReadWhatQEMUWrites(t *testing.T) {
	t.Parallel()
	size := int64(5<<20 + 512)
	raw := disk(size, 100000, 0, 1<<20, 5<<20-70000)
	copy(raw[3<<20:], bytes.Repeat([]byte("compressible "), 20000))
	for _, tt := range []struct {
		name, options string
		flags         []string
	}{
		{"plain", "compat=1.1", nil},
		{"version 2", "compat=0.10", nil},
		{"compressed", "compat=1.1", []string{"-c"}},
		{"compressed with small clusters", "compat=0.10,cluster_size=512", []string{"-c"}},
		{"large clusters", "cluster_size=2M", []string{"-c"}},
		{"preallocated", "preallocation=metadata", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			in, out := filepath.Join(dir, "disk.raw"), filepath.Join(dir, "disk.qcow2")
			if err := os.WriteFile(in, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			qemu(t, append(append([]string{"convert", "-f", "raw", "-O", "qcow2", "-o", tt.options}, tt.flags...), in, out)...)
			f, err := os.Open(out)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			r, err := Open(f)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(whole(t, r), raw) {
				t.Error("the disk differs")
			}
			at := int64(0)
			for _, e := range extentsOf(t, r) {
				if e.Start != at || e.Zero && !bytes.Equal(raw[e.Start:e.Start+e.Length], make([]byte, e.Length)) {
					t.Errorf("extent %+v at %d", e, at)
				}
				at += e.Length
			}
			if at != size {
				t.Errorf("the extents end at %d of %d", at, size)
			}
		})
	}
}

// FuzzReader reads whatever claims to be an image: nothing may panic, and what is read has the size of the header.
func FuzzReader(f *testing.F) {
	// A small image in one piece: a header, tables of 512 bytes and one cluster.
	small := make([]byte, 5*512)
	copy(small, Magic)
	binary.BigEndian.PutUint32(small[atVersion:], 2)
	binary.BigEndian.PutUint32(small[atClusterBits:], 9)
	binary.BigEndian.PutUint64(small[atSize:], 1000)
	binary.BigEndian.PutUint32(small[atL1Size:], 1)
	binary.BigEndian.PutUint64(small[atL1Offset:], 512)
	binary.BigEndian.PutUint64(small[512:], 1024|copied)
	binary.BigEndian.PutUint64(small[1024:], 1536|copied)
	binary.BigEndian.PutUint64(small[1032:], 2048|compressed)
	f.Add(small)
	f.Add(small[:headerV2])
	three := bytes.Clone(small)
	binary.BigEndian.PutUint32(three[atVersion:], 3)
	binary.BigEndian.PutUint32(three[atHeaderLength:], headerV3)
	binary.BigEndian.PutUint64(three[1024:], 1536|copied|zeroCluster)
	f.Add(three)
	f.Fuzz(func(t *testing.T, in []byte) {
		r, err := Open(bytes.NewReader(in))
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("error %v of another kind", err)
			}
			return
		}
		if r.Size()>>r.clusterBits > 1<<20 {
			return // it would take long without finding more
		}
		at := int64(0)
		err = r.Extents(func(e Extent) error {
			if e.Start != at || e.Length <= 0 {
				t.Fatalf("extent %+v at %d", e, at)
			}
			at += e.Length
			return nil
		})
		if err == nil && at != r.Size() {
			t.Errorf("the extents end at %d of %d", at, r.Size())
		}
		p := make([]byte, 3000)
		for _, offset := range []int64{0, r.Size() / 2, r.Size() - 1, r.Size()} {
			n, err := r.ReadAt(p, max(offset, 0))
			if err == nil && n != len(p) || n > len(p) {
				t.Errorf("%d bytes at %d, %v", n, offset, err)
			}
		}
	})
}

func TestImagesThatClaimMoreThanTheyHoldAreRefused(t *testing.T) {
	t.Parallel()
	refused := func(what string, err error, want string) {
		t.Helper()
		if want = "not a readable qcow2 image: " + want; err == nil || err.Error() != want || !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v, want %s", what, err, want)
		}
	}
	twice := whole(t, farView(t))
	l1 := binary.BigEndian.Uint64(twice[atL1Offset:])
	copy(twice[l1+8:l1+16], twice[l1:l1+8])
	_, err := Open(bytes.NewReader(twice))
	refused("table", err, "the table at 0x40000 is used twice")

	crowd := whole(t, view(t, disk(40*cluster, cluster, 0), Extent{0, cluster, false, false}))
	l1 = binary.BigEndian.Uint64(crowd[atL1Offset:])
	table := binary.BigEndian.Uint64(crowd[l1:]) & offsetMask
	for i := range uint64(40) {
		copy(crowd[table+8*i:], crowd[table:table+8])
	}
	r, err := Open(bytes.NewReader(crowd))
	if err != nil {
		t.Fatal(err)
	}
	refused("clusters", r.Extents(func(Extent) error { return nil }), "clusters of the file are used more than once")

	_, err = NewView(bytes.NewReader(nil), 1<<60, nil)
	refused("disk", err, "a disk of 1152921504606846976 bytes is too large for one")
}
