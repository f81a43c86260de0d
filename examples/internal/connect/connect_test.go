package connect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// remote starts an engine and returns the environment of its user.
func remote(t *testing.T) (*Engine, map[string]string) {
	t.Helper()
	engine, err := StartEngine(time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, engine.Config.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	return engine, map[string]string{
		"OVIRT_URL":      engine.Config.URL,
		"OVIRT_USERNAME": engine.Config.Username,
		"OVIRT_PASSWORD": engine.Config.Password,
		"OVIRT_CAFILE":   ca,
	}
}

// runs an example in an environment that has these values and no others.
func runs(ctx context.Context, t *testing.T, run Run, env map[string]string, out io.Writer) error {
	t.Helper()
	for _, name := range []string{
		"OVIRT_URL", "OVIRT_HOSTNAME", "OVIRT_USERNAME", "OVIRT_PASSWORD", "OVIRT_TOKEN", "OVIRT_CAFILE", "OVIRT_INSECURE", "OVIRT_PROFILE",
		"OVIRT_CONFIG", "OVIRT_DEBUG",
	} {
		t.Setenv(name, env[name])
	}
	return program(ctx, func(ctx context.Context, cfg sdk.Config, out io.Writer) error { return connected(ctx, run, cfg, out) }, out)
}

// count prints the number of VMs.
func count(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
	vms, err := conn.SystemService().VmsService().List(ctx, nil)
	fmt.Fprint(out, len(vms))
	return err
}

func TestEngineOfTheEnvironmentIsUsed(t *testing.T) {
	engine, env := remote(t)
	conn, err := sdk.Connect(t.Context(), engine.Config)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	token, err := conn.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		name   string
		change map[string]string
	}{
		{"with user and password", nil},
		{"with a token", map[string]string{"OVIRT_USERNAME": "", "OVIRT_PASSWORD": "", "OVIRT_TOKEN": token}},
		{"without a certificate", map[string]string{"OVIRT_CAFILE": "", "OVIRT_INSECURE": "true"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if err := runs(t.Context(), t, count, changed(env, tt.change), &out); err != nil {
				t.Fatal(err)
			}
			if out.String() != "0" {
				t.Errorf("the engine has %s VMs, so it isn't the one that was named", out.String())
			}
			if n := engine.Stats().Tokens; n != 1 {
				t.Errorf("%d tokens are alive, not the borrowed one alone", n)
			}
		})
	}
}

// changed is an environment with some other values.
func changed(env, change map[string]string) map[string]string {
	other := maps.Clone(env)
	maps.Copy(other, change)
	return other
}

func TestEmbeddedEngineIsFurnished(t *testing.T) {
	var out strings.Builder
	if err := runs(t.Context(), t, count, nil, &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != "4" {
		t.Errorf("the engine has %s VMs, not 4", out.String())
	}
}

func TestExampleThatFailsIsLoggedOut(t *testing.T) {
	engine, env := remote(t)
	failure := errors.New("the example failed")
	fail := func(ctx context.Context, conn *sdk.Connection, out io.Writer) error { return failure }
	err := runs(t.Context(), t, fail, env, io.Discard)
	if !errors.Is(err, failure) || err.Error() != failure.Error() {
		t.Errorf("error is %v, not the example's", err)
	}
	if n := engine.Stats().Tokens; n != 0 {
		t.Errorf("%d tokens are alive", n)
	}
}

func TestInterruptedExampleIsLoggedOut(t *testing.T) {
	engine, env := remote(t)
	ctx, cancel := context.WithCancel(t.Context())
	interrupted := func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		cancel()
		return count(ctx, conn, out)
	}
	if err := runs(ctx, t, interrupted, env, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, not that of the interrupt", err)
	}
	if n := engine.Stats().Tokens; n != 0 {
		t.Errorf("%d tokens are alive", n)
	}
}

func TestMistakesInTheEnvironmentAreErrors(t *testing.T) {
	_, env := remote(t)
	for _, tt := range []struct {
		name   string
		change map[string]string
		want   error
		text   string
	}{
		{"wrong password", map[string]string{"OVIRT_PASSWORD": "wrong"}, sdk.ErrAuth, ""},
		{"unknown certificate", map[string]string{"OVIRT_CAFILE": ""}, sdk.ErrConnection, ""},
		{"user missing", map[string]string{"OVIRT_USERNAME": ""}, sdk.ErrInvalid, ""},
		{"insecure is no boolean", map[string]string{"OVIRT_INSECURE": "perhaps"}, sdk.ErrInvalid, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := runs(t.Context(), t, count, changed(env, tt.change), io.Discard)
			switch {
			case err == nil:
				t.Error("no error")
			case tt.want != nil && !errors.Is(err, tt.want):
				t.Errorf("error is %v, not %v", err, tt.want)
			case tt.text != "" && err.Error() != tt.text:
				t.Errorf("error is %v, not %s", err, tt.text)
			}
		})
	}
}
