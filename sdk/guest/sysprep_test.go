package guest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// windows has something in each field but the user who joins the domain.
var windows = guest.Sysprep{
	HostName: "WEB-1", Domain: "corp.example.com", ActiveDirectoryOu: "OU=web,DC=example,DC=com", OrgName: "Smith & Sons <London>",
	AdminPassword: "s3<cret>&", Timezone: "Central Europe Standard Time", Locale: "en-US", InputLocale: "0409:00000409",
	WindowsLicenseKey: "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", CustomScript: "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<unattend>$ComputerName$</unattend>\n",
}

func TestSysprepGivesTheMembersOfTheAPI(t *testing.T) {
	t.Parallel()
	want := &types.Initialization{
		HostName: new("WEB-1"), Domain: new("corp.example.com"), ActiveDirectoryOu: new("OU=web,DC=example,DC=com"),
		OrgName: new("Smith & Sons <London>"), RootPassword: new("s3<cret>&"), Timezone: new("Central Europe Standard Time"),
		InputLocale: new("0409:00000409"), UiLanguage: new("en-US"), SystemLocale: new("en-US"), UserLocale: new("en-US"),
		WindowsLicenseKey: new("AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"), CustomScript: &windows.CustomScript,
	}
	got, err := windows.Initialization()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v; the initialization differs (-want +got):\n%s", err, diff)
	}
	if err := guest.CheckSysprep(got); err != nil {
		t.Errorf("what is built is refused: %v", err)
	}
	start := windows
	start.DomainUser, start.DomainPassword = "joiner", "p4ss"
	p, err := start.StartParams()
	if diff := cmp.Diff(&services.VmStartParams{UseSysprep: new(true), Vm: &types.Vm{
		Initialization: want,
		Domain:         &types.Domain{Name: new("corp.example.com"), User: &types.User{UserName: new("joiner"), Password: new("p4ss")}},
	}}, p); diff != "" || err != nil {
		t.Errorf("%v; the parameters differ (-want +got):\n%s", err, diff)
	}
	if err := guest.CheckStart(p); err != nil {
		t.Errorf("what is built is refused: %v", err)
	}
	if p, err := (guest.Sysprep{}).StartParams(); err != nil || cmp.Diff(&services.VmStartParams{
		UseSysprep: new(true), Vm: &types.Vm{Initialization: &types.Initialization{}},
	}, p) != "" {
		t.Errorf("nothing returns %v, %v", p, err)
	}
}

func TestMistakesForSysprep(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   guest.Sysprep
		want []string
	}{
		{"all at once", guest.Sysprep{HostName: "a-name-that-is-cut", Domain: "a b", OrgName: "x]]>", AdminPassword: "y]]>", Timezone: "Europe/Prague", Locale: "en US"}, []string{
			`HostName: "a-name-that-is-cut" has more than 15 characters, which the engine cuts`,
			`Domain: "a b" has characters other than letters, digits, hyphens and dots`,
			`OrgName: "x]]>" has ]]>, which breaks the answer file`,
			`InputLocale: "en US" is no locale such as en-US`,
			`UiLanguage: "en US" is no locale such as en-US`,
			`SystemLocale: "en US" is no locale such as en-US`,
			`UserLocale: "en US" is no locale such as en-US`,
			`AdminPassword: has ]]>, which breaks the answer file`,
			`Timezone: "Europe/Prague" is a name of Linux; Windows has names such as Central Europe Standard Time`,
		}},
		{"host name of 15", guest.Sysprep{HostName: "abcdefghijklmn1"}, nil},
		{"host name with a dot", guest.Sysprep{HostName: "web.lan"}, []string{
			`HostName: "web.lan" has other characters than letters, digits and hyphens between them`}},
		{"host name that is a number", guest.Sysprep{HostName: "123"}, []string{`HostName: "123" is a number`}},
		{"long unit", guest.Sysprep{ActiveDirectoryOu: strings.Repeat("x", 257)}, []string{
			`ActiveDirectoryOu: "` + strings.Repeat("x", 60) + `..." has 257 characters; the engine keeps 256`}},
		{"product key", guest.Sysprep{WindowsLicenseKey: "AAAAA BBBBB"}, []string{"WindowsLicenseKey: is no product key"}},
		{"broken XML", guest.Sysprep{CustomScript: "<a><b></a>"}, []string{
			"CustomScript: is no XML: XML syntax error on line 1: element <b> closed by </a>"}},
		{"two roots", guest.Sysprep{CustomScript: "<a/><b/>"}, []string{"CustomScript: is no XML: it must have one root"}},
		{"cut XML", guest.Sysprep{CustomScript: "<a>"}, []string{"CustomScript: is no XML: XML syntax error on line 1: unexpected EOF"}},
		{"groups of keys", guest.Sysprep{CustomScript: ";SetupMgrTag\r\n[Unattended]\r\n"}, nil},
		{"YAML", guest.Sysprep{CustomScript: "a: b\n"}, []string{
			`CustomScript: "a: b" begins neither an answer file in XML nor one in groups of keys`}},
		{"control character", guest.Sysprep{CustomScript: "<a>\x00</a>"}, []string{"CustomScript: has the control character U+0000"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.in.Initialization()
			same(t, "guest.Sysprep", err, tt.want)
			_, err = tt.in.StartParams()
			same(t, "guest.Sysprep", err, tt.want)
		})
	}
}

func TestUserWhoJoinsTheDomain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   guest.Sysprep
		want []string
	}{
		{"no password", guest.Sysprep{Domain: "lan", DomainUser: "me"}, []string{`DomainUser: "me" has no password`}},
		{"no name", guest.Sysprep{Domain: "lan", DomainPassword: "x"}, []string{"DomainUser: is missing beside its password"}},
		{"no domain", guest.Sysprep{DomainUser: "me", DomainPassword: "x"}, []string{"Domain: is missing beside the user who joins it"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.in.StartParams()
			same(t, "guest.Sysprep", err, tt.want)
		})
	}
	_, err := guest.Sysprep{Domain: "lan", DomainUser: "me", DomainPassword: "x"}.Initialization()
	same(t, "guest.Sysprep", err, []string{`DomainUser: "me" goes with a start alone, with its password`})
}
