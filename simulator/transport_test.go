package simulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// inProcess is an address that no machine has.
const inProcess = "https://engine.example.com/ovirt-engine/api"

// newEngine returns an engine that doesn't listen.
func newEngine(t *testing.T, o simulator.Options) *simulator.Engine {
	t.Helper()
	e, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// connect returns a connection to an engine within the process. The caller closes it.
func connect(t *testing.T, e *simulator.Engine, change ...func(*sdk.Config)) *sdk.Connection {
	t.Helper()
	cfg := sdk.Config{URL: inProcess, Username: simtest.User, Password: simtest.Password, Transport: e.Transport()}
	for _, f := range change {
		f(&cfg)
	}
	conn, err := sdk.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestTimeOfASyncTestIsTheEngines(t *testing.T) {
	t.Parallel()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		synctest.Test(t, func(t *testing.T) {
			e := newEngine(t, simulator.Options{Step: time.Minute})
			conn := connect(t, e, func(c *sdk.Config) { c.Format = format })
			defer conn.Close()
			began := time.Now()
			waitUp(t, conn, bootVM(t, conn))
			if d := time.Since(began); d < time.Minute || d > 10*time.Minute {
				t.Errorf("the VM was up after %v", d)
			}
		})
	}
}

// bootVM adds a VM, starts it and returns its id.
func bootVM(t *testing.T, conn *sdk.Connection) string {
	t.Helper()
	vms := conn.SystemService().VmsService()
	vm, err := vms.Add(t.Context(), &types.Vm{
		Name: new("myvm"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		// Without a disk an engine starts it only if there is something else to boot from.
		Os: &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := vms.VmService(*vm.ID).Start(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return *vm.ID
}

// waitUp waits until a VM is up.
func waitUp(t *testing.T, conn *sdk.Connection, id string) {
	t.Helper()
	goal := wait.VmIn(types.VmStatusUp)
	if _, err := wait.ForVm(t.Context(), conn, id, goal); err != nil {
		t.Fatal(err)
	}
}

func TestSessionDiesOfIdlenessInASyncTest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, simulator.Options{})
		conn := connect(t, e)
		defer conn.Close()
		for range 3 {
			if _, err := conn.SystemService().TagsService().List(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Hour)
		}
		if n := e.Stats().Logins; n != 3 {
			t.Errorf("%d logins, want 3", n)
		}
	})
}

func TestContextEndsARequestInProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, simulator.Options{})
		conn := connect(t, e, func(c *sdk.Config) { c.Retry.Attempts = 1 })
		defer conn.Close()
		h := e.Fail(simulator.Rule{Op: "TagsService.List", Delay: time.Minute})
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := conn.SystemService().TagsService().List(ctx, nil)
		if !errors.Is(err, sdk.ErrTimeout) || time.Since(began) != time.Second {
			t.Errorf("error %v after %v", err, time.Since(began))
		}
		h.Remove()

		// The time between the parts of a body belongs to the call as well.
		e.Fail(simulator.Rule{Op: "RolesService.List", Slow: time.Minute})
		if _, err := conn.SystemService().RolesService().List(t.Context(), nil, call.Timeout(10*time.Second)); !errors.Is(err, sdk.ErrTimeout) {
			t.Errorf("error %v", err)
		}
		began = time.Now()
		if _, err := conn.SystemService().RolesService().List(t.Context(), nil); err != nil || time.Since(began) < time.Minute {
			t.Errorf("error %v after %v", err, time.Since(began))
		}
	})
}

func TestRetriesInProcess(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rule simulator.Rule
	}{
		{"busy", simulator.Rule{Status: 503, Times: 2}},
		{"dropped", simulator.Rule{Drop: true, Times: 2}},
		{"reset", simulator.Rule{Reset: true, Times: 2}},
		{"truncated", simulator.Rule{Truncate: 100, Times: 1}},
		{"refused", simulator.Rule{Outage: simulator.Refused, For: time.Second, Times: 1}},
		{"unavailable", simulator.Rule{Outage: simulator.Unavailable, For: time.Second, Times: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				e := newEngine(t, simulator.Options{})
				conn := connect(t, e, func(c *sdk.Config) { c.Retry.Attempts = 10 })
				defer conn.Close()
				tt.rule.Op = "TagsService.List"
				h := e.Fail(tt.rule)
				tags, err := conn.SystemService().TagsService().List(t.Context(), nil)
				if err != nil || len(tags) != 1 {
					t.Errorf("%d tags, error %v", len(tags), err)
				}
				if h.Hits() != tt.rule.Times {
					t.Errorf("%d hits, want %d", h.Hits(), tt.rule.Times)
				}
			})
		})
	}
}

// TestWriteThatReachedNobodyIsRepeated relies on the trace that the transport keeps.
func TestWriteThatReachedNobodyIsRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, simulator.Options{})
		conn := connect(t, e, func(c *sdk.Config) { c.Retry.Attempts = 10 })
		defer conn.Close()
		tags := conn.SystemService().TagsService()
		if err := e.Stop(simulator.Refused); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() {
			if err := e.Restart(); err != nil {
				t.Error(err)
			}
		})
		if _, err := tags.Add(t.Context(), &types.Tag{Name: new("mytag")}, nil); err != nil {
			t.Errorf("connections were refused: %v", err)
		}
		h := e.Fail(simulator.Rule{Op: "TagsService.Add", Drop: true})
		_, err := tags.Add(t.Context(), &types.Tag{Name: new("other")}, nil)
		failure, ok := errors.AsType[*sdk.Error](err)
		if !ok || !failure.MaybeExecuted || h.Hits() != 1 {
			t.Errorf("%d hits, error %v", h.Hits(), err)
		}
	})
}

// TestOutageInProcess stops the engine in the midst of a program.
func TestOutageInProcess(t *testing.T) {
	t.Parallel()
	for _, how := range []simulator.Outage{simulator.Refused, simulator.Unavailable} {
		t.Run(string(how), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				e := newEngine(t, simulator.Options{})
				conn := connect(t, e, func(c *sdk.Config) { c.Retry.Attempts = 1 })
				defer conn.Close()
				tags := conn.SystemService().TagsService()
				if _, err := tags.Add(t.Context(), &types.Tag{Name: new("kept")}, nil); err != nil {
					t.Fatal(err)
				}
				if err := e.Stop(how); err != nil {
					t.Fatal(err)
				}
				_, err := tags.List(t.Context(), nil)
				if how == simulator.Refused && !errors.Is(err, syscall.ECONNREFUSED) || how == simulator.Unavailable && sdkStatus(err) != 503 {
					t.Errorf("error %v", err)
				}
				if err := e.Restart(); err != nil {
					t.Fatal(err)
				}
				list, err := tags.List(t.Context(), nil)
				if err != nil || len(list) != 2 {
					t.Errorf("%d tags, error %v", len(list), err)
				}
				if n := e.Stats().Logins; n != 2 {
					t.Errorf("%d logins, want a new one after the outage", n)
				}
			})
		})
	}
}

func sdkStatus(err error) int {
	if failure, ok := errors.AsType[*sdk.Error](err); ok {
		return failure.Status
	}
	return 0
}

// TestAnswersInProcessAreThoseOfAConnection compares the two ways to an engine.
func TestAnswersInProcessAreThoseOfAConnection(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 30}
	})
	client := &http.Client{Transport: e.Engine.Transport()}
	for _, tt := range []struct{ method, path, body string }{
		{"GET", "", ""}, {"GET", "/vms", ""}, {"HEAD", "/vms", ""}, {"GET", "/vms?search=name%3Dvm-00001", ""}, {"GET", "/moon", ""},
		{"PATCH", "/vms", "<vm/>"}, {"POST", "/vms", "<vm/>"}, {"POST", "/vms", "<vm"}, {"DELETE", "/vms/00000000-0000-0000-0000-000000000000", ""},
		{"GET", "/hosts;max=1", ""}, {"GET", "/roles?search=%", ""}, {"GET", "/v3/vms", ""},
	} {
		a := attempt(t, e.http, tt.method, e.URL+tt.path, tt.body, "Correlation-Id", "x")
		b := attempt(t, client, tt.method, e.URL+tt.path, tt.body, "Correlation-Id", "x")
		if a.status != b.status || a.body != b.body || a.err != nil || b.err != nil {
			t.Errorf("%s %s:\n%+v\n%+v", tt.method, tt.path, a, b)
		}
		for name := range a.header {
			if name != "Date" && a.header.Get(name) != b.header.Get(name) && name != "Content-Length" {
				t.Errorf("%s %s: header %s is %q and %q", tt.method, tt.path, name, a.header.Get(name), b.header.Get(name))
			}
		}
	}
}

func TestBodiesInProcessAreStreamed(t *testing.T) {
	t.Parallel()
	e := newEngine(t, simulator.Options{Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 2000}})
	client := &http.Client{Transport: e.Transport()}
	get := func(path string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), "GET", inProcess+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth(simtest.User, simtest.Password)
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	list := get("/vms")
	begin := make([]byte, 1000)
	if _, err := io.ReadFull(list.Body, begin); err != nil {
		t.Fatal(err)
	}
	// Most of the list is unread; the engine serves others meanwhile.
	r, err := http.NewRequestWithContext(t.Context(), "POST", inProcess+"/tags", strings.NewReader(newTag))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/xml")
	r.SetBasicAuth(simtest.User, simtest.Password)
	resp, err := client.Do(r)
	if err != nil || resp.StatusCode != 201 {
		t.Fatalf("%v %v", resp, err)
	}
	resp.Body.Close()
	rest, err := io.ReadAll(list.Body)
	if err != nil || !strings.HasSuffix(string(rest), "</vms>\n") {
		t.Errorf("the rest has %d bytes, error %v", len(rest), err)
	}
	list.Body.Close()

	// A client that goes away in the midst sets the engine free.
	list = get("/vms")
	if _, err := io.ReadFull(list.Body, begin); err != nil {
		t.Fatal(err)
	}
	list.Body.Close()
	if _, err := list.Body.Read(begin); err == nil {
		t.Error("a closed body can be read")
	}
}

// TestNothingStaysBehindInProcess ends within synctest, which demands that all goroutines have ended.
func TestNothingStaysBehindInProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, simulator.Options{Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 500}})
		client := &http.Client{Transport: e.Transport()}
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i+1)*time.Second)
				defer cancel()
				up, down := io.Pipe()
				r, err := http.NewRequestWithContext(ctx, "POST", inProcess+"/vms", up)
				if i%2 == 0 {
					r, err = http.NewRequestWithContext(ctx, "GET", inProcess+"/vms", nil)
				}
				if err != nil {
					t.Error(err)
					return
				}
				r.SetBasicAuth(simtest.User, simtest.Password)
				r.Header.Set("Content-Type", "application/xml")
				resp, err := client.Do(r)
				if err != nil {
					if !errors.Is(err, context.DeadlineExceeded) {
						t.Error(err)
					}
					// The transport has closed the body that nobody feeds.
					if _, err := down.Write([]byte("x")); err != io.ErrClosedPipe {
						t.Errorf("writing into the request: %v", err)
					}
					return
				}
				if _, err := resp.Body.Read(make([]byte, 10)); err != nil {
					t.Error(err)
				}
				<-ctx.Done()
				if _, err := io.ReadAll(resp.Body); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("reading on: %v", err)
				}
				resp.Body.Close()
			})
		}
		wg.Wait()
	})
}

// TestReadersSurviveTrouble lets half of all answers go wrong, in every way there is; the SDK's retries must hide all of it.
func TestReadersSurviveTrouble(t *testing.T) {
	t.Parallel()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		synctest.Test(t, func(t *testing.T) {
			e := newEngine(t, simulator.Options{})
			conn := connect(t, e, func(c *sdk.Config) { c.Format, c.Retry.Attempts, c.RetryBudget = format, 100, -1 })
			defer conn.Close()
			var handles []*simulator.Handle
			for i, rule := range []simulator.Rule{
				{Status: 503}, {Page: "Down.", Status: 502}, {Drop: true}, {Drop: true, After: true}, {Reset: true}, {Truncate: 50},
				{Truncate: -1}, {Delay: time.Second, Jitter: time.Second}, {Slow: time.Millisecond}, {Expire: true, Nth: 100},
			} {
				rule.Method, rule.Path = "GET", "*/api/*"
				if rule.Nth == 0 { // A call outlives one lost session, not two.
					rule.Probability, rule.Seed = 0.07, uint64(i)
				}
				handles = append(handles, e.Fail(rule))
			}
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					for range 30 {
						if tags, err := conn.SystemService().TagsService().List(t.Context(), nil); err != nil || len(tags) != 1 {
							t.Errorf("%d tags, error %v", len(tags), err)
						}
					}
				})
			}
			wg.Wait()
			for _, h := range handles {
				if h.Hits() == 0 {
					t.Errorf("%s was never applied", h.Rule())
				}
			}
		})
	}
}

func TestManyEnginesInOneProcess(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for i := range 10 {
		e := newEngine(t, simulator.Options{Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: i}})
		wg.Go(func() {
			client := &http.Client{Transport: e.Transport()}
			if n := strings.Count(attempt(t, client, "GET", inProcess+"/vms", "").body, "<vm "); n != i {
				t.Errorf("engine %d has %d VMs", i, n)
			}
		})
	}
	wg.Wait()
}
