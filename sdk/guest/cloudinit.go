package guest

import (
	"strings"

	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// CloudInit is what cloud-init sets up in a guest with Linux. Empty fields say nothing, and the image decides.
type CloudInit struct {
	// HostName is the name of the guest, with its domain or without.
	HostName string
	// UserName is the account that RootPassword and AuthorizedSshKeys are for. Empty means that of the image.
	UserName string
	// RootPassword is the password of UserName, at most 190 bytes. The engine hands it to the guest as it is, on a disk. It keeps the
	// first one that a VM has got, and ignores those of later updates and starts.
	RootPassword string
	// AuthorizedSshKeys are public keys that let into UserName, in the form of a file authorized_keys; an item may hold several lines.
	AuthorizedSshKeys []string
	// RegenerateSshKeys has the guest make its own host keys anew, instead of those of the image.
	RegenerateSshKeys bool
	// Timezone is a name such as Europe/Prague.
	Timezone string
	// DnsServers are the IP addresses of name servers. Guests use the first three.
	DnsServers []string
	// DnsSearch are the domains in which the guest looks for short names.
	DnsSearch []string
	// Nics are the interfaces inside the guest. With none, the image decides.
	Nics []Nic
	// CloudInitNetworkProtocol is the form in which the guest gets DnsServers, DnsSearch and Nics. Empty means openstack_metadata. By
	// eni, which old guests need, there is no IPv6, and name servers go with Nics alone.
	CloudInitNetworkProtocol types.CloudInitNetworkProtocol
	// CustomScript is YAML that goes on where the engine stops: a mapping for cloud-init, whose keys begin in the first column, without
	// those that the engine writes: chpasswd, disable_root, output, runcmd, ssh_deletekeys, ssh_pwauth, and timezone, user and password
	// if they are set above. For commands there is bootcmd.
	CustomScript string
	// RepeatKeys lets CustomScript say again what the engine writes. YAML forbids it; cloud-init's reader takes what comes last.
	RepeatKeys bool
}

// Initialization returns the data for the member Initialization of a VM or template. The error is sdk.ErrInvalid with all [Problems].
func (c CloudInit) Initialization() (*types.Initialization, error) {
	var k checker
	i := c.initialization(&k)
	if err := k.err("guest.CloudInit"); err != nil {
		return nil, err
	}
	return i, nil
}

// StartParams returns parameters that start a VM with the data for this run alone. What isn't set stays as the VM has it of its own. The
// error is that of [CloudInit.Initialization].
func (c CloudInit) StartParams() (*services.VmStartParams, error) {
	i, err := c.Initialization()
	if err != nil {
		return nil, err
	}
	return &services.VmStartParams{UseCloudInit: new(true), Vm: &types.Vm{Initialization: i}}, nil
}

func (c CloudInit) initialization(k *checker) *types.Initialization {
	i := &types.Initialization{
		HostName:                 said(c.HostName),
		UserName:                 said(c.UserName),
		RootPassword:             said(c.RootPassword),
		Timezone:                 said(c.Timezone),
		DnsServers:               said(strings.Join(c.DnsServers, " ")),
		DnsSearch:                said(strings.Join(c.DnsSearch, " ")),
		CustomScript:             said(c.CustomScript),
		CloudInitNetworkProtocol: c.CloudInitNetworkProtocol,
	}
	if c.RegenerateSshKeys {
		i.RegenerateSshKeys = new(true)
	}
	keys := keyLines(c.AuthorizedSshKeys)
	i.AuthorizedSshKeys = said(strings.Join(keys, "\n"))

	k.account(i, keys)
	k.resolver(i, c.DnsServers, c.DnsSearch, len(c.Nics))
	i.NicConfigurations = k.nics(c.Nics, c.CloudInitNetworkProtocol)
	var keysTaken []string
	if !c.RepeatKeys {
		keysTaken = taken(i)
	}
	k.cloudScript(c.CustomScript, keysTaken)
	return i
}

// keyLines returns the lines that hold keys.
func keyLines(texts []string) []string {
	var lines []string
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// said returns a pointer to a text, or nil for an empty one.
func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
