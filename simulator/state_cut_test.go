package simulator_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

// TestCutOffStatesAreRefused cuts a saved inventory at each of its bytes: no prefix may pass for
// the whole.
func TestCutOffStatesAreRefused(t *testing.T) {
	t.Parallel()
	text := small(t)
	if len(text) > 20_000 {
		t.Fatalf("the text has %d bytes, too many to try all", len(text))
	}
	for i := range len(text) {
		if _, err := simulator.New(simulator.Options{State: strings.NewReader(text[:i])}); err == nil {
			t.Errorf("the first %d of %d bytes are taken for whole; they end in %q", i, len(text), text[max(0, i-40):i])
		}
	}
	if _, err := simulator.New(simulator.Options{State: strings.NewReader(text)}); err != nil {
		t.Errorf("the whole text: %v", err)
	}
}

// small returns a saved inventory with something of each kind: links with overlays, notes, texts of
// several lines.
func small(t *testing.T) string {
	t.Helper()
	return `ovirt-simulator-state 2
model 4.6.1
instance 1
counters ids=0 events=1 macs=0

[/tags]
<tag id="1">
    <description>two
end
lines</description>
</tag>
note "a" "b"

[/vms]
<vm id="1"/>
next
<vm id="1">
    <memory>1</memory>
</vm>

[/vms/1/tags]
@ /tags/1

outside
<storage_domain id="1"/>
holds vms
<vm id="7"/>

end
`
}

func TestEndOfAState(t *testing.T) {
	t.Parallel()
	whole := small(t)
	for _, tt := range []struct {
		name, text, want string
	}{
		{"comments behind the end", whole + "\n# kept by hand\n", ""},
		{"more behind the end", whole + "[/tags]\n", `"[/tags]" follows on the end`},
		{"two ends", whole + "end\n", `"end" follows on the end`},
		{"no line end", strings.TrimSuffix(whole, "\n"), "the inventory was cut off"},
		{"form 1 without an end", strings.Replace(strings.TrimSuffix(whole, "end\n"), "state 2", "state 1", 1), ""},
		{"form 1 with an end", strings.Replace(whole, "state 2", "state 1", 1), `"end" isn't known`},
	} {
		_, err := simulator.New(simulator.Options{State: strings.NewReader(tt.text)})
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: error is %v, want %q", tt.name, err, tt.want)
		}
	}
}

// TestSaveEndsWithTheMark saves through writers that break off at each of several places: what they
// got isn't loaded.
func TestSaveEndsWithTheMark(t *testing.T) {
	t.Parallel()
	e, _ := lively(t)
	text := save(t, e)
	if !strings.HasPrefix(text, "ovirt-simulator-state 2\n") || !strings.HasSuffix(text, "\n\nend\n") {
		t.Errorf("the text begins with %.30q and ends with %q", text, text[len(text)-20:])
	}
	for i := len(text) - 12; i < len(text); i++ {
		if _, err := simulator.New(simulator.Options{State: strings.NewReader(text[:i])}); err == nil {
			t.Errorf("all but the last %d bytes are taken for whole", len(text)-i)
		}
	}
	for n := range 10 {
		cut := &cutting{left: n * len(text) / 10}
		if err := e.Save(cut); err == nil {
			t.Errorf("Save to a writer that takes %d bytes succeeds", n*len(text)/10)
		}
		if _, err := simulator.New(simulator.Options{State: strings.NewReader(cut.text.String())}); err == nil {
			t.Errorf("%d bytes are taken for whole", cut.text.Len())
		}
	}
}

// cutting is a writer that fails when it is full.
type cutting struct {
	left int
	text strings.Builder
}

func (c *cutting) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.text.Write(p[:n])
	if n < len(p) {
		return n, errors.New("full")
	}
	return n, nil
}

// TestIDsThatLeadElsewhereAreRefused puts IDs that no engine has into a state file, in objects,
// references and what comes behind the collections, and into seeds.
func TestIDsThatLeadElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	e, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const head = "ovirt-simulator-state 2\nmodel 4.6.1\n"
	for _, id := range []string{"../../x", "..", ".", "a/b", `a\b`, "a&#9;b", "a&#10;b"} {
		for _, text := range []string{
			head + "[/vms]\n<vm id=\"" + id + "\"/>\nend\n",
			head + "[/vms]\n<vm id=\"1\"><cluster id=\"" + id + "\"/></vm>\nend\n",
			head + "[/vms]\n<vm id=\"1\"><display><certificate/></display><tags><tag id=\"" + id + "\"/></tags></vm>\nend\n",
			head + "[/vms]\n<vm id=\"1\"/>\nnext\n<vm id=\"" + id + "\"/>\nend\n",
			head + "[/vms]\n<vm id=\"1\"/>\noutside\n<storage_domain id=\"" + id + "\"/>\nend\n",
		} {
			_, err := simulator.New(simulator.Options{State: strings.NewReader(text)})
			if err == nil || !strings.Contains(err.Error(), "is not an ID of a") {
				t.Errorf("ID %q: error is %v, in\n%s", id, err, text)
			}
		}
		if _, err := e.Seed("/vms", `<vm id="`+id+`"><name>x</name></vm>`); err == nil || !strings.Contains(fmt.Sprint(err), "is not an ID") {
			t.Errorf("seed with ID %q: %v", id, err)
		}
	}
}
