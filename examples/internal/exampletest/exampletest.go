// Package exampletest starts the engine that the tests of the examples run against.
package exampletest

import (
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// step is how long a status lasts in tests: longer than the pause between two requests, so that an
// example that forgets to wait is refused, and shorter than the first pause of a wait.
const step = 20 * time.Millisecond

// Engine starts an engine with the inventory of the examples, and returns a connection with it.
// Both end with the test.
func Engine(t testing.TB) (*sdk.Connection, *simulator.Engine) {
	t.Helper()
	engine, err := StartEngine(step)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	conn, err := sdk.Connect(t.Context(), engine.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := Furnish(t.Context(), conn); err != nil {
		t.Fatal(err)
	}
	return conn, engine.Engine
}

// Connect is Engine for tests that see what they need by the connection.
func Connect(t testing.TB) *sdk.Connection {
	t.Helper()
	conn, _ := Engine(t)
	return conn
}
