package guest

import (
	"math/bits"
	"net/netip"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// DHCP in the place of an address has the guest ask for one.
const DHCP = "dhcp"

// Nic is a network interface inside the guest.
type Nic struct {
	Name        string // Name is what the guest calls it, such as eth0 or enp1s0.
	Ipv4        string // Ipv4 is an address with the length of its network, 192.0.2.10/24, or [DHCP]; empty means none.
	Ipv4Gateway string // Ipv4Gateway is the address of the router; empty means none. It goes with an address alone.
	Ipv6        string // Ipv6 is an address with the length of its network, 2001:db8::10/64, or [DHCP]; empty means none.
	Ipv6Gateway string // Ipv6Gateway is the address of the router; empty means none. It goes with an address alone.
}

// nics returns the settings of interfaces as the API has them.
func (c *checker) nics(list []Nic, protocol types.CloudInitNetworkProtocol) []*types.NicConfiguration {
	var out []*types.NicConfiguration
	names := make(map[string]int)
	for i, nic := range list {
		member := at("Nics", i)
		c.interfaceName(member+".Name", nic.Name, names, "Nics", i)
		// An engine leaves out how the guest gets its address if nobody says that it gets none.
		n := &types.NicConfiguration{
			Name: &nic.Name, OnBoot: new(true), BootProtocol: types.BootProtocolNone, Ipv6BootProtocol: types.BootProtocolNone,
		}
		n.BootProtocol, n.Ip = c.address(member+".Ipv4", nic.Ipv4, nic.Ipv4Gateway, types.IpVersionV4)
		n.Ipv6BootProtocol, n.Ipv6 = c.address(member+".Ipv6", nic.Ipv6, nic.Ipv6Gateway, types.IpVersionV6)
		if nic.Ipv6 != "" && protocol == types.CloudInitNetworkProtocolEni {
			c.add(member+".Ipv6", nic.Ipv6, "doesn't reach the guest by the protocol eni")
		}
		out = append(out, n)
	}
	return out
}

// address returns the settings for one family.
func (c *checker) address(member, text, gateway string, version types.IpVersion) (types.BootProtocol, *types.Ip) {
	switch text {
	case "", DHCP:
		if gateway != "" {
			c.add(member+"Gateway", gateway, "goes with an address alone")
		}
		if text == DHCP {
			return types.BootProtocolDhcp, nil
		}
		return types.BootProtocolNone, nil
	}
	prefix, err := netip.ParsePrefix(text)
	example := "192.0.2.10/24"
	if version == types.IpVersionV6 {
		example = "2001:db8::10/64"
	}
	if err != nil || !ofHost(prefix.Addr(), version) || prefix.Bits() == 0 {
		c.add(member, text, "is neither %s nor an address such as %s", DHCP, example)
		return "", nil
	}
	ip := &types.Ip{Address: new(prefix.Addr().String()), Version: version}
	if version == types.IpVersionV4 {
		ip.Netmask = new(netmask(prefix.Bits()))
	} else {
		ip.Netmask = new(strconv.Itoa(prefix.Bits()))
	}
	if gateway != "" {
		c.router(member+"Gateway", gateway, version)
		ip.Gateway = &gateway
	}
	return types.BootProtocolStatic, ip
}

// ofHost reports whether an address of the family can be a host's.
func ofHost(addr netip.Addr, version types.IpVersion) bool {
	family := addr.Is4()
	if version == types.IpVersionV6 {
		family = addr.Is6() && !addr.Is4In6()
	}
	return family && addr.Zone() == "" && !addr.IsUnspecified() && !addr.IsMulticast()
}

func (c *checker) router(member, text string, version types.IpVersion) {
	if addr, err := netip.ParseAddr(text); err != nil || !ofHost(addr, version) {
		c.add(member, text, "is no address of a router for IP%s", version)
	}
}

// netmask returns the mask of a network of IPv4.
func netmask(length int) string {
	mask := ^uint32(0) << (32 - length)
	return netip.AddrFrom4([4]byte{byte(mask >> 24), byte(mask >> 16), byte(mask >> 8), byte(mask)}).String()
}

// isNetmask reports whether a text is a mask that netmask returns.
func isNetmask(text string) bool {
	addr, err := netip.ParseAddr(text)
	if err != nil || !addr.Is4() {
		return false
	}
	b := addr.As4()
	mask := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	return mask != 0 && netmask(bits.OnesCount32(mask)) == text
}

// interfaceName checks what the kernel of the guest takes for a name, and that no interface before has it.
func (c *checker) interfaceName(member, name string, names map[string]int, list string, i int) {
	switch first, taken := names[name]; {
	case name == "":
		c.add(member, "", "is missing")
	case len(name) > 15:
		c.add(member, name, "has more than 15 characters")
	case name == "." || name == ".." || strings.ContainsAny(name, " \t/:") || plain(name, "") != nil:
		c.add(member, name, "is no name of an interface")
	case taken:
		c.add(member, name, "is the name of %s too", at(list, first))
	default:
		names[name] = i
	}
}

// nicConfigurations checks settings of interfaces that the caller made.
func (c *checker) nicConfigurations(list []*types.NicConfiguration, protocol types.CloudInitNetworkProtocol) {
	names := make(map[string]int)
	eni := protocol == types.CloudInitNetworkProtocolEni
	for i, nic := range list {
		member := at("NicConfigurations", i)
		if nic == nil {
			c.add(member, "", "is nil")
			continue
		}
		c.interfaceName(member+".Name", sdk.Value(nic.Name), names, "NicConfigurations", i)
		if !eni && !sdk.Value(nic.OnBoot) {
			c.add(member+".OnBoot", "", "must be true")
		}
		c.bootProtocol(member+".BootProtocol", nic.BootProtocol, types.IpVersionV4)
		c.ip(member+".Ip", nic.Ip, nic.BootProtocol, types.IpVersionV4)
		if eni {
			if p := nic.Ipv6BootProtocol; p != "" && p != types.BootProtocolNone {
				c.add(member+".Ipv6BootProtocol", string(p), "doesn't reach the guest by the protocol eni")
			}
			continue
		}
		c.bootProtocol(member+".Ipv6BootProtocol", nic.Ipv6BootProtocol, types.IpVersionV6)
		c.ip(member+".Ipv6", nic.Ipv6, nic.Ipv6BootProtocol, types.IpVersionV6)
	}
}

func (c *checker) bootProtocol(member string, p types.BootProtocol, version types.IpVersion) {
	switch {
	case p == types.BootProtocolNone || p == types.BootProtocolDhcp || p == types.BootProtocolStatic:
	case p == "":
		c.add(member, "", "is missing; it may be none")
	default:
		c.add(member, string(p), "isn't possible for IP%s in a guest", version)
	}
}

// ip checks an address with its network.
func (c *checker) ip(member string, ip *types.Ip, protocol types.BootProtocol, version types.IpVersion) {
	if ip == nil {
		ip = &types.Ip{}
	}
	address, mask, gateway := sdk.Value(ip.Address), sdk.Value(ip.Netmask), sdk.Value(ip.Gateway)
	if protocol != types.BootProtocolStatic {
		if address != "" && (protocol == types.BootProtocolDhcp || protocol == types.BootProtocolNone) {
			c.add(member+".Address", address, "is ignored by the protocol %s", protocol)
		}
		return
	}
	if addr, err := netip.ParseAddr(address); address == "" {
		c.add(member+".Address", "", "is missing")
	} else if err != nil || !ofHost(addr, version) {
		c.add(member+".Address", address, "is no address of a host for IP%s", version)
	}
	length, err := strconv.Atoi(mask)
	switch {
	case mask == "":
		c.add(member+".Netmask", "", "is missing")
	case version == types.IpVersionV4 && !isNetmask(mask):
		c.add(member+".Netmask", mask, "is no mask such as 255.255.255.0")
	case version == types.IpVersionV6 && (err != nil || length < 1 || length > 128):
		c.add(member+".Netmask", mask, "is no length from 1 to 128")
	}
	if gateway != "" {
		c.router(member+".Gateway", gateway, version)
	}
}

// at returns the place of an item.
func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }
