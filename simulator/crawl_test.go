package simulator_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
)

var (
	actionsBlock = regexp.MustCompile(`(?s)<actions>.*?</actions>`)
	linked       = regexp.MustCompile(` href="/ovirt-engine/api([^"]*)"`)
)

// TestEveryLinkAnswers follows all links from the entry point through an inventory in which things run, and holds each document against the
// model in both formats.
func TestEveryLinkAnswers(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 2, DisksPerVM: 1, NICsPerVM: 1,
		}
	})
	vm := "/vms/" + e.Engine.IDs("/vms")[1]
	e.want(200, "POST", vm+"/start", "<action/>")
	e.want(201, "POST", vm+"/tags", "<tag><name>root</name></tag>")
	e.clock.Advance(60e9)
	e.want(202, "POST", vm+"/snapshots", "<snapshot><description>s</description></snapshot>")
	e.clock.Advance(60e9)
	e.want(200, "PUT", vm, "<vm><cpu><topology><sockets>2</sockets></topology></cpu></vm>")
	e.do("POST", vm+"/start", "<action/>") // refused, which leaves a job and an event
	j := newChecker(t, m)
	seen := map[string]bool{"": true}
	for queue := []string{""}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		a := e.do("GET", path, "")
		if a.status == 405 && strings.HasPrefix(path, "/external") && strings.HasSuffix(path, "imports") {
			continue // Imports are only added.
		}
		if a.status == 500 && retired(path) || a.status == 404 && deadLink(path) {
			continue
		}
		if a.status != 200 {
			t.Errorf("%s: status %d\n%s", path, a.status, a.body)
			continue
		}
		j.add("GET "+path, wire.XML, a.body, "")
		root := rootOf(wire.XML, a.body)
		json := e.want(200, "GET", path, "", "Accept", "application/json")
		if media := json.header.Get("Content-Type"); media != "application/json" {
			t.Errorf("%s: content type %s", path, media)
		}
		j.add("GET "+path+" as JSON", wire.JSON, json.body, root)
		for _, found := range linked.FindAllStringSubmatch(actionsBlock.ReplaceAllString(a.body, ""), -1) {
			next := strings.ReplaceAll(found[1], "&amp;", "&")
			if strings.Contains(next, "{") || seen[next] {
				continue // what a search looks for, or what was visited
			}
			seen[next] = true
			queue = append(queue, next)
		}
	}
	if len(seen) < 500 {
		t.Errorf("only %d addresses", len(seen))
	}
	j.finish(m)
}

// retired reports whether an address is that of volume providers of OpenStack, at which engines trip:
// what was there is gone.
func retired(path string) bool { return strings.HasPrefix(path, "/openstackvolumeproviders") }

// deadLink reports whether engines link to an address that they don't have themselves: the permissions
// of a CPU profile below its cluster, where they show the profile, and the roles of a group, which they
// show as those of a user.
func deadLink(path string) bool {
	return strings.HasPrefix(path, "/users/") && (strings.Count(path, "/") == 2 || strings.Contains(path, "/roles/")) || strings.HasPrefix(path, "/clusters/") && strings.Contains(path, "/cpuprofiles/") && strings.HasSuffix(path, "/permissions")
}
