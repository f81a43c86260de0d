package ensure_test

import (
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

// TestLosersOfNewKindsLookAgain has many callers want one object at once. One creates it; the
// others find it taken, look again, and succeed.
func TestLosersOfNewKindsLookAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range changedKinds {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBed(t, sdk.XML)
			if tt.seed != nil {
				tt.seed(b)
			}
			const callers = 8
			var wg sync.WaitGroup
			errs := make([]error, callers)
			start := make(chan struct{})
			for i := range callers {
				wg.Go(func() {
					<-start
					_, errs[i] = tt.run(t.Context(), b.conn, b, false)
				})
			}
			close(start)
			wg.Wait()
			for i, err := range errs {
				if err != nil {
					t.Errorf("caller %d: %v", i, err)
				}
			}
			again, err := tt.run(t.Context(), b.conn, b, false)
			if err != nil || again.changed {
				t.Errorf("a later call changes %v: %v", again.changes, err)
			}
		})
	}
}
