package guest

import (
	"maps"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// CheckCloudInit checks data for cloud-init that didn't come from [CloudInit]. Nil is right. The error is sdk.ErrInvalid with all
// [Problems]; those of a custom script that says again what the engine writes are among them.
func CheckCloudInit(i *types.Initialization) error {
	var c checker
	c.cloudInit(i)
	return c.err("guest.CheckCloudInit")
}

// CheckSysprep checks data for Sysprep that didn't come from [Sysprep]. Nil is right. The error is sdk.ErrInvalid with all [Problems].
func CheckSysprep(i *types.Initialization) error {
	var c checker
	c.sysprep(i)
	return c.err("guest.CheckSysprep")
}

// CheckStart checks the parameters of a start: that they ask for one way of initialization at most, and that the data fit it. Nil is
// right. What the VM has of its own isn't looked at. The error is sdk.ErrInvalid with all [Problems].
func CheckStart(p *services.VmStartParams) error {
	if p == nil {
		return nil
	}
	var c checker
	var first string
	for _, way := range []struct {
		member string
		asked  *bool
	}{{"UseCloudInit", p.UseCloudInit}, {"UseSysprep", p.UseSysprep}, {"UseIgnition", p.UseIgnition}} {
		switch {
		case !sdk.Value(way.asked):
		case first == "":
			first = way.member
		default:
			c.add(way.member, "", "excludes %s", first)
		}
	}
	if p.Vm != nil {
		n := len(c.found)
		switch first {
		case "UseCloudInit":
			c.cloudInit(p.Vm.Initialization)
		case "UseSysprep":
			c.sysprep(p.Vm.Initialization)
		}
		for i := n; i < len(c.found); i++ {
			c.found[i].Member = "Vm.Initialization." + c.found[i].Member
		}
		if d := p.Vm.Domain; d != nil {
			c.joiner(d, "Vm.Domain.Name", "Vm.Domain.User.UserName", "Vm.Domain.User.Password")
		}
	}
	return c.err("guest.CheckStart")
}

func (c *checker) cloudInit(i *types.Initialization) {
	if i == nil {
		return
	}
	var keys []string
	for line := range strings.Lines(sdk.Value(i.AuthorizedSshKeys)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			keys = append(keys, line)
		}
	}
	c.account(i, keys)
	c.resolver(i, words(i.DnsServers), words(i.DnsSearch), len(i.NicConfigurations))
	c.nicConfigurations(i.NicConfigurations, i.CloudInitNetworkProtocol)
	c.cloudScript(sdk.Value(i.CustomScript), taken(i))
	c.unused("Sysprep", map[string]*string{
		"ActiveDirectoryOu": i.ActiveDirectoryOu, "Domain": i.Domain, "InputLocale": i.InputLocale, "OrgName": i.OrgName,
		"SystemLocale": i.SystemLocale, "UiLanguage": i.UiLanguage, "UserLocale": i.UserLocale, "WindowsLicenseKey": i.WindowsLicenseKey,
	})
	c.ignored(i)
}

func (c *checker) sysprep(i *types.Initialization) {
	if i == nil {
		return
	}
	c.windows(i, "RootPassword")
	c.unused("cloud-init", map[string]*string{
		"AuthorizedSshKeys": i.AuthorizedSshKeys, "DnsSearch": i.DnsSearch, "DnsServers": i.DnsServers, "UserName": i.UserName,
	})
	if len(i.NicConfigurations) > 0 {
		c.add("NicConfigurations", "", "is for cloud-init alone")
	}
	if hasOld(i) {
		c.add("CloudInit", "", "is for cloud-init alone")
	}
}

// account checks what is for the guest as a whole and for its account.
func (c *checker) account(i *types.Initialization, keys []string) {
	c.domain("HostName", sdk.Value(i.HostName))
	c.user("UserName", sdk.Value(i.UserName))
	c.password("RootPassword", sdk.Value(i.RootPassword))
	c.keys("AuthorizedSshKeys", keys)
	c.tzZone("Timezone", sdk.Value(i.Timezone))
}

// resolver checks where the guest asks for names, and how it is told.
func (c *checker) resolver(i *types.Initialization, servers, search []string, nics int) {
	c.addresses("DnsServers", servers)
	c.domains("DnsSearch", search)
	switch p := i.CloudInitNetworkProtocol; p {
	case "", types.CloudInitNetworkProtocolOpenstackMetadata:
		// Search domains stand beside the addresses of an interface, name servers alone if need be.
		if len(search) > 0 && nics == 0 {
			c.add("DnsSearch", strings.Join(search, " "), "doesn't reach the guest without settings of a NIC")
		}
	case types.CloudInitNetworkProtocolEni:
		if len(servers)+len(search) > 0 && nics == 0 {
			c.add("DnsServers", strings.Join(slices.Concat(servers, search), " "), "don't reach the guest by the protocol eni without settings of a NIC")
		}
	default:
		c.add("CloudInitNetworkProtocol", string(p), "is no protocol that engines know")
	}
}

// words splits as the engine does, at each blank.
func words(text *string) []string {
	if sdk.Value(text) == "" {
		return nil
	}
	return strings.Split(*text, " ")
}

// unused finds members that only the other way of initialization reads.
func (c *checker) unused(by string, members map[string]*string) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if sdk.Value(members[name]) != "" {
			c.add(name, "", "is for %s alone", by)
		}
	}
}
