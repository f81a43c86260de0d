package world

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// Guard decides what the caller of a [Call] may do.
type Guard interface {
	// Authorize refuses a call if the caller lacks a permit that the method needs. Actions are
	// named by their segments, other methods by add, update and remove.
	Authorize(c *Call, method string) error
	// Created makes the caller the owner of what the call added, where the engine does so. The
	// entity may be nil.
	Created(c *Call, e *store.Entity)
}

// authorize asks the guard of a call. Calls of the simulator itself have none.
func (c *Call) authorize(method string) error {
	if c.Guard == nil {
		return nil
	}
	return c.Guard.Authorize(c, method)
}
