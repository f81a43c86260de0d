package simulator_test

import (
	"encoding/base64"
	"strings"
	"testing"
)

// Recorded from an engine of model 4.6.1, or read in ProviderValidator and NetworkProviderValidator.
func TestProvidersAreRefusedAsRecorded(t *testing.T) {
	t.Parallel()
	const broken = "[General command validation failure.]"
	e := start(t)
	e.made("/openstackimageproviders", "<openstack_image_provider><name>taken</name><url>http://127.0.0.1:9</url></openstack_image_provider>")
	for _, tt := range []struct {
		name, kind, members string
		status              int
		detail              string // detail is empty for what is taken.
	}{
		{"hosts without a URL", "external_host", "<name>a</name>", 500, broken},
		{"hosts at nonsense", "external_host", "<name>a</name><url>nonsense</url>", 500, broken},
		{"hosts by FTP", "external_host", "<name>h</name><url>ftp://x/y</url>", 201, ""},
		{"networks without a URL", "openstack_network", "<name>a</name><type>external</type>", 500, broken},
		{"networks without a type", "openstack_network", "<name>a</name><url>http://127.0.0.1:9</url>", 400,
			"[Provider type is required., Attribute: provider.type]"},
		{"Neutron without a plugin", "openstack_network", "<name>a</name><url>http://127.0.0.1:9</url><type>neutron</type>", 400,
			"[Openstack Neutron provider requires a plugin type.]"},
		{"Neutron without a user", "openstack_network", "<name>a</name><url>http://127.0.0.1:9</url><type>neutron</type>" +
			"<plugin_type>open_vswitch</plugin_type><requires_authentication>true</requires_authentication>", 400,
			"[An Openstack Neutron provider with authentication enabled requires a user name.]"},
		{"other networks without a user", "openstack_network", "<name>n</name><url>http://127.0.0.1:9</url><type>external</type>" +
			"<requires_authentication>true</requires_authentication>", 201, ""},
		{"images without a URL", "openstack_image", "<name>i</name>", 201, ""},
		{"images at one place", "openstack_image", "<name>a</name><url>http://127.0.0.1:9</url>", 400,
			"[Cannot add provider. A provider with the same provider URL and tenant already exists.]"},
		{"name of a provider of another kind", "external_host", "<name>taken</name><url>http://127.0.0.1:9</url>", 409,
			"[Cannot add provider. The provider name is already in use, please choose a unique name and try again.]"},
		{"address for tokens", "openstack_image", "<name>a</name><url>http://127.0.0.1:7</url><authentication_url>x</authentication_url>", 400,
			"[Cannot add provider. The Provider has an invalid authentication URL x. The authentication URL must have the following " +
				`format: "https://hostname:port/v3" or "http://hostname:port/v3".]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tag := tt.kind + "_provider"
			path, body := "/"+strings.ReplaceAll(tag, "_", "")+"s", "<"+tag+">"+tt.members+"</"+tag+">"
			if tt.detail == "" {
				e.want(tt.status, "POST", path, body)
				return
			}
			e.refuses(tt.status, "POST", path, body, tt.detail)
		})
	}
}

// Recorded from an engine of model 4.6.1, which has nothing at the addresses of its own machine either.
func TestProvidersThatNobodyReaches(t *testing.T) {
	t.Parallel()
	e := start(t)
	images := e.made("/openstackimageproviders", "<openstack_image_provider><name>i</name><url>http://localhost:9292</url></openstack_image_provider>")
	e.refuses(400, "GET", images+"/images", "", "connection refused")
	e.refuses(400, "POST", images+"/testconnectivity", "<action/>",
		"[Failed to communicate with the external provider, see log for additional details.]")
	hosts := e.made("/externalhostproviders", "<external_host_provider><name>h</name><url>http://127.0.0.1:9</url></external_host_provider>")
	e.hides(hosts+"/hosts", "<external_host ")

	there := e.made("/openstackimageproviders", "<openstack_image_provider><name>j</name><url>http://glance.example.com:9292</url></openstack_image_provider>")
	e.shows(there+"/images", "<openstack_image ")
	e.want(200, "POST", there+"/testconnectivity", "<action/>")
}

// Recorded from an engine of model 4.6.1.
func TestOnlyCertificatesAreImported(t *testing.T) {
	t.Parallel()
	e := start(t)
	provider := e.made("/openstackimageproviders", "<openstack_image_provider><name>i</name><url>http://glance.example.com:9292</url></openstack_image_provider>")
	certificate := func(content string) string {
		return "<action><certificates><certificate><content>" + content + "</content></certificate></certificates></action>"
	}
	e.refuses(400, "POST", provider+"/importcertificates", certificate("x"), "[Failed to import provider certificate.]")
	ca, err := e.Engine.CA()
	if err != nil {
		t.Fatal(err)
	}
	e.want(200, "POST", provider+"/importcertificates", certificate(base64.StdEncoding.EncodeToString(ca)))
	e.shows(provider+"/certificates", "<certificate ")
}
