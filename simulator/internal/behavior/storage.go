package behavior

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

const (
	active     = "active"
	unattached = "unattached"
	gib        = 1 << 30
)

func (w *World) storage() {
	w.hook("storage_domains").Add = w.addDomain
	h := w.hook("storage_domain")
	h.Remove = func(c *Call) error {
		if c.Object().Has("data_center") {
			return Conflict("Cannot remove Storage. The storage domain is attached to a data center. Please detach it first.")
		}
		for _, p := range w.Referring("disk_profile", "storage_domain", c.Entity().ID()) {
			w.Remove(p)
		}
		w.drop(c.Entity())
		return nil
	}
	h.Actions["isattached"] = func(c *Call) error {
		c.Body.Set("is_attached", c.Object().Has("data_center"))
		return nil
	}
	h.Show = func(p *store.Place, v *document.View, _ Query) {
		o := v.Object.Clone()
		if o.Text("status") != unattached {
			o.Set("status", nil)
		}
		o.Set("data_center", nil)
		v.Object = o
		switch o.Text("type") {
		case "iso":
			v.Rels = keep(v.Rels, "diskprofiles", "disksnapshots", "files", "permissions", "storageconnections")
		case "image":
			v.Rels = keep(v.Rels, "diskprofiles", "disksnapshots", "images", "permissions", "storageconnections")
		default:
			v.Rels = without(without(v.Rels, "files"), "images")
		}
	}

	w.hook("storage_domain_vms").List = w.stored("/vms")
	w.hook("storage_domain_templates").List = w.stored("/templates")
	w.hook("attached_storage_domains").Add = w.attachDomain
	a := w.hook("attached_storage_domain")
	a.Remove = w.detachDomain
	a.Actions["activate"] = func(c *Call) error {
		switch c.Object().Text("status") {
		case active, "locked", "activating":
			return Conflict("Cannot activate Storage. The relevant Storage Domain's status is %s.", c.Object().Text("status"))
		}
		w.steps(c.Entity(), "activating", active)
		return nil
	}
	a.Actions["deactivate"] = func(c *Call) error {
		if status := c.Object().Text("status"); status != active && status != "inactive" {
			return Conflict("Cannot deactivate Storage. The relevant Storage Domain's status is %s.", status)
		}
		w.steps(c.Entity(), preparing, maintenance)
		return nil
	}
	a.Show = func(_ *store.Place, v *document.View, _ Query) {
		if v.Object.Text("type") == "iso" {
			v.Rels = nil
		}
	}
}

// stored computes the VMs or templates that have a disk in a storage domain.
func (w *World) stored(path string) store.Compute {
	return func(p *store.Place) []*store.Entity {
		out := slices.Clone(w.Kept(p))
		if p.Owner() == nil {
			return out
		}
		for _, e := range w.All(path) {
			for _, a := range w.Of(e, "diskattachments") {
				disk := w.of(a, "disk")
				if disk != nil && slices.ContainsFunc(disk.Object().List("storage_domains"), func(ref *store.Object) bool {
					return ref.ID() == p.Owner().ID()
				}) {
					out = append(out, e)
					break
				}
			}
		}
		return out
	}
}

// keep gives those of the list that are among the names.
func keep(list []string, names ...string) []string {
	var out []string
	for _, s := range list {
		for _, name := range names {
			if s == name {
				out = append(out, s)
			}
		}
	}
	return out
}

func (w *World) addDomain(c *Call) (*store.Entity, error) {
	o := c.Body
	host := w.Resolve(o.Part("host"))
	if o.Has("host") && host == nil {
		return nil, missing(o.Part("host").Type, o.Part("host"))
	}
	if o.Name() == "" {
		return nil, Incomplete("StorageDomain [name] required for add")
	}
	o.Set("host", nil)
	w.domainDefaults(o)
	o.Set("status", unattached)
	sd, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	w.furnishDomain(sd)
	c.Log(956, fmt.Sprintf("Storage Domain %s was added by %s.", o.Name(), c.userName()), sd)
	return sd, nil
}

// domainDefaults sets what each storage domain has.
func (w *World) domainDefaults(o *store.Object) {
	for name, v := range map[string]any{
		"backup": false, "block_size": 512, "committed": 0, "critical_space_action_blocker": 5, "discard_after_delete": false,
		"external_status": ok, "master": false, "storage_format": "v5", "supports_discard": false,
		"supports_discard_zeroes_data": false, "warning_low_space_indicator": 10, "wipe_after_delete": false,
		"available": 900 * gib, "used": 100 * gib, "description": "", "comment": "",
	} {
		o.Default(name, v)
	}
	o.Set("import", nil)
}

// furnishDomain gives a domain its first disk profile.
func (w *World) furnishDomain(sd *store.Entity) {
	root := w.Tree.Root.Fixed["diskprofiles"]
	if root == nil || sd.Object().Text("type") != "data" {
		return
	}
	o := w.obj("disk_profile")
	o.Set("name", sd.Object().Name())
	o.Set("storage_domain", Ref(sd))
	w.Add(nil, root, o)
}

// attachDomain attaches a domain to a data center, which is up from then on.
func (w *World) attachDomain(c *Call) (*store.Entity, error) {
	sd, err := c.named()
	if err != nil {
		return nil, err
	}
	dc := c.Owner()
	if sd.Object().Has("data_center") {
		return nil, Conflict("Cannot attach Storage. The storage domain is already attached to a data center.")
	}
	isData := sd.Object().Text("type") == "data"
	if isData && !w.hostUp(dc) {
		return nil, Conflict("Cannot attach Storage. There is no active Host in the Data Center.")
	}
	first := isData && dc.Object().Text("status") == "uninitialized"
	w.set(sd, "data_center", Ref(dc), "data_centers", []*store.Object{Ref(dc)})
	if first {
		w.set(sd, "master", true)
	}
	w.steps(sd, "locked", active)
	if first {
		w.On(dc, w.cfg.Step, func() { w.set(dc, "status", up) })
	}
	return sd, nil
}

// hostUp reports whether a host of the data center is up.
func (w *World) hostUp(dc *store.Entity) bool {
	for _, host := range w.All("/hosts") {
		cluster := w.of(host, "cluster")
		if host.Object().Text("status") == up && cluster != nil && cluster.Object().Text("data_center.id") == dc.ID() {
			return true
		}
	}
	return false
}

func (w *World) detachDomain(c *Call) error {
	sd := c.Entity()
	if c.Object().Text("status") == active {
		return Conflict("Cannot detach Storage. The relevant Storage Domain's status is active. Please switch it to Maintenance mode first.")
	}
	w.set(sd, "status", unattached, "data_center", nil, "data_centers", nil, "master", false)
	return nil
}
