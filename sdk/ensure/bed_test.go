package ensure_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// bed is a simulated engine within a bubble of virtual time, with a connection that can be made to die.
type bed struct {
	*simulator.Engine
	t    testing.TB
	conn *sdk.Connection

	next  http.RoundTripper
	mu    sync.Mutex
	sent  []string // guarded by mu: the requests to the API that change something
	reads int      // guarded by mu
	count int      // guarded by mu: all requests
	die   int      // guarded by mu: the number of the request that dies; 0 for none
	late  bool     // guarded by mu: the engine has acted when it dies
}

// release is the model of all engines of these tests, which are many.
var release, errRelease = model.Embedded()

var errDied = errors.New("the connection died")

// optionsOf returns those of an engine for these tests, or the first of some.
func optionsOf(t testing.TB, options []simulator.Options) simulator.Options {
	t.Helper()
	o := simulator.Options{
		DeterministicIDs: true,
		Users:            map[string]string{"jo@internal": "secret"},
		Password:         simtest.Password,
	}
	if len(options) > 0 {
		o = options[0]
	}
	if errRelease != nil {
		t.Fatal(errRelease)
	}
	o.Model = release
	return o
}

// newBed returns a bed for tests in real time, and for several of them in one bubble.
func newBed(t testing.TB, format sdk.Format, options ...simulator.Options) *bed {
	t.Helper()
	engine, err := simulator.New(optionsOf(t, options))
	if err != nil {
		t.Fatal(err)
	}
	return bedOn(t, engine, sdk.Config{
		URL: "https://engine.test/ovirt-engine/api", Username: simtest.User, Password: simtest.Password,
		Transport: engine.Transport(),
	}, format)
}

// bedOn connects to an engine.
func bedOn(t testing.TB, engine *simulator.Engine, cfg sdk.Config, format sdk.Format) *bed {
	t.Helper()
	b := &bed{Engine: engine, t: t, next: cfg.Transport}
	cfg.Format, cfg.Transport, cfg.Retry = format, b, call.RetryPolicy{Attempts: 1}
	var err error
	if b.conn, err = sdk.New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.conn.Close() })
	return b
}

// RoundTrip lets the connection die at the chosen request, and notes the others.
func (b *bed) RoundTrip(req *http.Request) (*http.Response, error) {
	b.mu.Lock()
	b.count++
	dies, late := b.count == b.die, b.late
	path, api := strings.CutPrefix(req.URL.Path, "/ovirt-engine/api")
	switch {
	case !api:
	case req.Method == http.MethodGet:
		b.reads++
	default:
		b.sent = append(b.sent, req.Method+" "+path)
	}
	b.mu.Unlock()
	if dies && !late {
		return nil, errDied
	}
	resp, err := b.next.RoundTrip(req)
	if dies && err == nil {
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return nil, errDied
	}
	return resp, err
}

// kill has the connection die at a request, counted from the next one.
func (b *bed) kill(n int, late bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.die, b.late = 0, late
	if n > 0 {
		b.die = b.count + n
	}
}

// died reports whether the connection came to its end.
func (b *bed) died() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.die > 0 && b.count >= b.die
}

// changes returns the requests that change something since the last time.
func (b *bed) changes() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	sent := b.sent
	b.sent, b.reads = nil, 0
	return sent
}

func (b *bed) seed(path, document string) string {
	b.t.Helper()
	id, err := b.Seed(path, document)
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func (b *bed) put(path, document string) {
	b.t.Helper()
	if err := b.Put(path, document); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bed) drop(path string) {
	b.t.Helper()
	if err := b.Drop(path); err != nil {
		b.t.Fatal(err)
	}
}

// user returns the id of the user jo, whom the engine knows.
func (b *bed) user() string {
	for _, id := range b.IDs("/users") {
		if doc, _ := b.Document("/users/" + id); strings.Contains(doc, "jo@internal-authz") {
			return id
		}
	}
	b.t.Fatal("there is no jo")
	return ""
}

// busy names the objects on which the engine is at work.
func (b *bed) busy() []string {
	var out []string
	look := func(path string) {
		for _, id := range b.IDs(path) {
			if doc, _ := b.Document(path + "/" + id); working.MatchString(doc) {
				out = append(out, path+"/"+id+": "+working.FindString(doc))
			}
		}
	}
	for _, path := range []string{"/vms", "/disks", "/templates", "/hosts", "/storagedomains"} {
		look(path)
	}
	for _, id := range b.IDs("/vms") {
		look("/vms/" + id + "/snapshots")
	}
	return out
}

var working = regexp.MustCompile("<(snapshot_)?status>(locked|image_locked|installing|initializing|reboot|unassigned|preparing_for_maintenance|activating|" +
	"wait_for_launch|powering_up|powering_down|saving_state|restoring_state)<")

// inBed runs a test in virtual time, over XML and over JSON.
func inBed(t *testing.T, f func(*bed), options ...simulator.Options) {
	t.Helper()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
				f(bedOn(t, s.Engine, s.Config(), format))
			}, optionsOf(t, options))
		})
	}
}

// outcome is what a Result tells, without its type.
type outcome struct {
	changed bool
	changes []ensure.Change
}

// of takes the type from what a function returns.
func of[T any](r ensure.Result[T], err error) (outcome, error) {
	if err == nil && r.Changed != (len(r.Changes) > 0) {
		err = fmt.Errorf("Changed is %v, Changes are %v", r.Changed, r.Changes)
	}
	return outcome{r.Changed, r.Changes}, err
}

// scenario is one use of a function.
type scenario struct {
	name   string
	linger bool // linger says that disks go a moment after their VM.
	seed   func(*bed)
	run    func(context.Context, sdk.Engine, *bed) (outcome, error)
	// count names collections whose objects are counted; with "*" for the id of the object just before.
	count []string
	// sent are the requests that a first run sends, with ID for ids.
	sent []string
}

// bed returns an engine with what the scenario needs, and a connection that is logged in.
func (s scenario) bed(t testing.TB, format sdk.Format) *bed {
	b := newBed(t, format)
	if s.seed != nil {
		s.seed(b)
	}
	if _, err := b.conn.SystemService().Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	b.changes()
	return b
}

// all returns the ids in the collections of the scenario, one star being any object of a collection.
func (s scenario) all(b *bed) map[string]int {
	out := make(map[string]int)
	for _, path := range s.count {
		head, rest, star := strings.Cut(path, "/*")
		if !star {
			out[path] = len(b.IDs(path))
			continue
		}
		for _, id := range b.IDs(head) {
			out[path] += len(b.IDs(head + "/" + id + rest))
		}
	}
	return out
}

func TestEachFunctionDoesWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
				t.Run(format.String(), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						b := s.bed(t, format)
						plan := ensure.NewPlan(b.conn)
						before := s.all(b)
						if _, err := s.run(t.Context(), plan, b); err != nil {
							t.Fatalf("plan: %v", err)
						}
						if sent := b.changes(); sent != nil {
							t.Fatalf("the plan sends %v", sent)
						}
						if diff := cmp.Diff(before, s.all(b)); diff != "" {
							t.Fatalf("the plan changes the engine (-before +after):\n%s", diff)
						}
						rec := ensure.Record(b.conn)
						first, err := s.run(t.Context(), rec, b)
						if err != nil {
							t.Fatalf("first run: %v", err)
						}
						if !first.changed {
							t.Errorf("first run says that nothing is changed")
						}
						if diff := cmp.Diff(masked(plan.Steps()), masked(rec.Steps())); diff != "" {
							t.Errorf("what is sent isn't what was planned (-planned +sent):\n%s", diff)
						}
						var sent []string
						for _, step := range masked(rec.Steps()) {
							sent = append(sent, step.Method+" "+step.Path)
						}
						if diff := cmp.Diff(s.sent, sent); diff != "" {
							t.Errorf("requests differ (-want +got):\n%s", diff)
						}
						b.changes()
						again, err := s.run(t.Context(), b.conn, b)
						if err != nil {
							t.Fatalf("second run: %v", err)
						}
						if sent := b.changes(); sent != nil || again.changed {
							t.Errorf("second run sends %v and changes %v", sent, again.changes)
						}
					})
				})
			}
		})
	}
}

func TestEachFunctionConvergesAfterACrash(t *testing.T) {
	t.Parallel()
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
				t.Run(format.String(), func(t *testing.T) {
					t.Parallel()
					var want map[string]int
					synctest.Test(t, func(t *testing.T) {
						b := s.bed(t, format)
						if _, err := s.run(t.Context(), b.conn, b); err != nil {
							t.Fatal(err)
						}
						want = s.all(b)
					})
					for _, late := range []bool{false, true} {
						if format == sdk.JSON && !late {
							continue // What isn't sent has no format.
						}
						for n := 1; s.crash(t, format, n, late, want); n++ {
							if n > 200 {
								t.Fatal("it never ends")
							}
						}
					}
				})
			}
		})
	}
}

// crash lets the connection of a run die at the request n, and reports whether it did.
func (s scenario) crash(t *testing.T, format sdk.Format, n int, late bool, want map[string]int) (died bool) {
	synctest.Test(t, func(t *testing.T) {
		b := s.bed(t, format)
		b.kill(n, late)
		_, err := s.run(t.Context(), b.conn, b)
		if died = b.died(); !died {
			return
		}
		if err == nil {
			t.Errorf("request %d, acted %v: the run doesn't notice", n, late)
		}
		b.kill(0, false)
		if _, err := s.run(t.Context(), b.conn, b); err != nil {
			t.Errorf("request %d, acted %v: second run: %v", n, late, err)
		}
		if diff := cmp.Diff(want, s.all(b)); diff != "" {
			t.Errorf("request %d, acted %v: objects differ (-without crash +with):\n%s", n, late, diff)
		}
		if s.linger {
			time.Sleep(10 * time.Second)
		}
		if busy := b.busy(); busy != nil {
			t.Errorf("request %d, acted %v: the engine is still at work on %v", n, late, busy)
		}
		b.changes()
		again, err := s.run(t.Context(), b.conn, b)
		if sent := b.changes(); err != nil || again.changed || sent != nil {
			t.Errorf("request %d, acted %v: third run sends %v, changes %v: %v", n, late, sent, again.changes, err)
		}
	})
	return died
}

// masked returns steps with ID in place of ids.
func masked(steps []ensure.Step) []ensure.Step {
	out := slices.Clone(steps)
	for i := range out {
		out[i].Path = ids.ReplaceAllString(out[i].Path, "ID")
		out[i].Body = ids.ReplaceAllString(out[i].Body, "ID")
	}
	return out
}
