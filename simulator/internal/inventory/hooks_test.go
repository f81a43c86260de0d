package inventory_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/centers"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// TestTheModelHasWhatIsHooked finds misspelt services and actions.
func TestTheModelHasWhatIsHooked(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w := world.New(
		store.NewStore(schema.New(m), route.New(m)),
		world.Config{Clock: time.Now, Zone: time.UTC},
	)
	ac := access.Register(w, access.Directory{})
	st := storage.Register(w, nil)
	ms := machines.Register(w, ac, st)
	hs := hosts.Register(w, ms, st)
	centers.Register(w, st, hs)
	if diff := cmp.Diff([]string{}, w.UnknownHooks()); diff != "" {
		t.Errorf("the model lacks (-want +got):\n%s", diff)
	}
}
