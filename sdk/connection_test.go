package sdk_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

const oneVM = `<vm href="/ovirt-engine/api/vms/1" id="1"><name>a</name></vm>`

func vmService(c *sdk.Connection) *services.VmService {
	return c.SystemService().VmsService().VmService("1")
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	var got http.Header
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		answer(200, oneVM)(w, r)
	})
	given := http.Header{"x-all": {"1"}, "X-Both": {"all"}, "X-Gone": {"1"}}
	c := e.connect(func(cfg *sdk.Config) { cfg.Header = given })
	_, err := vmService(c).Update(t.Context(), &types.Vm{}, nil,
		call.Header("X-One", "2"), call.Header("x-both", "one"), call.Header("X-Gone", ""), call.CorrelationID("me"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"X-All": "1", "X-One": "2", "X-Both": "one", "X-Gone": "", "Correlation-Id": "me", "User-Agent": "ovirt-go",
		"Accept": "application/xml", "Content-Type": "application/xml", "Accept-Encoding": "gzip", "Authorization": "Bearer secret-token-1",
	} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if len(given) != 3 || given["X-Both"][0] != "all" {
		t.Errorf("the given header was changed to %v", given)
	}
	_, err = vmService(c).Get(t.Context(), nil, call.Header("X-A", "a\r\nX-B: b"))
	if want := "VmService.Get: GET /vms/1: header X-A holds control characters"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	_, err = vmService(c).Get(t.Context(), nil, call.CorrelationID("a\nb"))
	if !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("error is %v, want ErrInvalid", err)
	}
}

func TestNoSecretIsLogged(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	e := newEngine(t, answer(200, oneVM))
	c := e.connect(func(cfg *sdk.Config) { cfg.Logger = logger }, correlated)
	if _, err := vmService(c).Get(t.Context(), nil, call.Header("Cookie", "secret-cookie")); err != nil {
		t.Fatal(err)
	}
	e.expire()
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e.login = answer(400, `{"error":"no"}`)
	e.expire()
	_, failed := vmService(c).Get(t.Context(), nil)
	if !errors.Is(failed, sdk.ErrAuth) {
		t.Fatalf("error is %v, want ErrAuth", failed)
	}
	c.Close()
	log := out.String()
	for _, secret := range []string{"secret", "Bearer", "p&=", "p%26", "grant_type"} {
		if strings.Contains(log, secret) || strings.Contains(failed.Error(), secret) {
			t.Errorf("%q is in the log or the error:\n%s\n%v", secret, log, failed)
		}
	}
	for _, want := range []string{
		"level=DEBUG", "op=VmService.Get method=GET path=/ovirt-engine/api/vms/1", "status=200 correlation_id=corr-1", "duration=",
		"op=login method=POST path=/ovirt-engine/sso/oauth/token",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

func TestNilArguments(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	var none *sdk.Connection
	for _, tt := range []struct {
		name string
		call func() error
		want string
	}{
		{"context", func() error {
			var none context.Context
			_, err := vmService(c).Get(none, nil)
			return err
		}, "VmService.Get: GET /vms/1: context is nil"},
		{"connection", func() error {
			_, err := vmService(none).Get(t.Context(), nil)
			return err
		}, "VmService.Get: GET /vms/1: connection is nil"},
		{"body", func() error {
			_, err := c.SystemService().VmsService().Add(t.Context(), nil, nil)
			return err
		}, "VmsService.Add: POST /vms: the object to send is nil"},
		{"token of no connection", func() error {
			_, err := none.Token(t.Context())
			return err
		}, "Connection.Token: connection is nil"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.call()
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Error("class isn't ErrInvalid")
			}
		})
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
	if err := none.Close(); err != nil {
		t.Error(err)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestConnectionThatNobodyMade shows that the zero Connection is a mistake that is named, and no
// panic.
func TestConnectionThatNobodyMade(t *testing.T) {
	t.Parallel()
	c := new(sdk.Connection)
	_, get := vmService(c).Get(t.Context(), nil)
	_, token := c.Token(t.Context())
	_, version := c.Version(t.Context())
	_, do := c.Do(t.Context(), sdk.RawRequest{Path: "vms"})
	for name, err := range map[string]error{"Get": get, "Token": token, "Version": version, "Do": do, "Ping": c.Ping(t.Context())} {
		if !errors.Is(err, sdk.ErrInvalid) || !strings.HasSuffix(err.Error(), "connection was not made by New or Connect") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	if err := c.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	c.CloseKeepingSession()
}
