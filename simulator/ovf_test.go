package simulator_test

import (
	"encoding/xml"
	"errors"
	"html"
	"io"
	"strings"
	"testing"
)

// TestConfigurationOfAVM reads the OVF that backup programs keep, as OvfVmWriter writes it, and makes
// the VM of it again.
func TestConfigurationOfAVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := "/vms/" + idOf(t, e.do("POST", "/vms", "<vm><name>kept</name><description>a &amp; b</description>"+inDefault+
		"<memory>2147483648</memory><cpu><topology><cores>2</cores></topology></cpu><os><type>rhel_9x64</type></os></vm>").body)
	disk := e.addDisk(vm, "<alias>d&lt;</alias><format>cow</format>")
	e.want(201, "POST", vm+"/nics", "<nic><name>nic1</name></nic>")
	doc := e.get(vm + "?all_content=true")
	ovf := html.UnescapeString(between(t, doc, "<data>", "</data>"))
	for decoder := xml.NewDecoder(strings.NewReader(ovf)); ; {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the configuration is no XML: %v\n%s", err, ovf)
		}
	}
	for _, want := range []string{
		`ovf:version="4.4.0.0"`, "<Name>kept</Name><Description>a &amp; b</Description>", "<VmType>1</VmType>",
		`<Section ovf:id="` + vm[5:] + `" ovf:required="false" xsi:type="ovf:OperatingSystemSection_Type">`,
		"<Description>rhel_9x64</Description>", "<Info>2 CPU, 2048 Memory</Info>",
		"<rasd:cpu_per_socket>2</rasd:cpu_per_socket>", "<MaxMemorySizeMb>8192</MaxMemorySizeMb>",
		`<File ovf:href="` + disk + `/`, `ovf:disk-alias="d&lt;"`, `ovf:volume-format="COW"`,
		"<rasd:Name>nic1</rasd:Name>", "<Type>balloon</Type><Device>memballoon</Device>", "<Type>ACTIVE</Type>",
	} {
		if !strings.Contains(ovf, want) {
			t.Errorf("%s isn't in\n%s", want, ovf)
		}
	}
	e.want(200, "DELETE", vm, "")
	again := e.do("POST", "/vms", "<vm><cluster><name>Default</name></cluster><initialization><configuration><type>ovf</type><data>"+
		html.EscapeString(ovf)+"</data></configuration></initialization></vm>").body
	expect(t, "ID", idOf(t, again), vm[5:])
	e.shows(vm, "<name>kept<", "<memory>2147483648<", "<cores>2<")
}
