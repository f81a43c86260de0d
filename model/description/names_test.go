package description

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestEveryNameReplaced replaces each string of a small description, one after another, by empty,
// odd, and other names of the same document, so that entries are nameless, twice there, their own
// base, or lead in a circle. Each document must end, with a model or with an error; only without
// names there must be an error.
func TestEveryNameReplaced(t *testing.T) {
	t.Parallel()
	m := small(t)
	text, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	names := []string{"", " ", "[]", "\x00", "identified", "vm", "action", "system", "add", "id", "string", "../x"}
	free := []string{"doc", "html", "values"} // may be empty, and so may the names of the values of annotations
	count := 0
	visit(document, func(key, old string, set func(string)) {
		for _, name := range names {
			set(name)
			changed, err := json.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			for _, like := range []bool{true, false} {
				other := m
				if !like {
					other = nil
				}
				_, _, err := Decode("d.json", changed, "4.6.1", other)
				if name == "" && err == nil && !slices.Contains(free, key) && old != "value" {
					t.Errorf("%s %q replaced by an empty one: there is no error", key, old)
				}
			}
			count++
		}
		set(old)
	})
	if count < 1000 {
		t.Errorf("only %d documents were read", count)
	}
}

// visit calls f for each string of a document with the key of its object.
func visit(value any, f func(key, old string, set func(string))) {
	switch value := value.(type) {
	case map[string]any:
		for key, item := range value {
			if text, ok := item.(string); ok {
				f(key, text, func(s string) { value[key] = s })
			}
			visit(item, f)
		}
	case []any:
		for i, item := range value {
			if text, ok := item.(string); ok {
				f("values", text, func(s string) { value[i] = s })
			}
			visit(item, f)
		}
	}
}

func TestListsAreBounded(t *testing.T) {
	t.Parallel()
	methods := strings.Repeat(`{"name":"a","parameters":[]},`, maxItems) + `{"name":"a","parameters":[]}`
	text := `{"root":"a","types":[],"services":[{"name":"a","methods":[` + methods + `],"locators":[]}]}`
	_, _, err := Decode("d.json", []byte(text), "4.6.1", nil)
	want := fmt.Sprintf("service a: methods has %d items; a description has fewer than %d", maxItems+1, maxItems)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %v, want one with %s", err, want)
	}
}
