package redact

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestValue(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	type ring struct {
		Name string
		Next *ring
	}
	loop := &ring{Name: "a"}
	loop.Next = loop
	// The type is deprecated, and only its name counts.
	type OpenstackVolumeAuthenticationKey struct{ Value *string }
	shared := &types.Cluster{ID: new("5")}
	for _, tt := range []struct {
		name string
		in   any
		want string
	}{
		{"object", &types.Vm{ID: new("1"), Name: new("a\n"), Status: types.VmStatusUp, Cluster: shared, Memory: new(int64(5)), RunOnce: new(false), StartTime: &at},
			`Vm{ID: "1", Name: "a\n", Cluster: {ID: "5"}, Memory: 5, RunOnce: false, StartTime: 2026-01-02T03:04:05Z, Status: "up"}`},
		{"empty text that is set", &types.Vm{Description: new("")}, `Vm{Description: ""}`},
		{"lists", &types.Vm{Nics: []*types.Nic{{ID: new("1")}, nil}, Tags: []*types.Tag{}, Actions: []string{"start"}},
			`Vm{Nics: [{ID: "1"}, nil], Tags: [], Actions: ["start"]}`},
		{"list", []*types.Cluster{shared, shared}, `[{ID: "5"}, {ID: "5"}]`},
		{"password", types.Host{Name: new("h"), RootPassword: new("s"), Ssh: &types.Ssh{User: &types.User{Password: new("s"), UserName: new("u")}}},
			`Host{Name: "h", RootPassword: "***", Ssh: {User: {Password: "***", UserName: "u"}}}`},
		{"ticket", &types.Ticket{Value: new("s"), Expiry: new(int64(7))}, `Ticket{Expiry: 7, Value: "***"}`},
		{"other value", &types.Bookmark{Value: new("v")}, `Bookmark{Value: "v"}`},
		{"key of volumes", &OpenstackVolumeAuthenticationKey{Value: new("s")}, `OpenstackVolumeAuthenticationKey{Value: "***"}`},
		{"transfer", &types.ImageTransfer{TransferUrl: new("https://h:1/images/s")}, `ImageTransfer{TransferUrl: "https://h:1/images/***"}`},
		{"sensitive options", &types.HostStorage{
			DriverOptions:          []*types.Property{{Name: new("a"), Value: new("v")}, {Name: new("san_password"), Value: new("s")}},
			DriverSensitiveOptions: []*types.Property{{Name: new("a"), Value: new("s")}},
		}, `HostStorage{DriverOptions: [{Name: "a", Value: "v"}, {Name: "san_password", Value: "***"}], DriverSensitiveOptions: [{Name: "a", Value: "***"}]}`},
		{"header", http.Header{"Authorization": {"Bearer s"}, "Accept": {"x"}}, `{"Accept": ["x"], "Authorization": ["***"]}`},
		{"cycle", loop, `ring{Name: "a", Next: <cycle>}`},
		{"nil", nil, `nil`},
		{"nil pointer", (*types.Vm)(nil), `nil`},
		{"text", "a", `"a"`},
		{"pointer to text", new("a"), `"a"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Value(tt.in); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	got := Lines(&types.Vm{ID: new("1"), Nics: []*types.Nic{{ID: new("2")}}, Tags: []*types.Tag{}})
	want := "Vm{\n\tID: \"1\"\n\tNics: [\n\t\t{\n\t\t\tID: \"2\"\n\t\t}\n\t]\n\tTags: []\n}"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestValueIsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", 1<<20)
	if got, want := Value(new(long)), `"`+long[:maxQuote]+`"...`; got != want {
		t.Errorf("a long text is printed with %d bytes", len(got))
	}
	list := make([]string, 1<<20)
	if got := Value(list); len(got) != maxText+len("...") || !strings.HasSuffix(got, "...") {
		t.Errorf("a long list is printed with %d bytes", len(got))
	}
	type node struct{ In any }
	var deep any
	for range 1000 {
		deep = &node{deep}
	}
	if got := Value(deep); !strings.Contains(got, "...") || len(got) > 1000 {
		t.Errorf("a deep value is printed as %s", got)
	}
}
