package simulator_test

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
)

var update = flag.Bool("update", false, "rewrite docs/simulator-actions.md")

// effective is how many of the model's actions change what a later GET shows, or answer data. It may grow.
const effective = 109

// deed is an action on an object in a state in which it makes sense.
type deed struct {
	path  string   // path of the object
	body  string   // body is what stands within <action>
	watch []string // watch are the addresses that may show the effect, beside that of the object
}

// TestEveryActionIsPerformed performs each action of the model by plain HTTP and finds out whether a later GET shows a difference or the
// answer carries data. With -update it writes the table into docs/simulator-actions.md.
func TestEveryActionIsPerformed(t *testing.T) {
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	results := map[string]string{}
	statuses := map[string]string{}
	t.Run("action", func(t *testing.T) {
		for _, s := range m.Services {
			for _, method := range s.Methods {
				if method.Kind != model.Action {
					continue
				}
				key := s.Name + "." + method.Name
				if pathless[s.Name] {
					results[key] = noPath
					continue
				}
				prepare := infraDeeds[key]
				if prepare == nil {
					prepare = vmDeeds[key]
				}
				if prepare == nil {
					t.Errorf("%s: no test performs it", key)
					continue
				}
				t.Run(key, func(t *testing.T) {
					t.Parallel()
					got := perform(t, prepare, method.Segment())
					seen := transitions(t, prepare, method.Segment())
					mu.Lock()
					defer mu.Unlock()
					results[key], statuses[key] = got, seen
				})
			}
		}
	})
	if t.Failed() {
		return
	}
	var rows []string
	total := 0
	for key, got := range results {
		service, action, _ := strings.Cut(key, ".")
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s |\n", service, action, got, statuses[key]))
		if got == shown || got == answered {
			total++
		}
	}
	slices.Sort(rows)
	if len(rows) != 132 {
		t.Errorf("the model has %d actions, want 132", len(rows))
	}
	if total != effective {
		t.Errorf("%d actions have an effect, want %d", total, effective)
	}
	const format = "| service | action | effect | status of the object |\n|---|---|---|---|\n%s\n" +
		"%d of %d actions have an effect that a client sees.\n"
	table := fmt.Sprintf(format, strings.Join(rows, ""), total, len(rows))
	const file = "../docs/simulator-actions.md"
	if *update {
		if err := os.WriteFile(file, []byte(header+table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(doc) != header+table {
		t.Errorf("%s is stale; go test ./simulator -run TestEveryActionIsPerformed -update renews it", file)
	}
}

const header = `# Actions of the simulator

Each action of the API, with what a client sees of it and the statuses that its object goes through.
The statuses were read from a simulator whose clock moved step by step; an object that is removed is
"gone". Written by ` + "`go test ./simulator -run TestEveryActionIsPerformed -update`" + `; don't edit.

`

// What an action does.
const (
	shown    = "changes what GET returns"
	answered = "returns data"
	nothing  = "is accepted, changes nothing that the API shows"
	noPath   = "no path of the API leads there"
)

// pathless are the services that no locator leads to.
var pathless = map[string]bool{"copyable": true, "moveable": true, "vm_disk": true, "template_disk": true}

// perform does an action and says what came of it.
func perform(t *testing.T, prepare func(*scene) deed, segment string) string {
	t.Helper()
	x := newScene(t)
	d := prepare(x)
	if t.Failed() {
		return ""
	}
	watch := append([]string{d.path}, d.watch...)
	before := x.look(watch)
	body := "<action>" + d.body + "</action>"
	a := x.do("POST", d.path+"/"+segment, body)
	if a.status != 200 && a.status != 202 {
		t.Errorf("POST %s/%s: status %d\n%s\n%s", d.path, segment, a.status, body, a.body)
		return ""
	}
	sent := children(t, body)
	for _, name := range children(t, a.body) {
		if !slices.Contains(sent, name) && !slices.Contains(formal, name) {
			return answered
		}
	}
	if !slices.Equal(before, x.look(watch)) {
		return shown
	}
	// What takes time must differ from what time alone does.
	twin := newScene(t)
	prepare(twin)
	x.clock.Advance(5 * time.Second)
	twin.clock.Advance(5 * time.Second)
	if !slices.Equal(twin.look(watch), x.look(watch)) {
		return shown
	}
	return nothing
}

// formal are the members of an answer that say nothing about the effect. References to what was touched are checked by GETs.
var formal = []string{"status", "job", "async", "link", "vm", "disk", "template"}

// children returns the names of the elements right below the root.
func children(t *testing.T, doc string) []string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	var out []string
	for depth := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, doc)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				out = append(out, token.Name.Local)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// scene is an engine with something of everything.
type scene struct {
	*engine
	dc, cluster, host, other, sd, second string
	running, down, template              string
}

func newScene(t *testing.T) *scene {
	t.Helper()
	e := start(t, func(o *simulator.Options) {
		o.Inventory = &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 2, Templates: 1, VMs: 2, DisksPerVM: 1, NICsPerVM: 2,
		}
	})
	path := func(collection string, i int) string { return collection + "/" + e.Engine.IDs(collection)[i] }
	return &scene{
		engine: e, dc: path("/datacenters", 0), cluster: path("/clusters", 0), host: path("/hosts", 0), other: path("/hosts", 1),
		sd: path("/storagedomains", 0), second: path("/storagedomains", 1), running: path("/vms", 0), down: path("/vms", 1),
		template: path("/templates", 1),
	}
}

// look returns the documents at the addresses; those that can't be got are empty.
func (x *scene) look(paths []string) []string {
	x.t.Helper()
	out := make([]string, len(paths))
	for i, path := range paths {
		if a := x.do("GET", path, ""); a.status == 200 {
			out[i] = a.body
		}
	}
	return out
}

// add posts a document and returns the path of what was made.
func (x *scene) add(collection, doc string) string {
	x.t.Helper()
	a := x.do("POST", collection, doc)
	if a.status != 200 && a.status != 201 && a.status != 202 {
		x.t.Fatalf("POST %s: status %d\n%s\n%s", collection, a.status, doc, a.body)
	}
	return collection + "/" + idOf(x.t, a.body)
}

// act does an action that belongs to the preparation, and lets time pass.
func (x *scene) act(path, action, body string) {
	x.t.Helper()
	if a := x.do("POST", path+"/"+action, "<action>"+body+"</action>"); a.status != 200 && a.status != 202 {
		x.t.Fatalf("POST %s/%s: status %d\n%s\n%s", path, action, a.status, body, a.body)
	}
	x.wait()
}

// wait lets enough time pass for everything to arrive.
func (x *scene) wait() { x.clock.Advance(10 * time.Second) }

// first returns the path of the first object of a collection.
func (x *scene) first(collection string) string {
	x.t.Helper()
	ids := x.Engine.IDs(collection)
	if len(ids) == 0 {
		x.t.Fatalf("%s is empty", collection)
	}
	return collection + "/" + ids[0]
}

// put changes an object whatever the rules for requests say.
func (x *scene) put(path, doc string) {
	x.t.Helper()
	if err := x.Engine.Put(path, doc); err != nil {
		x.t.Fatal(err)
	}
}

// ref returns a reference to the object at a path.
func ref(tag, path string) string {
	return fmt.Sprintf(`<%s id="%s"/>`, tag, path[strings.LastIndex(path, "/")+1:])
}

// under returns the path of an object in another collection.
func under(collection, path string) string { return collection + path[strings.LastIndex(path, "/"):] }
