package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// Template creates or updates a template, which is found by its name, so that it matches wanted,
// and waits until it is ok. A new one is made of the VM that is given by ID or name, which must be
// down.
//
// It manages Name, Description, Comment, AutoPinningPolicy, Bios, Cluster, Console, Cpu,
// CpuPinningPolicy, CpuProfile, CpuShares, CustomCompatibilityVersion, CustomCpuModel,
// CustomEmulatedMachine, CustomProperties, DeleteProtected, DiskAttachments, Display,
// HighAvailability, Initialization, Io, LargeIcon, Lease, Memory, MemoryPolicy, Migration,
// MigrationDowntime, MultiQueuesEnabled, Os, PlacementPolicy, Quota, RngDevice, SerialNumber,
// SmallIcon, SoundcardEnabled, Sso, StartPaused, Stateless, StorageDomain,
// StorageErrorResumeBehaviour, TimeZone, TpmEnabled, TunnelMigration, Type, Usb, Version,
// VirtioScsi, VirtioScsiMultiQueues, VirtioScsiMultiQueuesEnabled and Vm.
//
// Of the versions of a template the base is meant, or the one that Version names by its VersionName
// or VersionNumber; a new version needs its BaseTemplate too. DiskAttachments, StorageDomain and Vm
// count when a template is created, and aren't compared. What [Vm] says of Initialization and of
// the fields that cost a request holds for templates too.
func Template(
	ctx context.Context, engine sdk.Engine, wanted *types.Template, opts ...Option,
) (Result[types.Template], error) {
	return present(ctx, templates(engine, "ensure.Template", wanted, apply(opts)), wanted)
}

// TemplateAbsent removes the template of that name, or the version that Version names; no more is
// read of which than that. It waits until the template is gone. The engine refuses that while there
// are VMs of it.
func TemplateAbsent(
	ctx context.Context, engine sdk.Engine, which *types.Template, opts ...Option,
) (Result[types.Template], error) {
	return absent(ctx, templates(engine, "ensure.TemplateAbsent", which, apply(opts)))
}

// templateKind is the kind of templates, which are found by name and version.
type templateKind struct {
	defaults[types.Template]
	wanted *types.Template
}

func templates(engine sdk.Engine, op string, wanted *types.Template, o *options) templateKind {
	on := base{engine, op, o}
	return templateKind{defaults: defaults[types.Template]{on}, wanted: wanted}
}

func (templateKind) fields() *fields { return &templateFields }

func (k templateKind) service() *services.TemplatesService {
	return k.engine.SystemService().TemplatesService()
}

func (k templateKind) find(ctx context.Context, engine sdk.Engine) (*types.Template, error) {
	return findTemplate(ctx, engine, k.wanted, k.options)
}

func (templateKind) prepare(
	_ context.Context, old, wanted *types.Template,
) (*types.Template, error) {
	if old != nil {
		return without(wanted, []string{"Version"}), nil // It was found by it.
	}
	return wanted, nil
}

// forComparison reads a template with all_content from the list: alone engines show its sound card
// the wrong way round.
func (k templateKind) forComparison(
	ctx context.Context, now *types.Template, allContent bool,
) (*types.Template, error) {
	if !allContent {
		return now, nil
	}
	params := &services.TemplatesListParams{}
	if q, err := search.Text[types.Template]("name").Equal(nameOf(now)).Build(); err == nil {
		params.Search = q
	}
	list := k.service().All(ctx, params, withAllContent(k.call)...)
	return one("template", nameOf(now), where(list, func(v *types.Template) (bool, error) {
		return idOf(v) == idOf(now), nil
	}))
}

func (templateKind) complete(change, wanted *types.Template) {
	change.Initialization = wholeInitialization(change.Initialization, wanted.Initialization)
}

func (k templateKind) add(ctx context.Context, v *types.Template) (*types.Template, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k templateKind) update(
	ctx context.Context, id string, change, _ *types.Template,
) (*types.Template, error) {
	return k.service().TemplateService(id).Update(ctx, change, nil, k.call...)
}

func (k templateKind) remove(ctx context.Context, old *types.Template) error {
	return k.service().TemplateService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

func (templateKind) busy(v *types.Template) bool { return v.Status == types.TemplateStatusLocked }

func (k templateKind) waitIdle(ctx context.Context, id string) (*types.Template, error) {
	return wait.TemplateOk(ctx, k.engine, id, k.wait...)
}

func (k templateKind) waitGone(ctx context.Context, id string) error {
	return wait.Gone(ctx, k.service().TemplateService(id).Get, k.wait...)
}

func findTemplate(
	ctx context.Context, engine sdk.Engine, wanted *types.Template, o *options,
) (*types.Template, error) {
	name := nameOf(wanted)
	if name == "" {
		return nil, fmt.Errorf("the template has no name: %w", sdk.ErrInvalid)
	}
	params := &services.TemplatesListParams{}
	if q, err := search.Text[types.Template]("name").Equal(name).Build(); err == nil {
		params.Search = q
	}
	list := engine.SystemService().TemplatesService().All(ctx, params, o.call...)
	return one("template", name, where(list, func(v *types.Template) (bool, error) {
		return nameOf(v) == name && sameVersion(v, wanted.Version), nil
	}))
}

// sameVersion reports whether a template is the wanted version, which is the base if nothing is
// said.
func sameVersion(v *types.Template, wanted *types.TemplateVersion) bool {
	switch has := v.Version; {
	case wanted == nil || wanted.VersionName == nil && wanted.VersionNumber == nil:
		return has == nil || has.BaseTemplate == nil || idOf(has.BaseTemplate) == idOf(v)
	case has == nil:
		return false
	case wanted.VersionNumber != nil:
		return sdk.Value(has.VersionNumber) == *wanted.VersionNumber
	default:
		return sdk.Value(has.VersionName) == *wanted.VersionName
	}
}
