//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestLabelBringsTheNetwork(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
ovirtmgmt is on eth0
example-dmz is on eth1
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-host", "eth1", "example-dmz", "dmz")
	})
}

// The bond takes the label in place of its slaves.
func TestSlaveOfABondIsNotLabeled(t *testing.T) {
	t.Parallel()
	exampletest.Fails(t, "eth1 is a slave of bond0; label the bond",
		func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
			if err := addBond(ctx, conn, "example-host"); err != nil {
				return err
			}
			return run(ctx, conn, out, "example-host", "eth1", "example-dmz", "dmz")
		})
}

// addBond joins the two interfaces of a host, and moves the management network onto the pair.
func addBond(ctx context.Context, conn *sdk.Connection, hostName string) error {
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	s := conn.SystemService().HostsService().HostService(*host.ID)
	management, err := find.First(s.NetworkAttachmentsService().All(ctx, nil))
	if err != nil {
		return err
	}
	name := new("bond0")
	return s.SetupNetworks(ctx, &services.HostSetupNetworksParams{
		ModifiedBonds: []*types.HostNic{{Name: name, Bonding: &types.Bonding{
			Options: []*types.Option{{Name: new("mode"), Value: new("1")}},
			Slaves:  []*types.HostNic{{Name: new("eth0")}, {Name: new("eth1")}},
		}}},
		ModifiedNetworkAttachments: []*types.NetworkAttachment{{
			ID: management.ID, HostNic: &types.HostNic{Name: name},
		}},
	})
}
