package ensure

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// Recorder is an engine that notes what is sent as a plan does, and sends it.
type Recorder struct {
	inner transport.Doer
	mu    sync.Mutex
	steps []Step
}

// Record returns a recorder for an engine.
func Record(engine sdk.Engine) *Recorder {
	return &Recorder{inner: services.Sender(engine.SystemService())}
}

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

// Steps returns what was sent.
func (r *Recorder) Steps() []Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.steps)
}

// ManagedFields returns the fields that functions manage, by file and function.
func ManagedFields() map[string]map[string][]string {
	return map[string]map[string][]string{
		"affinity.go":     {"AffinityGroup": affinityGroupFields.managed},
		"bookmark.go":     {"Bookmark": bookmarkFields.managed},
		"cluster.go":      {"Cluster": clusterFields.managed},
		"datacenter.go":   {"DataCenter": dataCenterFields.managed},
		"instancetype.go": {"InstanceType": instanceTypeFields.managed},
		"label.go":        {"AffinityLabel": affinityLabelFields.managed},
		"macpool.go":      {"MacPool": macPoolFields.managed},
		"pool.go":         {"VmPool": vmPoolFields.managed},
		"provider.go":     {"ExternalHostProvider": hostProviderFields.managed},
		"provider_openstack.go": {
			"OpenStackImageProvider":   imageProviderFields.managed,
			"OpenStackNetworkProvider": networkProviderFields.managed,
		},
		"quota.go": {"Quota": quotaFields.managed},
	}
}
