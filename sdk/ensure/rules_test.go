package ensure

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

type nobody struct{}

func (nobody) SystemService() *services.SystemService { return services.NewSystemService(nil) }

// TestRulesNameMembers: a rule for a member that isn't there would do nothing, and nobody would notice.
func TestRulesNameMembers(t *testing.T) {
	t.Parallel()
	on, o := nobody{}, new(options)
	check(t, disks(on, "", "", o))
	check(t, domains(on, "", "", o))
	check(t, hosts(on, "", "", o))
	check(t, networks(on, "", &types.Network{}, o))
	check(t, tags(on, "", "", o))
	check(t, templates(on, "", &types.Template{}, o))
	check(t, users(on, "", &types.User{}, o))
	check(t, vms(on, "", "", o))
	check(t, vnicProfiles(on, "", &types.VnicProfile{}, o))
	check(t, affinityLabels(on, "", "", o))
	check(t, bookmarks(on, "", "", o))
	check(t, clusters(on, "", "", o))
	check(t, dataCenters(on, "", "", o))
	check(t, hostProviders(on, "", "", o))
	check(t, imageProviders(on, "", "", o))
	check(t, instanceTypes(on, "", "", o))
	check(t, macPools(on, "", "", o))
	check(t, networkProviders(on, "", "", o))
	check(t, vmPools(on, "", "", o))
	quota := &types.Quota{DataCenter: &types.DataCenter{ID: new("1")}}
	quotas, err := quotas(t.Context(), on, "", quota, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &quotas.kind)
	cluster := &types.AffinityGroup{Cluster: &types.Cluster{ID: new("1")}}
	groups, err := affinityGroups(t.Context(), on, "", cluster, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &groups.kind)
	snapshots, err := snapshots(t.Context(), on, "", &types.Vm{ID: new("1")}, &types.Snapshot{Description: new("a")}, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, snapshots)
}

func check[T any](t *testing.T, k *kind[T]) {
	t.Helper()
	names := slices.Concat(k.once, k.fixed, k.inner, k.apart)
	for name := range k.same {
		names = append(names, name)
	}
	for _, name := range names {
		typ := reflect.TypeFor[T]()
		for part := range strings.SplitSeq(name, ".") {
			if typ.Kind() == reflect.Pointer {
				typ = typ.Elem()
			}
			f, ok := typ.FieldByName(part)
			if !ok {
				t.Errorf("%s has no %s", reflect.TypeFor[T]().Name(), name)
				break
			}
			typ = f.Type
		}
	}
	for _, name := range append(k.fixed, k.apart...) {
		if strings.Contains(name, ".") {
			t.Errorf("%s of %s must be a member of its own", name, reflect.TypeFor[T]().Name())
		}
	}
}
