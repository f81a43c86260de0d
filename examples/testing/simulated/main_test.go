package main

import (
	"io"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func TestRunningVMsAreShutDown(t *testing.T) {
	t.Parallel()
	conn := simtest.Connect(t, simulator.Options{
		Step: time.Millisecond, // a change of a status takes no longer than that
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1,
			VMs: 3, DisksPerVM: 1, NICsPerVM: 1,
		},
	})
	vms := conn.SystemService().VmsService()
	running := func() []*types.Vm {
		list, err := vms.List(t.Context(), &services.VmsListParams{Search: new("status=up")})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if len(running()) == 0 {
		t.Fatal("no VM is up from the start")
	}
	if err := run(t.Context(), conn, io.Discard, "status=up"); err != nil {
		t.Fatal(err)
	}
	if up := running(); len(up) != 0 {
		t.Errorf("%d VMs are still up", len(up))
	}
}
