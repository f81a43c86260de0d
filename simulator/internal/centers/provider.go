package centers

import (
	"encoding/hex"
	"encoding/pem"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerProviders sets the behaviour of external providers: image, network and volume services and host providers.
func (cs *Centers) registerProviders() {
	for _, kind := range [...]string{"openstack_image", "openstack_network", "openstack_volume", "external_host"} {
		cs.w.Hook(kind + "_providers").Add = func(c *world.Call) (*store.Entity, error) {
			o := c.Body
			if o.True("requires_authentication") && kind != "external_host" {
				switch {
				case !o.Has("username"):
					return nil, world.Conflict("An Openstack Neutron provider with authentication enabled requires a user name.")
				case !o.Has("password"):
					return nil, world.Conflict("An Openstack Neutron provider with authentication enabled requires a password.")
				}
			}
			providerMembers(kind, o)
			if kind == "openstack_network" {
				for name, v := range map[string]any{"auto_sync": false, "read_only": true, "unmanaged": false} {
					o.Default(name, v)
				}
			}
			o.Default("requires_authentication", false)
			o.Default("description", "")
			provider, err := c.Insert(o)
			if err == nil {
				cs.addProviderContents(provider, kind)
			}
			return provider, err
		}
		h := cs.w.Hook(kind + "_provider")
		h.Update = func(c *world.Call) error { return cs.updateProvider(c, kind) }
		h.Actions["testconnectivity"] = func(c *world.Call) error {
			if c.Object().Text("url") == "" {
				return world.Conflict("Failed to communicate with the external provider.")
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
	cs.w.Hook("openstack_network").Actions["import"] = cs.importNetwork
}

// providerUnkept are the members that engines don't keep of a provider, by its kind.
var providerUnkept = map[string][]string{
	"openstack_image":   {"comment"},
	"openstack_network": {"comment", "agent_configuration"},
	"external_host":     {"comment", "authentication_url", "properties"},
}

// providerMembers forgets what engines don't keep. A plugin of an older kind is shown in both forms.
func providerMembers(kind string, o *store.Object) {
	for _, name := range providerUnkept[kind] {
		o.Set(name, nil)
	}
	if kind != "openstack_network" || !o.Has("plugin_type") {
		return
	}
	if o.Text("type") != "neutron" {
		o.Set("plugin_type", nil)
		return
	}
	o.Default("external_plugin_type", strings.ToUpper(o.Text("plugin_type")))
}

// updateProvider changes a provider. One of images loses its tenant unless the change names it.
func (cs *Centers) updateProvider(c *world.Call, kind string) error {
	change := c.Body.Clone()
	if kind == "openstack_network" && change.Has("type") && change.Text("type") != c.Object().Text("type") {
		return world.Bad("Cannot edit provider. The provider type cannot be changed.")
	}
	providerMembers(kind, change)
	if err := c.Apply(change); err != nil {
		return err
	}
	if kind == "openstack_image" && !change.Has("tenant_name") {
		cs.w.Set(c.Entity(), "tenant_name", nil)
	}
	return nil
}

// addProviderContents provides a new provider with what is found there. An image service is a storage domain too.
func (cs *Centers) addProviderContents(provider *store.Entity, kind string) {
	switch kind {
	case "openstack_image":
		o := cs.w.NewObject("storage_domain")
		cs.storage.SetDomainDefaults(o)
		o.Set("name", provider.Object().Name())
		o.Set("type", "image")
		o.Set("status", world.Unattached)
		o.Set("storage_format", "v1")
		o.Set("storage.type", "glance")
		o.Set("available", nil)
		o.Set("used", nil)
		domain := cs.w.Add(nil, cs.w.Tree.Root.Fixed["storagedomains"], o)
		provider.SetNote(imageDomain, domain.Path)
		for _, name := range [...]string{"CirrOS 0.6.2 for x86_64", "CentOS Stream 9 Generic Cloud Image"} {
			id := store.NameUUID(name)
			cs.w.AddChild(provider, "images", func(o *store.Object) {
				o.Set("id", id)
				o.Set("name", name)
				o.Set("openstack_image_provider", world.Ref(provider))
			})
			cs.w.AddChild(domain, "images", func(o *store.Object) {
				o.Set("id", id)
				o.Set("name", name)
				o.Set("type", "disk")
				o.Set("size", int64(world.GiB))
				o.Set("storage_domain", world.Ref(domain))
			})
		}
	case "openstack_network":
		for _, name := range [...]string{"public", "private"} {
			cs.w.AddChild(provider, "networks", func(o *store.Object) {
				o.Set("id", store.NameUUID(provider.ID()+name))
				o.Set("name", name)
				o.Set("openstack_network_provider", world.Ref(provider))
			})
		}
	case "openstack_volume":
		cs.w.AddChild(provider, "volumetypes", func(o *store.Object) {
			o.Set("id", store.NameUUID(provider.ID()+"lvm"))
			o.Set("name", "lvm")
			o.Set("openstack_volume_provider", world.Ref(provider))
		})
	case "external_host":
		cs.w.AddChild(provider, "hosts", func(o *store.Object) {
			o.Set("id", hex.EncodeToString([]byte("bare-01")))
			o.Set("name", "bare-01")
			o.Set("address", "bare-01.localdomain")
			o.Set("external_host_provider", world.Ref(provider))
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

// importCertificates makes the engine trust the certificates of a provider, which are listed below it.
func (cs *Centers) importCertificates(c *world.Call) error {
	for _, certificate := range c.Body.List("certificates") {
		content := certificate.Text("content")
		if content == "" {
			return world.Incomplete("Certificate [content] required for importCertificates")
		}
		subject := "CN=" + c.Object().Name()
		if block, _ := pem.Decode([]byte(content)); block != nil && block.Type != "CERTIFICATE" {
			return world.Conflict("Cannot import provider certificate. The certificate is not valid.")
		}
		id := store.NameUUID(content)
		if cs.w.At(c.Entity().Path+"/certificates/"+id) != nil {
			continue
		}
		cs.w.AddChild(c.Entity(), "certificates", func(o *store.Object) {
			o.Set("id", id)
			o.Set("subject", subject)
			o.Set("content", content)
		})
	}
	return nil
}

// importNetwork makes a network of a data center out of one of a network service.
func (cs *Centers) importNetwork(c *world.Call) error {
	dc := cs.w.Resolve(c.Body.Part("data_center"))
	if dc == nil {
		if part := c.Body.Part("data_center"); part != nil {
			return world.NotFound(part.Type, part)
		}
		return world.Incomplete("Action [dataCenter.id|name] required for doImport")
	}
	provider := c.Entity().Owner
	for _, n := range cs.w.Referring("network", "data_center", dc.ID()) {
		if n.Object().Name() == c.Object().Name() {
			return world.Conflict("Cannot add Network. The external network already exists as '%s' in the data center.", c.Object().Name())
		}
	}
	o := cs.w.NewObject("network")
	o.Set("name", c.Object().Name())
	o.Set("description", "")
	o.Set("comment", "")
	o.Set("mtu", 0)
	o.Set("stp", false)
	o.Set("usages", []string{"vm"})
	o.Set("data_center", world.Ref(dc))
	o.Set("external_provider", world.Ref(provider))
	network := cs.w.Add(nil, cs.w.Tree.Root.Fixed["networks"], o)
	cs.hosts.AddProfile(network)
	c.Log(10920, "Network "+o.Name()+" was imported from provider "+provider.Object().Name()+" by "+c.UserName()+".", dc)
	return nil
}
