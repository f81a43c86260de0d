package centers

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerProviders sets the behavior of external providers: image, network and volume services
// and host providers.
func (cs *Centers) registerProviders() {
	for _, kind := range [...]string{
		"openstack_image", "openstack_network", "openstack_volume", "external_host",
	} {
		cs.w.Hook(kind + "_providers").Add = func(c *world.Call) (*store.Entity, error) {
			return cs.addProvider(c, kind)
		}
		h := cs.w.Hook(kind + "_provider")
		h.Update = func(c *world.Call) error { return cs.updateProvider(c, kind) }
		h.Actions["testconnectivity"] = func(c *world.Call) error {
			if !reachable(c.Object()) {
				f := world.Bad("Failed to communicate with the external provider, see log for additional details.")
				f.Bare = true
				return f
			}
			return nil
		}
		h.Actions["importcertificates"] = cs.importCertificates
		h.Remove = func(c *world.Call) error {
			if domain := cs.domainOf(c.Entity()); domain != nil {
				cs.storage.DropDomain(domain)
			}
			cs.w.Drop(c.Entity())
			return nil
		}
	}
	for _, service := range [...]string{"openstack_images", "openstack_networks"} {
		cs.w.Hook(service).List = func(p *store.Place) error {
			if owner := p.Owner(); owner != nil && !reachable(owner.Object()) {
				return &world.Fault{
					Status: http.StatusBadRequest, Reason: world.ReasonFailed, Detail: "connection refused",
				}
			}
			return nil
		}
	}
	cs.w.Hook("openstack_network").Actions["import"] = cs.importNetwork
}

// providerUnkept are the members that engines don't keep of a provider, by its kind.
var providerUnkept = map[string][]string{
	"openstack_image":   {"comment"},
	"openstack_network": {"comment", "agent_configuration"},
	"external_host":     {"comment", "authentication_url", "properties"},
}

// providerMembers forgets what engines don't keep. A plugin of an older kind is shown in both
// forms.
func providerMembers(kind string, o *store.Object) {
	for _, name := range providerUnkept[kind] {
		o.Set(name, nil)
	}
	if kind != "openstack_network" || !o.Has(names.PluginType) {
		return
	}
	if o.Text(names.Type) != "neutron" {
		o.Set(names.PluginType, nil)
		return
	}
	o.Default(names.ExternalPluginType, strings.ToUpper(o.Text(names.PluginType)))
}

// addProvider creates a provider. What is found there is created with it, if it answers.
func (cs *Centers) addProvider(c *world.Call, kind string) (*store.Entity, error) {
	o := c.Body
	if kind == "openstack_network" && !o.Has(names.Type) {
		return nil, world.Bad("Provider type is required., Attribute: provider.type")
	}
	if err := cs.providerRefused(o, nil, kind, "add"); err != nil {
		return nil, err
	}
	providerMembers(kind, o)
	if kind == "openstack_network" {
		for name, v := range map[string]any{
			names.AutoSync: false, names.ReadOnly: true, names.Unmanaged: false,
		} {
			o.Default(name, v)
		}
	}
	o.Default(names.RequiresAuthentication, false)
	o.Default(names.Description, "")
	provider, err := c.Insert(o)
	if err == nil {
		cs.addProviderContents(provider, kind)
	}
	return provider, err
}

// updateProvider changes a provider. One of images loses its tenant unless the change names it.
func (cs *Centers) updateProvider(c *world.Call, kind string) error {
	change := c.Body.Clone()
	wanted := c.Object().Clone()
	wanted.Merge(change)
	if err := cs.providerRefused(wanted, c.Entity(), kind, "edit"); err != nil {
		return err
	}
	if kind == "openstack_network" && change.Has(names.Type) &&
		change.Text(names.Type) != c.Object().Text(names.Type) {
		return world.Bad("Cannot edit provider. The provider type cannot be changed.")
	}
	providerMembers(kind, change)
	if err := c.Apply(change); err != nil {
		return err
	}
	if kind == "openstack_image" && !change.Has(names.TenantName) {
		cs.w.Set(c.Entity(), names.TenantName, nil)
	}
	return nil
}

// knownURL is a URL that Java can make a connection from; authURL is where a service checks tokens.
var (
	knownURL = regexp.MustCompile(`^(?i:https?|ftp|file|jar|mailto):`)
	authURL  = regexp.MustCompile(`^https?://[^/]*:\d+/(v3|v2\.0)/?$`)
)

// maxPassword is how long the password of a provider may be.
const maxPassword = 200

// providerRefused returns why there can't be such a provider: AddProviderCommand, ProviderValidator and
// NetworkProviderValidator. Self is the provider that is to be like that, or nil for a new one.
func (cs *Centers) providerRefused(wanted *store.Object, self *store.Entity, kind, verb string) error {
	if (kind == "external_host" || kind == "openstack_network") && !knownURL.MatchString(wanted.Text(names.Url)) {
		// The engine trips over the address when it makes the connection.
		return world.Broken("[General command validation failure.]")
	}
	for _, path := range [...]string{
		"/externalhostproviders", "/openstackimageproviders", "/openstacknetworkproviders",
	} {
		if e := cs.w.ByName(path, wanted.Name()); e != nil && e != self {
			return world.Conflict("Cannot %s provider. The provider name is already in use, please choose a unique name "+
				"and try again.", verb)
		}
	}
	auth := wanted.Text(names.AuthenticationUrl)
	switch {
	case kind != "external_host" && wanted.Has(names.AuthenticationUrl) && !authURL.MatchString(auth):
		return world.Bad("Cannot %s provider. The Provider has an invalid authentication URL %s. The authentication URL "+
			`must have the following format: "https://hostname:port/v3" or "http://hostname:port/v3".`, verb, auth)
	case len(wanted.Text(names.Password)) > maxPassword:
		return world.Bad("Cannot %s provider. The password must not exceed 200 characters.", verb)
	case self != nil:
		return nil
	case kind == "openstack_network" && wanted.Text(names.Type) == "neutron":
		return neutronRefused(wanted)
	case kind == "openstack_image":
		return cs.sameImages(wanted, verb)
	}
	return nil
}

// neutronRefused returns why there can't be such a network service.
func neutronRefused(wanted *store.Object) error {
	authenticates := wanted.True(names.RequiresAuthentication)
	switch {
	case wanted.Text(names.PluginType) == "" && wanted.Text(names.ExternalPluginType) == "":
		return world.Bad("Openstack Neutron provider requires a plugin type.")
	case authenticates && wanted.Text(names.Username) == "":
		return world.Bad("An Openstack Neutron provider with authentication enabled requires a user name.")
	case authenticates && wanted.Text(names.Password) == "":
		return world.Bad("An Openstack Neutron provider with authentication enabled requires a password.")
	case authenticates && wanted.Text(names.AuthenticationUrl) == "":
		return world.Bad("An Openstack Neutron provider with authentication enabled requires an authentication url.")
	case authenticates && wanted.Text(names.TenantName) == "" && wanted.Text(names.UserDomainName) == "":
		return world.Bad("An Openstack Neutron provider with authentication enabled requires a tenant name or a user " +
			"domain name.")
	}
	return nil
}

// sameImages refuses a second image service at the same address for the same tenant.
func (cs *Centers) sameImages(wanted *store.Object, verb string) error {
	for _, e := range cs.w.All("/openstackimageproviders") {
		o := e.Object()
		if o.Text(names.Url) == wanted.Text(names.Url) && o.Text(names.TenantName) == wanted.Text(names.TenantName) {
			return world.Bad("Cannot %s provider. A provider with the same provider URL and tenant already exists.", verb)
		}
	}
	return nil
}

// reachable reports whether a simulated service answers at the address of a provider.
func reachable(provider *store.Object) bool {
	u, err := url.Parse(provider.Text(names.Url))
	return err == nil && u.Hostname() != "" && !world.Loopback(u.Hostname())
}

// addProviderContents creates what is found at a new provider. An image service is a storage domain
// too.
func (cs *Centers) addProviderContents(provider *store.Entity, kind string) {
	switch kind {
	case "openstack_image":
		o := cs.w.NewObject(names.StorageDomain)
		cs.storage.SetDomainDefaults(o)
		o.Set(names.Name, provider.Object().Name())
		o.Set(names.Type, "image")
		o.Set(names.Status, world.Unattached)
		o.Set(names.StorageFormat, "v1")
		o.Set(names.TypeOfStorage, "glance")
		o.Set(names.Available, nil)
		o.Set(names.Used, nil)
		domain := cs.w.Add(nil, cs.w.Tree.Root.Fixed["storagedomains"], o)
		provider.SetNote(imageDomain, domain.Path)
		for _, name := range [...]string{
			"CirrOS 0.6.2 for x86_64", "CentOS Stream 9 Generic Cloud Image",
		} {
			id := store.NameUUID(name)
			cs.w.AddChild(provider, "images", func(o *store.Object) {
				o.Set(names.ID, id)
				o.Set(names.Name, name)
				o.Set(names.OpenstackImageProvider, world.Ref(provider))
			})
			cs.w.AddChild(domain, "images", func(o *store.Object) {
				o.Set(names.ID, id)
				o.Set(names.Name, name)
				o.Set(names.Type, "disk")
				o.Set(names.Size, int64(world.GiB))
				o.Set(names.StorageDomain, world.Ref(domain))
			})
		}
	case "openstack_network":
		for _, name := range [...]string{"public", "private"} {
			cs.w.AddChild(provider, "networks", func(o *store.Object) {
				o.Set(names.ID, store.NameUUID(provider.ID()+name))
				o.Set(names.Name, name)
				o.Set(names.OpenstackNetworkProvider, world.Ref(provider))
			})
		}
	case "openstack_volume":
		cs.w.AddChild(provider, "volumetypes", func(o *store.Object) {
			o.Set(names.ID, store.NameUUID(provider.ID()+"lvm"))
			o.Set(names.Name, "lvm")
			o.Set(names.OpenstackVolumeProvider, world.Ref(provider))
		})
	case "external_host":
		if !reachable(provider.Object()) {
			return
		}
		cs.w.AddChild(provider, "hosts", func(o *store.Object) {
			o.Set(names.ID, hex.EncodeToString([]byte("bare-01")))
			o.Set(names.Name, "bare-01")
			o.Set(names.Address, "bare-01.localdomain")
			o.Set(names.ExternalHostProvider, world.Ref(provider))
		})
	}
}

// imageDomain is the note at an image service that tells the path of its storage domain.
const imageDomain = "domain"

// domainOf returns the storage domain of an image service, or nil.
func (cs *Centers) domainOf(provider *store.Entity) *store.Entity {
	if path := provider.Note(imageDomain); path != "" {
		return cs.w.At(path)
	}
	return nil
}

// importCertificates makes the engine trust the certificates of a provider, which are listed below
// it.
func (cs *Centers) importCertificates(c *world.Call) error {
	for _, certificate := range c.Body.List(names.Certificates) {
		content := certificate.Text(names.Content)
		if content == "" {
			return world.Incomplete("Certificate [content] required for importCertificates")
		}
		if !isCertificate(content) {
			f := world.Bad("Failed to import provider certificate.")
			f.Bare = true
			return f
		}
		subject := "CN=" + c.Object().Name()
		id := store.NameUUID(content)
		if cs.w.At(c.Entity().Path+"/certificates/"+id) != nil {
			continue
		}
		cs.w.AddChild(c.Entity(), "certificates", func(o *store.Object) {
			o.Set(names.ID, id)
			o.Set(names.Subject, subject)
			o.Set(names.Content, content)
		})
	}
	return nil
}

// isCertificate reports whether a text is a certificate: in PEM, or in base64 of PEM or DER.
func isCertificate(content string) bool {
	data := []byte(content)
	if decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(content), "")); err == nil {
		data = decoded
	}
	if block, _ := pem.Decode(data); block != nil {
		data = block.Bytes
	}
	_, err := x509.ParseCertificate(data)
	return err == nil
}

// importNetwork makes a network of a data center out of one of a network service.
func (cs *Centers) importNetwork(c *world.Call) error {
	dc := cs.w.Resolve(c.Body.Part(names.DataCenter))
	if dc == nil {
		if part := c.Body.Part(names.DataCenter); part != nil {
			return world.NotFound(part.Type, part)
		}
		return world.Incomplete("Action [dataCenter.id|name] required for doImport")
	}
	provider := c.Entity().Owner
	for _, n := range cs.w.Referring(names.Network, names.DataCenter, dc.ID()) {
		if n.Object().Name() == c.Object().Name() {
			return world.Conflict(
				"Cannot add Network. The external network already exists as '%s' in the data "+
					"center.",
				c.Object().Name(),
			)
		}
	}
	o := cs.w.NewObject(names.Network)
	o.Set(names.Name, c.Object().Name())
	o.Set(names.Description, "")
	o.Set(names.Comment, "")
	o.Set(names.Mtu, 0)
	o.Set(names.Stp, false)
	o.Set(names.Usages, []string{"vm"})
	o.Set(names.DataCenter, world.Ref(dc))
	o.Set(names.ExternalProvider, world.Ref(provider))
	network := cs.w.Add(nil, cs.w.Tree.Root.Fixed["networks"], o)
	cs.hosts.NameOnHosts(network)
	cs.hosts.AddProfile(network)
	c.Report(10920, world.Named{"network": o.Name(), "provider": provider.Object().Name()}, dc)
	return nil
}
