package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// once makes a config that repeats nothing.
func once(cfg *sdk.Config) { cfg.Retry.Attempts = 1 }

func getVM(t *testing.T, c *sdk.Connection) error {
	_, err := vmService(c).Get(t.Context(), nil)
	return err
}

func startVM(t *testing.T, c *sdk.Connection) error { return vmService(c).Start(t.Context(), nil) }

func listVMs(t *testing.T, c *sdk.Connection) error {
	_, err := c.SystemService().VmsService().List(t.Context(), nil)
	return err
}

func rawVMs(t *testing.T, c *sdk.Connection) error {
	_, err := c.Do(t.Context(), sdk.RawRequest{Path: "vms"})
	return err
}

// wrapped returns an error as programs wrap it.
func wrapped(err error) error {
	return errors.Join(errors.New("another"), fmt.Errorf("create the VM: %w", err))
}

func TestUnavailableIsAClass(t *testing.T) {
	t.Parallel()
	calls := map[string]func(*testing.T, *sdk.Connection) error{
		"get": getVM, "list": listVMs, "action": startVM, "raw": rawVMs,
	}
	for _, status := range []int{429, 502, 503, 504} {
		for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
			for body, text := range map[string]string{
				"empty":      "",
				"page":       page503,
				"text":       "upstream is down",
				"XML fault":  "<fault><reason>busy</reason></fault>",
				"JSON fault": `{"reason":"busy"}`,
			} {
				t.Run(fmt.Sprint(status, " ", format, " ", body), func(t *testing.T) {
					t.Parallel()
					e := newEngine(t, answer(status, text))
					c := e.connect(once, func(cfg *sdk.Config) { cfg.Format = format })
					for name, call := range calls {
						err := call(t, c)
						failure, ok := err.(*sdk.Error)
						if !ok || failure.Class != sdk.ErrUnavailable || failure.Status != status {
							t.Errorf("%s: error is %v, want ErrUnavailable", name, err)
						}
						if !errors.Is(wrapped(err), sdk.ErrUnavailable) || !sdk.IsTransient(wrapped(err)) {
							t.Errorf("%s: the wrapped error is not transient", name)
						}
					}
				})
			}
		}
		t.Run(fmt.Sprint(status, " at login"), func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, oneVM))
			e.login = answer(status, page503)
			err := getVM(t, e.connect(once))
			if !errors.Is(err, sdk.ErrUnavailable) || !sdk.IsTransient(wrapped(err)) {
				t.Errorf("error is %v, want ErrUnavailable", err)
			}
		})
	}
}

func TestIsTransient(t *testing.T) {
	t.Parallel()
	const fault = "<fault><reason>Operation Failed</reason></fault>"
	const page = "<html><head><title>Error</title></head><body>404 - Not Found</body></html>"
	noResource := func(w http.ResponseWriter, _ *http.Request) {
		say(w, 404, "text/html", "RESTEASY003210: Could not find resource for full path")
	}
	fails := func(cause error) func(*sdk.Config) {
		return func(cfg *sdk.Config) {
			cfg.CAPool, cfg.Username, cfg.Password, cfg.Token = nil, "", "", "t"
			cfg.Transport = roundTripper(func(*http.Request) (*http.Response, error) { return nil, cause })
		}
	}
	unknownHost := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		config func(*sdk.Config) // nil for the usual one
		call   func(*testing.T, *sdk.Connection) error
		want   bool
	}{
		{"connection refused", nil, fails(refused), getVM, true},
		{"connection refused, changing", nil, fails(refused), startVM, true},
		{"connection broken", nil, fails(io.ErrUnexpectedEOF), getVM, true},
		{"answer cut off", answer(200, "<vm><name>we"), nil, getVM, true},
		{"answer damaged", answer(200, "<vm><name>we</vm>"), nil, getVM, true},
		{"empty answer", answer(200, ""), nil, getVM, true},
		{"page with 200", answer(200, page), nil, getVM, true},
		{"page with 500", answer(500, page), nil, startVM, true},
		{"page with 404", answer(404, page), nil, getVM, true},
		{"fault with 500, reading", answer(500, fault), nil, getVM, true},
		{"fault with 200, reading", answer(200, fault), nil, listVMs, true},
		{"timeout of the call", answer(200, oneVM), nil, func(t *testing.T, c *sdk.Connection) error {
			_, err := vmService(c).Get(t.Context(), nil, call.Timeout(time.Nanosecond))
			return err
		}, true},

		{"host unknown", nil, fails(unknownHost), getVM, false},
		{"certificate not trusted", answer(200, oneVM), func(cfg *sdk.Config) { cfg.CAPool = nil }, getVM, false},
		{"fault with 500, changing", answer(500, fault), nil, startVM, false},
		{"action that failed", answer(200, "<action><status>failed</status></action>"), nil, startVM, false},
		{"bad request", answer(400, fault), nil, getVM, false},
		{"refused user", answer(403, page), nil, getVM, false},
		{"missing object", answer(404, ""), nil, getVM, false},
		{"missing referred object", answer(404, fault), nil, getVM, false},
		{"no such resource", noResource, nil, getVM, false},
		{"no such method", answer(405, page), nil, getVM, false},
		{"conflict", answer(409, fault), nil, startVM, false},
		{"redirect", answer(302, ""), nil, getVM, false},
		{"mistake in an argument", answer(200, oneVM), nil, func(t *testing.T, c *sdk.Connection) error {
			_, err := c.SystemService().VmsService().VmService("").Get(t.Context(), nil)
			return err
		}, false},
		{"cancelled", answer(200, oneVM), nil, func(t *testing.T, c *sdk.Connection) error {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := vmService(c).Get(ctx, &services.VmGetParams{})
			return err
		}, false},
		{"closed", answer(200, oneVM), nil, func(t *testing.T, c *sdk.Connection) error {
			c.Close()
			return getVM(t, c)
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			config := tt.config
			if config == nil {
				config = func(*sdk.Config) {}
			}
			err := tt.call(t, newEngine(t, tt.answer).connect(once, config))
			if err == nil {
				t.Fatal("there is no error")
			}
			if sdk.IsTransient(err) != tt.want || sdk.IsTransient(wrapped(err)) != tt.want {
				t.Errorf("%v: IsTransient is not %t", err, tt.want)
			}
		})
	}
	for _, err := range []error{nil, context.DeadlineExceeded, io.ErrUnexpectedEOF, sdk.ErrUnavailable} {
		if sdk.IsTransient(err) {
			t.Errorf("%v is not the error of a call, but transient", err)
		}
	}
}
