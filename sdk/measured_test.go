package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// The tests of this file repeat measurements at which other libraries for oVirt failed.

// TestRefusedAddAndListKeepTheFault is about the 400 of an add and of a search.
func TestRefusedAddAndListKeepTheFault(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, fault string
		change      func(*sdk.Config)
	}{
		{"XML", "<fault><reason>Incomplete parameters</reason><detail>Vm [name] required for add</detail></fault>", func(*sdk.Config) {}},
		{"JSON", `{"reason":"Incomplete parameters","detail":"Vm [name] required for add"}`, asJSON},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			vms := newEngine(t, answer(400, tt.fault)).connect(tt.change).SystemService().VmsService()
			added, addErr := vms.Add(t.Context(), &types.Vm{Name: new("a")}, nil, call.Unchecked())
			list, listErr := vms.List(t.Context(), nil)
			if added != nil || list != nil {
				t.Errorf("Add gave %v and List %v beside their errors", added, list)
			}
			for _, err := range []error{addErr, listErr} {
				failure, ok := errors.AsType[*sdk.Error](err)
				if !ok || !errors.Is(err, sdk.ErrInvalid) || failure.Status != 400 {
					t.Fatalf("error is %+v, want ErrInvalid with status 400", err)
				}
				want := &types.Fault{Reason: new("Incomplete parameters"), Detail: new("Vm [name] required for add")}
				if diff := cmp.Diff(want, failure.Fault); diff != "" {
					t.Errorf("%s: fault differs (-want +got):\n%s", failure.Op, diff)
				}
			}
		})
	}
}

// TestOddValuesDontCostTheList has a number without digits and a date without a zone, beside a number of 65 bits.
func TestOddValuesDontCostTheList(t *testing.T) {
	t.Parallel()
	const odd = `<vm id="1"><cpu_shares/></vm><vm id="2"><creation_time>2024-02-29T12:00:00</creation_time></vm>`
	for _, tt := range []struct {
		name, doc, ids string
		failed         int
	}{
		{"empty number and date without a zone", "<vms>" + odd + "</vms>", "1 2", 0},
		{"number of 65 bits too", `<vms><vm id="0"><memory>18446744073709551616</memory></vm>` + odd + "</vms>", "1 2", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []*types.Vm
			failed := 0
			for vm, err := range newEngine(t, answer(200, tt.doc)).connect().SystemService().VmsService().All(t.Context(), nil) {
				if err != nil {
					failed++
					continue
				}
				got = append(got, vm)
			}
			if ids := idsOf(got); ids != tt.ids || failed != tt.failed {
				t.Fatalf("VMs are %s, errors are %d, want %s and %d", ids, failed, tt.ids, tt.failed)
			}
			if got[0].CpuShares != nil {
				t.Errorf("the number without digits is %d", *got[0].CpuShares)
			}
			if want := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC); !sdk.Value(got[1].CreationTime).Equal(want) {
				t.Errorf("the date is %v, want %v", got[1].CreationTime, want)
			}
		})
	}
}

// TestWhatIsMissingIsAnErrorInEveryCall asks in every way for the devices of a VM that isn't there; none may panic, or give something.
func TestWhatIsMissingIsAnErrorInEveryCall(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body string }{
		{"empty", ""},
		{"fault", "<fault><reason>Operation Failed</reason><detail>Entity not found: 1</detail></fault>"},
		{"page", "<html><head><title>404 Not Found</title></head></html>"},
		{"list without items", "<reported_devices/>"},
	} {
		for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
			t.Run(fmt.Sprint(tt.name, " for ", format), func(t *testing.T) {
				t.Parallel()
				c := newEngine(t, answer(404, tt.body)).connect(func(cfg *sdk.Config) { cfg.Format = format })
				devices := vmService(c).ReportedDevicesService()
				given := 0
				count := func(*types.ReportedDevice) error { given++; return nil }
				for name, ask := range map[string]func() error{
					"List": func() error {
						list, err := devices.List(t.Context(), nil)
						given += len(list)
						return err
					},
					"All": func() error {
						var last error
						for device, err := range devices.All(t.Context(), nil) {
							if last = err; err == nil {
								_ = count(device)
							}
						}
						return last
					},
					"Each": func() error { return devices.Each(t.Context(), nil, count) },
					"Get": func() error {
						device, err := devices.ReportedDeviceService("2").Get(t.Context(), nil)
						if device != nil {
							given++
						}
						return err
					},
					"wait.For": func() error {
						ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
						defer cancel()
						_, err := wait.For(ctx, devices.ReportedDeviceService("2").Get, wait.Cond(func(*types.ReportedDevice) bool { given++; return true }))
						return err
					},
					"Follow": func() error {
						device, err := sdk.Follow(t.Context(), c, &types.ReportedDevice{Href: new("/ovirt-engine/api/vms/1/reporteddevices/2")})
						if device != nil {
							given++
						}
						return err
					},
				} {
					if err := ask(); !errors.Is(err, sdk.ErrNotFound) || given != 0 {
						t.Errorf("%s gave %d devices, %v; want ErrNotFound alone", name, given, err)
					}
				}
			})
		}
	}
}

// TestNothingIsPrinted looks at the standard streams of the program while answers come that can't be used. It isn't parallel, because the
// streams are for all tests.
func TestNothingIsPrinted(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	printed := make(chan string)
	go func() {
		text, _ := io.ReadAll(read)
		printed <- string(text)
	}()
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = write, write
	var errs []error
	func() {
		defer func() { os.Stdout, os.Stderr = stdout, stderr }()
		for _, body := range []string{"", "Internal Server Error", page503, "<fault>", "{"} {
			for _, status := range []int{200, 400, 500, 503} {
				e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) { say(w, status, "text/plain", body) })
				c := e.connect(func(cfg *sdk.Config) { cfg.Logger = nil })
				_, err := vmService(c).Get(t.Context(), nil)
				errs = append(errs, err, vmService(c).Start(t.Context(), nil), c.Ping(t.Context()))
				_ = c.Close()
				e.Server.Close()
			}
		}
	}()
	write.Close()
	if text := <-printed; text != "" {
		t.Errorf("printed was\n%s", text)
	}
	for _, err := range errs {
		if _, ok := errors.AsType[*sdk.Error](err); !ok {
			t.Errorf("error is %v, want an Error", err)
		}
	}
}
