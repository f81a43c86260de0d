// Package route finds the service and the method that a path and a verb mean, from the model at run time.
package route

import (
	"net/url"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// Node is a service at one place in the tree of paths. Nodes are immutable.
type Node struct {
	Service *model.Service
	Segment string // Segment is the node's own part of the path; empty for the root and for nodes that stand for one object.
	Pattern string // Pattern is the whole path, such as /vms/{}/nics.
	Parent  *Node
	Item    *Node            // Item is the node of one object of the collection; nil if there is none.
	Fixed   map[string]*Node // Fixed are the nodes below by segment.
	Rels    []string         // Rels are the segments of the collections below that can be listed, sorted.
	Actions []string         // Actions are the segments of the actions, sorted.

	kinds   map[model.Kind][]*model.Method // base method first, then variants
	actions map[string][]*model.Method
}

// Tree is the tree of all paths of a model.
type Tree struct{ Root *Node }

// New builds the tree.
func New(m *model.Model) *Tree { return &Tree{Root: build(m, m.Root(), nil, "", "")} }

func build(m *model.Model, s *model.Service, parent *Node, segment, pattern string) *Node {
	n := &Node{
		Service: s, Segment: segment, Pattern: pattern, Parent: parent,
		Fixed: map[string]*Node{}, kinds: map[model.Kind][]*model.Method{}, actions: map[string][]*model.Method{},
	}
	for _, method := range m.Methods(s) {
		if method.Kind == model.Action {
			n.actions[method.Segment()] = baseFirst(n.actions[method.Segment()], method)
		} else {
			n.kinds[method.Kind] = baseFirst(n.kinds[method.Kind], method)
		}
	}
	for action := range n.actions {
		n.Actions = append(n.Actions, action)
	}
	for _, l := range m.Locators(s) {
		if l.Param != "" {
			n.Item = build(m, m.Service(l.Service), n, "", pattern+"/{}")
			continue
		}
		child := build(m, m.Service(l.Service), n, l.Segment(), pattern+"/"+l.Segment())
		n.Fixed[l.Segment()] = child
		if child.Has(model.List) {
			n.Rels = append(n.Rels, l.Segment())
		}
	}
	slices.Sort(n.Actions)
	slices.Sort(n.Rels)
	return n
}

func baseFirst(methods []*model.Method, method *model.Method) []*model.Method {
	if method.Base == "" {
		return slices.Insert(methods, 0, method)
	}
	return append(methods, method)
}

// Has reports whether the node's service has a method of the kind.
func (n *Node) Has(k model.Kind) bool { return len(n.kinds[k]) > 0 }

// Methods returns the method of a kind and behind it its variants; none if the service lacks it.
func (n *Node) Methods(k model.Kind) []*model.Method { return n.kinds[k] }

// Action returns the method of an action and behind it its variants, by the segment of the path.
func (n *Node) Action(segment string) []*model.Method { return n.actions[segment] }

// Element returns the name of the type of the objects of a collection or of one object, or "". Where the methods of one don't tell, those
// of the other do.
func (n *Node) Element() string {
	name := n.element()
	switch {
	case name == "" && n.Item != nil:
		name = n.Item.element()
	case name == "" && n.Segment == "" && n.Parent != nil:
		name = n.Parent.element()
	}
	return name
}

func (n *Node) element() string {
	for _, k := range [...]model.Kind{model.List, model.Get, model.Add, model.Update} {
		for _, method := range n.kinds[k] {
			if p := method.Main(); p != nil {
				return p.Type.Name
			}
		}
	}
	return ""
}

// Walk calls f for the node and for all nodes below, parents first and siblings by segment.
func (n *Node) Walk(f func(*Node)) {
	f(n)
	if n.Item != nil {
		n.Item.Walk(f)
	}
	segments := make([]string, 0, len(n.Fixed))
	for segment := range n.Fixed {
		segments = append(segments, segment)
	}
	slices.Sort(segments)
	for _, segment := range segments {
		n.Fixed[segment].Walk(f)
	}
}

// Step is one part of a path and the node that it leads to. For nodes that stand for one object the text is its id.
type Step struct {
	Node *Node
	Text string
}

// Match is what a path means.
type Match struct {
	Node   *Node
	Steps  []Step
	Action string // Action is the segment of the action; empty if the path is that of the node.
	Rest   []string
}

// Find follows a path from the root, whose parts are unescaped and free of matrix parameters. It reports false if the path leads
// nowhere. What stands behind an action or behind creation_status is Rest: ids of tasks.
func (t *Tree) Find(segments []string) (Match, bool) {
	m := Match{Node: t.Root}
	for i, segment := range segments {
		next := m.Node.Fixed[segment]
		switch {
		case segment == "":
			return Match{}, false
		case next != nil:
		case m.Node.Action(segment) != nil && i+2 >= len(segments):
			m.Action, m.Rest = segment, segments[i+1:]
			return m, true
		case segment == CreationStatus && i+2 == len(segments):
			m.Action, m.Rest = segment, segments[i+1:]
			return m, true
		case m.Node.Item != nil:
			next = m.Node.Item
		default:
			return Match{}, false
		}
		m.Node = next
		m.Steps = append(m.Steps, Step{Node: next, Text: segment})
	}
	return m, true
}

// CreationStatus is the segment under which the progress of what was added is found.
const CreationStatus = "creation_status"

// Split cuts a path below the entry point into its parts and takes the matrix parameters of the last one off. Parts are still
// escaped.
func Split(path string) (segments []string, matrix string) {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil, ""
	}
	segments = strings.Split(path, "/")
	for i, segment := range segments {
		head, tail, _ := strings.Cut(segment, ";")
		segments[i] = head
		if i == len(segments)-1 {
			matrix = tail
		}
	}
	// /api;x=y addresses the entry point itself.
	if len(segments) == 1 && segments[0] == "" {
		return nil, matrix
	}
	return segments, matrix
}

// Unescape replaces the parts of a path by what they mean. The error is for one that isn't escaped well.
func Unescape(segments []string) error {
	for i, segment := range segments {
		text, err := url.PathUnescape(segment)
		if err != nil {
			return err
		}
		segments[i] = text
	}
	return nil
}
