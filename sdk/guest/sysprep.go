package guest

import (
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Sysprep is what Sysprep sets up in a guest with Windows. The engine puts it into an answer file of its own, by the VM's operating
// system, or into CustomScript. Empty fields take the engine's defaults.
type Sysprep struct {
	// HostName is the computer's name: at most 15 letters, digits and hyphens. Without it the engine takes the VM's name, and cuts it.
	HostName string
	// Domain is the Active Directory domain to join. Empty means none.
	Domain string
	// DomainUser may add computers to Domain. It goes with a start alone: see [Sysprep.StartParams]. Empty means the engine's own.
	DomainUser string
	// DomainPassword is the password of DomainUser.
	DomainPassword string
	// ActiveDirectoryOu is the organisational unit for the computer, such as OU=web,DC=example,DC=com.
	ActiveDirectoryOu string
	// OrgName is the organisation to which Windows is registered.
	OrgName string
	// AdminPassword is the password of the local administrator, at most 190 bytes. The engine keeps the first one that a VM has got, and
	// ignores those of later updates and starts.
	AdminPassword string
	// Timezone is a name of Windows, such as Central Europe Standard Time.
	Timezone string
	// Locale stands for each of the four fields below that is empty, such as en-US.
	Locale string
	// InputLocale is the keyboard, such as en-US or 0409:00000409.
	InputLocale string
	// UiLanguage is the language of menus.
	UiLanguage string
	// SystemLocale is the language for programs without Unicode.
	SystemLocale string
	// UserLocale is the form of dates and numbers.
	UserLocale string
	// WindowsLicenseKey is the product key, which engines keep and show. What they put into answer files is that of their configuration.
	WindowsLicenseKey string
	// CustomScript is a whole answer file, in which the engine replaces words such as $ComputerName$ and $AdminPassword$.
	CustomScript string
}

// Initialization returns the data for the member Initialization of a VM or template. The error is sdk.ErrInvalid with all [Problems].
func (s Sysprep) Initialization() (*types.Initialization, error) {
	var k checker
	i := s.initialization(&k)
	if s.DomainUser != "" || s.DomainPassword != "" {
		k.add("DomainUser", s.DomainUser, "goes with a start alone, with its password")
	}
	if err := k.err("guest.Sysprep"); err != nil {
		return nil, err
	}
	return i, nil
}

// StartParams returns parameters that start a VM with the data for this run alone. What isn't set stays as the VM has it of its own. The
// error is sdk.ErrInvalid with all [Problems].
func (s Sysprep) StartParams() (*services.VmStartParams, error) {
	var k checker
	p := &services.VmStartParams{UseSysprep: new(true), Vm: &types.Vm{Initialization: s.initialization(&k)}}
	if s.DomainUser != "" || s.DomainPassword != "" {
		p.Vm.Domain = &types.Domain{
			Name: said(s.Domain), User: &types.User{UserName: said(s.DomainUser), Password: said(s.DomainPassword)},
		}
		k.joiner(p.Vm.Domain, "Domain", "DomainUser", "DomainPassword")
	}
	if err := k.err("guest.Sysprep"); err != nil {
		return nil, err
	}
	return p, nil
}

func (s Sysprep) initialization(k *checker) *types.Initialization {
	locale := func(text string) *string {
		if text == "" {
			text = s.Locale
		}
		return said(text)
	}
	i := &types.Initialization{
		HostName:          said(s.HostName),
		Domain:            said(s.Domain),
		ActiveDirectoryOu: said(s.ActiveDirectoryOu),
		OrgName:           said(s.OrgName),
		RootPassword:      said(s.AdminPassword),
		Timezone:          said(s.Timezone),
		InputLocale:       locale(s.InputLocale),
		UiLanguage:        locale(s.UiLanguage),
		SystemLocale:      locale(s.SystemLocale),
		UserLocale:        locale(s.UserLocale),
		WindowsLicenseKey: said(s.WindowsLicenseKey),
		CustomScript:      said(s.CustomScript),
	}
	k.windows(i, "AdminPassword")
	return i
}

// windows checks what is for Sysprep.
func (c *checker) windows(i *types.Initialization, password string) {
	if name := sdk.Value(i.HostName); name != "" {
		switch {
		case len(name) > 15:
			c.add("HostName", name, "has more than 15 characters, which the engine cuts")
		case !letters(name, "-") || name[0] == '-' || name[len(name)-1] == '-':
			c.add("HostName", name, "has other characters than letters, digits and hyphens between them")
		case strings.Trim(name, "0123456789") == "":
			c.add("HostName", name, "is a number")
		}
	}
	c.domain("Domain", sdk.Value(i.Domain))
	for _, m := range []struct {
		name  string
		value *string
		most  int
	}{
		{"ActiveDirectoryOu", i.ActiveDirectoryOu, 256}, {"OrgName", i.OrgName, 256}, {"InputLocale", i.InputLocale, 256},
		{"UiLanguage", i.UiLanguage, 256}, {"SystemLocale", i.SystemLocale, 256}, {"UserLocale", i.UserLocale, 256},
	} {
		text := sdk.Value(m.value)
		switch {
		case text == "" || !c.text(m.name, text, m.most):
		case strings.Contains(text, "]]>"):
			c.add(m.name, text, "has ]]>, which breaks the answer file")
		case (strings.HasSuffix(m.name, "Locale") || m.name == "UiLanguage") && !letters(text, "-_:;{}"):
			c.add(m.name, text, "is no locale such as en-US")
		}
	}
	if key := sdk.Value(i.WindowsLicenseKey); len(key) > 30 || !letters(key, "-") {
		c.add("WindowsLicenseKey", "", "is no product key")
	}
	secret := sdk.Value(i.RootPassword)
	c.password(password, secret)
	if strings.Contains(secret, "]]>") {
		c.add(password, "", "has ]]>, which breaks the answer file")
	}
	c.windowsZone("Timezone", sdk.Value(i.Timezone))
	c.answerFile(sdk.Value(i.CustomScript))
}

// joiner checks who adds a computer to a domain; the engine takes name and password together, and only with a domain.
func (c *checker) joiner(d *types.Domain, domain, user, password string) {
	u := d.User
	if u == nil {
		return
	}
	name, secret := sdk.Value(u.UserName), sdk.Value(u.Password)
	c.password(password, secret)
	switch {
	case name == "" && secret == "":
	case name == "":
		c.add(user, "", "is missing beside its password")
	case secret == "":
		c.add(user, name, "has no password")
	}
	if name != "" {
		c.text(user, name, 0)
	}
	if (name != "" || secret != "") && sdk.Value(d.Name) == "" {
		c.add(domain, "", "is missing beside the user who joins it")
	}
}
