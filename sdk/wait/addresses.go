package wait

import (
	"context"
	"net/netip"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// AddressFilter chooses among the addresses that a guest reports. The zero value takes all but
// loopback and link-local ones.
type AddressFilter struct {
	Version types.IpVersion // Version is v4 or v6; empty for both.
	// Device is the guest's name of the device, such as eth0; empty for all.
	Device string
	// Include has the networks of which one must hold the address; nil for any.
	Include   []netip.Prefix
	Exclude   []netip.Prefix // Exclude has networks that must not hold it.
	LinkLocal bool           // LinkLocal takes link-local addresses too.
	Loopback  bool           // Loopback takes those of the guest itself too.
}

// Addresses waits until the agent in the guest of a VM reports an address that the filter takes,
// and returns all such, each once, in the order of the report:
//
//	ips, err := wait.Addresses(ctx, conn, id, wait.AddressFilter{Version: types.IpVersionV4})
//
// It fails in the states in which [VmUp] does. Each look is one GET of the VM, for which the engine
// includes the reported devices in the answer; engines before 4.2 don't do that. A [Poller] makes
// it no cheaper.
func Addresses(
	ctx context.Context, engine sdk.Engine, id string, filter AddressFilter, opts ...Option,
) ([]netip.Addr, error) {
	_, o := settings(engine, opts)
	o.subject = object{kind: "vm", id: id}
	goal := reported{
		StatusGoal: VmIn().Fail("").Rest(
			types.VmStatusDown, types.VmStatusSuspended, types.VmStatusPaused,
		),
		filter: &filter,
	}
	s := root.Of(engine).VmsService().VmService(id)
	params := &services.VmGetParams{Follow: rel.Follow(rel.VmReportedDevices)}
	get := func(ctx context.Context, _ struct{}, opts ...call.Option) (*types.Vm, error) {
		return s.Get(ctx, params, opts...)
	}
	vm, err := single(ctx, newWatch("Addresses", goal, o), get)
	if err != nil {
		return nil, err
	}
	return filter.Of(vm.ReportedDevices), nil
}

// Of returns the addresses of devices that the filter takes, each once, in their order. A text that
// is no address is ignored, and a zone is cut off.
func (f AddressFilter) Of(devices []*types.ReportedDevice) []netip.Addr {
	var out []netip.Addr
	for _, device := range devices {
		if device == nil || f.Device != "" && sdk.Value(device.Name) != f.Device {
			continue
		}
		for _, ip := range device.Ips {
			if ip == nil {
				continue
			}
			addr, err := netip.ParseAddr(sdk.Value(ip.Address))
			if err != nil {
				continue
			}
			if addr = addr.Unmap().WithZone(""); f.takes(addr) && !slices.Contains(out, addr) {
				out = append(out, addr)
			}
		}
	}
	return out
}

func (f AddressFilter) takes(addr netip.Addr) bool {
	holds := func(p netip.Prefix) bool { return p.Contains(addr) }
	switch {
	case addr.IsUnspecified(), addr.IsMulticast():
		return false
	case f.Version == types.IpVersionV4 && !addr.Is4(), f.Version == types.IpVersionV6 && !addr.Is6():
		return false
	case addr.IsLoopback() && !f.Loopback, addr.IsLinkLocalUnicast() && !f.LinkLocal:
		return false
	case len(f.Include) > 0 && !slices.ContainsFunc(f.Include, holds):
		return false
	}
	return !slices.ContainsFunc(f.Exclude, holds)
}

// reported is the goal that a guest reports an address.
type reported struct {
	StatusGoal[types.Vm, types.VmStatus]
	filter *AddressFilter
}

func (g reported) begin() func(*types.Vm) verdict {
	judge := g.StatusGoal.begin()
	return func(vm *types.Vm) verdict {
		verdict := judge(vm)
		verdict.done = verdict.lost == "" && len(g.filter.Of(vm.ReportedDevices)) > 0
		return verdict
	}
}

func (reported) want() string { return "reporting an address" }
