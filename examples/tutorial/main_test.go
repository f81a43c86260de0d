// Package tutorial_test runs the Go of the pages in docs, and provokes the errors of troubleshooting.md.
package tutorial_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

// What the snippets begin with.
var (
	ctx  = context.Background()
	conn *sdk.Connection
)

// TestMain starts an engine with the inventory of the examples, and names it in the environment.
func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	engine, err := exampletest.StartEngine(10 * time.Millisecond)
	if err != nil {
		return 0, err
	}
	defer engine.Close()
	dir, err := os.MkdirTemp("", "tutorial")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, engine.Config.CA, 0o600); err != nil {
		return 0, err
	}
	for name, value := range map[string]string{
		"OVIRT_URL": engine.Config.URL, "OVIRT_USERNAME": engine.Config.Username, "OVIRT_PASSWORD": engine.Config.Password,
		"OVIRT_CAFILE": ca, "OVIRT_TOKEN": "", "OVIRT_PROFILE": "", "OVIRT_DEBUG": "", "OVIRT_INSECURE": "",
	} {
		if err := os.Setenv(name, value); err != nil {
			return 0, err
		}
	}
	if conn, err = sdk.Connect(ctx, engine.Config); err != nil {
		return 0, err
	}
	defer conn.Close()
	if err := exampletest.Furnish(ctx, conn); err != nil {
		return 0, err
	}
	return m.Run(), nil
}
