package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
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

// instanceTypeMembers gives instance types the members that each shows, and forgets what they don't
// keep. It comes after instanceTypes, which looks after their memory.
func (w *World) instanceTypeMembers() {
	list := w.hook("instance_types")
	add := list.Add
	list.Add = func(c *Call) (*store.Entity, error) {
		o := instanceTypeOnly(c.Body)
		noRng := withoutSource(o)
		for name, v := range instanceTypeParts {
			o.Default(name, v)
		}
		if noRng {
			o.Set("rng_device", nil)
		}
		o.Set("creation_time", w.Time())
		c.Body = o
		return add(c)
	}
	h := w.hook("instance_type")
	update := h.Update
	h.Update = func(c *Call) error {
		noRng := withoutSource(c.Body)
		c.Body = instanceTypeOnly(c.Body)
		if err := update(c); err != nil || !noRng {
			return err
		}
		w.set(c.Entity(), "rng_device", nil)
		return nil
	}
}

// withoutSource reports whether a document takes the random number generator away.
func withoutSource(o *store.Object) bool {
	return o.Has("rng_device") && !o.Has("rng_device.source")
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
