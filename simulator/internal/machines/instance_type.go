package machines

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// instanceTypeParts are what each instance type shows, whatever was said of it: VmBaseMapper and
// InstanceTypeMapper.
var instanceTypeParts = map[string]any{
	"console.enabled":                      false,
	"cpu.topology.cores":                   1,
	"cpu.topology.sockets":                 1,
	"cpu.topology.threads":                 1,
	"description":                          "",
	"display.allow_override":               false,
	"display.copy_paste_enabled":           true,
	"display.disconnect_action":            "LOCK_SCREEN",
	"display.disconnect_action_delay":      0,
	"display.file_transfer_enabled":        true,
	"display.monitors":                     1,
	"display.smartcard_enabled":            false,
	"display.type":                         "vnc",
	"display.video_type":                   "vga",
	"high_availability.enabled":            false,
	"high_availability.priority":           0,
	"io.threads":                           1,
	"memory":                               0,
	"memory_policy.ballooning":             true,
	"migration.auto_converge":              "inherit",
	"migration.compressed":                 "inherit",
	"migration.encrypted":                  "inherit",
	"migration.parallel_migrations_policy": "inherit",
	"migration_downtime":                   -1,
	"os.boot.devices":                      []string{"hd"},
	"placement_policy.affinity":            "migratable",
	"rng_device.source":                    "urandom",
	"soundcard_enabled":                    false,
	"tpm_enabled":                          false,
	"usb.enabled":                          false,
	"virtio_scsi.enabled":                  true,
}

// instanceTypeKept are the members that instance types keep.
var instanceTypeKept = []string{
	"id", "name", "description", "console", "cpu", "creation_time", "display", "high_availability", "io", "memory",
	"memory_policy", "migration", "migration_downtime", "os", "placement_policy", "rng_device", "soundcard_enabled",
	"tpm_enabled", "usb", "virtio_scsi",
}

// registerInstanceTypes sets the behaviour of instance types. Only their memory is looked at, not what of it is
// guaranteed, and one that is added without memory has none: recorded.
func (ms *Machines) registerInstanceTypes() {
	ms.w.Hook("instance_types").Add = func(c *world.Call) (*store.Entity, error) {
		o := instanceTypeOnly(c.Body)
		noRng := o.Has("rng_device") && !o.Has("rng_device.source")
		for name, v := range instanceTypeParts {
			o.Default(name, v)
		}
		if noRng {
			o.Set("rng_device", nil)
		}
		cutMemory(o)
		o.Default("memory_policy.guaranteed", o.Int("memory"))
		o.Default("memory_policy.max", 4*o.Int("memory"))
		o.Set("creation_time", ms.w.Time())
		if o.Int("memory")/world.MiB > 0 {
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
		if c.Body.Has("rng_device") && !c.Body.Has("rng_device.source") {
			ms.w.Set(c.Entity(), "rng_device", nil)
		}
		return nil
	}
	for _, service := range [...]string{"instance_types", "instance_type"} {
		ms.w.Hook(service).Show = func(_ *store.Place, v *document.View, q world.Query) { machineShown(v, q) }
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
