package rules

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/model"
)

//go:embed enums.txt
var enumsText string

// orders has the values of enums in the order of their declaration.
var orders = sync.OnceValue(func() map[string][]string {
	orders := make(map[string][]string)
	for _, r := range rows("enums.txt", enumsText) {
		words := strings.Fields(r.text)
		orders[words[0]] = words[1:]
	}
	return orders
})

// Values returns the names of the values of an enum in the order in which engines list them.
func Values(e *model.Enum) []string {
	order := orders()[e.Name]
	names := make([]string, len(e.Values))
	for i, v := range e.Values {
		names[i] = v.Name
	}
	// A release may have fewer or more values than the order; what is new comes last.
	at := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(names, func(a, b string) int { return at(a) - at(b) })
	return names
}
