package sdk_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// simulated connects with an engine that has one VM, which runs, and returns that VM as it was read.
func simulated(t *testing.T) (*sdk.Connection, *types.Vm) {
	t.Helper()
	engine := simtest.New(t, simulator.Options{
		Step:      -1,
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 1, NICsPerVM: 1},
	})
	c, err := sdk.Connect(t.Context(), sdk.Config{URL: engine.URL, Username: simtest.User, Password: simtest.Password, CA: engine.CA})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	vms, err := c.SystemService().VmsService().List(t.Context(), nil)
	if err != nil || len(vms) != 1 {
		t.Fatalf("the engine has the VMs %v, %v", vms, err)
	}
	return c, vms[0]
}

// TestOneConfigMakesManyConnections shows that a Config may be kept, and that connections of one don't know each other.
func TestOneConfigMakesManyConnections(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	cfg := e.config()
	cfg.Header = http.Header{"X-All": {"1"}}
	var tokens []string
	var conns []*sdk.Connection
	for range 3 {
		c, err := sdk.Connect(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		token, err := c.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conns, tokens = append(conns, c), append(tokens, token)
	}
	if len(slices.Compact(slices.Sorted(slices.Values(tokens)))) != 3 {
		t.Error("connections share a token")
	}
	if err := conns[0].Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := vmService(conns[0]).Get(t.Context(), nil); !errors.Is(err, sdk.ErrClosed) {
		t.Errorf("the closed connection gave %v, want ErrClosed", err)
	}
	for _, c := range conns[1:] {
		if _, err := vmService(c).Get(t.Context(), nil); err != nil {
			t.Errorf("another connection was closed too: %v", err)
		}
	}
	if len(cfg.Header) != 1 || cfg.Header.Get("X-All") != "1" {
		t.Errorf("the header of the Config was changed to %v", cfg.Header)
	}
}

// TestObjectsTellWhatTheyOffer goes from an object that was read to its methods, actions and links, without knowing its type's service.
func TestObjectsTellWhatTheyOffer(t *testing.T) {
	t.Parallel()
	c, vm := simulated(t)
	located, err := services.Locate(c.SystemService(), *vm.Href)
	if err != nil {
		t.Fatal(err)
	}
	service, ok := info.ServiceOf(located)
	if !ok || service.Go != "VmService" {
		t.Fatalf("%s is a %T", *vm.Href, located)
	}
	for name, kind := range map[string]string{"get": "get", "update": "update", "remove": "remove", "start": "action"} {
		if m, ok := service.Method(name); !ok || m.Kind != kind {
			t.Errorf("the service offers %s as %+v, %v", name, m, ok)
		}
	}
	if !slices.Contains(vm.Actions, "start") {
		t.Errorf("the VM offers the actions %q, want start among them", vm.Actions)
	}
	for _, action := range vm.Actions {
		if !slices.ContainsFunc(service.Methods, func(m info.Method) bool { return m.Segment == action }) {
			t.Errorf("the action %s has no method", action)
		}
	}
	if !slices.ContainsFunc(vm.Links, func(l types.Link) bool { return l.Rel == "nics" && l.Href == *vm.Href+"/nics" }) {
		t.Errorf("the VM has the links %v, want nics among them", vm.Links)
	}
	for _, link := range vm.Links {
		if _, err := services.Locate(c.SystemService(), link.Href); err != nil {
			t.Errorf("link %s: %v", link.Rel, err)
		}
	}
}

// TestMethodsThatAPlaceLacksAreErrors asks untyped for what no service has, since the compiler finds the rest.
func TestMethodsThatAPlaceLacksAreErrors(t *testing.T) {
	t.Parallel()
	c, vm := simulated(t)
	for _, tt := range []struct {
		name, method, path string
		class              error
	}{
		{"method of a collection", "PUT", "vms", sdk.ErrMethodNotAllowed},
		{"method of an object", "POST", *vm.Href, sdk.ErrMethodNotAllowed},
		{"action", "POST", *vm.Href + "/fly", sdk.ErrNotFound},
	} {
		_, err := c.Do(t.Context(), sdk.RawRequest{Method: tt.method, Path: tt.path, Body: []byte("<action/>")})
		failure, ok := errors.AsType[*sdk.Error](err)
		if !ok || failure.Class != tt.class || failure.MaybeExecuted {
			t.Errorf("%s: error is %+v, want %v", tt.name, err, tt.class)
		}
	}
}

// TestResultLeadsToTheJobToWaitFor stops a VM and waits for the job that the answer names.
func TestResultLeadsToTheJobToWaitFor(t *testing.T) {
	t.Parallel()
	c, vm := simulated(t)
	var result call.Response
	if err := c.SystemService().VmsService().VmService(*vm.ID).Stop(t.Context(), nil, call.Result(&result)); err != nil {
		t.Fatal(err)
	}
	if result.JobID == "" {
		t.Fatalf("the answer names no job: %+v", result)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	job, err := wait.For(ctx, c.SystemService().JobsService().JobService(result.JobID).Get,
		wait.Cond(func(job *types.Job) bool { return job.Status != "" && job.Status != types.JobStatusStarted }))
	if err != nil || job.Status != types.JobStatusFinished || *job.ID != result.JobID {
		t.Errorf("the job ended as %v, %v", job, err)
	}
}

// TestTransportMayUseALocalSocket reaches an engine, such as one behind a tunnel, that listens on no network.
func TestTransportMayUseALocalSocket(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "engine")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(answer(200, oneVM))
	server.Listener.Close()
	server.Listener = listener
	server.Start()
	defer server.Close()
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}}
	defer transport.CloseIdleConnections()
	c, err := sdk.New(sdk.Config{URL: "http://engine/ovirt-engine/api", Token: "t", Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if vm, err := vmService(c).Get(t.Context(), nil); err != nil || *vm.ID != "1" {
		t.Errorf("Get gave %v, %v", vm, err)
	}
}

// TestSpecialObjectsAreFollowed reads the template and the tag that have relations of their own at the entry point.
func TestSpecialObjectsAreFollowed(t *testing.T) {
	t.Parallel()
	c, _ := simulated(t)
	api, err := c.SystemService().Get(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if api.SpecialObjects == nil {
		t.Fatal("the entry point has no special objects")
	}
	blank, err := sdk.Follow(t.Context(), c, api.SpecialObjects.BlankTemplate)
	if err != nil || sdk.Value(blank.Name) != "Blank" {
		t.Errorf("the blank template is %v, %v", sdk.String(blank), err)
	}
	root, err := sdk.Follow(t.Context(), c, api.SpecialObjects.RootTag)
	if err != nil || sdk.Value(root.Name) != "root" {
		t.Errorf("the root tag is %v, %v", sdk.String(root), err)
	}
}
