package dump_test

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestConnectionWorksUnderADump adds an object and reads it back, from login to logout, and looks
// for the secrets in what is shown.
func TestConnectionWorksUnderADump(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		format sdk.Format
	}{{"XML", sdk.XML}, {"JSON", sdk.JSON}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const password = "cOrReCt hOrSe&"
			engine := simtest.New(t, simulator.Options{Password: password})
			var out strings.Builder
			conn, err := sdk.Connect(t.Context(), sdk.Config{
				URL: engine.URL, Username: simtest.User, Password: password, Format: tt.format,
				Transport: sdk.Dump(dump.Writer(&out)).Attempt(engine.Client().Transport),
			})
			if err != nil {
				t.Fatal(err)
			}
			token, err := conn.Token(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			bookmarks := conn.SystemService().BookmarksService()
			added, err := bookmarks.Add(t.Context(), &types.Bookmark{Name: new("mine"), Value: new("Vms:")}, nil)
			if err != nil {
				t.Fatal(err)
			}
			list, err := bookmarks.List(t.Context(), nil)
			if err != nil || len(list) != 1 || sdk.Value(list[0].ID) != sdk.Value(added.ID) {
				t.Errorf("the list is %v, %v", list, err)
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
			text := out.String()
			for _, secret := range []string{token, password, "cOrReCt", "hOrSe"} {
				if strings.Contains(text, secret) {
					t.Errorf("the dump holds %s", secret)
				}
			}
			if n := strings.Count(text, "=== "); n != 4 {
				t.Errorf("%d exchanges are shown, want login, add, list and logout", n)
			}
			// The list comes compressed, and is shown plain.
			if strings.Count(text, "Vms:") != 3 {
				t.Errorf("the bookmark isn't shown as it was sent, added and listed:\n%s", text)
			}
		})
	}
}
