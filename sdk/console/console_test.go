//lint:file-ignore SA1019 engines still decide the console by it

package console_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/console"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// engine is an engine with one VM, which has a SPICE console, and a count of the requests.
type engine struct {
	*sdk.Connection
	id       string              // of the VM
	vm       *services.VmService // that of the VM
	clock    *simulator.ManualClock
	requests []string
	on       func(*http.Request) // on is called before a request is sent, if it isn't nil.
	file     *string             // file is answered instead of the engine's connection file, if it isn't nil.
}

func connect(t testing.TB, format sdk.Format) *engine {
	t.Helper()
	e := &engine{clock: simulator.NewClock(time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC))}
	s := simtest.New(t, simulator.Options{Clock: e.clock, Step: time.Second})
	c, err := sdk.Connect(t.Context(), sdk.Config{
		URL: s.URL, Username: simtest.User, Password: simtest.Password, CA: s.CA, Format: format,
		Middleware: []sdk.Middleware{{Call: func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				_, path, _ := strings.Cut(r.URL.Path, "/api/vms/")
				e.requests = append(e.requests, r.Method+" "+path)
				if e.on != nil {
					e.on(r)
				}
				if strings.HasSuffix(path, "/remoteviewerconnectionfile") && e.file != nil {
					return answer(r, *e.file), nil
				}
				return next.RoundTrip(r)
			})
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	e.Connection = c
	vms := c.SystemService().VmsService()
	vm, err := vms.Add(t.Context(), &types.Vm{
		Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		Display: &types.Display{Type: types.DisplayTypeSpice},
		Os:      &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	e.clock.Advance(time.Minute)
	e.id, e.vm = *vm.ID, vms.VmService(*vm.ID)
	e.requests = nil
	return e
}

func (e *engine) start(t testing.TB) {
	t.Helper()
	if err := e.vm.Start(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e.clock.Advance(time.Minute)
	e.requests = nil
}

// answer returns an action with a connection file.
func answer(r *http.Request, file string) *http.Response {
	var b strings.Builder
	b.WriteString("<action><remote_viewer_connection_file>")
	xml.EscapeText(&b, []byte(file))
	b.WriteString("</remote_viewer_connection_file><status>complete</status></action>")
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/xml"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(b.String())),
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

var formats = []sdk.Format{sdk.XML, sdk.JSON}

func TestGetGivesTheConnectionFile(t *testing.T) {
	t.Parallel()
	for _, format := range formats {
		t.Run(fmt.Sprint(format), func(t *testing.T) {
			t.Parallel()
			e := connect(t, format)
			e.start(t)
			for _, protocol := range []types.GraphicsType{types.GraphicsTypeSpice, ""} {
				e.requests = nil
				f, err := console.Get(t.Context(), e, e.id, protocol)
				if err != nil {
					t.Fatal(err)
				}
				if f.Protocol != types.GraphicsTypeSpice || f.Host == "" || f.Port != 5900 || f.TLSPort != 5901 || f.Title != "web" ||
					len(f.Password) != 12 || len(f.Token) != 12 || f.Value("ovirt", "admin") != "1" || !strings.Contains(f.Text(), f.Password) {
					t.Errorf("the file is %s:\n%s", f, f.Text())
				}
				if len(e.requests) != 2 {
					t.Errorf("it took %v", e.requests)
				}
			}
		})
	}
}

func TestTicketLivesAsLongAsAsked(t *testing.T) {
	t.Parallel()
	for _, format := range formats {
		t.Run(fmt.Sprint(format), func(t *testing.T) {
			t.Parallel()
			e := connect(t, format)
			e.start(t)
			for _, tt := range []struct {
				expiry time.Duration
				want   int64
			}{{0, 7200}, {time.Minute, 60}, {1500 * time.Millisecond, 2}, {1, 1}} {
				e.requests = nil
				ticket, err := console.Ticket(t.Context(), e, e.id, types.GraphicsTypeSpice, tt.expiry)
				if err != nil {
					t.Fatal(err)
				}
				if *ticket.Expiry != tt.want || len(*ticket.Value) != 12 {
					t.Errorf("%s returns %d seconds and the password %s", tt.expiry, *ticket.Expiry, *ticket.Value)
				}
				if len(e.requests) != 2 {
					t.Errorf("it took %v", e.requests)
				}
			}
			for _, expiry := range []time.Duration{-1, 1<<63 - 1} {
				e.requests = nil
				_, err := console.Ticket(t.Context(), e, e.id, "", expiry)
				want := "console.Ticket: a password can't live for " + expiry.String()
				if !errors.Is(err, sdk.ErrInvalid) || err.Error() != want || len(e.requests) != 0 {
					t.Errorf("%s returns %v after %v", expiry, err, e.requests)
				}
			}
		})
	}
}

func TestWhyThereIsNoConsole(t *testing.T) {
	t.Parallel()
	const vnc, spice = types.GraphicsTypeVnc, types.GraphicsTypeSpice
	for _, tt := range []struct {
		name     string
		prepare  func(t *testing.T, e *engine)
		protocol types.GraphicsType
		class    error
		want     string
		requests int
	}{
		{"the VM is down", func(*testing.T, *engine) {}, spice, sdk.ErrConflict,
			"the VM web is down; a console opens while its VM is up or paused, powers up or down, or reboots", 2},
		{"the VM isn't launched yet", func(t *testing.T, e *engine) {
			if err := e.vm.Start(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}, vnc, sdk.ErrConflict, "the VM web is wait_for_launch; a console opens while its VM is up or paused, powers up or down, or reboots", 2},
		{"another protocol", func(t *testing.T, e *engine) { e.start(t) }, vnc, sdk.ErrNotFound, "the VM has no vnc console; it has spice", 2},
		{"several", func(t *testing.T, e *engine) {
			add(t, e, vnc)
			e.start(t)
		}, "", sdk.ErrInvalid, "the VM has several consoles, of spice and vnc; say which", 1},
		{"none at all", func(t *testing.T, e *engine) {
			if err := e.vm.GraphicsConsolesService().ConsoleService("7370696365").Remove(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			e.start(t)
		}, "", sdk.ErrNotFound, "the VM has no graphics console", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, format := range formats {
				e := connect(t, format)
				tt.prepare(t, e)
				e.requests = nil
				_, err := console.Get(t.Context(), e, e.id, tt.protocol)
				if !errors.Is(err, tt.class) || err.Error() != "console.Get: "+tt.want {
					t.Errorf("Get returns %v", err)
				}
				if len(e.requests) != tt.requests {
					t.Errorf("it took %v", e.requests)
				}
				_, err = console.Ticket(t.Context(), e, e.id, tt.protocol, 0)
				if !errors.Is(err, tt.class) || err.Error() != "console.Ticket: "+tt.want {
					t.Errorf("Ticket returns %v", err)
				}
			}
		})
	}
}

func add(t *testing.T, e *engine, protocol types.GraphicsType) {
	t.Helper()
	if _, err := e.vm.GraphicsConsolesService().Add(t.Context(), &types.GraphicsConsole{Protocol: protocol}, nil); err != nil {
		t.Fatal(err)
	}
}

func TestConsoleGoesAwayMeanwhile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, action, want string
		meanwhile          func(t *testing.T, e *engine)
	}{
		{"the VM stops before the file", "remoteviewerconnectionfile", "console.Get: the VM web is down; a console opens while its VM is up or paused, powers up or down, or reboots",
			func(t *testing.T, e *engine) {
				if err := e.vm.Stop(t.Context(), nil); err != nil {
					t.Error(err)
				}
				e.clock.Advance(time.Minute)
			}},
		{"the VM goes before the reason is known", "remoteviewerconnectionfile", "VmService.Get: GET /vms/ID: 404: not found",
			func(t *testing.T, e *engine) {
				if err := e.vm.Stop(t.Context(), nil); err != nil {
					t.Error(err)
				}
				e.clock.Advance(time.Minute)
				e.on = func(r *http.Request) {
					if r.Method == "GET" {
						e.on = nil
						if err := e.vm.Remove(t.Context(), nil); err != nil {
							t.Error(err)
						}
						e.clock.Advance(time.Minute)
					}
				}
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := connect(t, sdk.XML)
			e.start(t)
			vm, err := e.vm.Get(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			e.on = func(r *http.Request) {
				if strings.HasSuffix(r.URL.Path, tt.action) {
					e.on = nil
					tt.meanwhile(t, e)
				}
			}
			_, err = console.Get(t.Context(), e, e.id, "")
			if err == nil || strings.ReplaceAll(err.Error(), *vm.ID, "ID") != tt.want {
				t.Errorf("Get returns %v", err)
			}
		})
	}
}

func TestAnswersThatAreNoFile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		class      error
		want       string
	}{
		{"nothing, as another user has the console", "", sdk.ErrConflict, "the engine returns no file for the spice console; another user may have it"},
		{"a page", "<html>", sdk.ErrUnexpected, "connection file: line 1 is no group, no key with a value and no comment"},
		{"another console's file", "[virt-viewer]\ntype=vnc\nhost=h\nport=1\n", sdk.ErrUnexpected, "the file is for a vnc console, not spice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := connect(t, sdk.XML)
			e.start(t)
			e.file = &tt.text
			_, err := console.Get(t.Context(), e, e.id, "")
			if !errors.Is(err, tt.class) || err.Error() != "console.Get: "+tt.want {
				t.Errorf("Get returns %v", err)
			}
		})
	}
}

func TestMistakesAndRefusalsOfCalls(t *testing.T) {
	t.Parallel()
	if _, err := console.Get(t.Context(), nil, "1", ""); !errors.Is(err, sdk.ErrInvalid) || err.Error() != "console.Get: the engine is nil" {
		t.Errorf("no engine returns %v", err)
	}
	e := connect(t, sdk.XML)
	const gone = "00000000-0000-0000-0000-000000000123"
	if _, err := console.Ticket(t.Context(), e, gone, "", 0); !errors.Is(err, sdk.ErrNotFound) {
		t.Errorf("an unknown VM returns %v", err)
	}
}
