// Package find gives what the examples are told by name: services know objects by id only.
package find

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Vm gives the VM of that name. It is an error if there is none.
func Vm(ctx context.Context, conn *sdk.Connection, name string) (*types.Vm, error) {
	vms, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{Search: byName(name)})
	if err != nil {
		return nil, err
	}
	for _, vm := range vms {
		if sdk.Value(vm.Name) == name {
			return vm, nil
		}
	}
	return nil, fmt.Errorf("no VM is named %q", name)
}

// Host gives the host of that name. It is an error if there is none.
func Host(ctx context.Context, conn *sdk.Connection, name string) (*types.Host, error) {
	hosts, err := conn.SystemService().HostsService().List(ctx, &services.HostsListParams{Search: byName(name)})
	if err != nil {
		return nil, err
	}
	for _, host := range hosts {
		if sdk.Value(host.Name) == name {
			return host, nil
		}
	}
	return nil, fmt.Errorf("no host is named %q", name)
}

// Storage gives the data domain of that name, or with an empty name the first data domain that is attached to a data centre.
func Storage(ctx context.Context, conn *sdk.Connection, name string) (*types.StorageDomain, error) {
	domains, err := conn.SystemService().StorageDomainsService().List(ctx, nil)
	if err != nil {
		return nil, err
	}
	for _, domain := range domains {
		if domain.Type != types.StorageDomainTypeData || len(domain.DataCenters) == 0 {
			continue
		}
		if name == "" || sdk.Value(domain.Name) == name {
			return domain, nil
		}
	}
	if name == "" {
		return nil, errors.New("no data domain is attached")
	}
	return nil, fmt.Errorf("no attached data domain is named %q", name)
}

// byName gives the search for a name, or nil to read the whole list: the engine's query language has no escape for quotes, and takes
// an asterisk for any text, so the caller compares names in any case.
func byName(name string) *string {
	if name == "" || strings.ContainsAny(name, `"';`) {
		return nil
	}
	return new(`name="` + name + `"`)
}
