package ensure

import (
	"context"
	"errors"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

var vmPoolFields = fields{
	managed: []string{
		"Name", "Description", "Comment", "AutoStorageSelect", "Cluster", "Display.Proxy",
		"InstanceType", "MaxUserVms", "PrestartedVms", "RngDevice", "Size", "SoundcardEnabled",
		"Stateful", "Template", "TpmEnabled", "Type", "UseLatestTemplateVersion", "Vm",
	},
	managedElsewhere: map[string]string{"Permissions": "use Permission"},
	createOnly: []string{
		"InstanceType", "RngDevice", "SoundcardEnabled", "TpmEnabled", "Vm",
	},
	unchangeable: []string{"AutoStorageSelect", "Cluster", "Stateful", "Type"},
}

// VmPool creates or updates a pool of VMs, which is found by its name, so that it matches wanted,
// and waits until the engine isn't at work on its VMs and a pool that it created or enlarged has
// them all.
//
// It manages Name, Description, Comment, Size, MaxUserVms, PrestartedVms, Template,
// UseLatestTemplateVersion and the Proxy of Display. Cluster, Type, Stateful and AutoStorageSelect
// can't be changed. InstanceType, RngDevice, SoundcardEnabled, TpmEnabled and Vm, which is laid
// over the template, count when a pool is created.
//
// A new pool needs its Cluster and a Template that isn't Blank, by ID or name. Size only grows: to
// shrink a pool detach and remove VMs of it. PrestartedVms can't exceed it. Engines refuse changes
// of a pool for some seconds after they made VMs for it; they are repeated for half a minute.
func VmPool(
	ctx context.Context, engine sdk.Engine, wanted *types.VmPool, opts ...Option,
) (Result[types.VmPool], error) {
	const op = "ensure.VmPool"
	return present(ctx, vmPools(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// VmPoolAbsent removes the pool of that name with its VMs, and waits until it is gone. The engine
// stops VMs that run.
func VmPoolAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.VmPool], error) {
	return absent(ctx, vmPools(engine, "ensure.VmPoolAbsent", name, apply(opts)))
}

// vmPoolKind is the kind of pools of VMs, which are found by name.
type vmPoolKind struct {
	defaults[types.VmPool]
	name  string
	asked int64 // asked is the size that the engine agreed to.
}

func vmPools(engine sdk.Engine, op, name string, o *options) *vmPoolKind {
	on := base{engine, op, o}
	return &vmPoolKind{defaults: defaults[types.VmPool]{on}, name: name}
}

func (*vmPoolKind) fields() *fields { return &vmPoolFields }

func (k *vmPoolKind) service() *services.VmPoolsService {
	return k.engine.SystemService().VmPoolsService()
}

func (k *vmPoolKind) find(ctx context.Context, engine sdk.Engine) (*types.VmPool, error) {
	return find.ByName(ctx, engine.SystemService().VmPoolsService().All, k.name, k.call...)
}

func (k *vmPoolKind) prepare(
	ctx context.Context, old, wanted *types.VmPool,
) (*types.VmPool, error) {
	out, err := poolRefs(ctx, k.engine, old, wanted, k.options)
	switch {
	case err != nil:
		return nil, err
	case old == nil && (out.Cluster == nil || out.Template == nil):
		return nil, k.mistake("a new pool needs a cluster and a template")
	case old != nil && out.Size != nil && *out.Size < sdk.Value(old.Size):
		return nil, k.mistake("size can't shrink from %d to %d: detach and remove VMs of the pool",
			sdk.Value(old.Size), *out.Size)
	}
	return out, nil
}

func (k *vmPoolKind) add(ctx context.Context, v *types.VmPool) (*types.VmPool, error) {
	added, err := k.service().Add(ctx, v, nil, k.call...)
	if err == nil {
		k.asked = sdk.Value(v.Size)
	}
	return added, err
}

func (k *vmPoolKind) update(
	ctx context.Context, id string, change, _ *types.VmPool,
) (*types.VmPool, error) {
	var updated *types.VmPool
	err := whileRefused(ctx, func() (err error) {
		updated, err = k.service().PoolService(id).Update(ctx, change, nil, k.call...)
		return err
	})
	if err == nil {
		k.asked = sdk.Value(change.Size)
	}
	return updated, err
}

func (k *vmPoolKind) remove(ctx context.Context, old *types.VmPool) error {
	return whileRefused(ctx, func() error {
		return k.service().PoolService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
	})
}

// Engines refuse to change a pool until they are done with the VMs that they made for it, which
// takes some seconds after the last of them is down.
const (
	refusals    = 15 // refusals is how many of them are tolerated.
	refusalTime = 2 * time.Second
)

// whileRefused repeats a call as long as the state of a pool forbids it.
func whileRefused(ctx context.Context, call func() error) error {
	err := call()
	for n := 0; n < refusals && errors.Is(err, sdk.ErrConflict) && sleep(ctx, refusalTime); n++ {
		err = call()
	}
	return err
}

// busy reports true: only the VMs of a pool tell.
func (*vmPoolKind) busy(*types.VmPool) bool { return true }

func (k *vmPoolKind) waitIdle(ctx context.Context, id string) (*types.VmPool, error) {
	return waitForVms(ctx, k.engine, id, k.name, k.asked, k.options)
}

func (k *vmPoolKind) waitGone(ctx context.Context, id string) error {
	return wait.Gone(ctx, k.service().PoolService(id).Get, k.wait...)
}

// poolRefs returns a copy of a pool that refers by IDs.
func poolRefs(
	ctx context.Context, engine sdk.Engine, old, wanted *types.VmPool, o *options,
) (*types.VmPool, error) {
	out := new(*wanted)
	if out.Cluster != nil {
		v, err := referCluster(ctx, engine, out.Cluster, o)
		if err != nil {
			return nil, err
		}
		out.Cluster = &types.Cluster{ID: v.ID}
	}
	if out.Template == nil {
		return out, nil
	}
	template := out.Template
	if idOf(template) == "" {
		find := func(ctx context.Context, engine sdk.Engine) (*types.Template, error) {
			return findTemplate(ctx, engine, template, o)
		}
		v, err := lookup(ctx, engine, find)
		if err != nil {
			return nil, err
		}
		template = v
	}
	out.Template = &types.Template{ID: template.ID}
	if old == nil || old.Template == nil || idOf(old.Template) == idOf(template) ||
		!sdk.Value(old.UseLatestTemplateVersion) {
		return out, nil
	}
	// The pool has followed the versions of its template.
	has, err := nameByID(ctx, engine, old.Template, idOf(old.Template), o.call)
	if err != nil {
		return nil, err
	}
	name := nameOf(template)
	if name == "" {
		if name, err = nameByID(ctx, engine, template, idOf(template), o.call); err != nil {
			return nil, err
		}
	}
	if name == has {
		out.Template = nil
	}
	return out, nil
}

// waitForVms waits until a pool has as many VMs as were asked for, and none of its VMs is locked.
func waitForVms(
	ctx context.Context, engine sdk.Engine, id, name string, asked int64, o *options,
) (*types.VmPool, error) {
	ready := false
	get := func(
		ctx context.Context, params *services.VmPoolGetParams, opts ...call.Option,
	) (*types.VmPool, error) {
		locked, err := lockedVms(ctx, engine, id, name, opts)
		if err != nil {
			return nil, err
		}
		pool, err := engine.SystemService().VmPoolsService().PoolService(id).Get(ctx, params, opts...)
		ready = !locked && (pool == nil || sdk.Value(pool.Size) >= asked)
		return pool, err
	}
	goal := wait.Cond(func(*types.VmPool) bool { return ready })
	named := []wait.Option{wait.Named("VM pool", id)}
	return wait.For(ctx, get, goal, append(named, o.wait...)...)
}

// lockedVms reports whether the engine is at work on a VM of a pool.
func lockedVms(
	ctx context.Context, engine sdk.Engine, id, name string, opts []call.Option,
) (bool, error) {
	params := new(services.VmsListParams)
	if q, err := search.Text[types.Vm]("pool").Equal(name).Build(); err == nil {
		params.Search = q
	}
	for vm, err := range engine.SystemService().VmsService().All(ctx, params, opts...) {
		if err != nil {
			return false, err
		}
		if idOf(vm.VmPool) == id && vm.Status == types.VmStatusImageLocked {
			return true, nil
		}
	}
	return false, nil
}
