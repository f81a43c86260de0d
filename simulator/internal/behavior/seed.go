package behavior

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// register sets all behaviour.
func (w *World) register() {
	for _, set := range []func(){
		w.vms, w.disks, w.diskAttachments, w.nics, w.cdroms, w.consoles, w.reported, w.snapshots, w.templates, w.hosts, w.storage,
		w.networks, w.centers, w.permissions, w.tags, w.roles, w.users, w.measure, w.pools, w.transfers, w.jobs, w.events, w.actsAdd,
		w.clusters, w.gluster, w.providers, w.quotas, w.qualities, w.policies, w.affinity, w.system,
		w.instanceTypes,
	} {
		set()
	}
	w.Index("vm", "host")
	w.Index("vm", "template")
	w.Index("vm", "vm_pool")
	w.Index("vm", "cluster")
	w.Index("host", "cluster")
}

// actsAdd marks the collections whose add is an action underneath and answers so.
func (w *World) actsAdd() {
	for _, service := range [...]string{
		"affinity_group_hosts", "affinity_group_host_labels", "affinity_group_vm_labels", "storage_domain_server_connections",
		"virtual_function_allowed_networks",
	} {
		w.hook(service).Add = func(c *Call) (*store.Entity, error) {
			c.ActsAdd = true
			if w.Linked(c.Place.Node) {
				return c.link()
			}
			return c.Insert(c.Body)
		}
	}
}

// seed makes what each engine has: the fixed part first, then one data center with a cluster, a host and storage.
func (w *World) seed() error {
	w.seedAccess()
	for _, s := range fixed {
		if _, err := w.Plant(s.path, []byte(s.doc), wire.XML); err != nil {
			return fmt.Errorf("seed %s: %w", s.path, err)
		}
	}
	w.seedEveryone()
	if blank := w.At("/templates/" + blankID); blank != nil {
		w.set(blank, "version.base_template", Ref(blank))
	}
	for i, name := range systems {
		w.plant("/operatingsystems", fmt.Sprintf(`<operating_system id="%d"><name>%s</name><description>%s</description>`+
			`<architecture>x86_64</architecture></operating_system>`, i, name, strings.ReplaceAll(name, "_", " ")))
	}
	return nil
}

// plant makes an object that the release may lack the collection for.
func (w *World) plant(path, doc string) *store.Entity {
	e, _ := w.Plant(path, []byte(doc), wire.XML)
	return e
}

// Plant puts an object into a collection as the document describes it, with its id if it has one, and without the rules for requests.
// Members that this release of the model lacks are left out; a collection that it lacks returns no entity and no error.
func (w *World) Plant(path string, doc []byte, f wire.Format) (*store.Entity, error) {
	p, err := w.Find(path)
	if err != nil {
		return nil, nil
	}
	o, err := document.Parse(w.Schema, doc, f)
	if err != nil {
		return nil, err
	}
	if err := o.CheckIDs(); err != nil {
		return nil, err
	}
	if o, err = w.References(o); err != nil {
		return nil, err
	}
	if p.Node.Segment == "" || w.Element(p.Node) != o.Type {
		return nil, fmt.Errorf("%s is no collection of <%s>", path, o.Type.Tag)
	}
	c := &Call{World: w, Place: p, Body: o}
	if w.Linked(p.Node) && w.Resolve(o) == nil {
		home := w.Root(w.Element(p.Node))
		o = w.Add(nil, home, w.Settle(home.Item, o)).Object()
		c.Body = o
	}
	if w.Linked(p.Node) {
		return c.link()
	}
	c.own()
	home, owner := c.home()
	return w.Add(owner, home, w.Settle(home.Item, o)), nil
}

// Find returns the place of a path behind the entry point.
func (w *World) Find(path string) (*store.Place, error) {
	match, found := w.Tree.Find(strings.Split(strings.Trim(path, "/"), "/"))
	if !found || match.Action != "" {
		return nil, store.ErrNotFound
	}
	return w.Locate(match.Steps)
}
