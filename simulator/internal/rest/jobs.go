package rest

import (
	"cmp"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// startJob lists a call as a job, if engines do. It must be called within Update.
func (q *request) startJob(method string, c *world.Call) {
	c.Command = q.rules.Command(q.match.Node.Service.Name, method)
	t := &titler{q: q, c: c}
	text := c.Command.Job(c.Has, t.name)
	if text == "" {
		return
	}
	if before := c.Command.Before(t.name); before != "" {
		c.StartJob(before)
		c.Before = c.Job
	}
	c.StartJob(text)
	c.Describe = func(more world.Named) string {
		t.more = more
		return c.Command.Job(c.Has, t.name)
	}
}

// titler finds what the text of a job names.
type titler struct {
	q    *request
	c    *world.Call
	more world.Named // more has the names that only the command knows
}

// name returns the name of what is meant, or "".
func (t *titler) name(what string) string {
	if text, ok := t.more[what]; ok {
		return text
	}
	if head, _, dotted := strings.Cut(what, "."); dotted {
		return t.member(head, what)
	}
	subject := t.subject()
	switch what {
	case "self":
		return world.Title(subject)
	case "new":
		if t.c.Body != nil && t.c.Body.Has("name") {
			return t.c.Body.Name()
		}
		return world.Title(subject)
	case "vms":
		return t.vms()
	case "STORAGE":
		return t.storage()
	case "storage_domains":
		if subject != nil {
			if refs, _ := subject.Get("storage_domains").([]*store.Object); len(refs) > 0 {
				return t.referred(refs[0])
			}
		}
		return ""
	}
	named := "" // what is named and isn't there
	for _, o := range []*store.Object{t.c.Body, subject} {
		if o == nil {
			continue
		}
		if ref, ok := o.Get(what).(*store.Object); ok {
			if e := t.q.world.Resolve(ref); e != nil {
				return world.Title(e.Object())
			}
			named = cmp.Or(named, world.Title(ref))
		}
		if refs, ok := o.Get(what + "s").([]*store.Object); ok && len(refs) > 0 {
			return t.referred(refs[0])
		}
		if text := o.Text(what); text != "" {
			return text
		}
	}
	return cmp.Or(t.above(what), named)
}

// storageNames are the types of storage whose names aren't their words in capitals.
var storageNames = map[string]string{
	"posixfs": "POSIX compliant FS", "localfs": "Local on Host", "fcp": "Fibre Channel",
	"iscsi": "iSCSI", "managed_block_storage": "Managed Block Storage", "glusterfs": "GlusterFS",
}

// storage returns the type of the document's storage, or "".
func (t *titler) storage() string {
	kind := t.member("storage", "storage.type")
	if name := storageNames[kind]; name != "" {
		return name
	}
	return strings.ToUpper(kind)
}

// subject returns the object that the call is about, or the one that it adds.
func (t *titler) subject() *store.Object {
	if e := t.c.Place.Entity; e != nil {
		return e.Object()
	}
	if e := t.q.world.Resolve(t.c.Body); e != nil {
		return e.Object()
	}
	return t.c.Body
}

// member returns a member of the document, such as vm.name.
func (t *titler) member(head, path string) string {
	if t.c.Body == nil {
		return ""
	}
	if text := t.c.Body.Text(path); text != "" {
		return text
	}
	if part, ok := t.c.Body.Get(head).(*store.Object); ok {
		return world.Title(part)
	}
	return ""
}

// referred returns the name of the object behind a reference.
func (t *titler) referred(ref *store.Object) string {
	if e := t.q.world.Resolve(ref); e != nil {
		return world.Title(e.Object())
	}
	return world.Title(ref)
}

// above returns the name of the object of a type that the call's object belongs to: the next one on
// the way up, or what that or its cluster refers to.
func (t *titler) above(typ string) string {
	for p := t.c.Place; p != nil; p = p.Above {
		e := p.Entity
		if e == nil {
			e = p.Owner()
		}
		if e == nil {
			continue
		}
		if e.Object().Type.Name == typ {
			return world.Title(e.Object())
		}
		if ref, ok := e.Object().Get(typ).(*store.Object); ok {
			return t.referred(ref)
		}
	}
	subject := t.subject()
	if subject == nil || typ != "data_center" {
		return ""
	}
	ref, _ := subject.Get("cluster").(*store.Object)
	if cluster := t.q.world.Resolve(ref); cluster != nil {
		if center, ok := cluster.Object().Get(typ).(*store.Object); ok {
			return t.referred(center)
		}
	}
	return ""
}

// vms names the VMs of a disk.
func (t *titler) vms() string {
	var names []string
	for _, attachment := range t.q.world.Attachments(t.c.Place.Entity) {
		if vm := attachment.Owner; vm != nil && vm.Object().Type.Name == "vm" {
			names = append(names, vm.Object().Name())
		}
	}
	if names == nil {
		return "N/A"
	}
	return strings.Join(names, ",")
}
