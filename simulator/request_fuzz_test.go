package simulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// fuzzed is the engine that the inputs of one process meet, one after another. It is made anew now and then, for what they leave in it.
type fuzzed struct {
	mu     sync.Mutex
	engine *simulator.Engine
	clock  *simulator.ManualClock
	left   int
}

func (f *fuzzed) next(t *testing.T) *simulator.Engine {
	if f.left == 0 {
		f.left = 200
		f.clock = simulator.NewClock(began)
		var err error
		f.engine, err = simulator.New(simulator.Options{
			Clock: f.clock, DeterministicIDs: true, Inventory: &simulator.Inventory{
				DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 4, DisksPerVM: 1, NICsPerVM: 1,
			},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	f.left--
	f.clock.Advance(time.Second)
	return f.engine
}

// places are the collections whose first id stands for {collection} in the path or body of an input.
var places = []string{"vms", "hosts", "clusters", "datacenters", "storagedomains", "disks", "templates", "networks", "users", "vnicprofiles", "tags"}

// FuzzRequest sends arbitrary requests. None may crash the engine or make it fail, save what makes real ones fail too: following what
// can't be followed. Every document in an answer is well-formed.
func FuzzRequest(f *testing.F) {
	for _, seed := range [][5]string{
		{"GET", "/vms", "search=name%3Dvm*+sortby+name+desc+page+1&max=2", "application/json", ""},
		{"GET", "/vms/{vms}", "follow=nics,disk_attachments.disk.statistics&all_content", "", ""},
		{"GET", "/vms;max=1;search=status=up/{vms};next_run", "", "*/*;q=0.1", ""},
		{"GET", "/vms/{vms}", "follow=bios", "application/xml", ""},
		{"HEAD", "", "schema", "", ""},
		{"POST", "/vms", "", "", "<vm><name>a</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>"},
		{"POST", "/vms", "clone=true", "application/json", `{"name":"b","cluster":{"id":"{clusters}"},"template":{"name":"Blank"},"memory":"1"}`},
		{"PUT", "/vms/{vms}", "next_run=true", "", "<vm><cpu><topology><sockets>2</sockets></topology></cpu><cluster/><custom_properties/></vm>"},
		{"DELETE", "/vms/{vms}", "detach_only", "", ""},
		{"POST", "/vms/{vms}/start", "async=true", "", "<action><pause>true</pause><vm><memory>1</memory><host id=\"{hosts}\"/></vm></action>"},
		{"POST", "/vms/{vms}/nics", "", "", `<nic><name>x</name><vnic_profile id="{vnicprofiles}"/></nic>`},
		{"POST", "/vms/{vms}/diskattachments", "", "", `<disk_attachment><interface>virtio</interface><disk id="{disks}"/></disk_attachment>`},
		{"POST", "/vms/{vms}/snapshots", "", "", `<snapshot><disk_attachments><disk_attachment><disk id="{disks}"/></disk_attachment></disk_attachments></snapshot>`},
		{"POST", "/hosts/{hosts}/fence", "", "", "<action><fence_type>stop</fence_type></action>"},
		{"POST", "/hosts/{hosts}/setupnetworks", "", "", `<action><modified_network_attachments><network_attachment><network id="{networks}"/></network_attachment></modified_network_attachments></action>`},
		{"POST", "/disks", "", "", "<disk><provisioned_size>9223372036854775807</provisioned_size><format>cow</format></disk>"},
		{"POST", "/tags", "", "", `<tag><name>x</name><parent id="{tags}"/></tag>`},
		{"PUT", "/tags/{tags}", "", "", `<tag><parent id="{tags}"/></tag>`},
		{"POST", "/imagetransfers", "", "", `<image_transfer><disk id="{disks}"/><direction>upload</direction><inactivity_timeout>-1</inactivity_timeout></image_transfer>`},
		{"POST", "/datacenters/{datacenters}/storagedomains/{storagedomains}/deactivate", "", "", "<action/>"},
		{"DELETE", "/storagedomains/{storagedomains}", "host={hosts}&format=true", "", ""},
		{"POST", "/vmpools", "", "", "<vm_pool><name>p</name><size>2147483647</size></vm_pool>"},
		{"GET", "/events;from=-1", "search=time%3E%22May%204,%202026%22", "", ""},
		{"OPTIONS", "/%2e%2e/vms", "accept=moon", "a/b;c", "\x00"},
		{"GET", "/v4/vms//", "&&==&%zz", ",,", "<"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4])
	}
	var shared fuzzed
	f.Fuzz(func(t *testing.T, method, path, query, accept, body string) {
		shared.mu.Lock()
		defer shared.mu.Unlock()
		e := shared.next(t)
		for _, place := range places {
			if mark := "{" + place + "}"; strings.Contains(path, mark) || strings.Contains(body, mark) {
				id := "00000000-0000-4000-9000-000000000001"
				if ids := e.IDs("/" + place); len(ids) > 0 {
					id = ids[0]
				}
				path, body = strings.ReplaceAll(path, mark, id), strings.ReplaceAll(body, mark, id)
			}
		}
		if strings.Contains(body, "<size>") || strings.Contains(body, `"size"`) {
			return // A pool may be as large as memory.
		}
		u, err := url.Parse("https://engine/ovirt-engine/api" + path)
		if err != nil {
			return
		}
		u.RawQuery = query
		r := &http.Request{
			Method: method, URL: u, Host: "engine", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
			Header: http.Header{"Accept": {accept}, "Content-Type": {"application/xml"}}, Body: http.NoBody,
		}
		if strings.HasPrefix(body, "{") {
			r.Header.Set("Content-Type", "application/json")
		}
		if body != "" {
			r.Body = httptest.NewRequest("POST", "/", strings.NewReader(body)).Body
		}
		r.SetBasicAuth(simtest.User, simtest.Password)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r.WithContext(t.Context()))
		doc := w.Body.Bytes()
		switch media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); {
		case w.Code >= 500 && !strings.Contains(path+query, "follow") && !strings.Contains(path+query, "accept") && !trips(body):
			t.Fatalf("%s %s: status %d\n%s", method, u, w.Code, doc)
		case media == "application/xml" && w.Code != 204:
			x := wire.NewBytesReader(doc, wire.XML)
			defer x.Release()
			x.Root()
			if x.Skip(); x.Err() != nil || x.Finish() != nil {
				t.Fatalf("%s %s: %v\n%s", method, u, x.Err(), doc)
			}
		case media == "application/json" && !json.Valid(doc):
			t.Fatalf("%s %s: no JSON\n%s", method, u, doc)
		}
	})
}

// trips reports whether a document is one over which engines trip: of another type than is wanted, or
// null.
func trips(body string) bool {
	return strings.HasPrefix(strings.TrimSpace(body), "<") || strings.TrimSpace(body) == "null"
}
