package apicheck

import (
	"slices"
	"strings"
	"testing"
)

// rooms are the packages that have the behavior of the simulated engine. Each may import those
// before it; what it needs of a later one, it asks for through an interface or a callback of its
// own.
var rooms = []string{"world", "access", "storage", "machines", "hosts", "centers", "inventory"}

// below are the packages of the simulator that know nothing of behavior.
var below = []string{"content", "document", "names", "route", "rules", "schema", "store"}

func TestRoomsOfTheSimulatorImportOneWay(t *testing.T) {
	t.Parallel()
	const prefix = module + "simulator/"
	found := 0
	for _, p := range list(t, "./simulator/...") {
		name := strings.TrimPrefix(p.ImportPath, prefix+"internal/")
		rank := slices.Index(rooms, name)
		if rank >= 0 {
			found++
		}
		for _, path := range p.Imports {
			imported, own := strings.CutPrefix(path, prefix)
			if !own {
				continue
			}
			imported = strings.TrimPrefix(imported, "internal/")
			switch {
			case rank >= 0 && !slices.Contains(rooms[:rank], imported) &&
				!slices.Contains(below, imported):
				t.Errorf(
					"%s imports %s, but may import only %v and %v",
					name,
					imported,
					rooms[:rank],
					below,
				)
			case slices.Contains(below, name) && slices.Contains(rooms, imported):
				t.Errorf("%s imports %s, which has behavior", name, imported)
			}
		}
	}
	if found != len(rooms) {
		t.Errorf("%d of the packages %v exist", found, rooms)
	}
}
