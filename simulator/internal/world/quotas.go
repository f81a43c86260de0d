package world

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// Quotas decides what a data center's quotas leave for VMs and disks.
type Quotas interface {
	// UseCluster takes memory and processors from the quota of a VM that starts, or refuses. What
	// names the operation in the refusal, as in "run VM".
	UseCluster(c *Call, vm *store.Entity, what string) error
	// UseStorage takes bytes on a storage domain from the quota of a disk, or refuses.
	UseStorage(c *Call, disk *store.Object, domain *store.Entity, size int64, what string) error
	// UseStorageForCopies refuses copies of the disks of a VM or template for which their quotas
	// have no room. The entity may be nil.
	UseStorageForCopies(c *Call, from *store.Entity, what string) error
	// DefaultQuotaOf returns the quota that a data center has from the beginning, or nil. The data
	// center may be nil.
	DefaultQuotaOf(center *store.Entity) *store.Entity
}
