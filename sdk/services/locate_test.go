package services_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// paths remembers the path of the last request.
type paths struct{ last string }

func (p *paths) Do(_ context.Context, req *transport.Request) error {
	p.last = req.Path
	return req.Invalid
}

func TestLocateFindsServicesByPath(t *testing.T) {
	t.Parallel()
	var sent paths
	root := services.NewSystemService(&sent)
	for _, tt := range []struct{ path, service, sent string }{
		{"", "SystemService", ""},
		{"/", "SystemService", ""},
		{"vms", "VmsService", "/vms"},
		{"/vms/", "VmsService", "/vms"},
		{"vms/123", "VmService", "/vms/123"},
		{"vms/123/diskattachments/7", "DiskAttachmentService", "/vms/123/diskattachments/7"},
		{"/ovirt-engine/api", "SystemService", ""},
		{"/ovirt-engine/api/vms/123/nics", "VmNicsService", "/vms/123/nics"},
		{"/ovirt-engine/api/v4/clusters", "ClustersService", "/clusters"},
		{"tags/a%20b", "TagService", "/tags/a%20b"},
	} {
		got, err := services.Locate(root, tt.path)
		if err != nil {
			t.Errorf("Locate(%q): %v", tt.path, err)
			continue
		}
		if s, _ := info.ServiceOf(got); s.Go != tt.service {
			t.Errorf("Locate(%q) is %T, want %s", tt.path, got, tt.service)
		}
		if s, ok := got.(*services.TagService); ok {
			if _, err := s.Get(t.Context(), nil); err != nil || sent.last != tt.sent {
				t.Errorf("Locate(%q) sends to %q (%v), want %q", tt.path, sent.last, err, tt.sent)
			}
		}
	}
}

func TestLocateNamesWhatLeadsNowhere(t *testing.T) {
	t.Parallel()
	root := services.NewSystemService(&paths{})
	for _, tt := range []struct{ path, want string }{
		{"moons", `locate "moons": there is no service "moons" behind ""`},
		{"vms/1/moons", `locate "vms/1/moons": there is no service "moons" behind "/vms/1"`},
		{"vms//nics", `locate "vms//nics": "" behind "/vms" is not a segment of a path`},
		{"tags/a%2Fb", `locate "tags/a%2Fb": "a%2Fb" behind "/tags" is not a segment of a path`},
		{"vms/%252e%252e", `locate "vms/%252e%252e": "%252e%252e" behind "/vms" is not a segment of a path`},
		{"vms/../hosts", `locate "vms/../hosts": ".." behind "/vms" is not a segment of a path`},
		{"vms/%zz", `locate "vms/%zz": "%zz" behind "/vms" is not a segment of a path`},
	} {
		got, err := services.Locate(root, tt.path)
		if fmt.Sprint(err) != tt.want {
			t.Errorf("Locate(%q) = %T, %v; want %s", tt.path, got, err, tt.want)
		}
	}
	if _, err := services.Locate(nil, "vms"); err == nil {
		t.Error("a nil root is taken")
	}
}

// TestLocateReachesEveryService goes down the whole tree by paths.
func TestLocateReachesEveryService(t *testing.T) {
	t.Parallel()
	root := services.NewSystemService(&paths{})
	reached := make(map[string]bool)
	var walk func(path, service string)
	walk = func(path, service string) {
		got, err := services.Locate(root, path)
		if err != nil {
			t.Fatal(err)
		}
		s, ok := info.ServiceOf(got)
		if !ok || s.Name != service {
			t.Fatalf("%s is %T, want the service %s", path, got, service)
		}
		reached[service] = true
		for _, l := range s.Locators {
			segment := l.Segment
			if segment == "" {
				segment = "1"
			}
			walk(path+"/"+segment, l.Service)
		}
	}
	walk("", "system")
	if len(reached) < 200 {
		t.Errorf("only %d services are reached", len(reached))
	}
}
