package behavior

import (
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// transfers sets the phases of image transfers. The data path itself is another server's.
func (w *World) transfers() {
	w.hook("image_transfers").Add = w.addTransfer
	h := w.hook("image_transfer")
	bare := func(f func(*Call) error) func(*Call) error {
		return func(c *Call) error {
			err := f(c)
			if fault, isFault := err.(*Fault); isFault {
				fault.Bare = true
			}
			return err
		}
	}
	h.Actions["finalize"] = bare(func(c *Call) error { return c.endTransfer("finalizing_success", "finished_success") })
	h.Actions["cancel"] = bare(func(c *Call) error { return c.endTransfer("cancelled_user", "finalizing_cleanup", "finished_cleanup") })
	h.Actions["pause"] = bare(func(c *Call) error {
		if c.Object().Text("direction") == "download" {
			return Conflict("Cannot pause Image Transfer. Downloads can't be paused.")
		}
		return c.phase("transferring", "paused_user")
	})
	h.Actions["resume"] = bare(func(c *Call) error {
		from := c.Object().Text("phase")
		if !strings.HasPrefix(from, "paused") {
			from = "paused_user"
		}
		return c.phase(from, "resuming", "transferring")
	})
	h.Actions["extend"] = bare(func(c *Call) error { return c.phase("transferring", "transferring") })
}

// addTransfer starts the transfer of a disk, which stays locked until it ends.
func (w *World) addTransfer(c *Call) (*store.Entity, error) {
	asked := c.Body.Part("disk")
	if asked == nil {
		asked = c.Body.Part("image")
	}
	var disk *store.Entity
	if asked != nil {
		disk = w.ByID(w.Schema.Type("disk"), asked.ID())
		if disk == nil {
			return nil, missing(w.Schema.Type("disk"), asked)
		}
		if err := diskFree(disk, "transfer"); err != nil {
			return nil, err
		}
		w.set(disk, "status", "locked")
	}
	o := c.Body.Clone()
	if disk != nil {
		image := w.obj("image")
		image.Set("id", disk.ID())
		o.Set("image", image)
	}
	for _, name := range [...]string{"disk", "snapshot", "backup"} {
		o.Set(name, nil)
	}
	if hosts := w.All("/hosts"); len(hosts) > 0 {
		o.Default("host", Ref(hosts[0]))
	}
	o.Default("direction", "upload")
	o.Default("inactivity_timeout", 60)
	o.Default("timeout_policy", "legacy")
	o.Default("format", "raw")
	o.Set("transferred", 0)
	o.Set("active", false)
	o.Set("phase", "initializing")
	transfer, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	if disk != nil {
		transfer.SetNote("disk", disk.ID())
	}
	w.phases(transfer, "initializing", "transferring")
	return transfer, nil
}

// phase moves a transfer on from the phase in which it must be.
func (c *Call) phase(from string, to ...string) error {
	if c.Object().Text("phase") != from {
		return Conflict("Cannot change Image Transfer. It is in phase %s.", c.Object().Text("phase"))
	}
	c.phases(c.Entity(), to...)
	return nil
}

// phases sets the first phase at once and each further one a step later. Addresses are there only while the ticket is.
func (w *World) phases(transfer *store.Entity, phases ...string) {
	phase := phases[0]
	w.set(transfer, "phase", phase)
	if phase == "transferring" || strings.HasPrefix(phase, "paused") {
		host := "host.localdomain"
		if e := w.of(transfer, "host"); e != nil {
			host = e.Object().Text("address")
		}
		w.set(transfer, "transfer_url", "https://"+host+":54322/images/"+transfer.ID(),
			"proxy_url", "https://engine.localdomain:54323/images/"+transfer.ID())
	} else {
		w.set(transfer, "transfer_url", nil, "proxy_url", nil)
	}
	if len(phases) > 1 {
		w.On(transfer, w.cfg.Step, func() {
			if transfer.Object().Text("phase") == phase {
				w.phases(transfer, phases[1:]...)
			}
		})
		return
	}
	if strings.HasPrefix(phase, "finished") {
		w.finishTransfer(transfer, phase == "finished_success")
	}
}

// endTransfer ends a transfer that is under way.
func (c *Call) endTransfer(phases ...string) error {
	phase := c.Object().Text("phase")
	if phase != "transferring" && phase != "initializing" && !strings.HasPrefix(phase, "paused") {
		return Conflict("Cannot end Image Transfer. It is in phase %s.", phase)
	}
	c.phases(c.Entity(), phases...)
	return nil
}

// finishTransfer gives the disk free, or removes it after an upload that was given up, and forgets the transfer after a while.
func (w *World) finishTransfer(transfer *store.Entity, success bool) {
	disk := w.ByID(w.Schema.Type("disk"), transfer.Note("disk"))
	keptFor := 15 * time.Minute
	if !success {
		keptFor *= 2
	}
	w.On(transfer, keptFor, func() { w.Remove(transfer) })
	switch {
	case disk == nil:
	case !success && transfer.Object().Text("direction") == "upload":
		w.dropDisk(disk)
	default:
		w.set(disk, "status", ok)
	}
}
