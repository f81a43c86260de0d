package behavior

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// Attachments returns the disk attachments of a disk. It must be called within Read or Update.
func (w *World) Attachments(disk *store.Entity) []*store.Entity { return w.attachmentsOf(disk) }
