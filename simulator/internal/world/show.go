package world

import "github.com/ovirt-go/ovirt/simulator/internal/document"

// Hide takes members out of what is shown.
func Hide(v *document.View, names ...string) {
	v.Object = v.Object.Clone()
	for _, name := range names {
		v.Object.Set(name, nil)
	}
}

// HideDetails hides members that are shown with all_content alone.
func HideDetails(v *document.View, q Query, names ...string) {
	if !q.Bool("all_content", false) {
		Hide(v, names...)
	}
}

// Listed is the parameter by which the handler of lists and of new objects says that an object is
// shown by its collection.
const Listed = " listed"

// Followed is the parameter by which follow says that it shows an object.
const Followed = " followed"

// Changed is the parameter by which the handler of a PUT says that an object is shown after its change.
const Changed = " changed"

// Without returns the list without one of its texts.
func Without(list []string, text string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s != text {
			out = append(out, s)
		}
	}
	return out
}
