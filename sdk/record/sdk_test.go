package record_test

import (
	"errors"
	"flag"
	"net/http"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/record"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

var update = flag.Bool("record", false, "talk to a simulated engine and record it, instead of replaying")

// TestConnectionReplays runs a connection, from login to logout, against a recording of the simulated engine. It replays with another
// password than it was recorded with.
func TestConnectionReplays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		format sdk.Format
	}{{"xml", sdk.XML}, {"json", sdk.JSON}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := sdk.Config{URL: "https://engine.example.com/ovirt-engine/api", Username: simtest.User, Password: "another", Format: tt.format}
			var next http.RoundTripper
			if *update {
				engine := simtest.New(t, simulator.Options{DeterministicIDs: true})
				cfg.URL, cfg.Password = engine.URL, simtest.Password
				next = engine.Client().Transport
			}
			cfg.Transport = record.New(t, "testdata/"+tt.name+".txt", next, *update)
			conn, err := sdk.Connect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			bookmarks := conn.SystemService().BookmarksService()
			added, err := bookmarks.Add(t.Context(), &types.Bookmark{Name: new("mine"), Value: new("Vms: name=a*")}, nil)
			if err != nil {
				t.Fatal(err)
			}
			list, err := bookmarks.List(t.Context(), &services.BookmarksListParams{Max: new(int64(10))})
			if err != nil || len(list) != 1 || sdk.Value(list[0].Value) != "Vms: name=a*" {
				t.Errorf("the list is %v, %v", list, err)
			}
			service := bookmarks.BookmarkService(sdk.Value(added.ID))
			if err := service.Remove(t.Context(), nil); err != nil {
				t.Error(err)
			}
			if _, err := service.Get(t.Context(), nil); !errors.Is(err, sdk.ErrNotFound) {
				t.Errorf("after the removal: %v", err)
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
