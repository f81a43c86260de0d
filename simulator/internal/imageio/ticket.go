package imageio

import (
	"context"
	"io"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/storage"
)

// maxConnections is how many connections may use a ticket at once.
const maxConnections = 8

// What a file of the format cow may have beside the bytes of the disk.
const (
	overheadPart   = 10 // one tenth
	headerOverhead = 1 << 20
)

// ticket is the right to use a volume, and what was done with it.
type ticket struct {
	storage.Ticket
	volume *volume
	limit  int64 // limit is how many bytes may be reached
	now    func() time.Time

	canceled atomic.Bool

	mu          sync.Mutex // guards what follows
	expires     time.Time  // the zero time is never
	access      time.Time
	ongoing     []*operation
	completed   spans
	reported    bool
	connections map[*conn]bool
	freed       chan struct{} // freed is closed when a connection leaves or the ticket ends
}

// operation is one use of a ticket.
type operation struct {
	offset int64
	done   atomic.Int64
}

func (o *operation) span() span { return span{o.offset, o.offset + o.done.Load()} }

// file says that the ticket is for the file of a volume that holds the disk in another form.
func (t *ticket) file() bool { return !t.Guest && t.Format == "cow" }

// size returns how many bytes may be reached.
func (t *ticket) size() int64 {
	switch {
	case !t.file():
		return t.Size
	case t.Write:
		size := min(t.Size, math.MaxInt64/4)
		return size + (size+overheadPart-1)/overheadPart + headerOverhead
	}
	s, err := t.source()
	if err != nil {
		return t.Size
	}
	return s.Size()
}

// source returns what can be read.
func (t *ticket) source() (source, error) {
	if t.file() {
		return t.volume.contents(t.Size)
	}
	return t.volume.disk(t.Size)
}

// target returns what can be written.
func (t *ticket) target() (*Image, error) {
	if t.file() {
		return t.volume.contentsForWriting(t.Size)
	}
	return t.volume.diskForWriting(t.Size)
}

// available returns how many bytes of a source may be read.
func (t *ticket) available(s source) int64 { return min(t.limit, s.Size()) }

// extents returns the parts of the volume. Of files nothing is known, and holes are known only of the format cow.
func (t *ticket) extents() ([]Extent, error) {
	s, err := t.source()
	if err != nil {
		return nil, err
	}
	disk, isImage := s.(*Image)
	if !t.Guest || !isImage {
		return []Extent{{Length: t.available(s)}}, nil
	}
	out := disk.Extents()
	if t.Format != "cow" {
		out = withoutHoles(out)
	}
	return out, nil
}

// withoutHoles joins extents that differ only in being holes.
func withoutHoles(in []Extent) []Extent {
	var out []Extent
	for _, e := range in {
		if n := len(out); n > 0 && out[n-1].Zero == e.Zero {
			out[n-1].Length += e.Length
			continue
		}
		e.Hole = false
		out = append(out, e)
	}
	return out
}

// changed returns what was written since the checkpoint of the ticket; everything if the volume doesn't know the checkpoint.
func (t *ticket) changed() (spans, error) {
	disk, err := t.volume.disk(t.Size)
	if err != nil {
		return nil, err
	}
	out, known := disk.Since(t.Since)
	if !known {
		out = spans{{0, disk.Size()}}
	}
	return out, nil
}

// may reports whether the ticket allows to read or write; who may write may read too.
func (t *ticket) may(write bool) bool { return t.Write || !write }

func (t *ticket) expired() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.expires.IsZero() && !t.now().Before(t.expires)
}

func (t *ticket) expire(at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expires = at
}

// cancel ends the ticket; what goes on with it stops at its next step.
func (t *ticket) cancel() {
	t.canceled.Store(true)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wake()
}

// wake lets those look again who wait for a connection to leave.
func (t *ticket) wake() {
	close(t.freed)
	t.freed = make(chan struct{})
}

// touch notes that the client is there.
func (t *ticket) touch() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.access = t.now()
	if !t.expires.IsZero() {
		t.expires = t.access.Add(t.Life)
	}
}

func (t *ticket) activity() storage.Activity {
	t.mu.Lock()
	defer t.mu.Unlock()
	done := slices.Clone(t.completed)
	for _, o := range t.ongoing {
		done = done.add(o.span())
	}
	return storage.Activity{Active: len(t.ongoing) > 0, Last: t.access, Transferred: done.sum()}
}

// run does something with the ticket at an offset. What it reports as done counts even if it fails.
func (t *ticket) run(offset int64, f func(*operation) error) error {
	o := &operation{offset: offset}
	t.mu.Lock()
	if t.canceled.Load() {
		t.mu.Unlock()
		return t.refusal("was canceled")
	}
	t.ongoing = append(t.ongoing, o)
	t.mu.Unlock()
	err := f(o)
	t.touch()
	t.mu.Lock()
	t.ongoing = slices.DeleteFunc(t.ongoing, func(other *operation) bool { return other == o })
	t.completed = t.completed.add(o.span())
	complete := !t.Write && !t.reported && len(t.ongoing) == 0 && t.limit > 0 && t.completed.sum() >= t.limit && !t.canceled.Load()
	t.reported = t.reported || complete
	t.mu.Unlock()
	if complete && t.Complete != nil {
		t.Complete()
	}
	if t.canceled.Load() {
		return t.refusal("was canceled")
	}
	return err
}

// join makes a connection one of those that use the ticket. One too many waits until another leaves, as it waits for the server of
// QEMU behind a real daemon; files may be opened by any number.
func (t *ticket) join(ctx context.Context, c *conn) error {
	if c == nil {
		return nil
	}
	giveUp := time.NewTimer(c.allowed())
	defer giveUp.Stop()
	for {
		t.mu.Lock()
		if t.canceled.Load() {
			t.mu.Unlock()
			return t.refusal("was canceled")
		}
		if t.connections[c] || len(t.connections) < maxConnections || !t.Guest {
			t.connections[c] = true
			t.mu.Unlock()
			c.use(t)
			return nil
		}
		freed := t.freed
		t.mu.Unlock()
		select {
		case <-freed:
		case <-giveUp.C:
			return io.ErrNoProgress
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// leave is what a connection does when it closes.
func (t *ticket) leave(c *conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.connections[c] {
		delete(t.connections, c)
		t.wake()
	}
}
