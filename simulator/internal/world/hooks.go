package world

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Hooks are what a service does in its own way. What is nil is done in the general way.
type Hooks struct {
	Add     func(*Call) (*store.Entity, error) // Add creates the object that a call describes.
	Update  func(*Call) error                  // Update changes the object of a call.
	Remove  func(*Call) error                  // Remove removes the object of a call.
	Actions map[string]func(*Call) error       // Actions perform the actions, by segment.
	// Choose leaves those objects of the list that the parameters of a request ask for; it must not
	// change the list.
	Choose func(p *store.Place, list []*store.Entity, q Query) []*store.Entity
	// List returns why the list can't be read now, or nil; it is called within Read.
	List func(p *store.Place) error
	// Show changes how an object is presented at a place; it is called within Read.
	Show func(p *store.Place, v *document.View, q Query)
}

// Hooks returns what is special about a service, or nil. It may be called at any time.
func (w *World) Hooks(service string) *Hooks { return w.hooks[service] }

// Hook returns the hooks of a service to be filled.
func (w *World) Hook(service string) *Hooks {
	h := w.hooks[service]
	if h == nil {
		h = &Hooks{Actions: map[string]func(*Call) error{}}
		w.hooks[service] = h
	}
	return h
}

// SetHooks shares the hooks of a service with another one.
func (w *World) SetHooks(service string, h *Hooks) { w.hooks[service] = h }

// hooksAt returns the hooks of a collection or object: those of its own service or else, where it
// is a view of what the entry point has, those of the service there.
func (w *World) hooksAt(n *route.Node) *Hooks {
	if h := w.hooks[n.Service.Name]; h != nil {
		return h
	}
	collection := n
	if n.Segment == "" && n.Parent != nil {
		collection = n.Parent
	}
	if w.OwnerMember(collection) != nil {
		if home := w.Root(w.Element(collection)); home != nil {
			if collection != n {
				home = home.Item
			}
			if h := w.hooks[home.Service.Name]; h != nil {
				return h
			}
		}
	}
	return &Hooks{}
}

// Choose leaves those objects of a list that the caller asks for. It is called within Read.
func (w *World) Choose(p *store.Place, list []*store.Entity, q Query) []*store.Entity {
	if h := w.hooks[p.Node.Service.Name]; h != nil && h.Choose != nil {
		return h.Choose(p, list, q)
	}
	return list
}

// Listable returns why a list can't be read now, or nil. It is called within Read.
func (w *World) Listable(p *store.Place) error {
	if h := w.hooks[p.Node.Service.Name]; h != nil && h.List != nil {
		return h.List(p)
	}
	return nil
}

// UnknownHooks returns the services with hooks that the model of the world lacks, and the actions
// with hooks that none of its services has. Models of other releases than the newest lack some.
func (w *World) UnknownHooks() []string {
	actions := map[string]bool{}
	for _, service := range w.Schema.Model.Services {
		for _, m := range w.Schema.Model.Methods(service) {
			actions[m.Segment()] = true
		}
	}
	unknown := []string{}
	for service, h := range w.hooks {
		if w.Schema.Model.Service(service) == nil {
			unknown = append(unknown, service)
		}
		for action := range h.Actions {
			if !actions[action] {
				unknown = append(unknown, action)
			}
		}
	}
	slices.Sort(unknown)
	return unknown
}
