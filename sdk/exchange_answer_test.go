package sdk_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestResultTellsWhatCameBesideTheObject(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		format sdk.Format
		status int
		body   string
		call   func(*sdk.Connection, call.Option) error
		want   call.Response
	}{
		{"action", sdk.XML, 202,
			`<action id="t1"><async>true</async><job href="/ovirt-engine/api/jobs/j1" id="j1"/><status>pending</status></action>`, start,
			call.Response{Status: 202, ActionID: "t1", ActionStatus: "pending", JobID: "j1"}},
		{"action in JSON", sdk.JSON, 200, `{"job":{"id":"j1","owner":{"id":"u"}},"status":"complete"}`, start,
			call.Response{Status: 200, ActionStatus: "complete", JobID: "j1"}},
		{"failed action", sdk.XML, 409, `<action><status>failed</status><fault><reason>r</reason></fault></action>`, start,
			call.Response{Status: 409}},
		{"failed action with 200", sdk.XML, 200, `<action><job id="j1"/><status>failed</status></action>`, start,
			call.Response{Status: 200, ActionStatus: "failed", JobID: "j1"}},
		{"remove", sdk.XML, 200, `<action><job id="j1"/><status>complete</status></action>`, remove,
			call.Response{Status: 200, ActionStatus: "complete", JobID: "j1"}},
		{"remove with an empty answer", sdk.XML, 202, "", remove, call.Response{Status: 202}},
		{"list", sdk.XML, 200, `<vms><actions/><size>1</size><total>30</total><active>2</active><vm/></vms>`, list,
			call.Response{Status: 200, Size: new(int64(1)), Total: new(int64(30)), Active: new(int64(2))}},
		{"list in JSON", sdk.JSON, 200, `{"size":"1","total":30,"vm":[{}]}`, list,
			call.Response{Status: 200, Size: new(int64(1)), Total: new(int64(30))}},
		{"add that goes on", sdk.XML, 202, `<vm id="1"><creation_status>pending</creation_status></vm>`, add,
			call.Response{Status: 202, CreationStatus: "pending"}},
		{"add that goes on in JSON", sdk.JSON, 202, `{"id":"1","creation_status":"pending"}`, add,
			call.Response{Status: 202, CreationStatus: "pending"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(tt.status, tt.body))
			got := call.Response{ActionStatus: "of the last call", JobID: "of the last call"}
			err := tt.call(e.connect(func(cfg *sdk.Config) { cfg.Format = tt.format }, correlated), call.Result(&got))
			if failed := tt.status > 299 || tt.want.ActionStatus == "failed"; (err != nil) != failed {
				t.Fatalf("error is %v", err)
			}
			if got.CorrelationID != "corr-1" || got.Header.Get("Correlation-Id") != "corr-1" {
				t.Errorf("correlation id is %q, headers are %v", got.CorrelationID, got.Header)
			}
			got.CorrelationID, got.Header = "", nil
			got.Method, got.Path, got.Attempts, got.Duration, got.Sent, got.Received = "", "", 0, 0, 0, 0
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("result differs (-want +got):\n%s", diff)
			}
		})
	}
}

func start(
	c *sdk.Connection, opt call.Option,
) error {
	return vmService(c).Start(tcontext, nil, opt)
}

func remove(
	c *sdk.Connection, opt call.Option,
) error {
	return vmService(c).Remove(tcontext, nil, opt)
}

func list(c *sdk.Connection, opt call.Option) error {
	_, err := c.SystemService().VmsService().List(tcontext, nil, opt)
	return err
}

func add(c *sdk.Connection, opt call.Option) error {
	_, err := c.SystemService().VmsService().Add(tcontext, &types.Vm{Name: new("a")}, nil, opt)
	return err
}

func TestActionsGiveTheirOutput(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body string
		change     func(*sdk.Config)
	}{
		{"XML", `<action><ticket><value>abc</value><expiry>120</expiry></ticket><status>complete</status></action>`, func(*sdk.Config) {}},
		{"JSON", `{"status":"complete","ticket":{"value":"abc","expiry":"120"}}`, asJSON},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, tt.body))
			ticket, err := vmService(e.connect(tt.change)).Ticket(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&types.Ticket{Value: new("abc"), Expiry: new(int64(120))}, ticket); diff != "" {
				t.Errorf("ticket differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAddsAnsweredWithAnAction is about the few adds that are actions underneath.
func TestAddsAnsweredWithAnAction(t *testing.T) {
	t.Parallel()
	sent := &types.Host{Name: new("sent")}
	for _, tt := range []struct {
		name   string
		change func(*sdk.Config)
		body   string
		want   *types.Host
	}{
		{"with the object", func(*sdk.Config) {}, `<action><host id="1"/><status>complete</status></action>`, &types.Host{ID: new("1")}},
		{"without it", func(*sdk.Config) {}, `<action><status>complete</status></action>`, sent},
		{"the object itself", func(*sdk.Config) {}, `<host id="1"><status>up</status></host>`,
			&types.Host{ID: new("1"), Status: types.HostStatusUp}},
		{"JSON with the object", asJSON, `{"host":{"id":"1"},"status":"complete"}`, &types.Host{ID: new("1")}},
		{"JSON without it", asJSON, `{"status":"complete"}`, sent},
		{"JSON with a job", asJSON, `{"status":"complete","job":{"id":"1"}}`, sent},
		{"JSON of the object itself", asJSON, `{"id":"1","status":"up"}`, &types.Host{ID: new("1"), Status: types.HostStatusUp}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, tt.body))
			groups := e.connect(tt.change).SystemService().ClustersService().ClusterService("1").AffinityGroupsService()
			got, err := groups.GroupService("1").HostsService().Add(t.Context(), sent, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("host differs (-want +got):\n%s", diff)
			}
		})
	}
	for _, tt := range []struct {
		name   string
		change func(*sdk.Config)
		body   string
	}{
		{"fault in an action", func(*sdk.Config) {}, `<action><fault><reason>no</reason></fault></action>`},
		{"fault in a JSON action", asJSON, `{"status":"failed","fault":{"reason":"no"}}`},
		{"JSON fault", asJSON, `{"reason":"no"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, tt.body))
			got, err := e.connect(tt.change).SystemService().HostsService().Add(t.Context(), sent, nil)
			failure, ok := err.(*sdk.Error)
			if !ok || got != nil || failure.Class != sdk.ErrAction || failure.Fault == nil || sdk.Value(failure.Fault.Reason) != "no" {
				t.Errorf("Add gave %v, %v", got, err)
			}
		})
	}
}

func TestLenientLeavesOutWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*sdk.Config){func(*sdk.Config) {}, asJSON} {
		e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Accept") == "application/json" {
				say(w, 200, "application/json", `{"name":"a","memory":"much"}`)
				return
			}
			say(w, 200, "application/xml", `<vm><name>a</name><memory>much</memory></vm>`)
		})
		var reported []error
		vm, err := vmService(e.connect(change)).Get(t.Context(), nil, call.Lenient(func(err error) { reported = append(reported, err) }))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&types.Vm{Name: new("a")}, vm); diff != "" {
			t.Errorf("vm differs (-want +got):\n%s", diff)
		}
		if len(reported) != 1 || !errors.Is(reported[0], sdk.ErrParse) {
			t.Errorf("reported was %v", reported)
		}
	}
}
