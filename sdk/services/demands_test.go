package services_test

import (
	"context"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// checker answers each request with what it lacks.
type checker struct{}

func (checker) Do(_ context.Context, req *transport.Request) error { return req.Check() }

// TestMethodsNameAllThatTheBodyLacks calls methods whose demands differ in form.
func TestMethodsNameAllThatTheBodyLacks(t *testing.T) {
	t.Parallel()
	const refused = ", without which the engine refuses the call"
	s := services.NewSystemService(checker{})
	pool := func(ctx context.Context, v *types.VmPool) error {
		_, err := s.VmPoolsService().Add(ctx, v, nil)
		return err
	}
	macs := func(ctx context.Context, list ...*types.Range) error {
		_, err := s.MacPoolsService().Add(ctx, &types.MacPool{Name: new("a"), Ranges: list}, nil)
		return err
	}
	console := func(ctx context.Context, protocol types.GraphicsType) error {
		v := &types.GraphicsConsole{Protocol: protocol}
		_, err := s.TemplatesService().TemplateService("1").GraphicsConsolesService().Add(ctx, v, nil)
		return err
	}
	move := func(ctx context.Context, params *services.DiskMoveParams) error {
		return s.DisksService().DiskService("1").Move(ctx, params)
	}
	for _, tt := range []struct {
		name string
		call func(ctx context.Context) error
		want string
	}{
		{"all is set", func(ctx context.Context) error {
			return pool(ctx, &types.VmPool{
				Name: new(""), Cluster: &types.Cluster{Name: new("c")}, Template: &types.Template{ID: new("t")},
			})
		}, ""},
		{"nil object", func(ctx context.Context) error { return pool(ctx, nil) },
			"Name, Cluster.ID or Cluster.Name and Template.ID or Template.Name are missing"},
		{"empty object", func(ctx context.Context) error { return pool(ctx, &types.VmPool{}) },
			"Name, Cluster.ID or Cluster.Name and Template.ID or Template.Name are missing"},
		{"empty reference", func(ctx context.Context) error {
			return pool(ctx, &types.VmPool{
				Name: new("p"), Cluster: &types.Cluster{}, Template: &types.Template{Name: new("t")},
			})
		}, "Cluster.ID or Cluster.Name is missing"},
		{"items of a list", func(ctx context.Context) error {
			return macs(ctx, &types.Range{From: new("1"), To: new("2")})
		}, ""},
		{"no item", func(ctx context.Context) error { return macs(ctx) },
			"Ranges[].From and Ranges[].To are missing"},
		{"an item lacks a field", func(ctx context.Context) error {
			return macs(ctx, &types.Range{From: new("1"), To: new("2")}, &types.Range{From: new("3")})
		}, "Ranges[].To is missing"},
		{"a nil item", func(ctx context.Context) error { return macs(ctx, nil) },
			"Ranges[].From and Ranges[].To are missing"},
		{"an enum", func(ctx context.Context) error { return console(ctx, "spice") }, ""},
		{"no enum", func(ctx context.Context) error { return console(ctx, "") }, "Protocol is missing"},
		{"params", func(ctx context.Context) error {
			return move(ctx, &services.DiskMoveParams{StorageDomain: &types.StorageDomain{ID: new("1")}})
		}, ""},
		{"nil params", func(ctx context.Context) error { return move(ctx, nil) },
			"StorageDomain.ID or StorageDomain.Name is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, want := "", tt.want
			if want != "" {
				want += refused
			}
			if err := tt.call(t.Context()); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("the error is %q, want %q", got, want)
			}
		})
	}
}
