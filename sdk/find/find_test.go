package find_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func connect(t testing.TB, format sdk.Format) (*sdk.Connection, *simulator.Engine) {
	t.Helper()
	e := simtest.New(t, simulator.Options{
		Step: -1,
		Inventory: &simulator.Inventory{
			DataCenters: 2, Clusters: 2, Hosts: 2, StorageDomains: 2, Templates: 1, VMs: 250, NICsPerVM: 1,
		},
	})
	c, err := sdk.Connect(t.Context(), sdk.Config{URL: e.URL, Username: simtest.User, Password: simtest.Password, CA: e.CA, Format: format})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, e.Engine
}

// list returns these objects, and then the error if there is one.
func list[T any](err error, objects ...*T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for _, v := range objects {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func TestFirstAndOne(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	a, b := &types.Vm{ID: new("1")}, &types.Vm{Name: new("b")}
	for _, tt := range []struct {
		name             string
		list             iter.Seq2[*types.Vm, error]
		first, one       *types.Vm
		firstErr, oneErr string
	}{
		{"none", list[types.Vm](nil), nil, nil, "find.First: no VM found", "find.One: no VM found"},
		{"one", list(nil, a), a, a, "", ""},
		{"two", list(nil, a, b), a, nil, "", "find.One: VM is ambiguous: at least 2 matches, 1 and b"},
		{"one and an error", list(broken, a), a, nil, "", "broken"},
		{"an error", list[types.Vm](broken), nil, nil, "broken", "broken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := find.First(tt.list)
			if got != tt.first || text(err) != tt.firstErr {
				t.Errorf("First returns %v, %v", got, err)
			}
			got, err = find.One(tt.list)
			if got != tt.one || text(err) != tt.oneErr {
				t.Errorf("One returns %v, %v", got, err)
			}
		})
	}
	if _, err := find.First(list[types.Vm](nil)); !errors.Is(err, sdk.ErrNotFound) {
		t.Errorf("an empty list returns %v", err)
	}
	if _, err := find.One(list(nil, a, b)); !errors.Is(err, find.ErrAmbiguous) {
		t.Errorf("two objects give %v", err)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestByNameFindsExactlyOne(t *testing.T) {
	t.Parallel()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			c, e := connect(t, format)
			for _, name := range []string{"a*b", `it's "quoted"`, "a,b", "semi;colon", "under_score", "Web", "100%", `back\slash`, "ünïcode", "a and b"} {
				if _, err := e.Seed("/vms", "<vm><name>"+escape(name)+"</name></vm>"); err != nil {
					t.Fatal(err)
				}
			}
			vms := c.SystemService().VmsService()
			for _, name := range []string{"vm-00123", "a*b", `it's "quoted"`, "a,b", "semi;colon", "under_score", "Web", "100%", `back\slash`, "ünïcode", "a and b"} {
				before := e.Stats().Requests
				vm, err := find.ByName(t.Context(), vms.All, name)
				if err != nil || *vm.Name != name {
					t.Errorf("ByName(%q) returns %v, %v", name, sdk.String(vm), err)
				}
				if n := e.Stats().Requests - before; n > 1 && !strings.ContainsAny(name, `*'";%\`) {
					t.Errorf("ByName(%q) sends %d requests", name, n)
				}
			}
			for _, name := range []string{"web", "vm-0012", "*", "moon", "under-score"} {
				if vm, err := find.ByName(t.Context(), vms.All, name); !errors.Is(err, sdk.ErrNotFound) {
					t.Errorf("ByName(%q) returns %v, %v", name, sdk.String(vm), err)
				}
			}
			// A collection below another object has no search.
			nic, err := find.ByName(t.Context(), vms.VmService(e.IDs("/vms")[0]).NicsService().All, "nic1")
			if err != nil || *nic.Name != "nic1" {
				t.Errorf("the NIC is %v, %v", sdk.String(nic), err)
			}
			_, err = find.ByName(t.Context(), c.SystemService().NetworksService().All, "ovirtmgmt")
			if !errors.Is(err, find.ErrAmbiguous) {
				t.Errorf("two networks of one name give %v", err)
			}
			if _, err := find.ByName(t.Context(), vms.All, ""); !errors.Is(err, sdk.ErrInvalid) {
				t.Errorf("no name returns %v", err)
			}
			var none func(context.Context, *services.VmsListParams, ...call.Option) iter.Seq2[*types.Vm, error]
			if _, err := find.ByName(t.Context(), none, "a"); !errors.Is(err, sdk.ErrInvalid) {
				t.Errorf("no method returns %v", err)
			}
		})
	}
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(s)
}

func TestWhereComparesMembers(t *testing.T) {
	t.Parallel()
	a := &types.Vm{
		Name: new("web-1"), Status: types.VmStatusUp, Memory: new(int64(1024)), DeleteProtected: new(true),
		CreationTime: new(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)), Cluster: &types.Cluster{Name: new("prod")},
		DiskAttachments: []*types.DiskAttachment{{Disk: &types.Disk{Alias: new("root")}}, {Disk: &types.Disk{Alias: new("data*")}}},
	}
	b := &types.Vm{Name: new("db"), Comment: new("")}
	for _, tt := range []struct {
		name  string
		match find.Match
		want  []*types.Vm
	}{
		{"nothing", nil, []*types.Vm{a, b}},
		{"text", find.Match{"name": "db"}, []*types.Vm{b}},
		{"star", find.Match{"name": "web*"}, []*types.Vm{a}},
		{"question mark", find.Match{"name": "web-?"}, []*types.Vm{a}},
		{"stars", find.Match{"name": "*e*-*1*"}, []*types.Vm{a}},
		{"case counts", find.Match{"name": "Web*"}, nil},
		{"number", find.Match{"memory": "1024"}, []*types.Vm{a}},
		{"boolean", find.Match{"delete_protected": "true"}, []*types.Vm{a}},
		{"enumeration", find.Match{"status": "up"}, []*types.Vm{a}},
		{"time", find.Match{"creation_time": "2026-01-02*"}, []*types.Vm{a}},
		{"part", find.Match{"cluster.name": "prod"}, []*types.Vm{a}},
		{"unset is empty", find.Match{"comment": ""}, []*types.Vm{a, b}},
		{"unset within unset", find.Match{"cluster.name": ""}, []*types.Vm{b}},
		{"one of a list", find.Match{"disk_attachments.disk.alias": "root"}, []*types.Vm{a}},
		{"a star meant as one", find.Match{"disk_attachments.disk.alias": `data\*`}, []*types.Vm{a}},
		{"not as one", find.Match{"name": `web\*`}, nil},
		{"no items", find.Match{"disk_attachments.disk.alias": ""}, []*types.Vm{b}},
		{"all must hold", find.Match{"name": "web*", "status": "down"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []*types.Vm
			for vm, err := range find.Where(list(nil, a, b), tt.match) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, vm)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %d objects, want %d", len(got), len(tt.want))
			}
		})
	}
}

func TestWhereRefusesPathsThatLeadNowhere(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"moon":              `path "moon": a Vm has no "moon"`,
		"cluster.moon":      `path "cluster.moon": a Cluster has no "moon"`,
		"name.first":        `path "name.first": there is nothing within a string`,
		"cluster":           `path "cluster": a Cluster is compared by its members`,
		"":                  `path "": a Vm has no ""`,
		"creation_time.day": `path "creation_time.day": there is nothing within a Time`,
	} {
		n := 0
		for vm, err := range find.Where(list(nil, &types.Vm{}), find.Match{path: "*"}) {
			n++
			if vm != nil || !errors.Is(err, sdk.ErrInvalid) || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("path %q returns %v, want %s", path, err, want)
			}
		}
		if n != 1 {
			t.Errorf("path %q returns %d times", path, n)
		}
	}
}

func TestErrorsPassThroughWhere(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	var errs []error
	for _, err := range find.Where(list(broken, &types.Vm{}), find.Match{"name": "a"}) {
		errs = append(errs, err)
	}
	if diff := cmp.Diff([]error{broken}, errs, cmp.Comparer(func(a, b error) bool { return a == b })); diff != "" {
		t.Errorf("errors differ (-want +got):\n%s", diff)
	}
}

// FuzzPatterns compares patterns with a plain description of what they mean.
func FuzzPatterns(f *testing.F) {
	for _, seed := range [][2]string{{"a*b", "axxb"}, {"*", ""}, {"?", "ä"}, {`\*`, "*"}, {"**a?", "bbac"}, {`a\`, `a\`}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 12 || len(text) > 12 {
			return
		}
		match := find.Match{"name": pattern}
		n := 0
		for range find.Where(list(nil, &types.Vm{Name: &text}), match) {
			n++
		}
		if want := means([]rune(pattern), []rune(text)); want != (n == 1) {
			t.Errorf("pattern %q and text %q: found %d, want %v", pattern, text, n, want)
		}
	})
}

// means is what a pattern means, without any haste.
func means(p, s []rune) bool {
	switch {
	case len(p) == 0:
		return len(s) == 0
	case p[0] == '*':
		return means(p[1:], s) || len(s) > 0 && means(p, s[1:])
	case len(s) == 0:
		return false
	case p[0] == '?':
		return means(p[1:], s[1:])
	case p[0] == '\\' && len(p) > 1:
		return p[1] == s[0] && means(p[2:], s[1:])
	}
	return p[0] == s[0] && means(p[1:], s[1:])
}

func ExampleWhere() {
	vms := list(nil,
		&types.Vm{Name: new("web-1"), Cluster: &types.Cluster{Name: new("prod")}},
		&types.Vm{Name: new("web-2"), Cluster: &types.Cluster{Name: new("test")}},
	)
	for vm, err := range find.Where(vms, find.Match{"name": "web-*", "cluster.name": "prod"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*vm.Name)
	}
	// Output: web-1
}
