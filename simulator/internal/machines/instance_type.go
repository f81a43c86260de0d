package machines

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// instanceTypeParts are what each instance type shows, whatever was said of it: VmBaseMapper and
// InstanceTypeMapper.
var instanceTypeParts = map[string]any{
	names.ConsoleEnabled:                    false,
	names.CpuTopologyCores:                  1,
	names.CpuTopologySockets:                1,
	names.CpuTopologyThreads:                1,
	names.Description:                       "",
	names.DisplayAllowOverride:              false,
	names.DisplayCopyPasteEnabled:           true,
	names.DisplayDisconnectAction:           "LOCK_SCREEN",
	names.DisplayDisconnectActionDelay:      0,
	names.DisplayFileTransferEnabled:        true,
	names.DisplayMonitors:                   1,
	names.DisplaySmartcardEnabled:           false,
	names.DisplayType:                       "vnc",
	names.DisplayVideoType:                  "vga",
	names.HighAvailabilityEnabled:           false,
	names.HighAvailabilityPriority:          0,
	names.IoThreads:                         1,
	names.Memory:                            0,
	names.MemoryPolicyBallooning:            true,
	names.MigrationAutoConverge:             "inherit",
	names.MigrationCompressed:               "inherit",
	names.MigrationEncrypted:                "inherit",
	names.MigrationParallelMigrationsPolicy: "inherit",
	names.MigrationDowntime:                 -1,
	names.OsBootDevices:                     []string{"hd"},
	names.PlacementPolicyAffinity:           "migratable",
	names.RngDeviceSource:                   "urandom",
	names.SoundcardEnabled:                  false,
	names.TpmEnabled:                        false,
	names.UsbEnabled:                        false,
	names.VirtioScsiEnabled:                 true,
}

// instanceTypeKept are the members that instance types keep.
var instanceTypeKept = []string{
	"id", "name", "description", "console", "cpu", "creation_time", "display", "high_availability",
	"io", "memory",
	"memory_policy", "migration", "migration_downtime", "os", "placement_policy", "rng_device",
	"soundcard_enabled",
	"tpm_enabled", "usb", "virtio_scsi",
}

// registerInstanceTypes sets the behavior of instance types. Only their memory is looked at, not
// what of it is guaranteed, and one that is added without memory has none: recorded.
func (ms *Machines) registerInstanceTypes() {
	ms.w.Hook("instance_types").Add = func(c *world.Call) (*store.Entity, error) {
		o := instanceTypeOnly(c.Body)
		noRng := o.Has(names.RngDevice) && !o.Has(names.RngDeviceSource)
		for name, v := range instanceTypeParts {
			o.Default(name, v)
		}
		if noRng {
			o.Set(names.RngDevice, nil)
		}
		cutMemory(o)
		o.Default(names.MemoryPolicyGuaranteed, o.Int(names.Memory))
		o.Default(names.MemoryPolicyMax, 4*o.Int(names.Memory))
		o.Set(names.CreationTime, ms.w.Time())
		if o.Int(names.Memory)/world.MiB > 0 {
			if err := memoryFits(o, "add Template", "_vmTemplate"); err != nil {
				return nil, err
			}
		}
		return c.Insert(o)
	}
	ms.w.Hook("instance_type").Update = func(c *world.Call) error {
		change := instanceTypeOnly(c.Body)
		after := c.Object().Clone()
		after.Merge(change)
		if memoryChanges(change) {
			if err := memoryFits(after, "edit Template", "_vmTemplate"); err != nil {
				return err
			}
		}
		if err := c.Apply(change); err != nil {
			return err
		}
		ms.w.Change(c.Entity(), cutMemory)
		if c.Body.Has(names.RngDevice) && !c.Body.Has(names.RngDeviceSource) {
			ms.w.Set(c.Entity(), names.RngDevice, nil)
		}
		return nil
	}
	for _, service := range [...]string{"instance_types", "instance_type"} {
		ms.w.Hook(service).Show = func(_ *store.Place, v *document.View, q world.Query) {
			machineShown(v, q)
		}
	}
}

// instanceTypeOnly returns what an instance type keeps of a document.
func instanceTypeOnly(body *store.Object) *store.Object {
	o := body.Clone()
	body.Each(func(m *schema.Member, _ any) {
		if !slices.Contains(instanceTypeKept, m.Name) {
			o.Put(m, nil)
		}
	})
	return o
}
