package guest_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// key is a public key of SSH.
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKHSB3g6jwdwYkAy8X0k1bJ0uJk3o0rWm0J1mTjGf1Qe me@example.com"

// full has something in each field.
var full = guest.CloudInit{
	HostName: "web.example.com", UserName: "admin", RootPassword: "s3cret", AuthorizedSshKeys: []string{key + "\n", "# mine\r\n\r\n" + key},
	RegenerateSshKeys: true, Timezone: "Europe/Prague", DnsServers: []string{"192.0.2.53", "2001:db8::53"}, DnsSearch: []string{"example.com", "lan"},
	Nics: []guest.Nic{
		{Name: "eth0", Ipv4: "192.0.2.10/24", Ipv4Gateway: "192.0.2.1", Ipv6: "2001:db8::10/64", Ipv6Gateway: "fe80::1"},
		{Name: "eth1", Ipv4: guest.DHCP, Ipv6: guest.DHCP},
		{Name: "eth2"},
	},
	CloudInitNetworkProtocol: types.CloudInitNetworkProtocolOpenstackMetadata,
	CustomScript:             "bootcmd:\n- [touch, /ready]\n",
}

func TestCloudInitGivesTheMembersOfTheAPI(t *testing.T) {
	t.Parallel()
	got, err := full.Initialization()
	if err != nil {
		t.Fatal(err)
	}
	const none, dhcp, static = types.BootProtocolNone, types.BootProtocolDhcp, types.BootProtocolStatic
	want := &types.Initialization{
		HostName: new("web.example.com"), UserName: new("admin"), RootPassword: new("s3cret"), AuthorizedSshKeys: new(key + "\n" + key),
		RegenerateSshKeys: new(true), Timezone: new("Europe/Prague"), DnsServers: new("192.0.2.53 2001:db8::53"), DnsSearch: new("example.com lan"),
		NicConfigurations: []*types.NicConfiguration{
			{
				Name: new("eth0"), OnBoot: new(true), BootProtocol: static, Ipv6BootProtocol: static,
				Ip: &types.Ip{
					Address: new("192.0.2.10"), Netmask: new("255.255.255.0"), Gateway: new("192.0.2.1"), Version: types.IpVersionV4,
				},
				Ipv6: &types.Ip{Address: new("2001:db8::10"), Netmask: new("64"), Gateway: new("fe80::1"), Version: types.IpVersionV6},
			},
			{Name: new("eth1"), OnBoot: new(true), BootProtocol: dhcp, Ipv6BootProtocol: dhcp},
			{Name: new("eth2"), OnBoot: new(true), BootProtocol: none, Ipv6BootProtocol: none},
		},
		CloudInitNetworkProtocol: types.CloudInitNetworkProtocolOpenstackMetadata,
		CustomScript:             new("bootcmd:\n- [touch, /ready]\n"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the initialization differs (-want +got):\n%s", diff)
	}
	if err := guest.CheckCloudInit(got); err != nil {
		t.Errorf("what is built is refused: %v", err)
	}
	if got, err := (guest.CloudInit{}).Initialization(); err != nil || cmp.Diff(&types.Initialization{}, got) != "" {
		t.Errorf("nothing returns %v, %v", got, err)
	}
	for mask, want := range map[string]string{"1": "128.0.0.0", "23": "255.255.254.0", "32": "255.255.255.255"} {
		got, err := guest.CloudInit{Nics: []guest.Nic{{Name: "a", Ipv4: "10.0.0.1/" + mask}}}.Initialization()
		if err != nil || *got.NicConfigurations[0].Ip.Netmask != want {
			t.Errorf("/%s returns %v, %v", mask, got, err)
		}
	}
}

// same wants the problems, each as one line.
func same(t *testing.T, op string, err error, want []string) {
	t.Helper()
	if len(want) == 0 {
		if err != nil {
			t.Errorf("unexpected: %v", err)
		}
		return
	}
	problems, ok := errors.AsType[guest.Problems](err)
	if !ok || !errors.Is(err, sdk.ErrInvalid) {
		t.Fatalf("the error is %v, want %q", err, want)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s", diff)
	}
	if text := op + ": " + strings.Join(want, "; "); err.Error() != text {
		t.Errorf("the error is\n%v, want\n%s", err, text)
	}
}

func TestMistakesForCloudInit(t *testing.T) {
	t.Parallel()
	nic := func(n guest.Nic) guest.CloudInit { return guest.CloudInit{Nics: []guest.Nic{n}} }
	const eni = types.CloudInitNetworkProtocolEni
	for _, tt := range []struct {
		name string
		in   guest.CloudInit
		want []string
	}{
		{"all at once", guest.CloudInit{HostName: "a b", UserName: "a:b", Timezone: "W. Europe Standard Time", Nics: []guest.Nic{{}}}, []string{
			`HostName: "a b" has characters other than letters, digits, hyphens and dots`,
			`UserName: "a:b" is no name of an account`,
			`Timezone: "W. Europe Standard Time" has a blank; Linux has names such as Europe/Prague`,
			`Nics[0].Name: is missing`,
		}},
		{"host name that may be", guest.CloudInit{HostName: "a_1." + strings.Repeat("b", 63)}, nil},
		{"empty part", guest.CloudInit{HostName: "web..lan"}, []string{`HostName: "web..lan" has an empty part`}},
		{"hyphen at the end", guest.CloudInit{HostName: "web-"}, []string{`HostName: "web-" has a part that begins or ends with a hyphen`}},
		{"long part, cut in the message", guest.CloudInit{HostName: strings.Repeat("x", 64)}, []string{
			`HostName: "` + strings.Repeat("x", 60) + `..." has a part with more than 63 characters`}},
		{"long name", guest.CloudInit{HostName: strings.Repeat("x.", 127) + "x"}, []string{
			`HostName: "` + strings.Repeat("x.", 30) + `..." is longer than 253 characters`}},
		{"long user", guest.CloudInit{UserName: strings.Repeat("u", 257)}, []string{
			`UserName: "` + strings.Repeat("u", 60) + `..." has 257 characters; the engine keeps 256`}},
		{"asterisks of a read password", guest.CloudInit{RootPassword: "******"}, []string{
			`RootPassword: is ******, which the engine shows in the place of a password`}},
		{"password of 190 bytes", guest.CloudInit{RootPassword: strings.Repeat("ä", 95)}, nil},
		{"longer password", guest.CloudInit{RootPassword: strings.Repeat("ä", 95) + "x"}, []string{
			`RootPassword: has 191 bytes; the engine can encrypt 190`}},
		{"password in two lines", guest.CloudInit{RootPassword: "top\nsecret"}, []string{`RootPassword: has the control character U+000A`}},
		{"key with options", guest.CloudInit{AuthorizedSshKeys: []string{`from="10.0.0.0/8",command="echo hi" ` + key}}, nil},
		{"no keys", guest.CloudInit{AuthorizedSshKeys: []string{key, "ssh-rsa AAAA", "ssh-rsa " + strings.Fields(key)[1], "-----BEGIN OPENSSH PRIVATE KEY-----"}}, []string{
			`AuthorizedSshKeys[1]: "ssh-rsa AAAA" is no public key of SSH in one line`,
			`AuthorizedSshKeys[2]: "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIKHSB3g6jwdwYkAy8X0k1bJ0uJk3..." is no public key of SSH in one line`,
			`AuthorizedSshKeys[3]: is a private key`,
		}},
		{"zones that may be", guest.CloudInit{Timezone: "America/Argentina/Buenos_Aires"}, nil},
		{"zone by offset", guest.CloudInit{Timezone: "Etc/GMT+5"}, nil},
		{"no zone", guest.CloudInit{Timezone: "../etc"}, []string{`Timezone: "../etc" is no name of a time zone, such as Europe/Prague`}},
		{"long zone", guest.CloudInit{Timezone: strings.Repeat("A", 41)}, []string{
			`Timezone: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" has 41 characters; the engine keeps 40`}},
		{"name servers", guest.CloudInit{DnsServers: []string{"192.0.2.53", "dns.lan", "0.0.0.0", ""}}, []string{
			`DnsServers[1]: "dns.lan" is no IP address of a host`, `DnsServers[2]: "0.0.0.0" is no IP address of a host`, `DnsServers[3]: is empty`}},
		{"search without NICs", guest.CloudInit{DnsSearch: []string{"lan"}}, []string{
			`DnsSearch: "lan" doesn't reach the guest without settings of a NIC`}},
		{"search of two in one", guest.CloudInit{DnsSearch: []string{"a b"}, Nics: []guest.Nic{{Name: "a"}}}, []string{
			`DnsSearch[0]: "a b" has characters other than letters, digits, hyphens and dots`}},
		{"unknown protocol", guest.CloudInit{CloudInitNetworkProtocol: "v2"}, []string{`CloudInitNetworkProtocol: "v2" is no protocol that engines know`}},
		{"eni without NICs", guest.CloudInit{CloudInitNetworkProtocol: eni, DnsServers: []string{"192.0.2.53"}}, []string{
			`DnsServers: "192.0.2.53" don't reach the guest by the protocol eni without settings of a NIC`}},
		{"eni with IPv6", guest.CloudInit{CloudInitNetworkProtocol: eni, Nics: []guest.Nic{{Name: "a", Ipv6: guest.DHCP}}}, []string{
			`Nics[0].Ipv6: "dhcp" doesn't reach the guest by the protocol eni`}},
		{"long interface", nic(guest.Nic{Name: "enp0s31f6abcdefg"}), []string{`Nics[0].Name: "enp0s31f6abcdefg" has more than 15 characters`}},
		{"no interface", nic(guest.Nic{Name: "eth 0"}), []string{`Nics[0].Name: "eth 0" is no name of an interface`}},
		{"interface twice", guest.CloudInit{Nics: []guest.Nic{{Name: "a"}, {Name: "b"}, {Name: "a"}}}, []string{`Nics[2].Name: "a" is the name of Nics[0] too`}},
		{"address without a length", nic(guest.Nic{Name: "a", Ipv4: "192.0.2.1"}), []string{
			`Nics[0].Ipv4: "192.0.2.1" is neither dhcp nor an address such as 192.0.2.10/24`}},
		{"families exchanged", nic(guest.Nic{Name: "a", Ipv4: "2001:db8::1/64", Ipv6: "192.0.2.1/24"}), []string{
			`Nics[0].Ipv4: "2001:db8::1/64" is neither dhcp nor an address such as 192.0.2.10/24`,
			`Nics[0].Ipv6: "192.0.2.1/24" is neither dhcp nor an address such as 2001:db8::10/64`}},
		{"addresses of no host", nic(guest.Nic{Name: "a", Ipv4: "0.0.0.0/0", Ipv6: "ff02::1/64"}), []string{
			`Nics[0].Ipv4: "0.0.0.0/0" is neither dhcp nor an address such as 192.0.2.10/24`,
			`Nics[0].Ipv6: "ff02::1/64" is neither dhcp nor an address such as 2001:db8::10/64`}},
		{"routers", nic(guest.Nic{Name: "a", Ipv4: "10.0.0.2/8", Ipv4Gateway: "fe80::1", Ipv6: "fd00::2/8", Ipv6Gateway: "10.0.0.1"}), []string{
			`Nics[0].Ipv4Gateway: "fe80::1" is no address of a router for IPv4`,
			`Nics[0].Ipv6Gateway: "10.0.0.1" is no address of a router for IPv6`}},
		{"routers without addresses", nic(guest.Nic{Name: "a", Ipv4: guest.DHCP, Ipv4Gateway: "10.0.0.1", Ipv6Gateway: "fe80::1"}), []string{
			`Nics[0].Ipv4Gateway: "10.0.0.1" goes with an address alone`, `Nics[0].Ipv6Gateway: "fe80::1" goes with an address alone`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i, err := tt.in.Initialization()
			same(t, "guest.CloudInit", err, tt.want)
			if (i == nil) != (err != nil) {
				t.Errorf("Initialization returns %v beside %v", i, err)
			}
			p, err := tt.in.StartParams()
			same(t, "guest.CloudInit", err, tt.want)
			if err == nil {
				if diff := cmp.Diff(&services.VmStartParams{UseCloudInit: new(true), Vm: &types.Vm{Initialization: i}}, p); diff != "" {
					t.Errorf("parameters differ (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestCustomScripts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, script string
		want         string // behind CustomScript, one in each line
	}{
		{"mapping", "packages: [vim]\nwrite_files:\n- path: /etc/motd\n  content: |\n    runcmd: no key\n", ""},
		{"header, comments and empty lines", "#cloud-config\r\n\r\n# more\r\nusers:\r\n  - default\r\n", ""},
		{"keys in quotes", "\"packages\": [vim]\n'a b': 1\n", ""},
		{"bare text in a block", "a: |\n  --- \n  %\n", ""},
		{"flow over lines", "a: [\n1,\n{b: c}\n]\n", ""},
		{"merge", "a: &x {b: c}\n<<: *x\n", ""},
		{"key with a dot and no value", "ä.b:\n", ""},
		{"key of the engine", "a: b\nruncmd:\n- ls\n", `, line 2: "runcmd" is a key that the engine writes itself`},
		{"key of the engine in quotes", `"chpasswd" : {}`, `, line 1: "chpasswd" is a key that the engine writes itself`},
		{"two of them", "output: {}\nssh_pwauth: false\n", ", line 1: \"output\" is a key that the engine writes itself\nCustomScript, line 2: \"ssh_pwauth\" is a key that the engine writes itself"},
		{"key that isn't taken", "password: x\ntimezone: UTC\nuser: me\n", ""},
		{"shell", "#!/bin/sh\necho hi\n", `: "#!/bin/sh" isn't known as such behind the engine's #cloud-config; only YAML is`},
		{"jinja", "## template: jinja\n#cloud-config\n", `: "## template: jinja" isn't known as such behind the engine's #cloud-config; only YAML is`},
		{"parts", "Content-Type: multipart/mixed\n", `: "Content-Type: multipart/mixed" isn't known as such behind the engine's #cloud-config; only YAML is`},
		{"sequence", "- a\n", `, line 1: "- a" isn't a key of a mapping that begins in the first column`},
		{"flow mapping", "{a: b}\n", `, line 1: "{a: b}" isn't a key of a mapping that begins in the first column`},
		{"indented", "\n  a: b\n", `, line 2: "  a: b" isn't a key of a mapping that begins in the first column`},
		{"text", "echo hi\n", `, line 1: "echo hi" isn't a key of a mapping that begins in the first column`},
		{"colon without a blank", "a:b\n", `, line 1: "a:b" isn't a key of a mapping that begins in the first column`},
		{"second document", "#cloud-config\n---\na: b\n", `, line 2: "---" begins or ends a document of YAML, and the engine has begun it`},
		{"end of the document", "a: b\n...\n", `, line 2: "..." begins or ends a document of YAML, and the engine has begun it`},
		{"directive", "%YAML 1.1\n", `, line 1: "%YAML 1.1" begins or ends a document of YAML, and the engine has begun it`},
		{"tab", "a:\n\tb: c\n", `, line 2: "\tb: c" is indented by a tab, which YAML doesn't allow`},
		{"control character", "a: \x1b[0m", `: has the control character U+001B`},
		{"another encoding", "a: \xff", `: isn't UTF-8`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var want []string
			if tt.want != "" {
				want = strings.Split("CustomScript"+tt.want, "\n")
			}
			_, err := guest.CloudInit{CustomScript: tt.script}.Initialization()
			same(t, "guest.CloudInit", err, want)
			same(t, "guest.CheckCloudInit", guest.CheckCloudInit(&types.Initialization{CustomScript: &tt.script}), want)
		})
	}
	c := guest.CloudInit{UserName: "me", RootPassword: "x", Timezone: "UTC", CustomScript: "password: x\nuser: me\ntimezone: UTC\nruncmd: []\n"}
	_, err := c.Initialization()
	same(t, "guest.CloudInit", err, []string{
		`CustomScript, line 1: "password" is a key that the engine writes itself`, `CustomScript, line 2: "user" is a key that the engine writes itself`,
		`CustomScript, line 3: "timezone" is a key that the engine writes itself`, `CustomScript, line 4: "runcmd" is a key that the engine writes itself`,
	})
	c.RepeatKeys = true
	if _, err := c.Initialization(); err != nil {
		t.Errorf("keys may not be repeated: %v", err)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	c := guest.CloudInit{HostName: "web", RootPassword: "T0p", CustomScript: "a: T0p"}
	s := guest.Sysprep{HostName: "web", AdminPassword: "T0p", DomainPassword: "T0p", WindowsLicenseKey: "T0p", CustomScript: "T0p"}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "c", c, "p", &c, "s", s)
	all := log.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
		all += fmt.Sprintf(verb, c) + fmt.Sprintf(verb, &c) + fmt.Sprintf(verb, s) + fmt.Sprintf(verb, []any{&s})
	}
	if strings.Contains(all, "T0p") || !strings.Contains(all, "HostName:web") || !strings.Contains(all, "RootPassword:(hidden)") {
		t.Errorf("printing returns %s", all)
	}
	if c.RootPassword != "T0p" {
		t.Error("printing changes the value")
	}
}

func FuzzCustomScripts(f *testing.F) {
	for _, script := range []string{"", "a: b\n", "#cloud-config\r\nruncmd: []", "---\n", "\"a\" : |\n  x\n", "- a\n", "a:\n\tb", "#!/bin/sh"} {
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, script string) {
		_, err := guest.CloudInit{CustomScript: script}.Initialization()
		if other := guest.CheckCloudInit(&types.Initialization{CustomScript: &script}); (err == nil) != (other == nil) {
			t.Fatalf("%q: CloudInit says %v, CheckCloudInit %v", script, err, other)
		}
		// A comment before it, as the engine writes one, changes nothing.
		if _, other := (guest.CloudInit{CustomScript: "# mine\n" + script}).Initialization(); err == nil && other != nil {
			t.Errorf("%q is right, and wrong behind a comment: %v", script, other)
		}
	})
}
