package storage

import (
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// firstBlocks is what a growing disk takes at first on block storage, and FirstHeader what it takes
// of files.
const (
	firstBlocks = int64(world.GiB)
	FirstHeader = int64(world.MiB)
)

// watchDiskSizes lets the space of storage domains follow from the disks on them.
func (st *Storage) watchDiskSizes() {
	st.w.OnChange(names.Disk, func(e *store.Entity, before, after *store.Object) {
		// what isn't registered is on the storage too
		if e.Owner == nil || world.TypeOf(e.Owner).Name == names.StorageDomain {
			st.countDisk(before, -1)
			st.countDisk(after, 1)
		}
	})
}

// countDisk adds the size of a disk to the used space of its storage domains if sign is 1, and
// subtracts it if sign is -1.
func (st *Storage) countDisk(disk *store.Object, sign int64) {
	if disk == nil {
		return
	}
	size := sign * diskSize(disk)
	if size == 0 {
		return
	}
	for _, ref := range disk.List(names.StorageDomains) {
		if sd := st.w.Resolve(ref); sd != nil {
			st.useSpace(sd, size)
		}
	}
}

// diskSize returns what a disk takes on storage with its snapshots.
func diskSize(disk *store.Object) int64 {
	return max(disk.Int(names.TotalSize), disk.Int(names.ActualSize))
}

// useSpace moves bytes of a storage domain from the free ones to the used ones, or back if there
// are less than none. Sizes that aren't known stay so.
func (st *Storage) useSpace(sd *store.Entity, size int64) {
	o := sd.Object()
	if !o.Has(names.Available) || !o.Has(names.Used) {
		return
	}
	free := o.Int(names.Available)
	size = max(min(size, free), -o.Int(names.Used))
	if size == 0 {
		return
	}
	st.w.Set(sd, names.Available, free-size, names.Used, o.Int(names.Used)+size)
	st.warnSpace(sd, free)
}

// wholeGiB rounds the sizes of a domain, of which engines know no more.
func wholeGiB(domain *store.Object) {
	for _, name := range [...]string{names.Available, names.Used} {
		if domain.Has(name) {
			domain.Set(name, (domain.Int(name)+world.GiB/2)/world.GiB*world.GiB)
		}
	}
}

// warnSpace writes an event when the free space of a domain falls below one of its limits.
func (st *Storage) warnSpace(sd *store.Entity, before int64) {
	o := sd.Object()
	now, total := o.Int(names.Available), o.Int(names.Available)+o.Int(names.Used)
	limit := total / 100 * o.Int(names.WarningLowSpaceIndicator)
	blocked := o.Int(names.CriticalSpaceActionBlocker) * world.GiB
	more := world.Named{"disk_space": strconv.FormatInt(now/world.GiB, 10)}
	switch {
	case before >= blocked && now < blocked:
		st.w.Report(201, more, sd)
	case before >= limit && now < limit:
		st.w.Report(26, more, sd)
	}
}

// newSize returns what a new disk takes in a domain before anybody writes to it.
func newSize(disk *store.Object, domain *store.Entity) int64 {
	switch {
	case !disk.True(names.Sparse):
		return disk.Int(names.ProvisionedSize)
	case disk.Text(names.Format) == "cow" && !isFile(domain):
		return firstBlocks
	}
	return FirstHeader
}

// checkSpace refuses what a storage domain has no room for, and everything that needs room on one
// that is nearly full.
func checkSpace(domain *store.Entity, size int64, what string) error {
	o := domain.Object()
	if !o.Has(names.Available) {
		return nil
	}
	free := o.Int(names.Available)
	if free < size || free/world.GiB < o.Int(names.CriticalSpaceActionBlocker) {
		return world.Conflict("Cannot %s. Low disk space on Storage Domain %s.", what, o.Name())
	}
	return nil
}

// CheckSpace does the same for all domains on which a disk grows by so much.
func (st *Storage) CheckSpace(disk *store.Object, size int64, what string) error {
	for _, ref := range disk.List(names.StorageDomains) {
		if domain := st.w.Resolve(ref); domain != nil {
			if err := checkSpace(domain, size, what); err != nil {
				return err
			}
		}
	}
	return nil
}

// CheckSpaceForCopies refuses to make copies of the disks of a VM or template for which there is no
// room.
func (st *Storage) CheckSpaceForCopies(from *store.Entity, what string) error {
	if from == nil {
		return nil
	}
	need := map[*store.Entity]int64{}
	for _, a := range st.w.Of(from, "diskattachments") {
		disk := st.w.Target(a, names.Disk)
		if disk == nil || disk.Object().True(names.Shareable) ||
			disk.Object().Text(names.StorageType) == "lun" {
			continue
		}
		for _, ref := range disk.Object().List(names.StorageDomains) {
			domain := st.w.Resolve(ref)
			if domain == nil {
				continue
			}
			need[domain] += newSize(disk.Object(), domain)
			if err := checkSpace(domain, need[domain], what); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// CheckCenterUp refuses what needs a cluster's data center up.
func (st *Storage) CheckCenterUp(cluster *store.Entity, what string) error {
	if cluster == nil {
		return nil
	}
	switch center := st.w.Target(cluster, names.DataCenter); {
	case center == nil:
		return world.Conflict("Data Center doesn't exist.")
	case center.Object().Text(names.Status) != world.Up:
		return world.Conflict("Cannot %s. Unknown Data Center status.", what)
	}
	return nil
}
