package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// place is where the VM is created, and from what.
type place struct {
	cluster  *types.Cluster
	template *types.Template
	profile  *types.VnicProfile
	storage  *types.StorageDomain // for a new disk; nil if the template has one
}

// choosePlace looks for a cluster with a host that is up, and for what VMs are created from there.
func choosePlace(ctx context.Context, conn *sdk.Connection) (*place, error) {
	hosts, err := conn.SystemService().HostsService().List(ctx, &services.HostsListParams{
		Search: new("status=up"),
		Follow: rel.Follow(rel.HostCluster),
	})
	if err != nil {
		return nil, err
	}
	for _, host := range hosts {
		if host.Cluster == nil || host.Cluster.DataCenter == nil {
			continue
		}
		at := &place{cluster: host.Cluster}
		if at.template, err = chooseTemplate(ctx, conn, at.cluster); err != nil {
			return nil, err
		}
		if len(at.template.DiskAttachments) == 0 {
			if at.storage, err = chooseStorage(ctx, conn, at.cluster.DataCenter); err != nil {
				return nil, err
			}
		}
		at.profile, err = chooseProfile(ctx, conn, at.cluster)
		return at, err
	}
	return nil, errors.New("no cluster has a host that is up")
}

// chooseTemplate returns the first template of the cluster that has a disk, or else the Blank one, which every engine has.
func chooseTemplate(ctx context.Context, conn *sdk.Connection, cluster *types.Cluster) (*types.Template, error) {
	templates, err := conn.SystemService().TemplatesService().List(ctx, &services.TemplatesListParams{
		Follow: rel.Follow(rel.TemplateDiskAttachments),
	})
	if err != nil {
		return nil, err
	}
	var blank *types.Template
	for _, template := range templates {
		switch {
		case sdk.Value(template.Name) == "Blank":
			blank = template
		case template.Cluster == nil || sdk.Value(template.Cluster.ID) != *cluster.ID:
		case template.Status == types.TemplateStatusOk && len(template.DiskAttachments) > 0:
			return template, nil
		}
	}
	if blank == nil {
		return nil, errors.New("the user doesn't see the Blank template")
	}
	return blank, nil
}

// chooseStorage returns the first active data domain of the data center.
func chooseStorage(ctx context.Context, conn *sdk.Connection, dataCenter *types.DataCenter) (*types.StorageDomain, error) {
	domains, err := sdk.FollowAll(ctx, conn, dataCenter, rel.DataCenterStorageDomains)
	if err != nil {
		return nil, err
	}
	for _, domain := range domains {
		if domain.Type == types.StorageDomainTypeData && domain.Status == types.StorageDomainStatusActive {
			return domain, nil
		}
	}
	return nil, fmt.Errorf("data center %s has no active data domain", sdk.Value(dataCenter.ID))
}

// chooseProfile returns the first vNIC profile of a network of the cluster that needs no hardware of its
// own. Profiles of other data centers may have the same name, and a network of the data center is of
// no use while it isn't one of the cluster.
func chooseProfile(ctx context.Context, conn *sdk.Connection, cluster *types.Cluster) (*types.VnicProfile, error) {
	networks, err := sdk.FollowAll(ctx, conn, cluster, rel.ClusterNetworks)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, network := range networks {
		there[*network.ID] = true
	}
	profiles, err := conn.SystemService().VnicProfilesService().List(ctx, nil)
	if err != nil {
		return nil, err
	}
	for _, profile := range profiles {
		pass := profile.PassThrough
		if profile.Network == nil || !there[sdk.Value(profile.Network.ID)] {
			continue
		}
		if pass == nil || pass.Mode != types.VnicPassThroughModeEnabled {
			return profile, nil
		}
	}
	return nil, fmt.Errorf("cluster %s has no vNIC profile", sdk.Value(cluster.Name))
}
