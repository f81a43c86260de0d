package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var instanceTypeFields = fields{
	managed: []string{
		"Name", "Description", "Console", "Cpu.Topology", "Display.AllowOverride",
		"Display.CopyPasteEnabled", "Display.DisconnectAction", "Display.DisconnectActionDelay",
		"Display.FileTransferEnabled", "Display.Monitors", "Display.SmartcardEnabled", "Display.Type",
		"Display.VideoType", "HighAvailability", "Io", "Memory", "MemoryPolicy.Ballooning",
		"MemoryPolicy.Guaranteed", "MemoryPolicy.Max", "Migration.AutoConverge",
		"Migration.Compressed", "Migration.Encrypted", "Migration.ParallelMigrationsPolicy",
		"Migration.CustomParallelMigrations", "Migration.Policy", "MigrationDowntime", "Os.Boot",
		"PlacementPolicy.Affinity", "RngDevice", "SoundcardEnabled", "TpmEnabled", "Usb", "VirtioScsi",
	},
	managedElsewhere: map[string]string{
		"GraphicsConsoles": "use the InstanceTypeService's GraphicsConsolesService",
		"Nics":             "use the InstanceTypeService's NicsService",
		"Watchdogs":        "use the InstanceTypeService's WatchdogsService",
		"Permissions":      "use the services of the template of that ID",

		"PlacementPolicy.Hosts": "set it in each VM",

		"Cluster": "use Template", "CpuProfile": "use Template", "DiskAttachments": "use Template",
		"Initialization": "use Template", "Vm": "use Template", "CustomProperties": "use Template",
	},
	equal: map[string]func(old, wanted any) bool{
		"Memory": sameMiB, "MemoryPolicy.Guaranteed": sameMiB, "MemoryPolicy.Max": sameMiB,
	},
}

// InstanceType creates or updates an instance type, which is found by its name, so that it matches
// wanted.
//
// It manages Name, Description, Console, Cpu, Display, HighAvailability, Io, Memory, MemoryPolicy,
// Migration, MigrationDowntime, Os, PlacementPolicy, RngDevice, SoundcardEnabled, TpmEnabled, Usb
// and VirtioScsi: of Cpu the Topology, of Os the Boot, of PlacementPolicy the Affinity. Other
// fields belong to templates and VMs, and engines don't keep them for an instance type. RngDevice
// without a source removes the device.
//
// Its NICs, watchdogs and consoles are not managed: engines answer the request for a new NIC with
// an error although they create it, and refuse to change a watchdog.
func InstanceType(
	ctx context.Context, engine sdk.Engine, wanted *types.InstanceType, opts ...Option,
) (Result[types.InstanceType], error) {
	const op = "ensure.InstanceType"
	return present(ctx, instanceTypes(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// InstanceTypeAbsent removes the instance type of that name. VMs of it keep what they have.
func InstanceTypeAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.InstanceType], error) {
	return absent(ctx, instanceTypes(engine, "ensure.InstanceTypeAbsent", name, apply(opts)))
}

// instanceTypeKind is the kind of instance types, which are found by name.
type instanceTypeKind struct {
	defaults[types.InstanceType]
	name string
}

func instanceTypes(engine sdk.Engine, op, name string, o *options) instanceTypeKind {
	on := base{engine, op, o}
	return instanceTypeKind{defaults: defaults[types.InstanceType]{on}, name: name}
}

func (instanceTypeKind) fields() *fields { return &instanceTypeFields }

func (k instanceTypeKind) service() *services.InstanceTypesService {
	return k.engine.SystemService().InstanceTypesService()
}

func (k instanceTypeKind) find(
	ctx context.Context, engine sdk.Engine,
) (*types.InstanceType, error) {
	return find.ByName(ctx, engine.SystemService().InstanceTypesService().All, k.name, k.call...)
}

func (k instanceTypeKind) forComparison(
	ctx context.Context, now *types.InstanceType, allContent bool,
) (*types.InstanceType, error) {
	if !allContent {
		return now, nil
	}
	return k.service().InstanceTypeService(idOf(now)).Get(ctx, nil, withAllContent(k.call)...)
}

func (k instanceTypeKind) add(
	ctx context.Context, v *types.InstanceType,
) (*types.InstanceType, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k instanceTypeKind) update(
	ctx context.Context, id string, change, _ *types.InstanceType,
) (*types.InstanceType, error) {
	return k.service().InstanceTypeService(id).Update(ctx, change, nil, k.call...)
}

func (k instanceTypeKind) remove(ctx context.Context, old *types.InstanceType) error {
	return k.service().InstanceTypeService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}
