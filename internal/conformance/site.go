package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// A site is what an engine has that checks may use without changing it.
type site struct {
	// hosts are up, and all in one cluster.
	hosts []*types.Host
	// cluster is that of the hosts; empty without hosts.
	cluster *types.Cluster
	// domains are the data domains of its data center that are active.
	domains []*types.StorageDomain
	// cpu is a CPU type for new clusters, and arch its architecture.
	cpu  string
	arch types.Architecture
}

// survey finds what the engine has, and returns its name and version.
func (s *session) survey(ctx context.Context) (string, error) {
	root := s.conn.SystemService()
	api, err := root.Get(ctx, nil)
	if err != nil {
		return "", err
	}
	name := "unknown"
	if p := api.ProductInfo; p != nil && p.Version != nil {
		name = fmt.Sprintf("%s %s", sdk.Value(p.Name), sdk.Value(p.Version.FullVersion))
	}
	hosts, err := root.HostsService().List(ctx, &services.HostsListParams{
		Search: new("status=up"), Follow: rel.Follow(rel.HostCluster),
	})
	if err != nil {
		return "", err
	}
	s.site.cluster = &types.Cluster{}
	best := map[string][]*types.Host{}
	for _, host := range hosts {
		if host.Cluster == nil || host.Cluster.ID == nil || host.Cluster.DataCenter == nil {
			continue
		}
		id := *host.Cluster.ID
		best[id] = append(best[id], host)
		if len(best[id]) > len(s.site.hosts) {
			s.site.cluster, s.site.hosts = host.Cluster, best[id]
		}
	}
	if len(s.site.hosts) == 0 {
		return name, s.findCPU(ctx)
	}
	dc := root.DataCentersService().DataCenterService(*s.site.cluster.DataCenter.ID)
	domains, err := dc.StorageDomainsService().List(ctx, nil)
	if err != nil {
		return "", err
	}
	for _, d := range domains {
		if d.Type == types.StorageDomainTypeData && d.Status == types.StorageDomainStatusActive {
			s.site.domains = append(s.site.domains, d)
		}
	}
	return name, s.findCPU(ctx)
}

// findCPU chooses a CPU type: that of the cluster with hosts, or else one of the newest level, which
// new clusters have.
func (s *session) findCPU(ctx context.Context) error {
	if c := s.site.cluster; c.Cpu != nil && c.Cpu.Type != nil {
		s.site.cpu, s.site.arch = *c.Cpu.Type, c.Cpu.Architecture
		return nil
	}
	levels, err := s.conn.SystemService().ClusterLevelsService().List(ctx, nil)
	if err != nil {
		return err
	}
	slices.SortFunc(levels, func(a, b *types.ClusterLevel) int {
		// 4.10 is newer than 4.8.
		return cmp.Or(cmp.Compare(len(sdk.Value(a.ID)), len(sdk.Value(b.ID))), cmp.Compare(sdk.Value(a.ID), sdk.Value(b.ID)))
	})
	for _, level := range levels {
		for _, cpu := range level.CpuTypes {
			if cpu.Architecture == types.ArchitectureX8664 && strings.HasPrefix(sdk.Value(cpu.Name), "Intel") {
				s.site.cpu, s.site.arch = *cpu.Name, cpu.Architecture
			}
		}
	}
	return nil
}

// noHost returns why checks that run VMs can't run.
func noHost(s *session) string {
	if len(s.site.hosts) == 0 {
		return "no host is up"
	}
	return ""
}

// noStorage returns why checks that make disks can't run.
func noStorage(s *session) string {
	if why := noHost(s); why != "" {
		return why
	}
	if len(s.site.domains) == 0 {
		return fmt.Sprintf("the data center of the cluster %s has no active data domain",
			cmp.Or(sdk.Value(s.site.cluster.Name), sdk.Value(s.site.cluster.ID)))
	}
	return ""
}
