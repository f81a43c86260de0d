package ensure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func connect(t testing.TB, format sdk.Format) (*sdk.Connection, *simulator.Engine) {
	t.Helper()
	e := simtest.New(t, simulator.Options{Step: -1})
	c, err := sdk.Connect(t.Context(), sdk.Config{URL: e.URL, Username: simtest.User, Password: simtest.Password, CA: e.CA, Format: format})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, e.Engine
}

func TestTag(t *testing.T) {
	t.Parallel()
	c, _ := connect(t, sdk.XML)
	for i, want := range [][]string{{`name: "" -> "web"`, `description: "" -> "d"`}, nil} {
		r, err := ensure.Tag(t.Context(), c, &types.Tag{Name: new("web"), Description: new("d")})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, change := range r.Changes {
			got = append(got, change.String())
		}
		if diff := cmp.Diff(want, got); diff != "" || r.Changed != (want != nil) || *r.Object.Name != "web" {
			t.Errorf("call %d returns %v (-want +got):\n%s", i, r.Changed, diff)
		}
	}
	plan := ensure.NewPlan(c)
	if _, err := ensure.Tag(t.Context(), plan, &types.Tag{Name: new("web"), Description: new("")}); err != nil {
		t.Fatal(err)
	}
	r, err := ensure.Tag(t.Context(), plan, &types.Tag{Name: new("db"), Parent: &types.Tag{Name: new("web")}})
	if err != nil {
		t.Fatal(err)
	}
	if *r.Object.ID != "new-1" {
		t.Errorf("the planned tag has the id %s", *r.Object.ID)
	}
	var got []string
	for _, step := range plan.Steps() {
		got = append(got, step.Op+" "+step.Body)
	}
	want := []string{"TagService.Update <tag><description></description></tag>", "TagsService.Add <tag><name>db</name><parent><name>web</name></parent></tag>"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the plan differs (-want +got):\n%s", diff)
	}
}
