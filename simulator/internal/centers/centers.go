// Package centers has data centers, clusters, quotas, policies, providers and tags.
package centers

import (
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Centers has the data centers and clusters of a world, with what is set for them: quotas, QoS,
// policies and providers.
type Centers struct {
	w       *world.World
	storage *storage.Storage
	hosts   *hosts.Hosts

	lostTags map[string]bool // names that are taken although no list shows their tags
}

// Register adds the services of data centers, clusters, quotas, policies, providers and tags to a
// world, whose quotas they count from then on.
func Register(w *world.World, storage *storage.Storage, hosts *hosts.Hosts) *Centers {
	cs := &Centers{w: w, storage: storage, hosts: hosts}
	w.Quotas = cs
	cs.registerCenters()
	cs.registerTags()
	cs.registerClusters()
	cs.registerProviders()
	cs.registerQuotas()
	cs.registerQoS()
	cs.registerPolicies()
	return cs
}
