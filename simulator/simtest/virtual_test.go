package simtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// startAll starts all VMs that are down, one after the other, and waits until each is up. It stands
// for a program that is to be tested.
func startAll(ctx context.Context, conn *sdk.Connection) error {
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, nil)
	if err != nil {
		return err
	}
	for _, vm := range list {
		if vm.Status != types.VmStatusDown {
			continue
		}
		if err := vms.VmService(*vm.ID).Start(ctx, nil); err != nil {
			return err
		}
		if _, err := wait.VmUp(ctx, conn, *vm.ID); err != nil {
			return err
		}
	}
	return nil
}

func TestAnHourOfTheEngineTakesNoTime(t *testing.T) {
	t.Parallel()
	began := time.Now()
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
		before := time.Now()
		if err := startAll(t.Context(), s.Connect()); err != nil {
			t.Error(err)
		}
		if took := time.Since(before); took < time.Hour || took > 3*time.Hour {
			t.Errorf("it took %v of virtual time, want more than an hour", took)
		}
	}, simulator.Options{
		Step:      10 * time.Minute,
		Inventory: &simulator.Inventory{VMs: 4, DisksPerVM: 1},
	})
	if took := time.Since(began); took > 30*time.Minute {
		t.Errorf("it took %v of real time", took)
	}
}

func TestEngineInVirtualTimeIsReachedInEachWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options []simulator.Options
	}{
		{"no options", nil},
		{"password", []simulator.Options{{Password: "other"}}},
		{"base", []simulator.Options{{Base: "/engine"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
				conn := s.Connect(func(c *sdk.Config) { c.Format = sdk.JSON })
				tags := conn.SystemService().TagsService()
				tag, err := tags.Add(t.Context(), &types.Tag{Name: new("mytag")}, nil)
				if err != nil || *tag.Name != "mytag" {
					t.Errorf("tag %v, error %v", tag, err)
				}
				cfg := s.Config()
				url := s.URL + "/tags/" + *tag.ID
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
				if err != nil {
					t.Fatal(err)
				}
				req.SetBasicAuth(cfg.Username, cfg.Password)
				resp, err := s.Client().Do(req)
				if err != nil {
					t.Fatal(err)
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if resp.StatusCode != http.StatusOK {
					t.Errorf("status %s", resp.Status)
				}
				if s.ImageURL() != "" || s.ImageProxyURL() != "" {
					t.Errorf("images at %q and %q, want nowhere", s.ImageURL(), s.ImageProxyURL())
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}, tt.options...)
		})
	}
}

func TestOutageInVirtualTimeEndsInTime(t *testing.T) {
	t.Parallel()
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
		conn := s.Connect(func(c *sdk.Config) { c.Retry = call.RetryPolicy{Attempts: 1} })
		s.Engine.Fail(simulator.Rule{
			Op: "TagsService.List", Outage: simulator.Refused, For: 10 * time.Minute, Times: 1,
		})
		tags := conn.SystemService().TagsService()
		if _, err := tags.List(t.Context(), nil); !errors.Is(err, sdk.ErrConnection) {
			t.Errorf("error %v, want a connection that breaks", err)
		}
		time.Sleep(9 * time.Minute)
		if _, err := tags.List(t.Context(), nil); !errors.Is(err, sdk.ErrConnection) {
			t.Errorf("after 9 minutes: error %v", err)
		}
		time.Sleep(2 * time.Minute)
		if _, err := tags.List(t.Context(), nil); err != nil {
			t.Errorf("after 11 minutes: %v", err)
		}
	})
}

// A test of a program that takes more than an hour.
func ExampleVirtual() {
	testStartAll := func(t *testing.T) {
		simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
			conn := s.Connect()
			if err := startAll(t.Context(), conn); err != nil {
				t.Fatal(err)
			}
			up, err := conn.SystemService().VmsService().List(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, vm := range up {
				if vm.Status != types.VmStatusUp {
					t.Errorf("VM %s is %s", *vm.Name, vm.Status)
				}
			}
			// Every change of status takes ten minutes, of which the test doesn't wait any.
		}, simulator.Options{Step: 10 * time.Minute, Inventory: &simulator.Inventory{VMs: 4}})
	}
	_ = testStartAll // go test runs functions with names such as TestStartAll.
}
