package simulator_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/simulator"
)

// ask sends a request to an engine that listens nowhere.
func ask(e http.Handler, method, path, body string) (status int, doc string) {
	r := httptest.NewRequest(method, "/ovirt-engine/api"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/xml")
	r.Header.Set("Correlation-Id", "test")
	r.SetBasicAuth("admin@internal", "password")
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

var (
	anyHref = regexp.MustCompile(` href="/ovirt-engine/api([^"]*)"`)
	actions = regexp.MustCompile(`(?s)<actions>.*?</actions>`)
)

// hrefs returns the addresses in a document, without those of actions.
func hrefs(doc string) []string {
	var out []string
	for _, m := range anyHref.FindAllStringSubmatch(actions.ReplaceAllString(doc, ""), -1) {
		out = append(out, strings.NewReplacer("&amp;", "&", "{query}", "", "{id}", "").Replace(m[1]))
	}
	return out
}

// crawl gets everything that can be reached from the entry point.
func crawl(t testing.TB, e http.Handler) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for queue := []string{""}; len(queue) > 0; {
		path := queue[0]
		queue = queue[1:]
		if _, done := seen[path]; done || strings.Contains(path, "?") || strings.Contains(path, ";") {
			continue
		}
		status, doc := ask(e, http.MethodGet, path, "")
		// The entry point links to two collections that can't be listed, as engines do.
		unlisted := status == http.StatusMethodNotAllowed && strings.HasPrefix(path, "/external") ||
			status == http.StatusBadRequest && unanswered(doc)
		if status == http.StatusInternalServerError && retired(path) {
			seen[path] = doc
			continue
		}
		if status != http.StatusOK && !unlisted && !(status == http.StatusNotFound && deadLink(path)) {
			t.Errorf("GET %s: status %d: %s", path, status, doc)
		}
		seen[path] = doc
		for _, href := range hrefs(doc) {
			// Events and jobs tell of objects that may have gone.
			if section, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); section != "events" && section != "jobs" || strings.HasPrefix(href, "/"+section) {
				queue = append(queue, href)
			}
		}
	}
	return seen
}

// unanswered reports whether a list can't be read because the service or host that has it doesn't
// answer.
func unanswered(doc string) bool {
	return strings.Contains(doc, "connection refused") || strings.Contains(doc, "the host has reported no hooks")
}

// lively returns an engine in which much happened, and its clock.
func lively(t testing.TB) (*simulator.Engine, *simulator.ManualClock) {
	t.Helper()
	clock := simulator.NewClock(began)
	e, err := simulator.New(simulator.Options{
		Clock: clock, Step: time.Second, DeterministicIDs: true, Inventory: &simulator.Inventory{
			DataCenters: 2, Clusters: 2, Hosts: 3, StorageDomains: 2, Networks: 3, Templates: 2, VMs: 9, DisksPerVM: 2, NICsPerVM: 1, Users: 2,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	vms := e.IDs("/vms")
	for _, step := range []struct{ method, path, body string }{
		{"POST", "/tags", `<tag><name>grün_1</name><description>two&#10;lines
[/vms]
</description></tag>`},
		{"POST", "/vms/" + vms[0] + "/tags", `<tag><name>grün_1</name></tag>`},
		{"POST", "/vms/" + vms[1] + "/snapshots", `<snapshot><description>first</description></snapshot>`},
		{"PUT", "/vms/" + vms[0], `<vm><memory>536870912</memory><memory_policy><guaranteed>536870912</guaranteed></memory_policy></vm>`},
		{"POST", "/vms", `<vm><name>made</name><cluster><name>Default</name></cluster><template><name>template-001</name></template></vm>`},
		{"POST", "/vms/" + vms[2] + "/start", `<action/>`},
		{"POST", "/affinitylabels", `<affinity_label><name>near</name></affinity_label>`},
		{"POST", "/events", `<event><description>external</description><severity>warning</severity><origin>test</origin><custom_id>5</custom_id></event>`},
		{"DELETE", "/vms/" + vms[5], ``},
	} {
		if status, doc := ask(e, step.method, step.path, step.body); status >= 300 {
			t.Fatalf("%s %s: %d %s", step.method, step.path, status, doc)
		}
	}
	return e, clock
}

func save(t testing.TB, e *simulator.Engine) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func load(t testing.TB, text string, clock simulator.Clock) *simulator.Engine {
	t.Helper()
	e, err := simulator.New(simulator.Options{Clock: clock, Step: time.Second, DeterministicIDs: true, State: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestSavedStateIsTheSameWhenItIsLoadedAndSaved(t *testing.T) {
	t.Parallel()
	e, clock := lively(t)
	first := save(t, e)
	twin := load(t, first, clock)
	if diff := cmp.Diff(first, save(t, twin)); diff != "" {
		t.Errorf("text differs after loading (-first +second):\n%s", diff)
	}
}

func TestLoadedStateAnswersAlike(t *testing.T) {
	t.Parallel()
	e, clock := lively(t)
	same(t, e, load(t, save(t, e), clock))
}

// same compares everything that two engines answer to GET.
func same(t *testing.T, a, b http.Handler) {
	t.Helper()
	want, got := crawl(t, a), crawl(t, b)
	if len(want) < 300 {
		t.Errorf("%d addresses were found, want some hundreds", len(want))
	}
	for _, path := range slices.Sorted(maps.Keys(want)) {
		w, g := want[path], got[path]
		if strings.HasSuffix(path, "/roles") {
			// Roles are listed in the order in which they were given, which the API doesn't tell.
			w, g = sortedLines(w), sortedLines(g)
		}
		if diff := cmp.Diff(w, g); diff != "" {
			t.Errorf("GET %s differs (-first +second):\n%s", path, diff)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d addresses, want %d", len(got), len(want))
	}
}

func sortedLines(s string) string {
	return strings.Join(slices.Sorted(strings.Lines(s)), "")
}

func TestWhatWasUnderWayEndsAfterLoading(t *testing.T) {
	t.Parallel()
	e, clock := lively(t)
	vms := e.IDs("/vms")
	made := vms[len(vms)-1]
	loaded := load(t, save(t, e), clock)
	for path, want := range map[string][2]string{
		"/vms/" + vms[2]: {"wait_for_launch", "up"},
		"/vms/" + made:   {"image_locked", "down"},
	} {
		_, doc := ask(loaded, http.MethodGet, path, "")
		expect(t, path+" when it is loaded", between(t, doc, "\n    <status>", "</status>"), want[0])
	}
	clock.Advance(5 * time.Second)
	for path, want := range map[string]string{"/vms/" + vms[2]: "up", "/vms/" + made: "down"} {
		_, doc := ask(loaded, http.MethodGet, path, "")
		expect(t, path+" a while after", between(t, doc, "\n    <status>", "</status>"), want)
	}
	if _, doc := ask(loaded, http.MethodPost, "/tags", "<tag><name>new</name></tag>"); strings.Contains(save(t, e), idOf(t, doc)) {
		t.Errorf("the loaded engine returns an id twice:\n%s", doc)
	}
}

func TestNextRunConfigurationSurvivesASave(t *testing.T) {
	t.Parallel()
	e, clock := lively(t)
	vm := "/vms/" + e.IDs("/vms")[0]
	loaded := load(t, save(t, e), clock)
	_, doc := ask(loaded, http.MethodGet, vm+"?next_run=true", "")
	expect(t, "memory of the next run", between(t, doc, "<memory>", "</memory>"), "536870912")
	_, doc = ask(loaded, http.MethodGet, vm, "")
	expect(t, "present memory", between(t, doc, "<memory>", "</memory>"), "1073741824")
}

func TestDamagedStatesAreRefused(t *testing.T) {
	t.Parallel()
	const head = "ovirt-simulator-state 1\nmodel 4.6.1\n"
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", `state, line 0: "" isn't the beginning of a saved inventory`},
		{"another file", "<vms/>\n", `state, line 1: "<vms/>" isn't the beginning of a saved inventory`},
		{"newer form", "ovirt-simulator-state 3\n", `state, line 1: form "3" isn't known, only 1 and 2`},
		{"unknown word", head + "moon 1\n", `state, line 3: "moon" isn't known before the first collection`},
		{"bad counters", head + "counters ids=x\n", `state, line 3: counters "ids=x": expected integer`},
		{"open bracket", head + "[/vms\n", `state, line 3: "[/vms" lacks the closing bracket`},
		{"unknown collection", head + "[/moons]\n", `state, line 3: /moons: this release has no such collection, or the object above it is missing`},
		{"no owner", head + "[/tags]\n[/vms/00000000-0000-0000-0000-000000000001/nics]\n", `state, line 4: /vms/00000000-0000-0000-0000-000000000001/nics: this release has no such collection, or the object above it is missing`},
		{"unknown element", head + "[/tags]\n<tag id=\"1\">\n    <moon/>\n</tag>\n", `state, line 6: object that begins in line 4, <tag id="1">: request is syntactically incorrect: element "moon" isn't known`},
		{"bad number", head + "[/vms]\n<vm id=\"1\">\n    <memory>x</memory>\n</vm>\n", `state, line 6: object that begins in line 4, <vm id="1">: read vm/memory: XML offset 24: "x" is not an integer`},
		{"no id", head + "[/tags]\n<tag/>\n", `state, line 4: <tag/> has no id`},
		{"no end", head + "[/tags]\n<tag id=\"1\">\n", `state, line 4: the object that begins in line 4 has no end`},
		{"twice", head + "[/tags]\n<tag id=\"1\"/>\n<tag id=\"1\"/>\n", `state, line 5: /tags/1 is there already`},
		{"unknown root", head + "[/tags]\n<moon id=\"1\"/>\n", `state, line 4: no type of this release is called <moon>`},
		{"dead link", head + "[/tags]\n<tag id=\"1\"/>\n@ /vms/1\n", `state, line 5: /vms/1 is linked to /tags, but isn't there`},
		{"note without object", head + "[/tags]\nnote \"a\" \"b\"\n", `state, line 4: there is no object before it in this collection`},
		{"note without quotes", head + "[/tags]\n<tag id=\"1\"/>\nnote a\n", `state, line 5: note "a": invalid syntax`},
		{"outside without object", head + "[/tags]\noutside\n[/vms]\n", `state, line 5: an object must follow on outside`},
		{"nothing that holds", head + "[/tags]\nholds vms\n<vm id=\"1\"/>\n", `state, line 5: no storage domain stands before it that could hold vms`},
		{"next without object", head + "[/vms]\n<vm id=\"1\"/>\nnext\n[/tags]\n", `state, line 6: an object must follow on next`},
		{"text between objects", head + "[/tags]\nmoon\n", `state, line 4: "moon" isn't known`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := simulator.New(simulator.Options{State: strings.NewReader(tt.text)})
			expect(t, "error", fmt.Sprint(err), "load inventory: "+tt.want)
		})
	}
}

func TestUnreadableStateIsAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk on fire")
	_, err := simulator.New(simulator.Options{State: failing{broken}})
	if !errors.Is(err, broken) {
		t.Errorf("error is %v, want %v", err, broken)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestSaveTellsThatItsWriterFails(t *testing.T) {
	t.Parallel()
	e, _ := lively(t)
	broken := errors.New("disk full")
	if err := e.Save(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("error is %v, want %v", err, broken)
	}
}

func TestSeedsGiveTheSameIdsInEachRun(t *testing.T) {
	t.Parallel()
	ids := func(seed int64) []string {
		e, err := simulator.New(simulator.Options{Clock: simulator.NewClock(began), Inventory: &simulator.Inventory{DataCenters: 1, VMs: 3, Seed: seed}})
		if err != nil {
			t.Fatal(err)
		}
		return e.IDs("/vms")
	}
	one, again, other := ids(1), ids(1), ids(2)
	if diff := cmp.Diff(one, again); diff != "" || one[0] == other[0] || one[0] == one[1] {
		t.Errorf("seed 1 returns %v and %v, seed 2 %v", one, again, other)
	}
}
