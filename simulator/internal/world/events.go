package world

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// eventsKept is how many events are listed.
const eventsKept = 10000

// eventReport is an event to be: its code, what it is about, and who asked for what happened.
type eventReport struct {
	code        int64
	about       []*store.Entity
	more        Named
	user        *store.Entity
	correlation string
	only        bool // only says that the event refers to nothing that follows from about
}

// Named has what the text of an event names beyond the objects that the event is about.
type Named map[string]string

// Report logs an event about objects that nobody asked for just now.
func (w *World) Report(code int64, more Named, about ...*store.Entity) {
	w.log(eventReport{code: code, about: about, more: more})
}

// Report logs an event of the call. The objects are those that it is about; it also refers to what
// they are in, as far as the row of the code in the table of events says.
func (c *Call) Report(code int64, more Named, about ...*store.Entity) {
	c.log(eventReport{
		code: code, about: about, more: more, user: c.User, correlation: c.Correlation,
	})
}

// Notes at an entity that say who asked for it.
const (
	askedBy  = "asked by"
	askedFor = "asked for"
)

// Sign notes at an entity that the call asked for it, so that what happens to it later counts as
// events of the call.
func (c *Call) Sign(e *store.Entity) {
	if c.User != nil {
		e.SetNote(askedBy, c.User.Path)
	}
	e.SetNote(askedFor, c.Correlation)
}

// ReportOf logs an event about objects as one of the call that signed an entity.
func (w *World) ReportOf(signed *store.Entity, code int64, more Named, about ...*store.Entity) {
	w.log(eventReport{
		code: code, about: about, more: more,
		user: w.At(signed.Note(askedBy)), correlation: signed.Note(askedFor),
	})
}

// ReportOnly logs an event of the call that refers to no other objects than these.
func (c *Call) ReportOnly(code int64, more Named, about ...*store.Entity) {
	c.log(eventReport{
		code: code, about: about, more: more, user: c.User, correlation: c.Correlation, only: true,
	})
}

func (w *World) log(r eventReport) {
	row := w.Rules.Event(r.code)
	if row == nil {
		return
	}
	around := w.around(r.about)
	if slices.Contains(row.About, rules.SPM) {
		maps.Copy(around, w.around([]*store.Entity{w.spmOf(around[names.DataCenter])}))
	}
	refs := around
	if r.only {
		refs = make(map[string]*store.Entity)
		for _, e := range r.about {
			if e != nil {
				refs[TypeOf(e).Name] = e
			}
		}
	}
	text := row.Text(func(what string) string {
		if text, ok := r.more[what]; ok {
			return text
		}
		if what == "user" {
			return userName(r.user)
		}
		if e := around[what]; e != nil || len(r.about) == 0 || r.about[0] == nil {
			return title(e)
		}
		return r.about[0].Object().Text(what)
	})
	w.AddEvent(r.code, row.Severity, text, func(o *store.Object) {
		if r.correlation != "" {
			o.Set(names.CorrelationID, r.correlation)
		}
		for _, typ := range row.About {
			if typ == rules.SPM {
				typ = names.Host
			}
			w.mention(o, typ, refs[typ])
		}
		w.mention(o, names.User, r.user)
	})
}

// AddEvent adds an event with any text. The function, which may be nil, completes it.
func (w *World) AddEvent(code int64, severity, text string, complete func(*store.Object)) {
	root := w.Tree.Root.Fixed["events"]
	o := w.NewObject(names.Event)
	if root == nil || o == nil {
		return
	}
	n := w.IDs.Event()
	o.Set(names.ID, strconv.FormatInt(n, 10))
	o.Set(names.Index, n)
	o.Set(names.Code, code)
	o.Set(names.Severity, severity)
	o.Set(names.Description, text)
	o.Set(names.Time, w.Time())
	o.Set(names.Origin, "oVirt")
	o.Set(names.CustomID, -1)
	o.Set(names.FloodRate, 0)
	if complete != nil {
		complete(o)
	}
	w.Add(nil, root, o)
	if all := w.All(root.Pattern); len(all) > eventsKept {
		w.Remove(all[0])
	}
}

// spmOf returns the host that manages the storage of a data center, or nil.
func (w *World) spmOf(center *store.Entity) *store.Entity {
	for _, host := range w.HostsOf(center) { // none for nil
		if host.Object().Text(names.SpmStatus) == "spm" {
			return host
		}
	}
	return nil
}

// mention lets an event refer to an object, which may be nil.
func (w *World) mention(event *store.Object, member string, e *store.Entity) {
	if e == nil {
		return
	}
	ref := Ref(e)
	ref.Set(names.Name, shownName(e))
	event.Set(member, ref)
}

// around returns some objects and what they are in or run on, by type. What is named first wins.
func (w *World) around(about []*store.Entity) map[string]*store.Entity {
	out := make(map[string]*store.Entity)
	queue := slices.Clone(about)
	for len(queue) > 0 {
		e := queue[0]
		queue = queue[1:]
		if e == nil || out[TypeOf(e).Name] != nil {
			continue
		}
		out[TypeOf(e).Name] = e
		queue = append(queue, e.Owner)
		for _, member := range [...]string{
			names.Cluster, names.Host, names.Template, names.StorageDomain, names.DataCenter, names.Disk,
		} {
			queue = append(queue, w.Target(e, member))
		}
		for _, member := range [...]string{names.StorageDomains, names.DataCenters} {
			if refs, _ := e.Object().Get(member).([]*store.Object); len(refs) > 0 {
				queue = append(queue, w.Resolve(refs[0]))
			}
		}
	}
	return out
}

// title returns the name under which texts show an object, which may be nil.
func title(e *store.Entity) string {
	if e == nil {
		return ""
	}
	if text := Title(e.Object()); text != "" {
		return text
	}
	return e.ID()
}

// Title returns the name under which texts show an object, or "": snapshots have the name of their
// VM and a description of their own.
func Title(o *store.Object) string {
	if o == nil {
		return ""
	}
	members := []string{names.Name, names.Alias, names.Description}
	if o.Type.Name == names.Snapshot {
		members = []string{names.Description}
	}
	for _, member := range members {
		if text := o.Text(member); text != "" {
			return text
		}
	}
	return ""
}

// shownName returns the name under which events refer to an object.
func shownName(e *store.Entity) string {
	if name := e.Object().Text(names.UserName); name != "" {
		return name
	}
	return e.Object().Name()
}

// audit logs the events that the table of commands has for a call that went well. The entity is the
// one that it added, changed or removed.
func (c *Call) audit(e *store.Entity) {
	if c.Command == nil {
		return
	}
	about, more := append([]*store.Entity{e}, c.concerned()...), Named{}
	if e != nil {
		more["name"], more["id"] = title(e), e.ID()
		if o := e.Object(); o.Has(names.VersionMajor) {
			more["version"] = o.Text(names.VersionMajor) + "." + o.Text(names.VersionMinor)
		}
	}
	if e != nil && e.Object().Has(names.Interface) {
		more["interface"] = InterfaceName(e.Object().Text(names.Interface))
	}
	if owner := c.Owner(); owner != nil {
		more["owner"] = shownName(owner)
	} else if e != nil && e.Owner != nil {
		more["owner"] = shownName(e.Owner)
	}
	if c.Body != nil && c.Body.Has(names.Reason) {
		more["reason"] = c.Body.Text(names.Reason)
	}
	for _, code := range c.Command.Events(c.Has) {
		c.Report(code, more, about...)
	}
}

// InterfaceName returns what texts call the kind of a NIC.
func InterfaceName(kind string) string {
	if kind == "virtio" {
		return "VirtIO"
	}
	return kind
}

// renamed logs that an object has another name than before, which an engine counts as its own.
func (c *Call) renamed(e *store.Entity, old string) {
	kinds := map[string]string{
		names.Vm: "VM", names.Template: "Template", names.Host: "Host", names.Cluster: "Cluster",
		names.DataCenter: "Data Center",
	}
	if kind := kinds[TypeOf(e).Name]; kind != "" && old != e.Object().Name() {
		user := userName(c.User)
		if c.User != nil {
			user = c.User.Object().Name()
		}
		c.log(eventReport{code: 1200, about: []*store.Entity{e}, only: true, more: Named{
			"kind": kind, "old": old, "name": e.Object().Name(), "user": user,
		}})
	}
}

// hostAsked returns the host that the document or a parameter of the call names, or nil.
func (c *Call) hostAsked() *store.Entity {
	if c.Body != nil {
		if e := c.Resolve(c.Body.Part(names.Host)); e != nil {
			return e
		}
	}
	if e := c.At("/hosts/" + c.Query.Text(names.Host)); e != nil {
		return e
	}
	return c.ByName("/hosts", c.Query.Text(names.Host))
}

// InternalError is what an engine says where its database refuses something.
const InternalError = "[Internal Engine Error]"

// ReportRefusal logs the event that the table of commands has for a call that was refused.
func (c *Call) ReportRefusal(err error) {
	var f *Fault
	if c.Command == nil || !errors.As(err, &f) || !f.Command || c.Rules.Locked(f.Detail) {
		return
	}
	codes, more := []int64{c.Command.Refused}, Named{}
	if f.Late || f.Detail == InternalError {
		codes = c.Command.Failed
	} else {
		more["message"] = strings.Trim(f.Detail, "[]")
		more["error"] = " due to a failed validation: " + f.Detail
	}
	if c.Body != nil && c.Place.Entity == nil {
		more["name"], more[c.Body.Type.Name] = Title(c.Body), Title(c.Body)
	}
	for _, code := range codes {
		if code != 0 {
			c.Report(code, more, c.concerned()...)
		}
	}
}

// concerned returns the objects that a call is about, whether it goes well or not: its object, those
// above it, and those that its document refers to.
func (c *Call) concerned() []*store.Entity {
	var out []*store.Entity
	for p := c.Place; p != nil; p = p.Above {
		out = append(out, p.Entity, p.Owner())
	}
	out = append(out, c.hostAsked())
	if c.Body == nil || c.Place.Entity != nil {
		return out
	}
	for _, member := range [...]string{
		names.Cluster, names.DataCenter, names.StorageDomain, names.Template, names.Vm,
	} {
		out = append(out, c.Resolve(c.Body.Part(member)))
	}
	if refs, _ := c.Body.Get(names.StorageDomains).([]*store.Object); len(refs) > 0 {
		out = append(out, c.Resolve(refs[0]))
	}
	return out
}

// UserName returns the caller's name as events show it.
func (c *Call) UserName() string { return userName(c.User) }

func userName(user *store.Entity) string {
	if user == nil {
		return "SYSTEM"
	}
	return user.Object().Text(names.UserName)
}

// DisplayName returns the name under which events show an object, which may be absent.
func DisplayName(e *store.Entity) string {
	if e == nil {
		return rules.Unknown
	}
	return shownName(e)
}
