package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// vmChildren applies what is wanted of the NICs and disks of a VM.
type vmChildren struct {
	base
	vm       *types.Vm
	given    *types.Vm       // given is the VM as the caller knows it, or nil
	template *types.Template // template is that which is wanted
	result   *Result[types.Vm]
	profiles []*types.VnicProfile // profiles are all of the engine, once they were read
}

func (c *vmChildren) service() *services.VmService {
	return c.engine.SystemService().VmsService().VmService(idOf(c.vm))
}

// apply applies the NICs and the disks, and puts them into the VM of the result.
func (c *vmChildren) apply(ctx context.Context, wanted *types.Vm) error {
	if wanted.Nics == nil && wanted.DiskAttachments == nil {
		return nil
	}
	c.result.Object = new(*c.result.Object)
	if wanted.Nics != nil {
		if err := c.applyNics(ctx, wanted.Nics); err != nil {
			return err
		}
	}
	if wanted.DiskAttachments != nil {
		return c.applyDisks(ctx, wanted.DiskAttachments)
	}
	return nil
}

// plannedTemplate returns the ID of the template of a VM that a plan makes; it is empty otherwise.
func (c *vmChildren) plannedTemplate(ctx context.Context) (string, error) {
	p, ok := c.engine.(*Plan)
	if !ok || !p.makes("/vms/"+idOf(c.vm)) || c.template == nil {
		return "", nil
	}
	if id := idOf(c.template); id != "" {
		return id, nil
	}
	find := func(ctx context.Context, engine sdk.Engine) (*types.Template, error) {
		return findTemplate(ctx, engine, c.template, c.options)
	}
	t, err := lookup(ctx, c.engine, find)
	return idOf(t), err
}
