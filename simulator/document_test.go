package simulator_test

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

// empty is an inventory that has only what each engine has.
func empty(o *simulator.Options) { o.Inventory = &simulator.Inventory{} }

// TestDocuments compares whole documents with texts that follow from the description of the engine's wire.
func TestDocuments(t *testing.T) {
	t.Parallel()
	e := start(t, empty)
	const tag = "/ovirt-engine/api/tags/00000000-0000-4000-9000-000000000001"
	const id = "00000000-0000-4000-9000-000000000001"
	if _, err := e.Engine.Seed("/tags", `<tag id="`+id+`"><name>a&amp;b</name><description></description><parent><name>root</name></parent></tag>`); err != nil {
		t.Fatal(err)
	}
	const mac = "58ca604b-017d-0374-0220-00000000014e"
	for _, tt := range []struct{ name, path, accept, want string }{
		{"empty collection", "/vms", "", declared("<vms/>\n")},
		{"empty collection in JSON", "/vms", "application/json", "{}"},
		{"object", "/tags/" + id, "", declared(`<tag href="` + tag + `" id="` + id + `">
    <name>a&amp;b</name>
    <description></description>
    <parent href="/ovirt-engine/api/tags/00000000-0000-0000-0000-000000000000" id="00000000-0000-0000-0000-000000000000"/>
</tag>
`)},
		{"object in JSON", "/tags/" + id, "application/json", `{
  "parent" : {
    "href" : "/ovirt-engine/api/tags/00000000-0000-0000-0000-000000000000",
    "id" : "00000000-0000-0000-0000-000000000000"
  },
  "name" : "a&b",
  "description" : "",
  "href" : "` + tag + `",
  "id" : "` + id + `"
}`},
		{"collection, with the root tag last", "/tags", "", declared(`<tags>
    <tag href="` + tag + `" id="` + id + `">
        <name>a&amp;b</name>
        <description></description>
        <parent href="/ovirt-engine/api/tags/00000000-0000-0000-0000-000000000000" id="00000000-0000-0000-0000-000000000000"/>
    </tag>
    <tag href="/ovirt-engine/api/tags/00000000-0000-0000-0000-000000000000" id="00000000-0000-0000-0000-000000000000">
        <name>root</name>
        <description>root</description>
    </tag>
</tags>
`)},
		{"booleans, lists and links", "/macpools/" + mac, "", declared(`<mac_pool href="/ovirt-engine/api/macpools/` + mac + `" id="` + mac + `">
    <name>Default</name>
    <description>Default MAC pool</description>
    <link href="/ovirt-engine/api/macpools/` + mac + `/permissions" rel="permissions"/>
    <allow_duplicates>false</allow_duplicates>
    <default_pool>true</default_pool>
    <ranges>
        <range>
            <from>56:6f:1a:2b:00:00</from>
            <to>56:6f:1a:2b:ff:ff</to>
        </range>
    </ranges>
</mac_pool>
`)},
		{"booleans are texts in JSON", "/macpools/" + mac, "application/json", `{
  "allow_duplicates" : "false",
  "default_pool" : "true",
  "ranges" : {
    "range" : [ {
      "from" : "56:6f:1a:2b:00:00",
      "to" : "56:6f:1a:2b:ff:ff"
    } ]
  },
  "name" : "Default",
  "description" : "Default MAC pool",
  "href" : "/ovirt-engine/api/macpools/` + mac + `",
  "id" : "` + mac + `",
  "link" : [ {
    "href" : "/ovirt-engine/api/macpools/` + mac + `/permissions",
    "rel" : "permissions"
  } ]
}`},
		{"addresses have the version if the request had it", "/v4/networkfilters?max=1", "", declared(`<network_filters>
    <network_filter href="/ovirt-engine/api/v4/networkfilters/d2370ab4-fee3-11e9-a310-8c1645ce738e" id="d2370ab4-fee3-11e9-a310-8c1645ce738e">
        <name>vdsm-no-mac-spoofing</name>
        <version>
            <major>3</major>
            <minor>2</minor>
        </version>
    </network_filter>
</network_filters>
`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			a := e.want(200, "GET", tt.path, "", "Accept", tt.accept)
			expect(t, "document", a.body, tt.want)
			media := "application/xml;charset=UTF-8"
			if tt.accept != "" {
				media = "application/json"
			}
			expect(t, "content type", a.header.Get("Content-Type"), media)
		})
	}
}

// TestDates shows how dates are written by servers in several zones.
func TestDates(t *testing.T) {
	t.Parallel()
	e := start(t, empty)
	if got := between(t, e.get("/templates/00000000-0000-0000-0000-000000000000"), "<creation_time>", "<"); got != "2008-03-31T21:00:00.000Z" {
		t.Errorf("date %s", got)
	}
	a := e.want(200, "GET", "/templates/00000000-0000-0000-0000-000000000000", "", "Accept", "application/json")
	expect(t, "JSON date", between(t, a.body, `"creation_time" : `, ","), "1206997200000")
	expect(t, "time of the server", between(t, e.get(""), "<time>", "<"), "2026-05-04T10:30:00.000Z")
}

func TestVMDocumentHasTheOrderOfTheSchema(t *testing.T) {
	t.Parallel()
	e := start(t)
	doc := e.get(e.addVM("myvm"))
	at := -1
	for _, member := range []string{
		"<actions>", "<name>", "<description>", "<comment>", "<link ", "<bios>", "<cpu>", "<memory>", "<usb>", "<cluster ", "<cpu_profile ",
		"<next_run_configuration_exists>", "<status>", "<stop_time>", "<original_template ", "<template ",
	} {
		next := strings.Index(doc, "\n    "+member)
		if next < 0 {
			t.Errorf("%s is missing", member)
		} else if next < at {
			t.Errorf("%s stands too early", member)
		}
		at = next
	}
	for _, rel := range []string{
		"affinitylabels", "katelloerrata", "permissions", "tags", "nics", "numanodes", "cdroms", "diskattachments", "graphicsconsoles",
		"watchdogs", "snapshots", "applications", "hostdevices", "reporteddevices", "sessions", "statistics", "backups",
	} {
		if !strings.Contains(doc, `rel="`+rel+`"/>`) {
			t.Errorf("no link to %s", rel)
		}
	}
}

// TestNewVM shows what is made along with a VM.
func TestNewVM(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	snapshots := e.get(vm + "/snapshots")
	if !strings.Contains(snapshots, "<description>Active VM</description>") || strings.Contains(snapshots, `rel="nics"`) || strings.Contains(snapshots, "<vm ") {
		t.Errorf("the active snapshot has no collections and no vm in a list:\n%s", snapshots)
	}
	for _, tt := range []struct{ path, want string }{
		{vm + "/cdroms", `/cdroms/00000000-0000-0000-0000-000000000000"`},
		{vm + "/graphicsconsoles", `id="766e63"`}, // vnc
		{"/hosts/" + e.Engine.IDs("/hosts")[0] + "/statistics", `id="7816602b-c05c-3db7-a4da-3769f7ad8896"`},
	} {
		if doc := e.get(tt.path); !strings.Contains(doc, tt.want) {
			t.Errorf("%s lacks %s:\n%s", tt.path, tt.want, doc)
		}
	}
	for _, collection := range []string{"nics", "disk_attachments"} {
		expect(t, collection, e.get(vm+"/"+strings.ReplaceAll(collection, "_", "")), declared("<"+collection+"/>\n"))
	}
}

func TestAddAnswers(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	profile := e.Engine.IDs("/vnicprofiles")[0]
	a := e.want(201, "POST", vm+"/nics", `<nic><name>nic1</name><vnic_profile id="`+profile+`"/></nic>`)
	path := "/ovirt-engine/api" + vm + "/nics/" + idOf(t, a.body)
	expect(t, "location", a.header.Get("Location"), strings.TrimSuffix(e.URL, "/ovirt-engine/api")+path)
	expect(t, "body", a.body, declared(`<nic href="`+path+`" id="`+idOf(t, a.body)+`">
    <actions>
        <link href="`+path+`/activate" rel="activate"/>
        <link href="`+path+`/deactivate" rel="deactivate"/>
    </actions>
    <name>nic1</name>
    <link href="`+path+`/networkfilterparameters" rel="networkfilterparameters"/>
    <link href="`+path+`/reporteddevices" rel="reporteddevices"/>
    <link href="`+path+`/statistics" rel="statistics"/>
    <vm href="/ovirt-engine/api`+vm+`" id="`+strings.TrimPrefix(vm, "/vms/")+`"/>
    <interface>virtio</interface>
    <linked>true</linked>
    <mac>
        <address>56:6f:1a:2b:00:01</address>
    </mac>
    <plugged>true</plugged>
    <synced>true</synced>
    <vnic_profile href="/ovirt-engine/api/vnicprofiles/`+profile+`" id="`+profile+`"/>
</nic>
`))
}

func TestBadDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.addVM("taken")
	usage := "For correct usage, see: " + strings.TrimSuffix(e.URL, "/api") + "/apidoc#services/vms/methods/add"
	const refs = "<cluster><name>Default</name></cluster><template><name>Blank</name></template>"
	for _, tt := range []struct {
		name, body, media string
		status            int
		reason, detail    string
	}{
		{"unknown element", "<vm><moon/></vm>", "", 400, "Request syntactically incorrect.", usage},
		{"broken XML", "<vm><name>", "", 400, "Request syntactically incorrect.", usage},
		{"unknown root", "<moon/>", "", 400, "Request syntactically incorrect.", usage},
		{"namespace", `<vm xmlns="urn:x"/>`, "", 400, "Request syntactically incorrect.", usage},
		{"broken JSON", `{"name":`, "application/json", 400, "Request syntactically incorrect.", usage},
		{"no name", "<vm>" + refs + "</vm>", "", 400, "Incomplete parameters", "Vm [name] required for add"},
		{"no cluster", "<vm><name>a</name><template><name>Blank</name></template></vm>", "", 400, "Incomplete parameters", "Vm [cluster.id|name] required for add"},
		{"bad number", "<vm><memory>12x</memory></vm>", "", 400, "Request syntactically incorrect.", usage},
		{"bad boolean", "<vm><stateless>perhaps</stateless></vm>", "", 400, "Invalid value", `Value "perhaps" isn't a valid boolean, it should be "true" , "false", "0" or "1"`},
		{
			"bad enum", "<vm><type>moon</type></vm>", "", 400, "Invalid value",
			"The string 'moon' isn't a valid value for the 'VmType' enumerated type. Valid values are: 'desktop', 'server', 'high_performance'.",
		},
		{"unknown cluster", "<vm><name>a</name><cluster><name>moon</name></cluster><template><name>Blank</name></template></vm>", "", 404, "Operation Failed", "Entity not found: Cluster: name=moon"},
		{
			"unknown template", `<vm><name>a</name><cluster><name>Default</name></cluster><template id="00000000-0000-4000-9000-000000000001"/></vm>`, "", 404,
			"Operation Failed", "Entity not found: Template: id=00000000-0000-4000-9000-000000000001",
		},
		{
			"name in use", "<vm><name>taken</name>" + refs + "</vm>", "", 409, "Operation Failed",
			"[Cannot add VM. The VM name is already in use, please choose a unique name and try again.]",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &engine{Server: e.Server, t: t, http: e.http, clock: e.clock}
			media := tt.media
			if media == "" {
				media = "application/xml"
			}
			a := e.want(tt.status, "POST", "/vms", tt.body, "Content-Type", media)
			detail := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(tt.detail)
			expect(t, "fault", a.body, declared("<fault>\n    <detail>"+detail+"</detail>\n    <reason>"+tt.reason+"</reason>\n</fault>\n"))
		})
	}
	a := e.want(400, "POST", "/vms", `{"cpu":{"moon":1}}`, "Content-Type", "application/json")
	expect(t, "unknown member of JSON", a.body, "Unrecognized field &quot;moon&quot; (class org.ovirt.engine.api.model.Cpu), not marked as ignorable")
	if n := len(e.Engine.IDs("/vms")); n != 1 {
		t.Errorf("%d VMs, want the first one only", n)
	}
}

func TestActionsDemandTheirParameters(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	a := e.want(400, "POST", vm+"/maintenance", "<action/>")
	expect(t, "body", a.body, declared(`<fault>
    <detail>Parameter 'maintenance_enabled' is mandatory but was not provided.</detail>
    <reason>Input validation failed.</reason>
</fault>
`))
}

func TestEnumsAndBooleansAreReadInAnyCase(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	doc := e.want(200, "PUT", vm, "<vm><type>SERVER</type><stateless>TRUE</stateless><delete_protected>1</delete_protected></vm>").body
	for _, want := range []string{"<type>server</type>", "<stateless>true</stateless>", "<delete_protected>true</delete_protected>"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in the answer", want)
		}
	}
	doc = e.want(200, "PUT", vm, `{"memory":2147483648,"stateless":false,"io":{"threads":"2"}}`, "Content-Type", "application/json").body
	for _, want := range []string{"<memory>2147483648</memory>", "<stateless>false</stateless>", "<threads>2</threads>"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s isn't in the answer", want)
		}
	}
}
