package sdk_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func TestFollowReadsWhatALinkLeadsTo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, href, want string }{
		{"path", "/ovirt-engine/api/disks/1", "GET /disks/1"},
		{"path with a query", "/ovirt-engine/api/disks/1?current=true&b=x%20y", "GET /disks/1?b=x%20y&current=true"},
		{"escaped path", "/ovirt-engine/api/disks/a%2Fb", "GET /disks/a%2Fb"},
		{"whole address", "URL/ovirt-engine/api/disks/1", "GET /disks/1"},
		{"version in the path", "/ovirt-engine/api/v4/disks/1", "GET /v4/disks/1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, `<disk id="1"><name>a</name></disk>`))
			href := tt.href
			if href[:3] == "URL" {
				href = e.URL + href[3:]
			}
			disk, err := sdk.Follow(t.Context(), e.connect(), &types.Disk{Href: &href})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&types.Disk{ID: new("1"), Name: new("a")}, disk); diff != "" {
				t.Errorf("disk differs (-want +got):\n%s", diff)
			}
			if calls := e.requests(); len(calls) != 1 || calls[0] != tt.want {
				t.Errorf("calls were %q, want %s", calls, tt.want)
			}
		})
	}
}

func TestFollowRefusesWhatLeadsElsewhere(t *testing.T) {
	t.Parallel()
	c, err := sdk.New(sdk.Config{URL: "https://h/ovirt-engine/api", Token: "t"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const out = " leads out of https://h/ovirt-engine/api"
	for _, tt := range []struct {
		name string
		link *types.Disk
		want string
	}{
		{"nil", nil, "Follow: the link to a disk is nil"},
		{"empty", &types.Disk{}, "Follow: the link to a disk has no href"},
		{"id alone", &types.Disk{ID: new("12")}, "Follow: the link to disk 12 has no href"},
		{"other host", &types.Disk{Href: new("https://evil/ovirt-engine/api/disks/1")}, `Follow: href "https://evil/ovirt-engine/api/disks/1"` + out},
		{"other port", &types.Disk{Href: new("https://h:1/ovirt-engine/api/x")}, `Follow: href "https://h:1/ovirt-engine/api/x"` + out},
		{"other scheme", &types.Disk{Href: new("http://h/ovirt-engine/api/x")}, `Follow: href "http://h/ovirt-engine/api/x"` + out},
		{"host without a scheme", &types.Disk{Href: new("//evil/ovirt-engine/api/x")}, `Follow: href "//evil/ovirt-engine/api/x"` + out},
		{"user", &types.Disk{Href: new("https://u@h/ovirt-engine/api/x")}, `Follow: href "https://u@h/ovirt-engine/api/x"` + out},
		{"other path", &types.Disk{Href: new("/ovirt-engine/services/x")}, `Follow: href "/ovirt-engine/services/x"` + out},
		{"neighbor", &types.Disk{Href: new("/ovirt-engine/apidoc/x")}, `Follow: href "/ovirt-engine/apidoc/x"` + out},
		{"relative", &types.Disk{Href: new("disks/1")}, `Follow: href "disks/1"` + out},
		{"upwards", &types.Disk{Href: new("/ovirt-engine/api/../services/x")}, `Follow: href "/ovirt-engine/api/../services/x"` + out},
		{"upwards in disguise", &types.Disk{Href: new("/ovirt-engine/api/%2e%2E/x")}, `Follow: href "/ovirt-engine/api/%2e%2E/x"` + out},
		{"upwards in a segment", &types.Disk{Href: new("/ovirt-engine/api/a%2F..%2Fx")}, `Follow: href "/ovirt-engine/api/a%2F..%2Fx"` + out},
		{"no address", &types.Disk{Href: new("/ovirt-engine/api/%zz")}, `Follow: href "/ovirt-engine/api/%zz" is not an address`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			disk, err := sdk.Follow(t.Context(), c, tt.link)
			if disk != nil || err == nil || err.Error() != tt.want {
				t.Errorf("Follow gave %v, %v, want %s", disk, err, tt.want)
			}
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Error("class isn't ErrInvalid")
			}
		})
	}
	if _, err := sdk.Follow(t.Context(), c, &types.Bios{}); err == nil || err.Error() != "Follow: *types.Bios has no address" {
		t.Errorf("a type without an address: %v", err)
	}
	if _, err := sdk.Follow(t.Context(), nil, &types.Disk{Href: new("/x")}); err == nil || err.Error() != "Follow: connection is nil" {
		t.Errorf("no connection: %v", err)
	}
}

func TestFollowTakesAnyEngine(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]func(sdk.Engine) sdk.Engine{
		"poller":            func(c sdk.Engine) sdk.Engine { return wait.NewPoller(c) },
		"plan":              func(c sdk.Engine) sdk.Engine { return ensure.NewPlan(c) },
		"plan for a poller": func(c sdk.Engine) sdk.Engine { return ensure.NewPlan(wait.NewPoller(c)) },
	} {
		e := newEngine(t, answer(200, `<disk id="1"><name>a</name></disk>`))
		engine := of(e.connect())
		disk, err := sdk.Follow(t.Context(), engine, &types.Disk{Href: new("/ovirt-engine/api/disks/1")})
		if err != nil || sdk.Value(disk.Name) != "a" {
			t.Errorf("%s: Follow returned %v, %v", name, disk, err)
		}
		_, err = sdk.Follow(t.Context(), engine, &types.Disk{Href: new("https://elsewhere/disks/1")})
		if !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("%s: another engine's address: %v", name, err)
		}
		if calls := e.requests(); len(calls) != 1 || calls[0] != "GET /disks/1" {
			t.Errorf("%s: calls were %q", name, calls)
		}
	}
}

func TestFollowKeepsClassAndFault(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(404, "<fault><reason>Operation Failed</reason><detail>Entity not found: 1</detail></fault>"))
	_, err := sdk.Follow(t.Context(), e.connect(), &types.Disk{Href: new("/ovirt-engine/api/disks/1")})
	failure, ok := err.(*sdk.Error)
	if !ok || failure.Class != sdk.ErrNotFound || failure.Status != 404 || failure.Fault == nil {
		t.Fatalf("error is %v", err)
	}
	if want := "Follow: GET /disks/1: 404: Entity not found: 1 (Operation Failed)"; err.Error() != want {
		t.Errorf("error is %s, want %s", err, want)
	}
}

func TestFollowAllReadsTheListOfARelation(t *testing.T) {
	t.Parallel()
	href := new("/ovirt-engine/api/vms/1")
	for _, tt := range []struct {
		name string
		vm   *types.Vm
		want string
	}{
		{"link", &types.Vm{Links: []types.Link{
			{Rel: "nics", Href: "/ovirt-engine/api/vms/1/nics"},
			{Rel: "diskattachments", Href: "/ovirt-engine/api/vms/1/diskattachments"},
		}}, "GET /vms/1/diskattachments"},
		{"link with another spelling", &types.Vm{Links: []types.Link{{Rel: "disk_attachments", Href: "/ovirt-engine/api/x"}}}, "GET /x"},
		{"reference", &types.Vm{Href: href}, "GET /vms/1/diskattachments"},
		{"reference with a query", &types.Vm{Href: new(*href + "?x=1")}, "GET /vms/1/diskattachments"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, `<disk_attachments><disk_attachment id="1"/></disk_attachments>`))
			got, err := sdk.FollowAll(t.Context(), e.connect(), tt.vm, rel.VmDiskAttachments)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]*types.DiskAttachment{{ID: new("1")}}, got); diff != "" {
				t.Errorf("list differs (-want +got):\n%s", diff)
			}
			if calls := e.requests(); len(calls) != 1 || calls[0] != tt.want {
				t.Errorf("calls were %q, want %s", calls, tt.want)
			}
		})
	}
}

func TestFollowAllRefusesWhatLeadsNowhere(t *testing.T) {
	t.Parallel()
	c, err := sdk.New(sdk.Config{URL: "https://h/ovirt-engine/api", Token: "t"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, tt := range []struct {
		name     string
		vm       *types.Vm
		relation rel.Rel[types.Vm, types.Nic]
		want     string
	}{
		{"nil", nil, rel.VmNics, "FollowAll: no link nics, and the link to a vm is nil"},
		{"no link and no address", &types.Vm{ID: new("1")}, rel.VmNics, "FollowAll: no link nics, and the link to vm 1 has no href"},
		{"no relation", &types.Vm{Href: new("/ovirt-engine/api/vms/1")}, "../x", `FollowAll: "../x" is not a relation`},
		{"empty relation", &types.Vm{Href: new("/ovirt-engine/api/vms/1")}, "", `FollowAll: "" is not a relation`},
		{"link to elsewhere", &types.Vm{Links: []types.Link{{Rel: "nics", Href: "//evil/nics"}}}, rel.VmNics,
			`FollowAll: href "//evil/nics" leads out of https://h/ovirt-engine/api`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sdk.FollowAll(t.Context(), c, tt.vm, tt.relation)
			if got != nil || err == nil || err.Error() != tt.want || !errors.Is(err, sdk.ErrInvalid) {
				t.Errorf("FollowAll gave %v, %v, want %s", got, err, tt.want)
			}
		})
	}
}
