//lint:file-ignore SA1019 what is obsolete is refused

package ensure_test

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// TestNewKindsRefuse wants what no engine can do, or what other functions manage: nothing is sent.
func TestNewKindsRefuse(t *testing.T) {
	t.Parallel()
	big := &types.Cluster{Name: new("Default")}
	for _, tt := range []struct {
		name  string
		seed  func(*bed)
		run   func(context.Context, sdk.Engine) (outcome, error)
		class error
		want  string
	}{
		{
			"networks of a cluster", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Cluster(ctx, on, &types.Cluster{
					Name: new("Default"), Networks: []*types.Network{{}}, Cpu: &types.Cpu{Level: new(int64(3))},
				}))
			},
			sdk.ErrInvalid,
			"ensure.Cluster: cpu.level isn't managed: the engine sets it, or ignores it; " +
				"networks isn't managed: use Network, and the ClusterService's NetworksService",
		},
		{
			"half a version", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Cluster(ctx, on, &types.Cluster{
					Name: new("Default"), Version: &types.Version{Minor: new(int64(8))},
				}))
			},
			sdk.ErrInvalid, "ensure.Cluster: version has no major: engines ignore one without both",
		},
		{
			"another architecture", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Cluster(ctx, on, &types.Cluster{
					Name: new("Default"), Cpu: &types.Cpu{Architecture: types.ArchitecturePpc64},
				}))
			},
			sdk.ErrInvalid,
			"ensure.Cluster: cpu.architecture can't be changed from x86_64 to ppc64: it follows cpu.type",
		},
		{
			"a cluster of no data center", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Cluster(ctx, on, &types.Cluster{Name: new("east")}))
			},
			sdk.ErrInvalid, "ensure.Cluster: a new cluster needs a data_center",
		},
		{
			"a cluster with an unknown MAC pool", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Cluster(ctx, on, &types.Cluster{
					Name: new("east"), DataCenter: defaultCenter, MacPool: &types.MacPool{Name: new("Nope")},
				}))
			},
			sdk.ErrNotFound, `mac_pool: find.ByName: `,
		},
		{
			"a cluster that moves", func(b *bed) {
				b.seed("/datacenters", "<data_center><name>east</name></data_center>")
			},
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Cluster(ctx, on, &types.Cluster{
					Name: new("Default"), DataCenter: &types.DataCenter{Name: new("east")},
				}))
			},
			sdk.ErrInvalid, "ensure.Cluster: DataCenter can't be changed",
		},
		{
			"storage domains of a data center", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.DataCenter(ctx, on, &types.DataCenter{
					Name: new("east"), MacPool: &types.MacPool{ID: new("1")},
					StorageDomains: []*types.StorageDomain{},
				}))
			},
			sdk.ErrInvalid, "ensure.DataCenter: mac_pool isn't managed: use the MacPool of Cluster; " +
				"storage_domains isn't managed: use StorageDomain",
		},
		{
			"a pool that shrinks", func(b *bed) {
				b.seed("/vmpools", "<vm_pool><name>desk</name><size>3</size></vm_pool>")
			},
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.VmPool(ctx, on, &types.VmPool{Name: new("desk"), Size: new(int64(2))}))
			},
			sdk.ErrInvalid,
			"ensure.VmPool: size can't shrink from 3 to 2: detach and remove VMs of the pool",
		},
		{
			"a pool of no template", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.VmPool(ctx, on, &types.VmPool{Name: new("desk"), Cluster: big}))
			},
			sdk.ErrInvalid, "ensure.VmPool: a new pool needs a cluster and a template",
		},
		{
			"a percentage of nothing", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Quota(ctx, on, &types.Quota{
					Name: new("lab"), DataCenter: defaultCenter, StorageSoftLimitPct: new(int64(0)),
				}))
			},
			sdk.ErrInvalid, "ensure.Quota: storage_soft_limit_pct is 0, which engines take as their default: " +
				"leave it unset, or set 1 or more",
		},
		{
			"a limit of one cluster in a quota with a general one", func(b *bed) {
				if _, err := ensure.Quota(b.t.Context(), b.conn,
					&types.Quota{Name: new("lab"), DataCenter: defaultCenter}); err != nil {
					b.t.Fatal(err)
				}
			},
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Quota(ctx, on, &types.Quota{
					Name: new("lab"), DataCenter: defaultCenter,
					QuotaClusterLimits: []*types.QuotaClusterLimit{
						{Cluster: &types.Cluster{Name: new("Default")}, VcpuLimit: new(int64(1))},
					},
				}))
			},
			sdk.ErrConflict, "ensure.Quota: quota_cluster_limits[0]: the quota limits the whole data center",
		},
		{
			"NICs of an instance type", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.InstanceType(ctx, on, &types.InstanceType{
					Name: new("huge"), Nics: []*types.Nic{{Name: new("eth0")}}, Os: &types.OperatingSystem{Type: new("rhel")},
				}))
			},
			sdk.ErrInvalid, "ensure.InstanceType: nics isn't managed: use the InstanceTypeService's NicsService; " +
				"os.type isn't managed: the engine sets it, or ignores it",
		},
		{
			"a comment of a MAC pool", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.MacPool(ctx, on, &types.MacPool{Name: new("Default"), Comment: new("c")}))
			},
			sdk.ErrInvalid, "ensure.MacPool: comment isn't managed: the engine sets it, or ignores it",
		},
		{
			"an agent of a provider", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.OpenStackNetworkProvider(ctx, on, &types.OpenStackNetworkProvider{
					Name: new("ovn"), AgentConfiguration: &types.AgentConfiguration{},
				}))
			},
			sdk.ErrInvalid, "ensure.OpenStackNetworkProvider: agent_configuration isn't managed: " +
				"use external_plugin_type: engines ignore it",
		},
		{
			"an unknown tag", seedVM,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.VmTags(ctx, on, &types.Vm{Name: new("web")}, []*types.Tag{{Name: new("Nope")}}))
			},
			sdk.ErrNotFound, `ensure.VmTags: tag: find.ByName: `,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				if tt.seed != nil {
					tt.seed(b)
				}
				for _, on := range []sdk.Engine{b.conn, ensure.NewPlan(b.conn)} {
					b.changes()
					_, err := tt.run(b.t.Context(), on)
					if !errors.Is(err, tt.class) || !strings.Contains(err.Error(), tt.want) {
						b.t.Errorf("on %T: got %v, want %q of class %v", on, err, tt.want, tt.class)
					}
					if sent := b.changes(); sent != nil {
						b.t.Errorf("on %T: it sends %v", on, sent)
					}
				}
			})
		})
	}
}

// TestDocsNameManagedFields compares what the doc comments of the new kinds list with the fields
// that they manage.
func TestDocsNameManagedFields(t *testing.T) {
	t.Parallel()
	for file, functions := range ensure.ManagedFields() {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		docs := make(map[string]string)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				docs[fn.Name.Name] = fn.Doc.Text()
			}
		}
		for name, fields := range functions {
			_, list, ok := strings.Cut(strings.ReplaceAll(docs[name], "\n", " "), "It manages ")
			if !ok {
				t.Errorf("the doc comment of %s lists no fields", name)
				continue
			}
			words := strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" ,.:;", r) })
			var missing []string
			for _, field := range fields {
				field, _, _ = strings.Cut(field, ".")
				found := false
				for _, w := range words {
					found = found || w == field
				}
				if !found {
					missing = append(missing, field)
				}
			}
			if diff := cmp.Diff([]string(nil), missing); diff != "" {
				t.Errorf("the doc comment of %s doesn't name %v", name, missing)
			}
		}
	}
}
