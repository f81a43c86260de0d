package simulator_test

import (
	"strings"
	"testing"
)

// TestPoliciesKeepTheirUnitsAsEnginesDo states how engines of model 4.6.1 answer about scheduling
// policies: their units have no addresses, and one is never missed.
func TestPoliciesKeepTheirUnitsAsEnginesDo(t *testing.T) {
	t.Parallel()
	e := start(t)
	policy := "/schedulingpolicies/" + idOf(t, e.want(201, "POST", "/schedulingpolicies", "<scheduling_policy><name>p</name></scheduling_policy>").body)
	unit := func(kind string) string {
		for _, id := range e.Engine.IDs("/schedulingpolicyunits") {
			if strings.Contains(e.get("/schedulingpolicyunits/"+id), "<type>"+kind+"</type>") {
				return id
			}
		}
		t.Fatalf("no unit of type %s", kind)
		return ""
	}
	for _, tt := range []struct{ list, item, kind, shown string }{
		{"filters", "filter", "filter", "<position>0</position>"},
		{"weights", "weight", "weight", "<factor>1</factor>"},
		{"balances", "balance", "load_balancing", "<scheduling_policy_unit "},
	} {
		id := unit(tt.kind)
		body := "<" + tt.item + `><scheduling_policy_unit id="` + id + `"/></` + tt.item + ">"
		a := e.want(200, "POST", policy+"/"+tt.list, body)
		if strings.Contains(a.body, policy) || !strings.Contains(a.body, `id="`+id+`"`) || !strings.Contains(a.body, tt.shown) {
			t.Errorf("%s: the answer is\n%s", tt.list, a.body)
		}
		e.want(500, "GET", policy+"/"+tt.list+"/"+id, "")
		e.want(200, "DELETE", policy+"/"+tt.list+"/"+id, "")
		e.want(200, "DELETE", policy+"/"+tt.list+"/"+id, "")
		e.want(409, "DELETE", "/schedulingpolicyunits/"+unit("filter"), "")
	}
	e.want(400, "POST", "/schedulingpolicies", "<scheduling_policy><name>q</name><properties><property><name>x</name></property></properties></scheduling_policy>")
	e.want(400, "POST", "/schedulingpolicies", "<scheduling_policy><name>q</name><description>"+strings.Repeat("f", 4001)+"</description></scheduling_policy>")
	locked := "/schedulingpolicies/" + idOf(t, e.want(201, "POST", "/schedulingpolicies", "<scheduling_policy><name>l</name><locked>true</locked></scheduling_policy>").body)
	for _, method := range []string{"PUT", "DELETE"} {
		a := e.want(400, method, locked, "<scheduling_policy/>")
		if !strings.Contains(a.body, "Scheduling Policy. Parameters are invalid.]") {
			t.Errorf("%s of a locked policy: %s", method, a.body)
		}
	}
}

func TestBondsOfISCSIRefuseRequiredNetworks(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	network := `<network id="00000000-0000-0000-0000-000000000009"/>`
	e.want(400, "POST", dc+"/iscsibonds", "<iscsi_bond><name>a</name><networks>"+network+"</networks></iscsi_bond>")
	a := e.want(201, "POST", dc+"/iscsibonds", "<iscsi_bond><name>b</name></iscsi_bond>")
	if !strings.Contains(a.body, "<networks/>") || !strings.Contains(a.body, "<storage_connections/>") {
		t.Errorf("the bond is\n%s", a.body)
	}
	bond := dc + "/iscsibonds/" + idOf(t, a.body)
	e.want(400, "POST", bond+"/networks", network)
	e.want(404, "DELETE", bond+"/networks/00000000-0000-0000-0000-000000000009", "")
}

// TestListsBelowNothing states what engines list below objects that don't exist.
func TestListsBelowNothing(t *testing.T) {
	t.Parallel()
	e := start(t, ten)
	const nobody = "99999999-9999-4999-8999-999999999999"
	pool := e.get("/vmpools/" + nobody + "/permissions")
	if n := strings.Count(pool, `<vm_pool href="/ovirt-engine/api/vmpools/`+nobody+`"`); n != strings.Count(pool, "<permission ") || n == 0 {
		t.Errorf("the permissions don't name the pool:\n%s", pool)
	}
	if doc := e.get("/cpuprofiles/" + nobody + "/permissions"); !strings.Contains(doc, "<permission id=") {
		t.Errorf("the permission of a user has an address:\n%s", doc)
	}
	for _, list := range []string{
		"/datacenters/" + nobody + "/quotas", "/networks/" + nobody + "/vnicprofiles", "/vms/" + nobody + "/backups",
		"/templates/" + nobody + "/watchdogs", "/hosts/" + nobody + "/fenceagents", "/groups/" + nobody + "/tags",
	} {
		if doc := e.get(list); strings.Contains(doc, " id=") {
			t.Errorf("%s lists\n%s", list, doc)
		}
	}
	e.want(404, "GET", "/vms/"+nobody+"/applications", "")
	e.want(400, "GET", "/clusters/"+e.Engine.IDs("/clusters")[0]+"/affinitygroups/"+nobody+"/vms", "")
}

func TestLevelsAreShownAsEnginesDo(t *testing.T) {
	t.Parallel()
	e := start(t)
	doc := e.get("/clusterlevels?max=1")
	if strings.Count(doc, "<cluster_level ") < 2 || strings.Contains(doc, "clusterfeatures") || !strings.Contains(doc, "<cpu_types>") {
		t.Errorf("the levels are\n%.600s", doc)
	}
	if doc := e.get("/clusterlevels?filter=true"); strings.Contains(doc, "<cpu_types>") {
		t.Error("filtered levels have types of processors")
	}
}
