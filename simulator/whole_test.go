package simulator_test

import (
	"strings"
	"testing"
)

// TestEmptyElementsMeanNothing: mappers of the engine read the members that are set (VmBaseMapper,
// VmMapper); recorded for the containers.
func TestEmptyElementsMeanNothing(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, `<vm><os><type>rhel_9x64</type><boot><devices><device>network</device></devices></boot></os>
		<bios><type>q35_ovmf</type><boot_menu><enabled>true</enabled></boot_menu></bios>
		<high_availability><enabled>true</enabled><priority>50</priority></high_availability></vm>`)
	before := e.get(vm + "?all_content=true")
	for _, element := range []string{
		"<cluster/>", "<cpu_profile/>", "<os/>", "<os><boot/></os>", "<os><boot><devices/></boot></os>", "<bios/>", "<cpu/>",
		"<cpu><topology/></cpu>", "<display/>", "<high_availability/>", "<memory_policy/>", "<io/>", "<time_zone/>", "<usb/>",
		"<console/>", "<virtio_scsi/>", "<migration/>", "<serial_number/>", "<sso/>", "<template/>",
	} {
		e.want(200, "PUT", vm, "<vm>"+element+"</vm>")
		if after := e.get(vm + "?all_content=true"); after != before {
			t.Errorf("%s changes\n%s\ninto\n%s", element, before, after)
		}
	}
}

func TestEmptyElementsThatTakeAway(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	host := e.Engine.IDs("/hosts")[0]
	for _, tt := range []struct{ set, empty, gone string }{
		{"<initialization><host_name>a</host_name></initialization>", "<initialization/>", "<initialization"},
		{"<rng_device><source>urandom</source></rng_device>", "<rng_device/>", "<rng_device"},
		{"<rng_device><source>urandom</source></rng_device>", "<rng_device><rate><bytes>1</bytes></rate></rng_device>", "<rng_device"},
		{"<custom_compatibility_version><major>4</major><minor>6</minor></custom_compatibility_version>",
			"<custom_compatibility_version/>", "<custom_compatibility_version"},
		{`<placement_policy><hosts><host id="` + host + `"/></hosts></placement_policy>`, "<placement_policy/>", "<host "},
		{`<placement_policy><hosts><host id="` + host + `"/></hosts></placement_policy>`,
			"<placement_policy><affinity>pinned</affinity></placement_policy>", `<host href`},
		{"", "<quota/>", "<quota "},
	} {
		if tt.set != "" {
			e.want(200, "PUT", vm, "<vm>"+tt.set+"</vm>")
		}
		path := vm
		if strings.Contains(tt.set, "rng") {
			path += "?all_content=true"
		}
		if doc := policyOf(e.get(path), tt.gone); !strings.Contains(doc, tt.gone) {
			t.Fatalf("%s isn't set: %s", tt.set, doc)
		}
		e.want(200, "PUT", vm, "<vm>"+tt.empty+"</vm>")
		if doc := policyOf(e.get(path), tt.gone); strings.Contains(doc, tt.gone) {
			t.Errorf("after %s: %s", tt.empty, doc)
		}
	}
}

// policyOf returns the placement policy of a VM where hosts are looked for, and the whole otherwise.
func policyOf(doc, what string) string {
	if !strings.HasPrefix(what, "<host") {
		return doc
	}
	_, rest, _ := strings.Cut(doc, "<placement_policy>")
	policy, _, _ := strings.Cut(rest, "</placement_policy>")
	return policy
}

// TestPartsAreTakenWhole: MigrationOptionsMapper (recorded), AffinityGroupMapper, FencingPolicyMapper,
// DnsResolverConfigurationMapper, ClusterMapper, HostMapper.
func TestPartsAreTakenWhole(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(200, "PUT", vm, "<vm><migration><custom_parallel_migrations>5</custom_parallel_migrations></migration></vm>")
	e.shows(vm, "<parallel_migrations_policy>inherit<")
	e.lacks(vm, "<custom_parallel_migrations>")
	e.want(200, "PUT", vm, `<vm><migration><parallel_migrations_policy>custom</parallel_migrations_policy>
		<custom_parallel_migrations>5</custom_parallel_migrations></migration></vm>`)
	e.want(200, "PUT", vm, "<vm><migration><custom_parallel_migrations>6</custom_parallel_migrations></migration></vm>")
	e.shows(vm, "<custom_parallel_migrations>5<")
	e.want(200, "PUT", vm, "<vm><migration><parallel_migrations_policy>auto</parallel_migrations_policy></migration></vm>")
	e.lacks(vm, "<custom_parallel_migrations>")

	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	e.want(201, "POST", cluster+"/affinitygroups", "<affinity_group><name>g</name></affinity_group>")
	group := cluster + "/affinitygroups/" + e.Engine.IDs(cluster + "/affinitygroups")[0]
	e.want(200, "PUT", group, "<affinity_group><hosts_rule><enabled>true</enabled></hosts_rule></affinity_group>")
	e.lacks(group, "<enabled>true<")
	e.want(200, "PUT", group, "<affinity_group><hosts_rule><positive>true</positive></hosts_rule></affinity_group>")
	e.shows(group, "<enabled>true<", "<positive>true<")

	e.want(200, "PUT", cluster, `<cluster><fencing_policy><enabled>false</enabled><skip_if_gluster_bricks_up>true</skip_if_gluster_bricks_up>
		</fencing_policy><memory_policy><transparent_hugepages><enabled>false</enabled></transparent_hugepages></memory_policy></cluster>`)
	e.want(200, "PUT", cluster, `<cluster><fencing_policy><skip_if_connectivity_broken><enabled>true</enabled></skip_if_connectivity_broken>
		</fencing_policy><memory_policy><over_commit><percent>150</percent></over_commit></memory_policy></cluster>`)
	doc := e.get(cluster)
	fencing := between(t, doc, "<fencing_policy>", "</fencing_policy>")
	for _, want := range []string{"<threshold>50<", "<skip_if_gluster_bricks_up>false<"} {
		if !strings.Contains(fencing, want) {
			t.Errorf("%s isn't in %s", want, fencing)
		}
	}
	memory := between(t, doc, "<memory_policy>", "</memory_policy>")
	if !strings.Contains(memory, "<enabled>true<") || !strings.Contains(memory, "<percent>150<") {
		t.Errorf("the memory policy is %s", memory)
	}

	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	e.refuses(400, "PUT", host, "<host><port>54322</port></host>", "[The Host Port number cannot be changed without reinstalling the Host.]")
	e.want(200, "PUT", host, "<host><comment>c</comment></host>")
	e.shows(host, "<port>54321<")
}

// lacks checks that an answer has none of the texts.
func (e *engine) lacks(path string, texts ...string) {
	e.t.Helper()
	doc := e.get(path)
	for _, text := range texts {
		if strings.Contains(doc, text) {
			e.t.Errorf("GET %s has %s:\n%s", path, text, doc)
		}
	}
}
