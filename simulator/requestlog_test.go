package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestRequestsAreLogged(t *testing.T) {
	t.Parallel()
	e := start(t)
	token := e.token()
	e.Engine.Fail(simulator.Rule{Op: "RolesService.List", Status: 502})
	e.Engine.Fail(simulator.Rule{Op: "BookmarksService.List", Drop: true})
	const id = "00000000-0000-0000-0000-000000000000"
	for _, r := range []struct{ method, path, body, authorization string }{
		{"GET", "/tags?max=1", "", ""},
		{"POST", "/tags", newTag, ""},
		{"GET", "/tags/" + id, "", "Bearer " + token},
		{"GET", "/vms", "", "Bearer moon"},
		{"GET", "/roles", "", ""},
		{"GET", "/bookmarks", "", ""},
		{"POST", "/vms/" + id + "/start", "<action/>", ""},
		{"GET", "/moon", "", ""},
	} {
		header := []string{"Correlation-Id", "c"}
		if r.authorization != "" {
			header = append(header, "Authorization", r.authorization)
		}
		attempt(t, e.http, r.method, e.URL+r.path, r.body, header...)
	}
	const base = "/ovirt-engine/api"
	const admin = "admin@internal"
	want := []simulator.Request{
		{Method: "POST", Path: "/ovirt-engine/sso/oauth/token", Status: 200},
		{Method: "GET", Path: base + "/tags", Query: "max=1", Operation: "TagsService.List", Status: 200, User: admin, CorrelationID: "c"},
		{Method: "POST", Path: base + "/tags", Operation: "TagsService.Add", Status: 201, User: admin, CorrelationID: "c"},
		{Method: "GET", Path: base + "/tags/" + id, Operation: "TagService.Get", Status: 200, User: admin, CorrelationID: "c"},
		{Method: "GET", Path: base + "/vms", Operation: "VmsService.List", Status: 401},
		{Method: "GET", Path: base + "/roles", Operation: "RolesService.List", Status: 502, Rule: 1},
		{Method: "GET", Path: base + "/bookmarks", Operation: "BookmarksService.List", Rule: 2},
		{Method: "POST", Path: base + "/vms/" + id + "/start", Operation: "VmService.Start", Status: 500, User: admin, CorrelationID: "c"},
		{Method: "GET", Path: base + "/moon", Status: 404, User: admin, CorrelationID: "c"},
	}
	got := e.Engine.Requests()
	// net/http repeats a GET whose kept connection broke before the answer began.
	got = slices.CompactFunc(got, func(a, b simulator.Request) bool { return a.Rule == 2 && b.Rule == 2 })
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(simulator.Request{}, "Time")); diff != "" {
		t.Errorf("requests differ (-want +got):\n%s", diff)
	}
	for _, r := range got {
		if !r.Time.Equal(began) {
			t.Errorf("%s %s: time %v, want the engine's", r.Method, r.Path, r.Time)
		}
	}
	e.Engine.ForgetRequests()
	if got := e.Engine.Requests(); len(got) != 0 {
		t.Errorf("%d requests are remembered", len(got))
	}
}

func TestOldRequestsAreForgotten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ size, want int }{{3, 3}, {100, 10}, {-1, 0}, {0, 10}} {
		e := newEngine(t, simulator.Options{Requests: tt.size})
		client := &http.Client{Transport: e.Transport()}
		for i := range 10 {
			attempt(t, client, "GET", fmt.Sprintf("%s/tags?max=%d", inProcess, i), "")
		}
		var got, want []string
		for _, r := range e.Requests() {
			got = append(got, r.Query)
		}
		for i := 10 - tt.want; i < 10; i++ {
			want = append(want, fmt.Sprintf("max=%d", i))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("size %d: queries differ (-want +got):\n%s", tt.size, diff)
		}
	}
}

func TestSecretsOfLoginsAreNotLogged(t *testing.T) {
	t.Parallel()
	e := newEngine(t, simulator.Options{})
	client := &http.Client{Transport: e.Transport()}
	base := strings.TrimSuffix(inProcess, "/api")
	attempt(t, client, "POST", base+"/sso/oauth/token?password=secret", "")
	attempt(t, client, "POST", base+"/services/sso-logout?token=secret", "")
	for _, r := range e.Requests() {
		if strings.Contains(fmt.Sprintf("%+v", r), "secret") {
			t.Errorf("%+v", r)
		}
	}
}

// TestOperationsAreCalledAsTheSDKCallsThem compares the names of rules and of the log with those of the SDK.
func TestOperationsAreCalledAsTheSDKCallsThem(t *testing.T) {
	t.Parallel()
	e := newEngine(t, simulator.Options{})
	n := 0
	reached := map[string]bool{}
	var reach func(name string)
	reach = func(name string) {
		if reached[name] {
			return
		}
		reached[name] = true
		s, _ := info.ServiceByName(name)
		for _, l := range s.Locators {
			reach(l.Service)
		}
	}
	reach("system")
	for _, s := range info.Services() {
		if !reached[s.Name] {
			continue // no path leads to it
		}
		for _, m := range s.Methods {
			op := s.Go + "." + m.Go
			if err := e.CheckRule(simulator.Rule{Op: op}); err != nil {
				t.Error(err)
			}
			n++
		}
	}
	if n < 500 {
		t.Errorf("the SDK has %d operations only", n)
	}
}

// TestErrorsNameTheOperationOfTheRule lets rules fail calls of the SDK by the name that the errors then have.
func TestErrorsNameTheOperationOfTheRule(t *testing.T) {
	t.Parallel()
	e := newEngine(t, simulator.Options{})
	conn := connect(t, e)
	defer conn.Close()
	for _, op := range []string{"VmsService.Add", "VmService.Start", "SystemService.Get", "HostNicsService.List"} {
		h := e.Fail(simulator.Rule{Op: op, Detail: "[No.]"})
		root := conn.SystemService()
		var err error
		switch op {
		case "VmsService.Add":
			_, err = root.VmsService().Add(t.Context(), &types.Vm{
				Name: new("a"), Cluster: &types.Cluster{Name: new("a")}, Template: &types.Template{Name: new("a")},
			}, nil)
		case "VmService.Start":
			err = root.VmsService().VmService("1").Start(t.Context(), nil)
		case "SystemService.Get":
			_, err = root.Get(t.Context(), nil)
		case "HostNicsService.List":
			_, err = root.HostsService().HostService("1").NicsService().List(t.Context(), nil)
		}
		if err == nil || !strings.HasPrefix(err.Error(), op+": ") || h.Hits() != 1 {
			t.Errorf("%s: %d hits, error %v", op, h.Hits(), err)
		}
		h.Remove()
	}
}
