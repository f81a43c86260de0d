package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// attachedDomains sets the behaviour of domains as members of a data center.
func (w *World) attachedDomains() {
	w.hook("attached_storage_domains").Add = w.attachDomain
	a := w.hook("attached_storage_domain")
	a.Remove = w.detachDomain
	a.Actions["activate"] = w.activateDomain
	a.Actions["deactivate"] = w.deactivateDomain
	a.Show = func(_ *store.Place, v *document.View, _ Query) {
		v.Object = v.Object.Clone()
		w.countCommitted(v.Object)
		wholeGiB(v.Object)
		if v.Object.Text("type") == "iso" {
			v.Rels = nil
		}
	}
}

// attachDomain attaches a domain to a data center, which is up from then on.
func (w *World) attachDomain(c *Call) (*store.Entity, error) {
	sd, err := c.named()
	if err != nil {
		return nil, err
	}
	dc := c.Owner()
	kind := sd.Object().Text("type")
	if sd.Object().Has("data_center") {
		return nil, Conflict("Cannot attach Storage. The storage domain is already attached to a data center.")
	}
	isData := kind == "data"
	fresh := w.master(dc) == nil
	switch {
	case isData && !w.hostUp(dc):
		return nil, Conflict("Cannot attach Storage. There is no active Host in the Data Center.")
	case isData && (sd.Object().Text("storage.type") == "localfs") != dc.Object().True("local") && sd.Object().Has("storage.type"):
		return nil, Conflict("Cannot attach a local Storage Domain to a shared storage Data Center.")
	case !isData && fresh:
		return nil, Conflict("Cannot attach Storage Domain.\n-Please attach Data Domain to the Data Center first.")
	}
	for _, other := range w.Referring("storage_domain", "data_center", dc.ID()) {
		if kind == other.Object().Text("type") && (kind == "iso" || kind == "export") {
			what := map[string]string{"iso": "ISO", "export": "Import/Export"}[kind]
			return nil, Conflict("Cannot attach more than one %s Storage Domain to the same Data Center. If you want to use a newly created "+
				"Domain, detach the existing attached Domain and attach the new one.", what)
		}
	}
	w.set(sd, "data_center", Ref(dc), "data_centers", []*store.Object{Ref(dc)})
	if isData && fresh {
		w.set(sd, "master", true)
	}
	w.then(sd, func() { w.ready(dc) }, "locked", active)
	return sd, nil
}

// ready lets a data center come up when its master domain is active.
func (w *World) ready(dc *store.Entity) {
	m := w.master(dc)
	if w.At(dc.Path) != dc || m == nil || m.Object().Text("status") != active {
		return
	}
	if s := dc.Object().Text("status"); s == "uninitialized" || s == maintenance {
		w.set(dc, "status", up, "storage_format", m.Object().Text("storage_format"))
	}
	w.review(dc)
}

// master returns the master domain of a data center, or nil.
func (w *World) master(dc *store.Entity) *store.Entity {
	if dc == nil {
		return nil
	}
	for _, sd := range w.Referring("storage_domain", "data_center", dc.ID()) {
		if sd.Object().True("master") {
			return sd
		}
	}
	return nil
}

// passMaster makes another active data domain the master, and reports whether there is one.
func (w *World) passMaster(dc, from *store.Entity) bool {
	for _, sd := range w.Referring("storage_domain", "data_center", dc.ID()) {
		if sd != from && sd.Object().Text("type") == "data" && sd.Object().Text("status") == active {
			w.set(from, "master", false)
			w.set(sd, "master", true)
			w.event(984, "normal", dc, "Reconstruct Master Domain for Data Center %s completed.", dc.Object().Name())
			return true
		}
	}
	return false
}

// hostUp reports whether a host of the data center is up.
func (w *World) hostUp(dc *store.Entity) bool {
	return slices.ContainsFunc(w.hostsOf(dc), func(host *store.Entity) bool { return host.Object().Text("status") == up })
}

func (w *World) activateDomain(c *Call) error {
	sd, status := c.Entity(), c.Object().Text("status")
	switch status {
	case active, "locked", "activating", preparing, "detaching":
		return Conflict("Cannot activate Storage. The relevant Storage Domain's status is %s.", status)
	}
	dc := w.of(sd, "data_center")
	if !w.hostUp(dc) {
		return Conflict("Cannot activate Storage. There is no active Host in the Data Center.")
	}
	w.then(sd, func() {
		if w.master(dc) == nil && sd.Object().Text("type") == "data" {
			w.set(sd, "master", true)
		}
		w.ready(dc)
	}, "activating", active)
	return nil
}

func (w *World) deactivateDomain(c *Call) error {
	sd, status := c.Entity(), c.Object().Text("status")
	switch status {
	case active, "inactive", "unknown":
	default:
		return Conflict("Cannot deactivate Storage. The relevant Storage Domain's status is %s.", status)
	}
	force := c.Body.True("force")
	var users []*store.Entity
	for _, vm := range w.All("/vms") {
		if isRunning(vm.Object().Text("status")) && w.diskOn(vm, sd) {
			users = append(users, vm)
		}
	}
	if len(users) > 0 && !force {
		return Conflict("Cannot deactivate Storage. The following VMs have active disks on it: %s. Please shut them down first.", names(users))
	}
	dc := w.of(sd, "data_center")
	if c.Object().True("master") && !w.passMaster(dc, sd) {
		for _, other := range w.Referring("storage_domain", "data_center", dc.ID()) {
			if other != sd && other.Object().Text("status") == active {
				return Conflict("Cannot deactivate a Master Storage Domain while there are active non-data domains in the Data Center.")
			}
		}
	}
	w.then(sd, func() {
		w.event(1029, "normal", sd, "Storage Domain %s moved to 'Maintenance'.", sd.Object().Name())
		if sd.Object().True("master") {
			w.set(dc, "status", maintenance) // it was the last one
		}
	}, preparing, maintenance)
	return nil
}

// detachDomain takes a domain out of its data center. VMs, templates and disks that are on it go with it, and can be registered again
// wherever it is attached next.
func (w *World) detachDomain(c *Call) error {
	sd, dc := c.Entity(), w.of(c.Entity(), "data_center")
	switch status := c.Object().Text("status"); status {
	case active:
		return Conflict("Cannot detach Storage. The relevant Storage Domain's status is active. Please switch it to Maintenance mode first.")
	case "locked", "activating", preparing, "detaching":
		return Conflict("Cannot detach Storage. The relevant Storage Domain's status is %s.", status)
	}
	last := len(w.Referring("storage_domain", "data_center", dc.ID())) == 1
	if c.Object().True("master") && !last {
		return Conflict("Cannot detach the master Storage Domain from the Data Center while there are other storage domains attached to it.\n" +
			"-Please try to activate another Storage Domain in the Data Center.")
	}
	if err := w.mayClear(sd); err != nil {
		return err
	}
	w.clear(sd)
	detached := func() {
		w.set(sd, "status", unattached, "data_center", nil, "data_centers", nil, "master", false)
		if last {
			w.set(dc, "status", "uninitialized")
		}
	}
	if !c.Query.Bool("async", false) {
		detached()
		return nil
	}
	w.set(sd, "status", "detaching")
	w.On(sd, w.Step(), detached)
	return nil
}

// mayClear refuses to take a domain away from VMs and templates that can't go with it.
func (w *World) mayClear(sd *store.Entity) error {
	var guarded, elsewhere, pooled []*store.Entity
	for _, path := range [...]string{"/vms", "/templates"} {
		for _, e := range w.All(path) {
			if !w.diskOn(e, sd) {
				continue
			}
			o := e.Object()
			if o.True("delete_protected") {
				guarded = append(guarded, e)
			}
			if o.Has("vm_pool") {
				pooled = append(pooled, e)
			}
			if w.diskBeside(e, sd) {
				elsewhere = append(elsewhere, e)
			}
		}
	}
	switch {
	case len(guarded) > 0:
		return Conflict("Cannot detach Storage. The following VMs/Templates are delete protected: %s.", names(guarded))
	case len(pooled) > 0:
		return Conflict("Cannot detach Storage. The following VMs/Templates are attached to pool: %s.", names(pooled))
	case len(elsewhere) > 0:
		return Conflict("Cannot detach Storage. The following VMs/Templates have disks on other storage domains too: %s.", names(elsewhere))
	}
	return nil
}

// diskBeside reports whether a VM or template has a disk that isn't in the storage domain.
func (w *World) diskBeside(e, sd *store.Entity) bool {
	for _, a := range w.Of(e, "diskattachments") {
		if disk := w.of(a, "disk"); disk != nil && !inDomain(disk, sd) {
			return true
		}
	}
	return false
}
