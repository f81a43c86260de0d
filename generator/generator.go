// Package generator makes the generated packages of the SDK out of a model.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package generator

import (
	"fmt"
	"maps"
	"runtime"
	"sync"

	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/emitinfo"
	"github.com/ovirt-go/ovirt/generator/emitreaders"
	"github.com/ovirt-go/ovirt/generator/emitrel"
	"github.com/ovirt-go/ovirt/generator/emitsearch"
	"github.com/ovirt-go/ovirt/generator/emitservices"
	"github.com/ovirt-go/ovirt/generator/emittests"
	"github.com/ovirt-go/ovirt/generator/emittypes"
	"github.com/ovirt-go/ovirt/generator/emitwriters"
	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
)

// Files returns the content of every generated file of the module, by its path within the module. The same model produces the same bytes.
func Files(m *model.Model, module string) (map[string][]byte, error) {
	g, err := graph.New(m)
	if err != nil {
		return nil, err
	}
	facts, err := model.EmbeddedSearch()
	if err != nil {
		return nil, err
	}
	return print(g, g.Searches(facts), emit.ModulePaths(module))
}

// task prints one or several files.
type task func(out emit.Files) error

// tasks lists what has to be printed, each independent of the others.
func tasks(g *graph.Graph, searches []*graph.Search, p emit.Paths) []task {
	list := []task{
		func(out emit.Files) error { return emitreaders.Tables(p, g, out) },
		func(out emit.Files) error { return emittests.All(p, g, out) },
		func(out emit.Files) error { return emitinfo.Tables(p, g, out) },
	}
	for _, e := range g.Enums {
		list = append(list, func(out emit.Files) error { return emittypes.Enum(p, e, out) })
	}
	for _, s := range g.Structs {
		list = append(list,
			func(out emit.Files) error { return emittypes.Struct(p, s, out) },
			func(out emit.Files) error { return emitreaders.Struct(p, s, out) },
			func(out emit.Files) error { return emitwriters.Struct(p, s, out) },
			func(out emit.Files) error { return emitrel.Struct(p, s, out) },
		)
	}
	for _, s := range g.Services {
		list = append(list, func(out emit.Files) error { return emitservices.Service(p, s, out) })
	}
	for _, s := range searches {
		list = append(list, func(out emit.Files) error { return emitsearch.Kind(p, s, out) })
	}
	return list
}

// print runs the tasks on all processors. The first error in the order of the tasks is returned.
func print(g *graph.Graph, searches []*graph.Search, p emit.Paths) (map[string][]byte, error) {
	list := tasks(g, searches, p)
	workers := runtime.GOMAXPROCS(0)
	outs := make([]emit.Files, workers)
	errs := make([]error, len(list))
	var wg sync.WaitGroup
	for n := range workers {
		outs[n] = make(emit.Files)
		wg.Go(func() {
			for i := n; i < len(list); i += workers {
				errs[i] = list[i](outs[n])
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	all := make(map[string][]byte)
	for _, out := range outs {
		for _, name := range out.Names() {
			if _, ok := all[name]; ok {
				return nil, fmt.Errorf("print %s: the file was printed already", name)
			}
		}
		maps.Copy(all, out)
	}
	return all, nil
}
