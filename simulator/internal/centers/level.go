package centers

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerLevels sets how cluster levels are shown: without a link to their features, and to those
// who may ask for few things only without the types of processors.
func (cs *Centers) registerLevels() {
	cs.w.Hook("cluster_level").Show = func(_ *store.Place, v *document.View, q world.Query) {
		v.Rels = nil
		if q.Bool("filter", false) {
			world.Hide(v, names.CpuTypes)
		}
	}
}
