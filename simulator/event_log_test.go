package simulator_test

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// logged is an event as a client reads it.
type logged struct {
	Code        int    `xml:"code"`
	Severity    string `xml:"severity"`
	Description string `xml:"description"`
	Refs        []struct {
		XMLName xml.Name
		Name    string `xml:"name"`
	} `xml:",any"`
}

// references returns the types of the objects that the event names, in the order of the alphabet.
func (l logged) references() string {
	var out []string
	for _, r := range l.Refs {
		if r.Name != "" {
			out = append(out, r.XMLName.Local)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// logOf returns the events of a correlation ID, oldest first.
func (e *engine) logOf(correlation string) []logged {
	e.t.Helper()
	var doc struct {
		Events []logged `xml:"event"`
	}
	body := e.get("/events?search=correlation_id%3D" + correlation)
	if err := xml.Unmarshal([]byte(body), &doc); err != nil {
		e.t.Fatal(err)
	}
	slices.Reverse(doc.Events)
	return doc.Events
}

// TestEventsSayWhatAnEngineSays states which events requests left at an engine of model 4.6.1, and
// what they referred to.
func TestEventsSayWhatAnEngineSays(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1}
	})
	const all = "cluster data_center host template user vm"
	const down = "cluster data_center template user vm"
	vm := e.addVM("myvm")
	host := "/hosts/" + e.Engine.IDs("/hosts")[0]
	for i, tt := range []struct {
		method, path, body string
		want               []string // code, severity, references: text
	}{
		{"POST", vm + "/start", "<action/>", []string{
			"153 normal " + all + ": VM myvm was started by admin@internal-authz (Host: host-001).",
			"32 normal " + all + ": VM myvm started on Host host-001",
		}},
		{"POST", vm + "/start", "<action/>", []string{
			"54 error " + all + ": Failed to run VM myvm due to a failed validation: ",
		}},
		{"POST", vm + "/migrate", "<action/>", []string{
			"65 error " + all + ": Migration failed due to a failed validation: ",
		}},
		{"POST", vm + "/stop", "<action><reason>done</reason></action>", []string{
			"33 normal " + all + ": VM myvm powered off by admin@internal-authz (Host: host-001) Reason: done.",
		}},
		{"PUT", vm, "<vm><comment>c</comment></vm>", []string{
			"35 normal " + down + ": VM myvm configuration was updated by admin@internal-authz.",
		}},
		{"POST", vm + "/nics", "<nic><name>nic1</name></nic>", []string{
			"932 normal " + down + ": Interface nic1 (VirtIO) was added to VM myvm. (User: admin@internal-authz)",
		}},
		{"POST", "/disks", "<disk><alias>d</alias><format>cow</format><provisioned_size>1073741824</provisioned_size></disk>", []string{
			"2020 normal data_center storage_domain user: Add-Disk operation of 'd' was initiated by admin@internal-authz.",
			"2021 normal data_center storage_domain user: The disk 'd' was successfully added.",
		}},
		{"POST", host + "/deactivate", "<action><reason>because</reason></action>", []string{
			"600 normal cluster host user: Host host-001 was switched to Maintenance mode by admin@internal-authz (Reason: because).",
		}},
		{"POST", host + "/deactivate", "<action/>", []string{"14001 error user: Cannot switch Host to Maintenance mode."}},
		{"DELETE", vm, "", []string{
			"113 normal " + down + ": VM myvm was successfully removed by admin@internal-authz.",
		}},
	} {
		correlation := "log" + string(rune('a'+i))
		e.do(tt.method, tt.path, tt.body, "Correlation-Id", correlation)
		e.clock.Advance(2 * time.Second)
		events := e.logOf(correlation)
		for n, want := range tt.want {
			if n >= len(events) {
				t.Errorf("%s %s: %d events, want %d", tt.method, tt.path, len(events), len(tt.want))
				break
			}
			l := events[n]
			got := strings.Join([]string{strconv.Itoa(l.Code), l.Severity, l.references()}, " ") + ": " + l.Description
			if !strings.HasPrefix(got, want) {
				t.Errorf("%s %s: event %d differs\n got: %s\nwant: %s", tt.method, tt.path, n, got, want)
			}
		}
	}
}

// TestCommandsThatAreLockedOutLogNothing states that an engine logs no refusal while another command
// holds the VM.
func TestCommandsThatAreLockedOutLogNothing(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.run(vm)
	e.want(200, "POST", vm+"/suspend", "<action/>")
	e.do("POST", vm+"/migrate", "<action/>", "Correlation-Id", "busy")
	for _, l := range e.logOf("busy") {
		if strings.Contains(l.Description, "hibernating") {
			t.Errorf("event %d: %s", l.Code, l.Description)
		}
	}
}

// TestRenamesAreEventsOfTheEngine states that an engine logs a rename by itself, without the
// correlation ID of the request.
func TestRenamesAreEventsOfTheEngine(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("old")
	e.want(200, "PUT", vm, "<vm><name>new</name></vm>", "Correlation-Id", "rename")
	for _, l := range e.logOf("rename") {
		if l.Code != 35 {
			t.Errorf("event %d: %s", l.Code, l.Description)
		}
	}
	e.shows("/events", "VM old was renamed from old to new by admin.", "<code>1200<")
}

// TestWhatValidationRefusesIsAFailedJob states that a command is listed even if the bean that it gets
// is refused, and what is logged of the network of a QoS.
func TestWhatValidationRefusesIsAFailedJob(t *testing.T) {
	t.Parallel()
	e := start(t)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	e.want(400, "PUT", dc, "<data_center><name>a b</name></data_center>", "Correlation-Id", "bean")
	jobs := e.shows("/jobs?search=correlation_id%3Dbean", "Editing Data Center a b properties", "<status>failed<")
	job := between(t, jobs, `<job href="/ovirt-engine/api`, `"`)
	if n := strings.Count(e.shows(job+"/steps", "<type>validating<"), "<step "); n != 1 {
		t.Errorf("%d steps, want the validation alone", n)
	}
	e.want(201, "POST", dc+"/qoss", "<qos><name>n</name><type>network</type></qos>", "Correlation-Id", "qos")
	if got := e.logOf("qos"); len(got) != 1 || got[0].Code != 10100 || got[0].references() != "data_center user" {
		t.Errorf("events of the QoS: %+v", got)
	}
}
