package tutorial_test

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/record"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// tagNightly is the program that the snippets test.
func tagNightly(ctx context.Context, conn *sdk.Connection) error {
	_, err := conn.SystemService().TagsService().Add(ctx, &types.Tag{Name: new("nightly")}, nil)
	if errors.Is(err, sdk.ErrConflict) {
		return nil // it exists
	}
	return err
}

func Test_simtest(t *testing.T) {
	conn := simtest.Connect(t)
	for range 2 {
		if err := tagNightly(t.Context(), conn); err != nil {
			t.Fatal(err)
		}
	}
	tags := conn.SystemService().TagsService()
	if _, err := find.ByName(t.Context(), tags.All, "nightly"); err != nil {
		t.Error(err)
	}
}

func Test_inventory(t *testing.T) {
	s := simtest.New(t, simulator.Options{
		Step: 10 * time.Millisecond,
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 1,
			VMs: 10, DisksPerVM: 1, NICsPerVM: 1,
		},
	})
	conn := s.Connect()
	vms, err := conn.SystemService().VmsService().List(t.Context(), nil)
	if err != nil || len(vms) != 10 {
		t.Errorf("%d VMs, %v", len(vms), err)
	}
	for _, r := range s.Engine.Requests() {
		t.Log(r.Method, r.Path, r.Operation, r.Status)
	}
}

func Test_virtual(t *testing.T) {
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
		conn := s.Connect()
		vms := conn.SystemService().VmsService()
		vm, err := find.ByName(t.Context(), vms.All, "vm-00002")
		if err != nil {
			t.Fatal(err)
		}
		if err := vms.VmService(*vm.ID).Start(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := wait.VmUp(t.Context(), conn, *vm.ID, wait.Within(time.Hour)); err != nil {
			t.Error(err)
		}
	}, simulator.Options{
		Step: 10 * time.Minute,
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 2, DisksPerVM: 1,
		},
	})
}

func Test_faults(t *testing.T) {
	s := simtest.New(t)
	conn := s.Connect()
	s.Engine.Fail(simulator.Rule{Op: "TagsService.Add", Nth: 1, Status: 400, Detail: "[Not today.]"})

	err := tagNightly(t.Context(), conn)
	if !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("error is %v", err)
	}
	if err := tagNightly(t.Context(), conn); err != nil {
		t.Error(err)
	}
}

func Test_lost(t *testing.T) {
	s := simtest.New(t)
	conn := s.Connect()
	s.Engine.Fail(simulator.Rule{Op: "TagsService.Add", Times: 1, After: true, Drop: true})

	err := tagNightly(t.Context(), conn)
	if e, ok := errors.AsType[*sdk.Error](err); !ok || !e.MaybeExecuted {
		t.Errorf("error is %v", err)
	}
	if err := tagNightly(t.Context(), conn); err != nil { // now the tag exists
		t.Error(err)
	}
}

var recording = flag.Bool("record", false, "talk to the engine and record it")

// live reaches an engine, here a simulated one.
func live(t *testing.T) http.RoundTripper {
	engine, err := simulator.New(simulator.Options{Password: "none"})
	if err != nil {
		t.Fatal(err)
	}
	return engine.Transport()
}

func Test_record(t *testing.T) {
	conn, err := sdk.New(sdk.Config{
		URL:       "https://engine.example.com/ovirt-engine/api",
		Username:  "admin@internal",
		Password:  cmp.Or(os.Getenv("RECORD_PASSWORD"), "none"), // not needed to replay
		Transport: record.New(t, "testdata/nightly.txt", live(t), *recording),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := tagNightly(t.Context(), conn); err != nil {
		t.Error(err)
	}
}
