package guest_test

import (
	"errors"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

const (
	none     = types.BootProtocolNone
	dhcp     = types.BootProtocolDhcp
	static   = types.BootProtocolStatic
	autoconf = types.BootProtocolAutoconf
)

// interfaces are settings of NICs, what is wrong with them, and the status by which an engine refuses them; 0 if it doesn't.
var interfaces = []struct {
	name     string
	protocol types.CloudInitNetworkProtocol
	nic      *types.NicConfiguration
	want     []string
	status   int
}{
	{"dhcp", "", &types.NicConfiguration{Name: new("a"), OnBoot: new(true), BootProtocol: dhcp, Ipv6BootProtocol: none}, nil, 0},
	{"nothing said", "", &types.NicConfiguration{}, []string{
		"NicConfigurations[0].Name: is missing", "NicConfigurations[0].OnBoot: must be true", "NicConfigurations[0].BootProtocol: is missing; it may be none",
		"NicConfigurations[0].Ipv6BootProtocol: is missing; it may be none",
	}, 409},
	{"not on boot by eni", types.CloudInitNetworkProtocolEni, &types.NicConfiguration{Name: new("a"), BootProtocol: dhcp}, nil, 0},
	{"static without addresses", "", &types.NicConfiguration{Name: new("a"), OnBoot: new(true), BootProtocol: static, Ipv6BootProtocol: static}, []string{
		"NicConfigurations[0].Ip.Address: is missing", "NicConfigurations[0].Ip.Netmask: is missing",
		"NicConfigurations[0].Ipv6.Address: is missing", "NicConfigurations[0].Ipv6.Netmask: is missing",
	}, 409},
	{"autoconf", "", &types.NicConfiguration{Name: new("a"), OnBoot: new(true), BootProtocol: none, Ipv6BootProtocol: autoconf}, []string{
		`NicConfigurations[0].Ipv6BootProtocol: "autoconf" isn't possible for IPv6 in a guest`,
	}, 409},
	{"autoconf for IPv4", "", &types.NicConfiguration{Name: new("a"), OnBoot: new(true), BootProtocol: autoconf, Ipv6BootProtocol: none}, []string{
		`NicConfigurations[0].BootProtocol: "autoconf" isn't possible for IPv4 in a guest`,
	}, 400},
	{"mask for IPv6", "", &types.NicConfiguration{
		Name: new("a"), OnBoot: new(true), BootProtocol: none, Ipv6BootProtocol: static, Ipv6: &types.Ip{Address: new("fd00::1"), Netmask: new("ffff::")},
	}, []string{`NicConfigurations[0].Ipv6.Netmask: "ffff::" is no length from 1 to 128`}, 400},
	{"addresses", "", &types.NicConfiguration{
		Name: new("a"), OnBoot: new(true), BootProtocol: static, Ip: &types.Ip{Address: new("fd00::1"), Netmask: new("255.0.255.0"), Gateway: new("x")},
		Ipv6BootProtocol: static, Ipv6: &types.Ip{Address: new("10.0.0.1"), Netmask: new("129"), Gateway: new("10.0.0.2")},
	}, []string{
		`NicConfigurations[0].Ip.Address: "fd00::1" is no address of a host for IPv4`,
		`NicConfigurations[0].Ip.Netmask: "255.0.255.0" is no mask such as 255.255.255.0`,
		`NicConfigurations[0].Ip.Gateway: "x" is no address of a router for IPv4`,
		`NicConfigurations[0].Ipv6.Address: "10.0.0.1" is no address of a host for IPv6`,
		`NicConfigurations[0].Ipv6.Netmask: "129" is no length from 1 to 128`,
		`NicConfigurations[0].Ipv6.Gateway: "10.0.0.2" is no address of a router for IPv6`,
	}, 0},
	{"address beside dhcp", "", &types.NicConfiguration{
		Name: new("a"), OnBoot: new(true), BootProtocol: dhcp, Ip: &types.Ip{Address: new("10.0.0.1")}, Ipv6BootProtocol: none, Ipv6: &types.Ip{},
	}, []string{`NicConfigurations[0].Ip.Address: "10.0.0.1" is ignored by the protocol dhcp`}, 0},
	{"IPv6 by eni", types.CloudInitNetworkProtocolEni, &types.NicConfiguration{Name: new("a"), BootProtocol: none, Ipv6BootProtocol: dhcp}, []string{
		`NicConfigurations[0].Ipv6BootProtocol: "dhcp" doesn't reach the guest by the protocol eni`,
	}, 0},
}

func connect(t testing.TB, format sdk.Format) *services.VmsService {
	t.Helper()
	e := simtest.New(t, simulator.Options{Step: -1})
	c, err := sdk.Connect(t.Context(), sdk.Config{URL: e.URL, Username: simtest.User, Password: simtest.Password, CA: e.CA, Format: format})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.SystemService().VmsService()
}

func vm(i *types.Initialization) *types.Vm {
	return &types.Vm{
		Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")}, Initialization: i,
		Os: &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}}}, // It has no disk.
	}
}

func TestWhatEnginesRefuseIsFound(t *testing.T) {
	t.Parallel()
	for _, tt := range interfaces {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := &types.Initialization{CloudInitNetworkProtocol: tt.protocol, NicConfigurations: []*types.NicConfiguration{tt.nic}}
			same(t, "guest.CheckCloudInit", guest.CheckCloudInit(i), tt.want)
			for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
				_, err := connect(t, format).Add(t.Context(), vm(i), nil)
				status := 0
				if e, ok := errors.AsType[*sdk.Error](err); ok {
					status = e.Status
				}
				if status != tt.status || (err != nil) != (tt.status != 0) {
					t.Errorf("the engine says %v, want the status %d", err, tt.status)
				}
			}
		})
	}
}

func TestEnginesTakeWhatIsBuilt(t *testing.T) {
	t.Parallel()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		vms := connect(t, format)
		i, err := full.Initialization()
		if err != nil {
			t.Fatal(err)
		}
		added, err := vms.Add(t.Context(), vm(i), nil)
		if err != nil {
			t.Fatal(err)
		}
		// What an engine answers is right too, but for the password, which it shows as asterisks.
		s := vms.VmService(*added.ID)
		if added, err = s.Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got := sdk.Value(added.Initialization.RootPassword); got != "******" {
			t.Errorf("the root password reads %q", got)
		}
		if guest.CheckCloudInit(added.Initialization) == nil {
			t.Error("a password of asterisks would be set as it is, and is not refused")
		}
		added.Initialization.RootPassword = nil
		if err := guest.CheckCloudInit(added.Initialization); err != nil {
			t.Errorf("the engine's answer is refused: %v", err)
		}
		if *added.Initialization.NicConfigurations[0].Ip.Netmask != "255.255.255.0" || *added.Initialization.DnsServers != "192.0.2.53 2001:db8::53" {
			t.Errorf("the engine has %+v", added.Initialization)
		}
		p, err := full.StartParams()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Start(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := s.Stop(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if p, err = windows.StartParams(); err != nil {
			t.Fatal(err)
		}
		if err := s.Start(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCheckStart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   *services.VmStartParams
		want []string
	}{
		{"nil", nil, nil},
		{"nothing", &services.VmStartParams{}, nil},
		{"data of the VM", &services.VmStartParams{UseCloudInit: new(true), UseSysprep: new(false)}, nil},
		{"two ways", &services.VmStartParams{UseCloudInit: new(true), UseSysprep: new(true), UseIgnition: new(true)}, []string{
			"UseSysprep: excludes UseCloudInit", "UseIgnition: excludes UseCloudInit"}},
		{"wrong data", &services.VmStartParams{UseCloudInit: new(true), Vm: &types.Vm{Initialization: &types.Initialization{HostName: new("a b"), OrgName: new("x")}}}, []string{
			`Vm.Initialization.HostName: "a b" has characters other than letters, digits, hyphens and dots`, "Vm.Initialization.OrgName: is for Sysprep alone"}},
		{"data for the other", &services.VmStartParams{UseSysprep: new(true), Vm: &types.Vm{Initialization: &types.Initialization{
			UserName: new("me"), NicConfigurations: []*types.NicConfiguration{{}},
		}}}, []string{
			"Vm.Initialization.UserName: is for cloud-init alone", "Vm.Initialization.NicConfigurations: is for cloud-init alone"}},
		{"user without a password", &services.VmStartParams{UseSysprep: new(true), Vm: &types.Vm{Domain: &types.Domain{User: &types.User{UserName: new("me")}}}}, []string{
			`Vm.Domain.User.UserName: "me" has no password`, "Vm.Domain.Name: is missing beside the user who joins it"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			same(t, "guest.CheckStart", guest.CheckStart(tt.in), tt.want)
		})
	}
	vms := connect(t, sdk.XML)
	added, err := vms.Add(t.Context(), vm(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	err = vms.VmService(*added.ID).Start(t.Context(), &services.VmStartParams{UseCloudInit: new(true), UseSysprep: new(true)})
	if e, ok := errors.AsType[*sdk.Error](err); !ok || e.Status != 409 {
		t.Errorf("two ways give %v", err)
	}
}

func TestOtherMembersOfInitialization(t *testing.T) {
	t.Parallel()
	keys := "# no key for engines\r\n\n" + key
	for _, tt := range []struct {
		name string
		in   *types.Initialization
		want []string
	}{
		{"nil", nil, nil},
		{"lists in one text", &types.Initialization{AuthorizedSshKeys: &keys, DnsServers: new("10.0.0.1  10.0.0.2")}, []string{
			`AuthorizedSshKeys[0]: "# no key for engines" is no public key of SSH in one line`, "DnsServers[1]: is empty"}},
		{"nil NIC and one twice", &types.Initialization{NicConfigurations: []*types.NicConfiguration{
			nil, {Name: new("a"), OnBoot: new(true), BootProtocol: dhcp, Ipv6BootProtocol: none},
			{Name: new("a"), OnBoot: new(true), BootProtocol: dhcp, Ipv6BootProtocol: none},
		}}, []string{"NicConfigurations[0]: is nil", `NicConfigurations[2].Name: "a" is the name of NicConfigurations[1] too`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			same(t, "guest.CheckCloudInit", guest.CheckCloudInit(tt.in), tt.want)
		})
	}
	if err := guest.CheckSysprep(nil); err != nil {
		t.Errorf("nil returns %v", err)
	}
}
