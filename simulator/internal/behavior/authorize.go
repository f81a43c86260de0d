package behavior

import (
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// notAuthorized is the refusal of what one has no permission for.
func notAuthorized() *Fault { return forbidden("User is not authorized to perform this action.") }

func forbidden(text string) *Fault {
	return &Fault{Status: http.StatusForbidden, Reason: failed, Detail: "[" + text + "]"}
}

// Authorize refuses a call if the subject lacks a permit that the method needs.
func (s *Subject) Authorize(c *Call, method string) error {
	w := s.w
	checked := false
	for _, n := range w.needsOf(c, method) {
		on, system := c.subjects(n.on)
		if n.on == "profile" && s.User != nil && len(on) == 1 && on[0] != s.User {
			n.permit, system = "manipulate_users", true // the profile of somebody else
		}
		if system {
			on = []*store.Entity{nil}
		}
		for _, e := range on {
			checked = true
			if n.on == "profile" {
				e = nil
			}
			if !s.may(n.permit, e) {
				return notAuthorized()
			}
		}
	}
	if !checked && !s.may("configure_engine", nil) {
		return notAuthorized()
	}
	return nil
}

// needsOf returns the permits that a method needs.
func (w *World) needsOf(c *Call, method string) []need {
	service := c.Place.Node.Service.Name
	if service == "vm_cdrom" && c.Query.Bool("current", false) {
		return []need{{"change_vm_cd", ""}}
	}
	if list := needs[service+"."+method]; list != nil {
		return list
	}
	if n, ok := ownNeeds[service]; ok {
		return []need{n}
	}
	if e := c.nearest(); e != nil {
		return []need{{editing[typeOf(e).Name], ""}}
	}
	return []need{{"configure_engine", "system"}}
}

// nearest returns the object of the path, from its end, that permissions are given on.
func (c *Call) nearest() *store.Entity {
	for p := c.Place; p != nil; p = p.Above {
		if p.Entity != nil && editing[typeOf(p.Entity).Name] != "" {
			return p.Entity
		}
	}
	return nil
}

// subjects returns the objects on which a permit is needed. None of them means that there is nothing to check.
func (c *Call) subjects(on string) (list []*store.Entity, system bool) {
	one := func(e *store.Entity) ([]*store.Entity, bool) {
		if e == nil {
			return nil, false
		}
		return []*store.Entity{e}, false
	}
	switch on {
	case "":
		return one(c.nearest())
	case "system":
		return nil, true
	case "profile":
		for p := c.Place; p != nil; p = p.Above {
			if p.Entity != nil && typeOf(p.Entity).Name == "user" {
				return one(p.Entity)
			}
		}
		return nil, true
	case "target":
		return c.target()
	case "center":
		// A template belongs to the data center of the VM that it is made of, or of its cluster.
		source := c.Resolve(c.Body.Part("vm"))
		if source == nil {
			source = c.Resolve(c.Body.Part("cluster"))
		} else {
			source = c.of(source, "cluster")
		}
		return one(c.dataCenterOf(source))
	case "storage_domains":
		return c.domains()
	}
	return one(c.member(on))
}

// member returns what the document refers to, or else what the object or the one above does.
func (c *Call) member(name string) *store.Entity {
	if c.Body != nil {
		if e := c.Resolve(c.Body.Part(name)); e != nil {
			return e
		}
	}
	if name == "image" {
		return c.transferred()
	}
	for p := c.Place; p != nil; p = p.Above {
		if p.Entity == nil {
			continue
		}
		if typeOf(p.Entity).Name == name {
			return p.Entity
		}
		if e := c.of(p.Entity, name); e != nil {
			return e
		}
	}
	if c.Body != nil && c.Body.Type.Name == name {
		return c.Resolve(c.Body) // an add by reference
	}
	return nil
}

// transferred returns the disk of an image transfer, which calls it an image.
func (c *Call) transferred() *store.Entity {
	o := c.Body
	if e := c.Entity(); e != nil {
		o = e.Object()
	}
	return c.ByID(c.Schema.Type("disk"), o.Text("image.id"))
}

// domains returns the storage domains of a new disk; a disk without one needs the permit on the system.
func (c *Call) domains() ([]*store.Entity, bool) {
	disk := c.Body
	if part := c.Body.Part("disk"); part != nil {
		disk = part
	}
	if disk.ID() != "" && c.Resolve(disk) != nil {
		return nil, false // there is no new disk
	}
	for _, ref := range disk.List("storage_domains") {
		if e := c.Resolve(ref); e != nil {
			return []*store.Entity{e}, false
		}
	}
	return nil, true
}

// target returns what a permission is for.
func (c *Call) target() ([]*store.Entity, bool) {
	if e := c.Entity(); e != nil {
		on, system := c.grantedOn(e)
		if on == nil {
			return nil, system
		}
		return []*store.Entity{on}, false
	}
	if owner := c.Owner(); owner != nil && !holder(owner) {
		return []*store.Entity{owner}, false
	}
	for _, name := range objects {
		if e := c.Resolve(c.Body.Part(name)); e != nil {
			return []*store.Entity{e}, false
		}
	}
	return nil, true
}

// holder reports whether permissions are given to an object rather than on it.
func holder(e *store.Entity) bool { return typeOf(e).Name == "user" || typeOf(e).Name == "group" }

// Created makes the subject the owner of a disk or template that the call added.
func (s *Subject) Created(c *Call, e *store.Entity) {
	if e == nil || c.ActsAdd {
		return
	}
	switch service := c.Place.Node.Service.Name; {
	case service == "disks" || service == "templates":
		c.permit(e, c.User, map[string]string{"disks": "DiskOperator", "templates": "TemplateOwner"}[service])
	case service == "disk_attachments" && c.Body.Text("disk.id") == "":
		c.permit(c.of(e, "disk"), c.User, "DiskOperator")
	}
}
