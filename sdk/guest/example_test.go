package guest_test

import (
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func ExampleCloudInit() {
	init, err := guest.CloudInit{
		HostName:          "web.example.com",
		AuthorizedSshKeys: []string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKHSB3g6jwdwYkAy8X0k1bJ0uJk3o0rWm0J1mTjGf1Qe me@example.com"},
		DnsServers:        []string{"192.0.2.53"},
		Nics: []guest.Nic{
			{Name: "eth0", Ipv4: "192.0.2.10/24", Ipv4Gateway: "192.0.2.1"},
			{Name: "eth1", Ipv4: guest.DHCP, Ipv6: guest.DHCP},
		},
		CustomScript: "packages:\n- nginx\n",
	}.Initialization()
	if err != nil {
		fmt.Println(err)
		return
	}
	vm := &types.Vm{Name: new("web"), Initialization: init}
	for _, nic := range vm.Initialization.NicConfigurations {
		fmt.Println(sdk.String(nic))
	}
	// Output:
	// NicConfiguration{BootProtocol: "static", Ip: {Address: "192.0.2.10", Gateway: "192.0.2.1", Netmask: "255.255.255.0", Version: "v4"}, Ipv6BootProtocol: "none", Name: "eth0", OnBoot: true}
	// NicConfiguration{BootProtocol: "dhcp", Ipv6BootProtocol: "dhcp", Name: "eth1", OnBoot: true}
}

func ExampleProblems() {
	_, err := guest.CloudInit{
		HostName: "my server",
		Nics:     []guest.Nic{{Name: "eth0", Ipv4: "192.0.2.10"}},
	}.Initialization()
	if problems, ok := errors.AsType[guest.Problems](err); ok {
		for _, p := range problems {
			fmt.Println(p)
		}
	}
	// Output:
	// HostName: "my server" has characters other than letters, digits, hyphens and dots
	// Nics[0].Ipv4: "192.0.2.10" is neither dhcp nor an address such as 192.0.2.10/24
}

func ExampleCloudInit_StartParams() {
	params, err := guest.CloudInit{HostName: "web", Timezone: "Europe/Prague"}.StartParams()
	if err != nil {
		fmt.Println(err)
		return
	}
	// err = vm.Start(ctx, params) runs the VM.
	fmt.Println(*params.UseCloudInit, sdk.String(params.Vm))
	// Output:
	// true Vm{Initialization: {HostName: "web", Timezone: "Europe/Prague"}}
}

func ExampleSysprep() {
	params, err := guest.Sysprep{
		HostName: "WEB-1", AdminPassword: "secret", OrgName: "Example", Locale: "en-GB", Timezone: "GMT Standard Time",
		Domain: "corp.example.com", DomainUser: "joiner", DomainPassword: "secret",
	}.StartParams()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*params.UseSysprep, *params.Vm.Initialization.UiLanguage, *params.Vm.Domain.User.UserName)
	// Output:
	// true en-GB joiner
}

func ExampleCheckStart() {
	err := guest.CheckStart(&services.VmStartParams{UseCloudInit: new(true), UseSysprep: new(true)})
	fmt.Println(err)
	// Output:
	// guest.CheckStart: UseSysprep: excludes UseCloudInit
}
