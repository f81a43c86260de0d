package imageio

import (
	"io"
	"os"
	"sync"

	"github.com/ovirt-go/ovirt/simulator/internal/qcow2"
)

// volume is what storage has of a disk or a disk snapshot: the disk as the VM sees it and, for the format cow, the file in which it is
// kept as far as a client wrote that itself. Each is made of the other when it is asked for.
type volume struct {
	name   string
	medium func(name string) medium

	mu    sync.Mutex // guards what follows; the images guard their bytes
	gone  bool
	guest *Image
	stale bool        // stale says that the guest is older than the file
	file  *Image      // file is nil if nobody wrote it or the guest was written since
	view  *qcow2.View // view is the file made of the guest; nil until it is needed
}

// source is what can be read of a volume.
type source interface {
	io.ReaderAt
	Size() int64
}

func (v *volume) image(grows bool) *Image { return &Image{grows: grows, store: v.medium(v.name)} }

// disk returns the disk as the VM sees it, which has at least the size; a size of 0 leaves it as it is.
func (v *volume) disk(size int64) (*Image, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.refresh(); err != nil {
		return nil, err
	}
	v.guest.Extend(size)
	return v.guest, nil
}

// diskForWriting returns the disk to a writer. The file that a client wrote is of no use from then on.
func (v *volume) diskForWriting(size int64) (*Image, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.refresh(); err != nil {
		return nil, err
	}
	v.view = nil
	if v.file != nil {
		v.file.Close()
		v.file = nil
	}
	v.guest.Extend(size)
	return v.guest, nil
}

// refresh makes the guest of the file if that is newer.
func (v *volume) refresh() error {
	if v.gone {
		return os.ErrClosed
	}
	if v.guest == nil {
		v.guest = v.image(false)
	}
	if !v.stale {
		return nil
	}
	r, err := qcow2.Open(v.file)
	if err != nil {
		return err
	}
	fresh := v.image(false)
	fresh.size = r.Size()
	buf := make([]byte, chunkSize)
	err = r.Extents(func(e qcow2.Extent) error {
		switch {
		case e.Hole:
			return nil
		case e.Zero:
			return fresh.Zero(e.Start, e.Length)
		}
		return copyBytes(fresh, r, e.Start, e.Length, buf)
	})
	if err != nil {
		fresh.Close()
		return err
	}
	fresh.marks = v.guest.marks.clone()
	for i := range fresh.used {
		fresh.marks.record(span{fresh.used[i].start * chunkSize, fresh.used[i].end * chunkSize})
	}
	v.guest.Close()
	v.guest, v.stale = fresh, false
	return nil
}

// contents returns the file of a volume of the format cow.
func (v *volume) contents(size int64) (source, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.file != nil {
		return v.file, nil
	}
	return v.rendered(size)
}

// rendered returns the file as it is made of the guest.
func (v *volume) rendered(size int64) (source, error) {
	if v.gone {
		return nil, os.ErrClosed
	}
	if v.guest == nil {
		v.guest = v.image(false)
	}
	v.guest.Extend(size)
	if v.view != nil {
		return v.view, nil
	}
	var extents []qcow2.Extent
	for _, e := range v.guest.Extents() {
		extents = append(extents, qcow2.Extent(e))
	}
	view, err := qcow2.NewView(v.guest, v.guest.Size(), extents)
	if err != nil {
		return nil, err
	}
	v.view = view
	return view, nil
}

// contentsForWriting returns the file to a writer. The guest is made of it anew when it is needed.
func (v *volume) contentsForWriting(size int64) (*Image, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.file == nil {
		view, err := v.rendered(size)
		if err != nil {
			return nil, err
		}
		file := v.image(true)
		if err := copyBytes(file, view, 0, view.Size(), make([]byte, chunkSize)); err != nil {
			file.Close()
			return nil, err
		}
		v.file, v.view = file, nil
	}
	v.stale = true
	return v.file, nil
}

// clone returns a volume with the same contents.
func (v *volume) clone(name string) *volume {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := &volume{name: name, medium: v.medium, stale: v.stale}
	if v.guest != nil {
		out.guest = v.guest.Clone(name)
	}
	if v.file != nil {
		out.file = v.file.Clone(name)
	}
	return out
}

// mark changes the checkpoints of a volume.
func (v *volume) mark(change func(*Image)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.guest == nil {
		v.guest = v.image(false)
	}
	change(v.guest)
}

// close frees the room. Tickets that are left for the volume lead nowhere.
func (v *volume) close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, m := range [...]*Image{v.guest, v.file} {
		if m != nil {
			m.Close()
		}
	}
	v.guest, v.file, v.view, v.stale, v.gone = nil, nil, nil, false, true
}

// check reports whether the contents are an image of the format that the volume has.
func (v *volume) check(format string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if format == "cow" {
		if v.file == nil {
			return nil
		}
		return qcow2.Check(v.file)
	}
	if v.guest == nil {
		return nil
	}
	var begin [len(qcow2.Magic)]byte
	if _, err := v.guest.ReadAt(begin[:], 0); err != nil && err != io.EOF {
		return err
	}
	if string(begin[:]) == qcow2.Magic {
		return errOtherFormat
	}
	return nil
}

// room returns how many bytes storage has for the volume.
func (v *volume) room() int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.file != nil:
		return v.file.Room()
	case v.guest != nil:
		return v.guest.Room()
	}
	return 0
}

// copyBytes copies n bytes at an offset to the same offset.
func copyBytes(to io.WriterAt, from io.ReaderAt, offset, n int64, buf []byte) error {
	for n > 0 {
		b := buf[:min(n, int64(len(buf)))]
		read, err := from.ReadAt(b, offset)
		if read < len(b) {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		if _, err := to.WriteAt(b, offset); err != nil {
			return err
		}
		offset += int64(read)
		n -= int64(read)
	}
	return nil
}
