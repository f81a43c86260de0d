package ensure

import (
	"context"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var nicFields = fields{
	managed: []string{"Name", "Interface", "Linked", "Mac", "Plugged", "VnicProfile"},
	managedElsewhere: map[string]string{
		"BootProtocol":            "use the NicConfigurations of the VM's Initialization",
		"Comment":                 "engines keep none of a NIC",
		"Description":             "engines keep none of a NIC",
		"Network":                 "use VnicProfile, with its Network",
		"NetworkFilterParameters": "use the VmNicService's NetworkFilterParametersService",
		"OnBoot":                  "use the NicConfigurations of the VM's Initialization",
	},
	equal: map[string]func(old, wanted any) bool{"Mac.Address": sameFold},
}

// applyNics creates and updates the NICs.
func (c *vmChildren) applyNics(ctx context.Context, wanted []*types.Nic) error {
	present, err := c.presentNics(ctx)
	if err != nil {
		return err
	}
	for _, w := range wanted {
		name := nameOf(w)
		at := -1
		for i, nic := range present {
			if nameOf(nic) == name {
				at = i
			}
		}
		k := c.nicKind(name)
		var old *types.Nic
		if at >= 0 {
			old = present[at]
		}
		r, err := newApplier(k).apply(ctx, old, w)
		c.result.note(k.op, r.Changes...)
		if err != nil {
			return c.withNetworkHint(ctx, w, err)
		}
		if at >= 0 {
			present[at] = r.Object
		} else {
			present = append(present, r.Object)
		}
	}
	if c.exclusive {
		if present, err = c.otherNicsAbsent(ctx, present, wanted); err != nil {
			return err
		}
	}
	c.result.Object.Nics = present
	return nil
}

// nicKind is the kind of NICs of one VM, which are found by name.
type nicKind struct {
	defaults[types.Nic]
	children *vmChildren
	name     string
}

func (c *vmChildren) nicKind(name string) nicKind {
	on := base{c.engine, "nics[" + name + "]", c.options}
	return nicKind{defaults: defaults[types.Nic]{on}, children: c, name: name}
}

func (nicKind) fields() *fields { return &nicFields }

func (k nicKind) service() *services.VmNicsService { return k.children.service().NicsService() }

func (k nicKind) find(ctx context.Context, _ sdk.Engine) (*types.Nic, error) {
	list := k.service().All(ctx, nil, k.call...)
	return find.One(where(list, func(v *types.Nic) (bool, error) {
		return nameOf(v) == k.name, nil
	}))
}

func (k nicKind) prepare(ctx context.Context, _, wanted *types.Nic) (*types.Nic, error) {
	return k.children.withProfile(ctx, wanted)
}

func (k nicKind) add(ctx context.Context, v *types.Nic) (*types.Nic, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k nicKind) update(ctx context.Context, id string, change, _ *types.Nic) (*types.Nic, error) {
	return k.service().NicService(id).Update(ctx, change, nil, k.call...)
}

// remove removes a NIC. One that is plugged into a running VM is unplugged first.
func (k nicKind) remove(ctx context.Context, old *types.Nic) error {
	nic := k.service().NicService(idOf(old))
	if sdk.Value(old.Plugged) && k.children.vm.Status == types.VmStatusUp {
		if err := nic.Deactivate(ctx, nil, k.call...); err != nil {
			return err
		}
	}
	return nic.Remove(ctx, nil, k.call...)
}

// presentNics returns the NICs that the VM has. A VM that a plan makes has those of its template.
func (c *vmChildren) presentNics(ctx context.Context) ([]*types.Nic, error) {
	if c.given != nil && c.given.Nics != nil {
		return slices.Clone(c.given.Nics), nil
	}
	list, err := c.service().NicsService().List(ctx, nil, c.call...)
	if err != nil {
		return nil, err
	}
	template, err := c.plannedTemplate(ctx)
	if template == "" || err != nil {
		return list, err
	}
	more, err := c.engine.SystemService().TemplatesService().TemplateService(template).NicsService().
		List(ctx, nil, c.call...)
	return append(list, more...), err
}

// otherNicsAbsent removes the NICs that aren't wanted.
func (c *vmChildren) otherNicsAbsent(
	ctx context.Context, present, wanted []*types.Nic,
) ([]*types.Nic, error) {
	var stay []*types.Nic
	for _, nic := range present {
		if slices.ContainsFunc(wanted, func(w *types.Nic) bool { return nameOf(w) == nameOf(nic) }) {
			stay = append(stay, nic)
			continue
		}
		if err := c.nicKind(nameOf(nic)).remove(ctx, nic); err != nil {
			return nil, err
		}
		c.result.note("nics["+nameOf(nic)+"]", changes(nic, nil)...)
	}
	return stay, nil
}

// sameFold compares texts without regard to capitals.
func sameFold(old, wanted any) bool { return strings.EqualFold(*old.(*string), *wanted.(*string)) }
