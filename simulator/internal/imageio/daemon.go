package imageio

import (
	"errors"
	"net/url"
	"sync"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/storage"
)

// errOtherFormat says that a raw volume holds an image of another format, which a host doesn't let a VM have.
var errOtherFormat = errors.New("the volume's format is raw, but it holds a qcow2 image")

// Config tells a daemon what it needs to know of its surroundings.
type Config struct {
	Now func() time.Time
	// Before is called before each request, so that what is due has happened.
	Before func()
	// Directory is where bytes are kept; empty means in memory.
	Directory string
}

// Daemon keeps the bytes of disks and serves them to those who have a ticket: it is the image daemon of all hosts, and the proxy of the
// engine before it. It is safe for use by many goroutines.
type Daemon struct {
	cfg    Config
	medium func(name string) medium

	mu            sync.Mutex // guards what follows; it is never held while bytes move
	volumes       map[string]*volume
	tickets       map[string]*ticket
	direct, proxy string // direct and proxy are the addresses at which somebody listens, such as https://127.0.0.1:54322
}

var _ storage.Images = (*Daemon)(nil)

// New returns a daemon without volumes.
func New(cfg Config) (*Daemon, error) {
	d := &Daemon{cfg: cfg, medium: newMemory, volumes: map[string]*volume{}, tickets: map[string]*ticket{}}
	if cfg.Directory != "" {
		dir, err := newDirectory(cfg.Directory)
		if err != nil {
			return nil, err
		}
		d.medium = dir.medium
	}
	return d, nil
}

// Listen says at which addresses tickets are shown from now on. Empty ones mean the ports of a real engine.
func (d *Daemon) Listen(direct, proxy string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.direct, d.proxy = direct, proxy
}

// URLs returns the addresses of a ticket.
func (d *Daemon) URLs(ticket, host string) (transfer, proxy string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	transfer, proxy = d.direct, d.proxy
	if transfer == "" {
		transfer = (&url.URL{Scheme: "https", Host: host + ":54322"}).String()
	}
	if proxy == "" {
		proxy = "https://engine.localdomain:54323"
	}
	return transfer + images + ticket, proxy + images + ticket
}

// volume returns a volume, which is made at the first use.
func (d *Daemon) volume(id string) *volume {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := d.volumes[id]
	if v == nil {
		v = &volume{name: id, medium: d.medium}
		d.volumes[id] = v
	}
	return v
}

// known returns a volume that has been used, or nil.
func (d *Daemon) known(id string) *volume {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.volumes[id]
}

// Disk returns the bytes of a volume as the VM sees them, at least of the size, to one who writes or only reads.
func (d *Daemon) Disk(id string, size int64, write bool) (*Image, error) {
	v := d.volume(id)
	if write {
		return v.diskForWriting(size)
	}
	return v.disk(size)
}

// Copy makes a volume that has the contents of another.
func (d *Daemon) Copy(from, to string) {
	if from == to {
		return
	}
	v := d.known(from)
	d.Remove(to)
	if v == nil {
		return
	}
	made := v.clone(to)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.volumes[to] = made
}

// Remove forgets a volume.
func (d *Daemon) Remove(id string) {
	d.mu.Lock()
	v := d.volumes[id]
	delete(d.volumes, id)
	d.mu.Unlock()
	if v != nil {
		v.close()
	}
}

// Check reports whether a volume holds an image of its format.
func (d *Daemon) Check(id, format string) error {
	v := d.known(id)
	if v == nil {
		return nil
	}
	return v.check(format)
}

// Room returns how many bytes storage has for a volume.
func (d *Daemon) Room(id string) int64 {
	v := d.known(id)
	if v == nil {
		return 0
	}
	return v.room()
}

// Mark begins to record what is written to a volume.
func (d *Daemon) Mark(id, checkpoint string) {
	v := d.volume(id)
	v.mark(func(m *Image) { m.Mark(checkpoint) })
}

// Unmark drops a checkpoint of a volume.
func (d *Daemon) Unmark(id, checkpoint string) {
	v := d.known(id)
	if v != nil {
		v.mark(func(m *Image) { m.Unmark(checkpoint) })
	}
}

// Open lets clients reach a volume.
func (d *Daemon) Open(t storage.Ticket) {
	v := d.volume(t.Volume)
	made := &ticket{Ticket: t, volume: v, now: d.cfg.Now, access: d.cfg.Now(), freed: make(chan struct{}), connections: map[*conn]bool{}}
	made.limit = made.size()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tickets[t.ID] = made
}

// ticket returns a ticket, or nil.
func (d *Daemon) ticket(id string) *ticket {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tickets[id]
}

// Expire sets when a ticket ends.
func (d *Daemon) Expire(id string, at time.Time) {
	if t := d.ticket(id); t != nil {
		t.expire(at)
	}
}

// Close ends a ticket.
func (d *Daemon) Close(id string) {
	d.mu.Lock()
	t := d.tickets[id]
	delete(d.tickets, id)
	d.mu.Unlock()
	if t != nil {
		t.cancel()
	}
}

// Activity tells what clients did with a ticket.
func (d *Daemon) Activity(id string) (storage.Activity, bool) {
	t := d.ticket(id)
	if t == nil {
		return storage.Activity{}, false
	}
	return t.activity(), true
}
