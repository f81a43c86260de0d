package object_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestDiffCompletesWhatEnginesTakeWhole(t *testing.T) {
	t.Parallel()
	link := func(id string) *types.Host { return &types.Host{ID: new(id), Href: new("/api/hosts/" + id)} }
	ref := func(id string) *types.Host { return &types.Host{ID: new(id)} }
	old := &types.Vm{
		PlacementPolicy: &types.VmPlacementPolicy{Affinity: types.VmAffinityPinned, Hosts: []*types.Host{link("1"), link("2")}},
		RngDevice:       &types.RngDevice{Source: types.RngSourceHwrng, Rate: &types.Rate{Bytes: new(int64(1)), Period: new(int64(2))}},
		Migration: &types.MigrationOptions{
			ParallelMigrationsPolicy: types.ParallelMigrationsPolicyCustom, CustomParallelMigrations: new(int64(2)),
			Policy: &types.MigrationPolicy{ID: new("7"), Href: new("/x")},
		},
		CustomCompatibilityVersion: &types.Version{Major: new(int64(4)), Minor: new(int64(6)), FullVersion: new("4.6")},
		Lease:                      &types.StorageDomainLease{StorageDomain: &types.StorageDomain{ID: new("3")}},
	}
	for _, tt := range []struct {
		name         string
		wanted, want *types.Vm
	}{
		{"hosts stay with an affinity",
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{Affinity: types.VmAffinityMigratable}},
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{
				Affinity: types.VmAffinityMigratable, Hosts: []*types.Host{ref("1"), ref("2")},
			}}},
		{"the affinity stays with hosts",
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{Hosts: []*types.Host{link("2")}}},
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{
				Affinity: types.VmAffinityPinned, Hosts: []*types.Host{ref("2")},
			}}},
		{"the same hosts in another order",
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{Hosts: []*types.Host{ref("2"), ref("1")}}}, nil},
		{"no hosts unpin",
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{Hosts: []*types.Host{}}},
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{Affinity: types.VmAffinityPinned, Hosts: []*types.Host{}}}},
		{"an empty policy unpins",
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{}},
			&types.Vm{PlacementPolicy: &types.VmPlacementPolicy{Hosts: []*types.Host{}}}},
		{"the source stays with a rate",
			&types.Vm{RngDevice: &types.RngDevice{Rate: &types.Rate{Bytes: new(int64(5))}}},
			&types.Vm{RngDevice: &types.RngDevice{
				Source: types.RngSourceHwrng, Rate: &types.Rate{Bytes: new(int64(5)), Period: new(int64(2))},
			}}},
		{"an empty device is removed", &types.Vm{RngDevice: &types.RngDevice{}}, &types.Vm{RngDevice: &types.RngDevice{}}},
		{"the policy stays with a number",
			&types.Vm{Migration: &types.MigrationOptions{CustomParallelMigrations: new(int64(4))}},
			&types.Vm{Migration: &types.MigrationOptions{
				ParallelMigrationsPolicy: types.ParallelMigrationsPolicyCustom, CustomParallelMigrations: new(int64(4)),
				Policy: &types.MigrationPolicy{ID: new("7")},
			}}},
		{"a version without its full text",
			&types.Vm{CustomCompatibilityVersion: &types.Version{Major: new(int64(4)), Minor: new(int64(6))}}, nil},
		{"the major stays with a minor",
			&types.Vm{CustomCompatibilityVersion: &types.Version{Minor: new(int64(7))}},
			&types.Vm{CustomCompatibilityVersion: &types.Version{
				Major: new(int64(4)), Minor: new(int64(7)), FullVersion: new("4.6"),
			}}},
		{"an empty lease is taken away", &types.Vm{Lease: &types.StorageDomainLease{}}, &types.Vm{Lease: &types.StorageDomainLease{}}},
		{"an empty reference that engines ignore", &types.Vm{Cluster: &types.Cluster{}, Os: &types.OperatingSystem{}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			change, fixed := object.Diff(old, tt.wanted)
			if diff := cmp.Diff(tt.want, change); diff != "" || fixed != nil {
				t.Errorf("change differs, fixed %v (-want +got):\n%s", fixed, diff)
			}
		})
	}
	if change, _ := object.Diff(&types.VnicProfile{}, &types.VnicProfile{Qos: &types.Qos{}}); change != nil {
		t.Error("no QoS and an empty one differ")
	}
	change, _ := object.Diff(&types.VnicProfile{Qos: &types.Qos{ID: new("1")}}, &types.VnicProfile{Qos: &types.Qos{}})
	if diff := cmp.Diff(&types.VnicProfile{Qos: &types.Qos{}}, change); diff != "" {
		t.Errorf("the QoS isn't taken away (-want +got):\n%s", diff)
	}
	host, _ := object.Diff(&types.Host{Port: new(int64(54322))}, &types.Host{Comment: new("c")})
	if diff := cmp.Diff(&types.Host{Comment: new("c"), Port: new(int64(54322))}, host); diff != "" {
		t.Errorf("the host loses its port (-want +got):\n%s", diff)
	}
	group, _ := object.Diff(
		&types.AffinityGroup{HostsRule: &types.AffinityRule{Enabled: new(false), Positive: new(false), Enforcing: new(true)}},
		&types.AffinityGroup{HostsRule: &types.AffinityRule{Enabled: new(true)}},
	)
	want := &types.AffinityGroup{HostsRule: &types.AffinityRule{Enabled: new(true), Positive: new(false), Enforcing: new(true)}}
	if diff := cmp.Diff(want, group); diff != "" {
		t.Errorf("the rule isn't whole (-want +got):\n%s", diff)
	}
}

// TestEveryWholePartIsCompleted fills two objects of each type of the API that has such a part, lets
// one field of the part differ, and looks whether the change has all of the part.
func TestEveryWholePartIsCompleted(t *testing.T) {
	t.Parallel()
	n := 0
	count := func(owner string, diffs func(t info.Type, m info.Member) (got, all int)) {
		typ, _ := info.TypeByName(owner)
		for _, m := range typ.Members {
			if reason, whole := info.Whole(owner, m.Name); whole && !m.Link {
				n++
				if got, all := diffs(typ, m); got != all {
					t.Errorf("%s.%s: the change has %d fields of %d; %s", owner, m.Name, got, all, reason)
				}
			}
		}
	}
	count("vm", completed[types.Vm])
	count("template", completed[types.Template])
	count("instance_type", completed[types.InstanceType])
	count("cluster", completed[types.Cluster])
	count("data_center", completed[types.DataCenter])
	count("network", completed[types.Network])
	count("network_attachment", completed[types.NetworkAttachment])
	count("affinity_group", completed[types.AffinityGroup])
	count("fencing_policy", completed[types.FencingPolicy])
	count("rng_device", completed[types.RngDevice])
	if n < 20 {
		t.Errorf("only %d parts were tried", n)
	}
}

// completed counts the fields of a part in a change of one of them, and in the part.
func completed[T any](_ info.Type, m info.Member) (got, all int) {
	old := new(T)
	part := reflect.ValueOf(old).Elem().FieldByName(m.Go)
	part.Set(reflect.New(part.Type().Elem()))
	fill(part.Elem(), 3)
	for _, name := range []string{"ID", "Href", "Name"} {
		if f := part.Elem().FieldByName(name); f.IsValid() {
			f.SetZero() // Engines show none of a part.
		}
	}
	wanted := new(T)
	differs := reflect.ValueOf(wanted).Elem().FieldByName(m.Go)
	differs.Set(reflect.New(differs.Type().Elem()))
	if !alter(differs.Elem(), part.Elem()) {
		return 0, 0 // It has nothing but lists and parts, which are rows of their own.
	}
	change, _ := object.Diff(old, wanted)
	if change == nil {
		return 0, -1
	}
	return set(reflect.ValueOf(change).Elem().FieldByName(m.Go).Elem()), set(part.Elem())
}

// fill sets all fields of a part.
func fill(v reflect.Value, depth int) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch {
		case depth == 0 || f.Kind() == reflect.Slice:
		case f.Kind() == reflect.String:
			f.SetString("x")
		case f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.Struct:
			f.Set(reflect.New(f.Type().Elem()))
			if id := f.Elem().FieldByName("ID"); id.IsValid() && id.Type() == reflect.TypeFor[*string]() {
				id.Set(reflect.ValueOf(new("1")))
				continue
			}
			fill(f.Elem(), depth-1)
		case f.Kind() == reflect.Pointer:
			f.Set(reflect.New(f.Type().Elem()))
		}
	}
}

// alter sets the first scalar that can differ to another value than the old one.
func alter(v, old reflect.Value) bool {
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case v.Type().Field(i).Name == "Status" || v.Type().Field(i).Name == "ID":
		case f.Kind() == reflect.String:
			f.SetString("y")
			return true
		case f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.Int64:
			f.Set(reflect.ValueOf(new(old.Field(i).Elem().Int() + 1)))
			return true
		case f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.Bool:
			f.Set(reflect.ValueOf(new(!old.Field(i).Elem().Bool())))
			return true
		}
	}
	return false
}

// set counts the fields that are set.
func set(v reflect.Value) int {
	n := 0
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			n++
		}
	}
	return n
}
