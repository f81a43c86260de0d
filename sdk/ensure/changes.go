package ensure

import (
	"fmt"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/object"
)

// changes lists how members of old become those of change; nil is an object that isn't there.
func changes[T any](old, change *T) []Change {
	before := make(map[string]string)
	for path, value := range object.Walk(old) {
		before[path] = shown(value)
	}
	var list []Change
	if change == nil {
		for path, value := range object.Walk(old) {
			if own(path) {
				list = append(list, Change{Path: path, Old: shown(value)})
			}
		}
		return hidden(list)
	}
	after := make(map[string]bool)
	for path, value := range object.Walk(change) {
		after[path] = true
		if now := shown(value); now != before[path] {
			list = append(list, Change{path, before[path], now})
		}
	}
	return hidden(append(list, removed(old, after)...))
}

// removed lists what a change removes: items of lists that it replaces, and what a part has that
// it empties.
func removed[T any](old *T, after map[string]bool) []Change {
	var list []Change
	for path, value := range object.Walk(old) {
		if after[path] || !own(path) || strings.Contains(path, ".href") {
			continue
		}
		for at := range after {
			if goesWith(path, at) {
				list = append(list, Change{Path: path, Old: shown(value)})
				break
			}
		}
	}
	return list
}

// goesWith reports whether a change of one path takes another one away, which it doesn't name.
func goesWith(path, changed string) bool {
	if rest, below := strings.CutPrefix(path, changed); below && (rest[0] == '.' || rest[0] == '[') {
		return true // The change is an empty part or list.
	}
	list, _, item := strings.Cut(changed, "[")
	return item && strings.HasPrefix(path, list+"[")
}

// own leaves out what tells about the engine instead of the object.
func own(path string) bool {
	for _, word := range []string{"href", "links", "actions"} {
		if path == word || strings.HasPrefix(path, word+"[") || strings.HasSuffix(path, "."+word) {
			return false
		}
	}
	return true
}

// shown returns a value as text.
func shown(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return fmt.Sprint(value)
}

// paths names the members that an object has set.
func paths[T any](v *T) string {
	var names []string
	for path := range object.Walk(v) {
		names = append(names, path)
	}
	return strings.Join(names, ", ")
}

// hidden hides the values of secrets.
func hidden(list []Change) []Change {
	for i, c := range list {
		list[i].Old, list[i].New = redact.Member(c.Path, c.Old), redact.Member(c.Path, c.New)
	}
	return list
}
