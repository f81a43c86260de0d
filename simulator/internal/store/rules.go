package store

import (
	"slices"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// mode tells where the objects of a collection come from.
type mode uint8

const (
	owned    mode = iota // they live there
	filtered             // they live at the entry point and refer to the object above
	holding              // they live at the entry point and have the object above in a list
	linked               // they live at the entry point and were put there
	all                  // all of the entry point
)

// rule tells what a collection holds.
type rule struct {
	mode    mode
	element *schema.Type
	member  *schema.Member // for filtered and holding
	nested  bool           // objects are shown under the collection's own address
}

// exceptions are the collections, by service, whose mode doesn't follow from the members of their type.
var exceptions = map[string]mode{
	"assigned_roles":                linked,  // role.user is there, but a role has many users
	"assigned_tags":                 linked,  // tag.vm is there, but a tag marks many objects
	"attached_storage_domain_disks": holding, // disks name all their storage domains
	"cluster_networks":              linked,  // a network is in many clusters, with other settings in each
	"network_filters":               all,     // the same for every cluster
	"snapshot_disks":                linked,  // a disk is in many snapshots
	"storage_domain_disks":          holding,
}

// renamed are the collections, by their objects and those above, that have a service of their own since 4.1 or 4.2 only.
var renamed = map[string]string{
	"disk below storage_domain": "storage_domain_disks",
	"network below cluster":     "cluster_networks",
}

// holders name the list that holding collections look into.
var holders = map[string]string{
	"attached_storage_domain_disks": "storage_domains",
	"storage_domain_disks":          "storage_domains",
}

// mirrors tell which collection of the object that is put into a linked collection holds the owner in turn, by service and type.
var mirrors = map[string]string{
	"affinity_label_hosts": "affinitylabels",
	"affinity_label_vms":   "affinitylabels",
}

// compile finds the rule of each collection.
func (s *Store) compile() {
	root := s.Tree.Root
	segments := make([]string, 0, len(root.Fixed))
	for segment := range root.Fixed {
		segments = append(segments, segment)
	}
	slices.Sort(segments)
	for _, segment := range segments {
		node := root.Fixed[segment]
		t := s.Schema.Type(node.Element())
		if t != nil && node.Has(model.List) && s.roots[t] == nil {
			s.roots[t] = node
		}
	}
	root.Walk(func(n *route.Node) {
		if n.Segment == "" {
			return
		}
		r := s.rule(n)
		s.rules[n] = r
		if r.mode == filtered {
			s.keepIndex(r.member)
		}
	})
}

func (s *Store) rule(n *route.Node) *rule {
	r := &rule{element: s.Schema.Type(n.Element())}
	home := s.roots[r.element]
	if r.element == nil || home == nil || n.Parent == s.Tree.Root {
		return r
	}
	r.nested = n.Service != home.Service && n.Item != nil && n.Item.Has(model.Get) && r.element.Name != "disk"
	service := n.Service.Name
	if later := renamed[r.element.Name+" below "+n.Parent.Element()]; later != "" {
		service = later
	}
	if m, ok := exceptions[service]; ok {
		r.mode = m
		if m == holding {
			r.member = r.element.Member(holders[service])
			if r.member == nil {
				r.mode = linked
			}
		}
		return r
	}
	if r.member = owner(r.element, s.Schema.Type(n.Parent.Element())); r.member != nil {
		r.mode = filtered
		return r
	}
	r.mode = linked
	return r
}

// owner returns the member of a type by which it refers to the object above its collection.
func owner(t, above *schema.Type) *schema.Member {
	if above == nil {
		return nil
	}
	if m := t.Member(above.Name); m != nil && m.Link && !m.List && m.Type == above {
		return m
	}
	return nil
}

// Linked reports whether objects are put into the collection by reference.
func (s *Store) Linked(n *route.Node) bool {
	r := s.rules[n]
	return r != nil && r.mode == linked
}

// OwnerMember returns the member by which the objects of the collection refer to the one above, or nil.
func (s *Store) OwnerMember(n *route.Node) *schema.Member {
	if r := s.rules[n]; r != nil && (r.mode == filtered || r.mode == holding) {
		return r.member
	}
	return nil
}

// Mirror returns the collection of an object that holds in turn the owner of a linked collection, or "".
func (s *Store) Mirror(n *route.Node) string {
	if n.Service.Name == "assigned_affinity_labels" && n.Parent != nil && n.Parent.Parent != nil {
		return n.Parent.Parent.Segment
	}
	return mirrors[n.Service.Name]
}

// Element returns the type of the objects of a node.
func (s *Store) Element(n *route.Node) *schema.Type { return s.Schema.Type(n.Element()) }

// Owns reports whether the objects of the collection live there.
func (s *Store) Owns(n *route.Node) bool {
	r := s.rules[n]
	return r != nil && r.element != nil && r.mode == owned
}
