package ensure_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// callers is how many want the same at once.
const callers = 16

// TestManyCallersOfOneNameSucceed runs each row of the table by sixteen callers at once: all succeed, and
// there is as much afterwards as after one of them. Rows that make disks aren't among them: engines take
// any number of disks of one alias, so that nothing tells the callers apart, as the package says.
func TestManyCallersOfOneNameSucceed(t *testing.T) {
	t.Parallel()
	together(t, slices.DeleteFunc(slices.Clone(convergences), func(row convergence) bool { return row.hasDisks }))
}

// together runs each row by many callers at once.
func together(t *testing.T, rows []convergence) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.kind+"/"+row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				alone, crowd := newBed(t, sdk.XML), newBed(t, sdk.XML)
				for _, b := range []*bed{alone, crowd} {
					if row.seed != nil {
						row.seed(b)
					}
				}
				if _, err := row.run(t.Context(), alone.conn, alone); err != nil {
					t.Fatal(err)
				}
				row.atOnce(t, crowd)
				for _, path := range []string{"/vms", "/tags", "/networks", "/vnicprofiles", "/templates", "/hosts", "/storagedomains", "/users", "/permissions"} {
					if got, want := len(crowd.IDs(path)), len(alone.IDs(path)); got != want {
						t.Errorf("%d callers leave %d of %s, one leaves %d", callers, got, path, want)
					}
				}
				crowd.changes()
				again, err := row.run(t.Context(), crowd.conn, crowd)
				if sent := crowd.changes(); err != nil || again.changed || sent != nil {
					t.Errorf("another run sends %v and changes %v: %v", sent, again.changes, err)
				}
			})
		})
	}
}

// atOnce has many callers run the row.
func (row convergence) atOnce(t *testing.T, b *bed) {
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			if _, err := row.run(t.Context(), b.conn, b); err != nil {
				t.Errorf("caller %d: %v", i, err)
			}
		})
	}
	wg.Wait()
}

// TestManyCallersOfOneVM has sixteen callers want a VM with NICs that runs.
func TestManyCallersOfOneVM(t *testing.T) {
	t.Parallel()
	together(t, []convergence{{kind: "Vm", name: "running, with NICs",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{
				Name: new("db"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
				Os: &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceNetwork}}},
				Nics: []*types.Nic{
					{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")}}, {Name: new("eth1")},
				},
				Status: types.VmStatusUp,
			}))
		},
	}})
}

func TestManyCallersRemoveOneObject(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(context.Context, sdk.Engine) (outcome, error){
		"vm": func(ctx context.Context, on sdk.Engine) (outcome, error) {
			return of(ensure.VmAbsent(ctx, on, "web"))
		},
		"template": func(ctx context.Context, on sdk.Engine) (outcome, error) {
			return of(ensure.TemplateAbsent(ctx, on, &types.Template{Name: new("gold")}))
		},
		"tag": func(ctx context.Context, on sdk.Engine) (outcome, error) {
			return of(ensure.TagAbsent(ctx, on, "web"))
		},
		"disk": func(ctx context.Context, on sdk.Engine) (outcome, error) {
			return of(ensure.DiskAbsent(ctx, on, "root"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBed(t, sdk.XML)
				seedVM(b)
				b.seed("/tags", "<tag><name>web</name></tag>")
				b.seed("/templates", "<template><name>gold</name><status>ok</status><cluster><name>Default</name></cluster></template>")
				convergence{run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) { return run(ctx, on) }}.atOnce(t, b)
			})
		})
	}
}
