package behavior

import "github.com/ovirt-go/ovirt/simulator/internal/document"

// hide takes members out of what is shown.
func hide(v *document.View, names ...string) {
	v.Object = v.Object.Clone()
	for _, name := range names {
		v.Object.Set(name, nil)
	}
}

// hideUnless hides members that are shown with all_content alone.
func hideUnless(v *document.View, q Query, names ...string) {
	if !q.Bool("all_content", false) {
		hide(v, names...)
	}
}

// Listed is the parameter by which the handler of lists and of new objects says that an object is
// shown by its collection.
const Listed = " listed"

// without returns the list without one of its texts.
func without(list []string, text string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s != text {
			out = append(out, s)
		}
	}
	return out
}
