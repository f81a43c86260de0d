package ensure

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// Recorder is an engine that notes what is sent as a plan does, and sends it.
type Recorder struct {
	inner transport.Doer
	mu    sync.Mutex
	steps []Step
}

// Record gives a recorder for an engine.
func Record(on Engine) *Recorder { return &Recorder{inner: services.Sender(on.SystemService())} }

func (r *Recorder) SystemService() *services.SystemService { return services.NewSystemService(r) }

func (r *Recorder) Do(ctx context.Context, req *transport.Request) error {
	if req.Method != http.MethodGet {
		step, _, err := stepOf(req)
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.steps = append(r.steps, step)
		r.mu.Unlock()
	}
	return r.inner.Do(ctx, req)
}

// Steps gives what was sent.
func (r *Recorder) Steps() []Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.steps)
}
