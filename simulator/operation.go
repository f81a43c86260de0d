package simulator

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// operation returns the service and the method that a request means, such as VmsService.Add, or "" for what isn't of the API. The
// escaped path is the whole one. Variants of a method, which only the document tells apart, have the method's own name.
func (e *Engine) operation(method, path string) string {
	path, ok := strings.CutPrefix(path, e.options.Base+"/api")
	if !ok || path != "" && path[0] != '/' && path[0] != ';' {
		return ""
	}
	segments, _ := route.Split(path)
	if route.Unescape(segments) != nil {
		return ""
	}
	if len(segments) > 0 && segments[0] == "v4" {
		segments = segments[1:]
	}
	match, ok := e.world.Tree.Find(segments)
	if !ok {
		return ""
	}
	if match.Action != "" {
		methods := match.Node.Action(match.Action)
		if len(methods) == 0 || method != http.MethodPost {
			return ""
		}
		return called(match.Node, methods[0])
	}
	for _, kind := range kinds[method] {
		if methods := match.Node.Methods(kind); len(methods) > 0 {
			return called(match.Node, methods[0])
		}
	}
	return ""
}

// kinds are the methods that a verb may mean, the first that the service has.
var kinds = map[string][]model.Kind{
	http.MethodGet: {model.List, model.Get}, http.MethodHead: {model.List, model.Get}, http.MethodPost: {model.Add},
	http.MethodPut: {model.Update}, http.MethodDelete: {model.Remove},
}

func called(n *route.Node, m *model.Method) string {
	return schema.Camel(n.Service.Name, true) + "Service." + schema.Camel(m.Name, true)
}

// allOperations returns all operations of the engine's release, sorted.
func (e *Engine) allOperations() []string {
	var out []string
	e.world.Tree.Root.Walk(func(n *route.Node) {
		for _, kind := range [...]model.Kind{model.List, model.Get, model.Add, model.Update, model.Remove} {
			if methods := n.Methods(kind); len(methods) > 0 {
				out = append(out, called(n, methods[0]))
			}
		}
		for _, action := range n.Actions {
			out = append(out, called(n, n.Action(action)[0]))
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}
