package store

import "github.com/ovirt-go/ovirt/simulator/internal/schema"

// ByUUID reports whether the objects of a type have UUIDs for ids.
func ByUUID(t *schema.Type) bool { return !freeID[t.Name] }
