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

// place is where the VM is made, and what of.
type place struct {
	cluster  *types.Cluster
	template *types.Template
	profile  *types.VnicProfile
	storage  *types.StorageDomain // for a new disk; nil if the template has one
}

// choosePlace looks for a cluster with a host that is up, and for what VMs there are made of.
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
		at.profile, err = chooseProfile(ctx, conn, at.cluster.DataCenter)
		return at, err
	}
	return nil, errors.New("no cluster has a host that is up")
}

// chooseTemplate gives the first template of the cluster that has a disk, or else the Blank one, which every engine has.
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

// chooseStorage gives the first active data domain of the data centre.
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
	return nil, fmt.Errorf("data centre %s has no active data domain", sdk.Value(dataCenter.ID))
}

// chooseProfile gives the first vNIC profile of a network of the data centre that needs no hardware of its own.
func chooseProfile(ctx context.Context, conn *sdk.Connection, dataCenter *types.DataCenter) (*types.VnicProfile, error) {
	profiles, err := conn.SystemService().VnicProfilesService().List(ctx, &services.VnicProfilesListParams{
		Follow: rel.Follow(rel.VnicProfileNetwork),
	})
	if err != nil {
		return nil, err
	}
	for _, profile := range profiles {
		network, pass := profile.Network, profile.PassThrough
		if network == nil || network.DataCenter == nil || sdk.Value(network.DataCenter.ID) != *dataCenter.ID {
			continue
		}
		if pass == nil || pass.Mode != types.VnicPassThroughModeEnabled {
			return profile, nil
		}
	}
	return nil, fmt.Errorf("data centre %s has no vNIC profile", sdk.Value(dataCenter.ID))
}
