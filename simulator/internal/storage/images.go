package storage

import (
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Images keeps the bytes of disks and lets the clients of image transfers reach them. Volumes are
// named by ids: that of a disk is its present state, that of a disk snapshot an earlier one. A
// volume that was never written holds zeros and takes no room, so that none has to be made. The
// world calls from within Update; the methods return soon and never call back into the world.
type Images interface {
	// Open lets clients reach a volume.
	Open(Ticket)
	// Expire sets when a ticket ends unless its client does something; the zero time is never.
	Expire(ticket string, at time.Time)
	// Close ends a ticket and what goes on with it.
	Close(ticket string)
	// Activity tells what clients did with a ticket; ok is false if there is no such ticket.
	Activity(ticket string) (a Activity, ok bool)
	// URLs returns the addresses of a ticket, directly at the host of that name and through the
	// engine's proxy.
	URLs(ticket, host string) (transfer, proxy string)

	// Copy makes a volume that has the bytes of another and the same marks; later writes to one
	// don't show in the other.
	Copy(from, to string)
	// Remove forgets a volume.
	Remove(volume string)
	// Check reports whether the bytes of a volume are an image of its format, which is raw or cow.
	Check(volume, format string) error
	// Room returns how many bytes storage has for a volume.
	Room(volume string) int64
	// Mark begins to record what is written from now on, under the id of a checkpoint.
	Mark(volume, checkpoint string)
	// Unmark drops a checkpoint; what was recorded under it counts for the one before.
	Unmark(volume, checkpoint string)
}

// Ticket is the right to read or write a volume.
type Ticket struct {
	ID       string
	Transfer string // Transfer is the id of the image transfer.
	Volume   string
	Format   string // Format is that of the volume, raw or cow.
	// Guest returns the bytes as the VM sees them, whatever the format; else those of the file are
	// given.
	Guest bool
	Write bool  // Write is for uploads; they may read too.
	Size  int64 // Size is that of the disk as the VM sees it.
	// Idle is how long a client may be quiet before its connection is closed.
	Idle time.Duration
	// Life is by how much each use puts off the end of a ticket that has one.
	Life time.Duration
	// Since is the checkpoint from which on an incremental backup reads; empty for none.
	Since string
	// Complete is called, not from within a method of Images, when a client that only reads has
	// read all.
	Complete func()
}

// Activity is what clients did with a ticket.
type Activity struct {
	Active bool      // Active says that something is being read or written.
	Last   time.Time // Last is when something ended, or the opening.
	// Transferred counts bytes, each once however often it was read or written.
	Transferred int64
}

// ticketLife is how long a ticket is good that the engine doesn't renew any more.
const ticketLife = 300 * time.Second

// updateTicket opens, keeps or closes the ticket of a transfer as its phase demands, and shows the
// addresses while there is one. Clients of a transfer that pauses may go on until the ticket
// expires.
func (st *Storage) updateTicket(transfer *store.Entity, phase string) {
	ticket := transfer.Note("ticket")
	switch {
	case phase == world.PhaseTransferring:
		if ticket == "" {
			if ticket = st.openTicket(transfer); ticket == "" {
				return
			}
		}
		st.Images.Expire(ticket, time.Time{})
	case strings.HasPrefix(phase, "paused") && ticket != "":
		st.Images.Expire(ticket, st.w.Time().Add(ticketLife))
	case phase == world.PhaseResuming:
	default:
		st.closeTicket(transfer)
		return
	}
	host := "host.localdomain"
	if e := st.w.Target(transfer, names.Host); e != nil {
		host = e.Object().Text(names.Address)
	}
	direct, proxy := st.Images.URLs(ticket, host)
	st.w.Set(transfer, names.TransferUrl, direct, names.ProxyUrl, proxy)
}

// openTicket makes the ticket of a transfer and returns its id; "" if the disk has gone.
func (st *Storage) openTicket(transfer *store.Entity) string {
	disk := st.w.ByID(st.w.Schema.Type(names.Disk), transfer.Note("disk"))
	if disk == nil {
		return ""
	}
	o, d := transfer.Object(), disk.Object()
	t := Ticket{
		ID: st.w.IDs.UUID(), Transfer: transfer.ID(), Volume: transfer.Note("volume"),
		Format: d.Text(names.Format),
		Guest:  transfer.Note("guest") != "", Write: o.Text(names.Direction) == "upload",
		Size: d.Int(names.ProvisionedSize),
		Idle: time.Duration(o.Int(names.InactivityTimeout)) * time.Second, Life: ticketLife,
		Since: transfer.Note("since"),
	}
	if t.Volume == "" {
		t.Volume = disk.ID()
	}
	t.Complete = func() { st.allRead(transfer, t.ID) }
	transfer.SetNote("ticket", t.ID)
	st.Images.Open(t)
	return t.ID
}

// closeTicket ends the ticket of a transfer and keeps what its client did for those who ask later.
func (st *Storage) closeTicket(transfer *store.Entity) {
	ticket := transfer.Note("ticket")
	if ticket == "" {
		st.w.Set(transfer, names.TransferUrl, nil, names.ProxyUrl, nil)
		return
	}
	if a, found := st.Images.Activity(ticket); found {
		st.w.Set(transfer, names.Transferred, a.Transferred)
	}
	st.Images.Close(ticket)
	transfer.DropNote("ticket")
	st.w.Set(transfer, names.TransferUrl, nil, names.ProxyUrl, nil, names.Active, false)
}

// showRoom shows how much room a disk takes after an upload. One that is preallocated takes all it
// can.
func (st *Storage) showRoom(disk *store.Entity) {
	if o := disk.Object(); o.True(names.Sparse) {
		room := max(st.Images.Room(disk.ID()), EmptyImage)
		st.w.Set(
			disk,
			names.TotalSize, o.Int(names.TotalSize)+room-o.Int(names.ActualSize),
			names.ActualSize, room,
		)
	}
}

// activity tells what the client of a transfer did; ok is false while there is no ticket.
func (st *Storage) activity(transfer *store.Entity) (a Activity, ok bool) {
	if ticket := transfer.Note("ticket"); ticket != "" {
		return st.Images.Activity(ticket)
	}
	return Activity{}, false
}

// showActivity shows what the client of a transfer has done up to now.
func (st *Storage) showActivity(p *store.Place, v *document.View, _ world.Query) {
	if p.Entity == nil {
		return
	}
	if a, found := st.activity(p.Entity); found {
		o := v.Object.Clone()
		o.Set(names.Transferred, a.Transferred)
		o.Set(names.Active, a.Active)
		v.Object = o
	}
}

// quiet is how long a client that has read everything must do nothing until its download ends by
// itself: two looks of a real engine.
const quiet = 20 * time.Second

// allRead finalises a download whose client has read everything, once it is quiet. It may be called
// at any time outside Read and Update.
func (st *Storage) allRead(transfer *store.Entity, ticket string) {
	st.w.Update(func() { st.finishWhenQuiet(transfer, ticket, quiet) })
}

func (st *Storage) finishWhenQuiet(transfer *store.Entity, ticket string, after time.Duration) {
	st.w.On(transfer, after, func() {
		a, found := st.activity(transfer)
		if !found || transfer.Note("ticket") != ticket ||
			transfer.Object().Text(names.Phase) != world.PhaseTransferring {
			return
		}
		if left := quiet - st.w.Time().Sub(a.Last); a.Active || left > 0 {
			st.finishWhenQuiet(transfer, ticket, max(left, time.Second))
			return
		}
		st.phases(transfer, world.PhaseFinalizingSuccess, world.PhaseFinishedSuccess)
	})
}

// EmptyImage is what a new image takes on storage.
const EmptyImage = 200704
