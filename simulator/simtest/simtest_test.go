package simtest_test

import (
	"errors"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func TestConnectGivesAWorkingConnection(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options []simulator.Options
	}{
		{"no options", nil},
		{"password", []simulator.Options{{Password: "other"}}},
		{"base", []simulator.Options{{Base: "/engine"}}},
		{"user", []simulator.Options{{Users: map[string]string{simtest.User: "third"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn := simtest.Connect(t, tt.options...)
			tag, err := conn.SystemService().TagsService().Add(t.Context(), &types.Tag{Name: new("mytag")}, nil)
			if err != nil || *tag.Name != "mytag" {
				t.Errorf("tag %v, error %v", tag, err)
			}
		})
	}
}

func TestConnectionEndsWithTheTest(t *testing.T) {
	t.Parallel()
	var engine *simulator.Engine
	t.Run("test", func(t *testing.T) {
		server := simtest.New(t)
		engine = server.Engine
		conn := server.Connect(func(c *sdk.Config) { c.Format = sdk.JSON })
		engine.Fail(simulator.Rule{Op: "VmsService.List", Detail: "[No.]"})
		if _, err := conn.SystemService().VmsService().List(t.Context(), nil); !errors.Is(err, sdk.ErrConflict) {
			t.Errorf("error %v", err)
		}
	})
	if s := engine.Stats(); s.Logins != 1 || s.Tokens != 0 {
		t.Errorf("%+v, want nobody left", s)
	}
}
