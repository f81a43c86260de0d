package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

const noHost = "There is no host that satisfies current scheduling constraints. See below for details:"

// threeHosts returns an engine with three hosts in one cluster, and their paths.
func threeHosts(t *testing.T) (*engine, []string) {
	t.Helper()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 3, StorageDomains: 1}
	})
	hosts := e.Engine.IDs("/hosts")
	for i := range hosts {
		hosts[i] = "/hosts/" + hosts[i]
	}
	return e, hosts
}

// hostOf returns the path of the host on which a VM runs.
func (e *engine) hostOf(vm string) string {
	e.t.Helper()
	return "/hosts/" + between(e.t, e.get(vm), `<host href="/ovirt-engine/api/hosts/`, `"`)
}

func TestMemoryOfHostsIsScarce(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	vms := []string{e.addVM("one"), e.addVM("two"), e.addVM("three")}
	for _, vm := range vms {
		e.want(200, "PUT", vm, "<vm><memory>42949672960</memory><memory_policy><max>42949672960</max></memory_policy></vm>")
	}
	e.run(vms[0])
	e.run(vms[1])
	if e.hostOf(vms[0]) == e.hostOf(vms[1]) {
		t.Error("two VMs of 40 GiB share a host of 64 GiB")
	}
	e.has(e.hostOf(vms[0]), "<max_scheduling_memory>24696061952<")
	const reason = " did not satisfy internal filter Memory because its available memory is too low (23552 MB) to run the VM."
	e.denied("POST", vms[2]+"/start", "<action/>", "Cannot run VM. "+noHost+", The host host-001"+reason+", The host host-002"+reason)
	other := between(t, e.get(e.hostOf(vms[1])), "\n    <name>", "<")
	e.denied("POST", vms[0]+"/migrate", "<action/>", "Cannot migrate VM. "+noHost+", The host "+other+reason)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	e.want(200, "PUT", cluster, "<cluster><memory_policy><over_commit><percent>150</percent></over_commit></memory_policy></cluster>")
	e.run(vms[2])
	e.want(200, "POST", vms[2]+"/stop", "<action/>")
	e.want(200, "PUT", cluster, "<cluster><memory_policy><over_commit><percent>100</percent></over_commit></memory_policy></cluster>")
	e.want(200, "POST", vms[1]+"/stop", "<action/>")
	e.run(vms[2])
}

func TestAffinityGroupsAreEnforced(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, vmRule, hostRule string
		members                int // how many of the VMs belong to the group
		hosts                  []int
		want                   func(hosts []string, first, second, third string) bool
	}{
		{
			name: "together", vmRule: "<positive>true</positive><enforcing>true</enforcing>", members: 3,
			want: func(_ []string, a, b, c string) bool { return a == b && b == c },
		},
		{
			name: "apart", vmRule: "<positive>false</positive><enforcing>true</enforcing>", members: 3,
			want: func(_ []string, a, b, c string) bool { return a != b && b != c && a != c },
		},
		{
			name: "apart, as a wish", vmRule: "<positive>false</positive><enforcing>false</enforcing>", members: 3,
			want: func(_ []string, a, b, c string) bool { return a != b && b != c && a != c },
		},
		{
			name: "on a host", hostRule: "<positive>true</positive><enforcing>true</enforcing>", members: 3, hosts: []int{1},
			want: func(hosts []string, a, b, c string) bool { return a == hosts[1] && b == a && c == a },
		},
		{
			name: "off two hosts", hostRule: "<positive>false</positive><enforcing>true</enforcing>", members: 3, hosts: []int{0, 1},
			want: func(hosts []string, a, b, c string) bool { return a == hosts[2] && b == a && c == a },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, hosts := threeHosts(t)
			group := e.affinityGroup(tt.vmRule, tt.hostRule)
			vms := []string{e.addVM("one"), e.addVM("two"), e.addVM("three")}
			for _, vm := range vms[:tt.members] {
				e.want(200, "POST", group+"/vms", `<vm id="`+vm[len("/vms/"):]+`"/>`)
			}
			for _, i := range tt.hosts {
				e.want(200, "POST", group+"/hosts", `<host id="`+hosts[i][len("/hosts/"):]+`"/>`)
			}
			for _, vm := range vms {
				e.run(vm)
			}
			if a, b, c := e.hostOf(vms[0]), e.hostOf(vms[1]), e.hostOf(vms[2]); !tt.want(hosts, a, b, c) {
				t.Errorf("they run on %s, %s, %s", a, b, c)
			}
		})
	}
}

// affinityGroup adds a group with rules that are on unless they are empty, and returns its path.
func (e *engine) affinityGroup(vmRule, hostRule string) string {
	e.t.Helper()
	rule := func(name, members string) string {
		if members == "" {
			return ""
		}
		return "<" + name + "><enabled>true</enabled>" + members + "</" + name + ">"
	}
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	return e.made(cluster+"/affinitygroups", "<affinity_group><name>g</name>"+rule("hosts_rule", hostRule)+rule("vms_rule", vmRule)+"</affinity_group>")
}

func TestAffinityRefuses(t *testing.T) {
	t.Parallel()
	const on, off = "<positive>true</positive><enforcing>true</enforcing>", "<positive>false</positive><enforcing>true</enforcing>"
	e := start(t, twoHosts)
	group := e.affinityGroup(off, "")
	vms := []string{e.addVM("one"), e.addVM("two"), e.addVM("three")}
	for _, vm := range vms {
		e.want(200, "POST", group+"/vms", `<vm id="`+vm[len("/vms/"):]+`"/>`)
	}
	e.run(vms[0])
	e.run(vms[1])
	const apart = " did not satisfy internal filter VmAffinityGroups because it matched negative affinity rules ."
	e.denied("POST", vms[2]+"/start", "<action/>", "Cannot run VM. "+noHost+", The host host-001"+apart+", The host host-002"+apart)
	// A host that empties may break the rule between VMs.
	e.want(200, "POST", e.hostOf(vms[0])+"/deactivate", "<action/>")
	e.steps(vms[0], "migrating", "up")
	expect(t, "host", e.hostOf(vms[0]), e.hostOf(vms[1]))
	e.want(200, "DELETE", group, "")

	group = e.affinityGroup("", on)
	e.want(200, "POST", group+"/vms", `<vm id="`+vms[2][len("/vms/"):]+`"/>`)
	busy := between(t, e.get(e.hostOf(vms[0])), "\n    <name>", "<")
	e.denied("POST", vms[2]+"/start", "<action/>", "Cannot run VM. "+noHost+", The host "+busy+
		" did not satisfy internal filter VmToHostsAffinityGroups because it did not match positive affinity rules .")
}

func TestLabelsJoinAffinityGroups(t *testing.T) {
	t.Parallel()
	e, hosts := threeHosts(t)
	vm := e.addVM("labelled")
	label := e.made("/affinitylabels", "<affinity_label><name>gpu</name></affinity_label>")
	id := label[len("/affinitylabels/"):]
	e.want(201, "POST", label+"/vms", `<vm id="`+vm[len("/vms/"):]+`"/>`)
	e.want(201, "POST", label+"/hosts", `<host id="`+hosts[2][len("/hosts/"):]+`"/>`)
	group := e.affinityGroup("", "<positive>true</positive><enforcing>true</enforcing>")
	e.want(200, "POST", group+"/hostlabels", `<affinity_label id="`+id+`"/>`) // first, see mayJoinGroup
	e.want(200, "POST", group+"/vmlabels", `<affinity_label id="`+id+`"/>`)
	for range 3 {
		e.run(vm)
		expect(t, "host", e.hostOf(vm), hosts[2])
		e.want(200, "POST", vm+"/stop", "<action/>")
	}
}

func TestMigrationFollowsTheRules(t *testing.T) {
	t.Parallel()
	e, hosts := threeHosts(t)
	group := e.affinityGroup("", "<positive>false</positive><enforcing>true</enforcing>")
	vm := e.addVM("walker")
	e.run(vm)
	from := e.hostOf(vm)
	var others []string
	for _, host := range hosts {
		if host != from {
			others = append(others, host)
		}
	}
	e.want(200, "POST", group+"/vms", `<vm id="`+vm[len("/vms/"):]+`"/>`)
	e.want(200, "POST", group+"/hosts", `<host id="`+others[0][len("/hosts/"):]+`"/>`)
	shunned := between(t, e.get(others[0]), "\n    <name>", "<")
	e.denied("POST", vm+"/migrate", `<action><host id="`+others[0][len("/hosts/"):]+`"/></action>`, "Cannot migrate VM. "+noHost+", The host "+shunned+
		" did not satisfy internal filter VmToHostsAffinityGroups because it matched negative affinity rules .")
	e.want(200, "POST", vm+"/migrate", "<action/>")
	e.steps(vm, "migrating", "up")
	expect(t, "host", e.hostOf(vm), others[1])
	for _, host := range []string{from, others[0]} {
		e.put(host, "<host><status>maintenance</status></host>")
	}
	e.denied("POST", vm+"/migrate", "<action/>", "There are no hosts to use. Check that the cluster contains at least one host in Up state.")
}

// restarts returns an engine with two hosts and a highly available and an ordinary VM on one of them, whose path comes first.
func restarts(t *testing.T) (e *engine, host, precious, ordinary string) {
	t.Helper()
	e = start(t, twoHosts)
	ids := e.Engine.IDs("/hosts")
	host = "/hosts/" + ids[0]
	e.put("/hosts/"+ids[1], "<host><status>maintenance</status></host>")
	precious, ordinary = e.addVM("precious"), e.addVM("ordinary")
	e.want(200, "PUT", precious, "<vm><high_availability><enabled>true</enabled></high_availability></vm>")
	e.run(precious)
	e.run(ordinary)
	e.put("/hosts/"+ids[1], "<host><status>up</status></host>")
	return e, host, precious, ordinary
}

func TestHighlyAvailableVMsRestart(t *testing.T) {
	t.Parallel()
	spare := func(e *engine) string { return "/hosts/" + e.Engine.IDs("/hosts")[1] }
	for _, tt := range []struct {
		name string
		fail func(e *engine, host string)
	}{
		{"when the host is down", func(e *engine, host string) { e.put(host, "<host><status>down</status></host>") }},
		{"when somebody confirms the reboot", func(e *engine, host string) {
			e.put(host, "<host><status>non_responsive</status></host>")
			e.clock.Advance(time.Hour)
			e.want(200, "POST", host+"/fence", "<action><fence_type>manual</fence_type></action>")
		}},
		{"when the host is restarted", func(e *engine, host string) {
			e.power(host)
			e.want(200, "POST", host+"/fence", "<action><fence_type>restart</fence_type></action>")
		}},
		{"when the engine fences the host", func(e *engine, host string) {
			e.power(host)
			e.put(host, "<host><status>non_responsive</status></host>")
			e.clock.Advance(time.Second)
			e.steps(host, "reboot")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, host, precious, ordinary := restarts(t)
			tt.fail(e, host)
			e.steps(precious, "down", "wait_for_launch", "powering_up", "up")
			expect(t, "host", e.hostOf(precious), spare(e))
			e.steps(ordinary, "down")
			e.shows("/events", "Highly Available VM precious failed. It will be restarted automatically.", "<code>9602<",
				"Trying to restart VM precious on Host host-002", "Vm ordinary was shut down due to host-001 host reboot or manual fence")
		})
	}
}

func TestVMsOfALostHostAreUnknown(t *testing.T) {
	t.Parallel()
	e, host, precious, ordinary := restarts(t)
	e.put(host, "<host><status>non_responsive</status></host>")
	e.clock.Advance(time.Hour)
	e.steps(precious, "unknown")
	e.steps(ordinary, "unknown")
	e.put(host, "<host><status>up</status></host>")
	e.steps(precious, "up")
	e.steps(ordinary, "up")

	id := e.Engine.IDs("/storagedomains")[0]
	e.put(precious, `<vm><lease><storage_domain id="`+id+`"/></lease></vm>`)
	e.put(host, "<host><status>non_responsive</status></host>")
	e.clock.Advance(time.Second)
	e.steps(precious, "down", "wait_for_launch", "powering_up", "up")
	e.steps(ordinary, "unknown")
}

func TestRestartIsTriedTenTimes(t *testing.T) {
	t.Parallel()
	e, host, precious, _ := restarts(t)
	e.put("/hosts/"+e.Engine.IDs("/hosts")[1], "<host><status>maintenance</status></host>")
	e.put(host, "<host><status>down</status></host>")
	e.clock.Advance(time.Hour)
	e.steps(precious, "down")
	doc := e.get("/events")
	if n := strings.Count(doc, "Restart of the Highly Available VM precious failed."); n != 10 {
		t.Errorf("%d tries", n)
	}
	e.shows("/events", "Highly Available VM precious could not be restarted automatically, exceeded the maximum number of attempts.")
}

func TestLabelsOfOldClustersKeepVMsOnHosts(t *testing.T) {
	t.Parallel()
	e, hosts := threeHosts(t)
	vm := e.addVM("labelled")
	label := e.made("/affinitylabels", "<affinity_label><name>gpu</name><has_implicit_affinity_group>true</has_implicit_affinity_group></affinity_label>")
	e.want(201, "POST", label+"/vms", `<vm id="`+vm[len("/vms/"):]+`"/>`)
	e.want(201, "POST", label+"/hosts", `<host id="`+hosts[1][len("/hosts/"):]+`"/>`)
	seen := map[string]bool{}
	for range 3 {
		e.run(vm)
		seen[e.hostOf(vm)] = true
		e.want(200, "POST", vm+"/stop", "<action/>")
	}
	if len(seen) < 2 {
		t.Errorf("in a cluster of 4.7 the label binds the VM to %v", seen)
	}
	e.put("/clusters/"+e.Engine.IDs("/clusters")[0], "<cluster><version><major>4</major><minor>3</minor></version></cluster>")
	for range 3 {
		e.run(vm)
		expect(t, "host", e.hostOf(vm), hosts[1])
		e.want(200, "POST", vm+"/stop", "<action/>")
	}
}
