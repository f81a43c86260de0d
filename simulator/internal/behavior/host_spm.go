package behavior

import (
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Statuses of a host as manager of the storage.
const (
	contending = "contending"
	manager    = "spm"
)

// selectSPM makes a host the manager of its data center's storage.
func (w *World) selectSPM(c *Call) error {
	host := c.Entity()
	if c.Object().Text("status") != up {
		return Conflict("Cannot force select SPM. The Host %s is not active.", c.Object().Name())
	}
	center := w.dataCenterOf(host)
	switch {
	case center == nil || center.Object().Text("status") != up:
		return Conflict("Cannot force select SPM. The Data Center is not up.")
	case c.Object().Text("spm.status") != "none":
		return Conflict("Cannot force select SPM. The Host %s is already SPM or contending.", c.Object().Name())
	case c.Object().Int("spm.priority") < 0:
		return Conflict("Cannot force select SPM. The SPM priority of Host %s is set to 'never'. This Host cannot be elected as SPM.", c.Object().Name())
	}
	for _, other := range w.hostsOf(center) {
		w.set(other, "spm.status", "none")
	}
	w.contend(host)
	return nil
}

// contend makes a host the manager of the storage after a step.
func (w *World) contend(host *store.Entity) {
	w.set(host, "spm.status", contending)
	w.On(host, w.Step(), func() {
		if host.Object().Text("spm.status") == contending {
			w.set(host, "spm.status", manager)
		}
	})
}

// review brings the storage manager of a data center and its status in line with the hosts that are up.
func (w *World) review(center *store.Entity) {
	if center == nil || w.At(center.Path) != center {
		return
	}
	var best *store.Entity
	managed, alive := false, false
	for _, host := range w.hostsOf(center) {
		o := host.Object()
		if o.Text("status") != up {
			if s := o.Text("spm.status"); s == manager || s == contending {
				w.set(host, "spm.status", "none")
			}
			continue
		}
		alive = true
		managed = managed || o.Text("spm.status") == manager || o.Text("spm.status") == contending
		if o.Int("spm.priority") >= 0 && (best == nil || o.Int("spm.priority") > best.Object().Int("spm.priority")) {
			best = host
		}
	}
	status := center.Object().Text("status")
	switch {
	case status == up && !alive:
		w.set(center, "status", "problematic")
		w.shift(center, active, "unknown")
		w.event(979, "error", center, "Fail to connect to Storage Pool %s because no host is available.", center.Object().Name())
	case status == "problematic" && alive:
		w.set(center, "status", up)
		w.shift(center, "unknown", active)
	}
	if best != nil && !managed && center.Object().Text("status") == up {
		w.contend(best)
	}
}

// shift returns the storage domains of a data center that have one status another.
func (w *World) shift(center *store.Entity, from, to string) {
	for _, sd := range w.Referring("storage_domain", "data_center", center.ID()) {
		if sd.Object().Text("status") == from {
			w.set(sd, "status", to)
		}
	}
}
