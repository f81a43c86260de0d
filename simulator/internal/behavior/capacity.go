package behavior

import (
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// firstBlocks is what a growing disk takes at first on block storage, and firstHeader what it takes of files.
const (
	firstBlocks = int64(gib)
	firstHeader = int64(mib)
)

// capacity lets the space of storage domains follow from the disks on them.
func (w *World) capacity() {
	w.OnChange("disk", func(e *store.Entity, before, after *store.Object) {
		if e.Owner == nil || typeOf(e.Owner).Name == "storage_domain" { // what isn't registered is on the storage too
			w.weigh(before, -1)
			w.weigh(after, 1)
		}
	})
}

// weigh takes the room of a disk from its storage domains, or returns it.
func (w *World) weigh(disk *store.Object, sign int64) {
	if disk == nil {
		return
	}
	size := sign * diskSize(disk)
	if size == 0 {
		return
	}
	for _, ref := range disk.List("storage_domains") {
		if sd := w.Resolve(ref); sd != nil {
			w.occupy(sd, size)
		}
	}
}

// diskSize returns what a disk takes on storage with its snapshots.
func diskSize(disk *store.Object) int64 { return max(disk.Int("total_size"), disk.Int("actual_size")) }

// occupy moves bytes of a storage domain from the free ones to the used ones, or back if there are less than none. Sizes that aren't known stay so.
func (w *World) occupy(sd *store.Entity, size int64) {
	o := sd.Object()
	if !o.Has("available") || !o.Has("used") {
		return
	}
	free := o.Int("available")
	size = max(min(size, free), -o.Int("used"))
	if size == 0 {
		return
	}
	w.set(sd, "available", free-size, "used", o.Int("used")+size)
	w.warnSpace(sd, free)
}

// wholeGiB rounds the sizes of a domain, of which engines know no more.
func wholeGiB(domain *store.Object) {
	for _, name := range [...]string{"available", "used"} {
		if domain.Has(name) {
			domain.Set(name, (domain.Int(name)+gib/2)/gib*gib)
		}
	}
}

// warnSpace writes an event when the free space of a domain falls below one of its limits.
func (w *World) warnSpace(sd *store.Entity, before int64) {
	o := sd.Object()
	now, total := o.Int("available"), o.Int("available")+o.Int("used")
	limit := total / 100 * o.Int("warning_low_space_indicator")
	blocked := o.Int("critical_space_action_blocker") * gib
	switch text := " disk space. %s domain has %d GB of free space."; {
	case before >= blocked && now < blocked:
		w.event(201, "error", sd, "Critical, Low"+text, o.Name(), now/gib)
	case before >= limit && now < limit:
		w.event(26, "warning", sd, "Warning, Low"+text, o.Name(), now/gib)
	}
}

// newSize returns what a new disk takes in a domain before anybody writes to it.
func newSize(disk *store.Object, domain *store.Entity) int64 {
	switch {
	case !disk.True("sparse"):
		return disk.Int("provisioned_size")
	case disk.Text("format") == "cow" && !isFile(domain):
		return firstBlocks
	}
	return firstHeader
}

// hasRoom refuses what a storage domain has no room for, and everything that needs room on one that is nearly full.
func hasRoom(domain *store.Entity, size int64, what string) error {
	o := domain.Object()
	if !o.Has("available") {
		return nil
	}
	free := o.Int("available")
	if free < size || free/gib < o.Int("critical_space_action_blocker") {
		return Conflict("Cannot %s. Low disk space on Storage Domain %s.", what, o.Name())
	}
	return nil
}

// roomFor does the same for all domains on which a disk grows by so much.
func (w *World) roomFor(disk *store.Object, size int64, what string) error {
	for _, ref := range disk.List("storage_domains") {
		if domain := w.Resolve(ref); domain != nil {
			if err := hasRoom(domain, size, what); err != nil {
				return err
			}
		}
	}
	return nil
}

// roomForCopies refuses to make copies of the disks of a VM or template for which there is no room.
func (w *World) roomForCopies(from *store.Entity, what string) error {
	if from == nil {
		return nil
	}
	need := map[*store.Entity]int64{}
	for _, a := range w.Of(from, "diskattachments") {
		disk := w.of(a, "disk")
		if disk == nil || disk.Object().True("shareable") || disk.Object().Text("storage_type") == "lun" {
			continue
		}
		for _, ref := range disk.Object().List("storage_domains") {
			domain := w.Resolve(ref)
			if domain == nil {
				continue
			}
			need[domain] += newSize(disk.Object(), domain)
			if err := hasRoom(domain, need[domain], what); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// centerUp refuses what needs a cluster's data center up.
func (w *World) centerUp(cluster *store.Entity, what string) error {
	if cluster == nil {
		return nil
	}
	switch center := w.of(cluster, "data_center"); {
	case center == nil:
		return Conflict("Data Center doesn't exist.")
	case center.Object().Text("status") != up:
		return Conflict("Cannot %s. Unknown Data Center status.", what)
	}
	return nil
}
