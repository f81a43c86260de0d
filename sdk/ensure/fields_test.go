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

// TestFieldsOfKindsExist: a rule for a field that doesn't exist would do nothing, and nobody would
// notice.
func TestFieldsOfKindsExist(t *testing.T) {
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
	check(t, quotaKind{})
	check(t, affinityGroupKind{})
	check(t, snapshotKind{})
	check(t, permissionKind{})
	check(t, clusterNetworkKind{})
	check(t, nicKind{})
	checkFields[types.DiskAttachment](t, &diskAttachmentFields)
	checkFields[types.Tag](t, &assignedTagFields)
}

func check[T any](t *testing.T, k kind[T]) {
	t.Helper()
	checkFields[T](t, k.fields())
}

func checkFields[T any](t *testing.T, f *fields) {
	t.Helper()
	names := slices.Concat(
		f.managed, f.appliedApart, f.createOnly, f.unchangeable, f.comparedInside,
	)
	for name := range f.equal {
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
	for _, name := range slices.Concat(f.unchangeable, f.appliedApart) {
		if strings.Contains(name, ".") {
			t.Errorf("%s of %s must be a member of its own", name, reflect.TypeFor[T]().Name())
		}
	}
}
