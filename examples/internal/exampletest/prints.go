package exampletest

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// Run is an example. It prints to out, and ends early with the context.
type Run func(ctx context.Context, conn *sdk.Connection, out io.Writer) error

// Setup is an example that connects by itself. It prints to out, and ends early with the context.
type Setup func(ctx context.Context, cfg sdk.Config, out io.Writer) error

// Prints runs an example over XML and over JSON and compares what it prints. Then it runs it once
// more for each request that it sends, refuses that one, and wants an error: examples ignore
// nothing. Each run has an engine of its own, in which ids are counted and time begins with the
// year 2000 and jumps. The pauses of waits vary at random, so that a run may do with fewer requests
// than another.
func Prints(t *testing.T, want string, run Run) {
	t.Helper()
	requests := PrintsAnyway(t, want, run)
	t.Run("each request refused", func(t *testing.T) {
		for n := 1; n <= requests; n++ {
			synctest.Test(t, func(t *testing.T) {
				engine, conn := Within(t, sdk.XML)
				rule := engine.Fail(simulator.Rule{Nth: n, Status: 400, Detail: "[Refused.]"})
				var out strings.Builder
				err := run(limited(t), conn, &out)
				rule.Remove()
				switch {
				case rule.Hits() == 0 && n == 1:
					t.Error("no request was refused")
				case rule.Hits() > 0 && err == nil:
					t.Errorf("request %d was refused, and nobody noticed; the output is\n%s", n, out.String())
				}
			})
		}
	})
}

// PrintsAnyway is Prints for an example that copes with refusals. It returns the number of
// requests.
func PrintsAnyway(t *testing.T, want string, run Run) (requests int) {
	t.Helper()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(fmt.Sprint(format), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				engine, conn := Within(t, format)
				count := engine.Fail(simulator.Rule{Skip: 1 << 30, Status: 400})
				var out strings.Builder
				if err := run(limited(t), conn, &out); err != nil {
					t.Error(err)
				}
				compare(t, want, out.String())
				requests = count.Seen()
			})
		})
	}
	return requests
}

// Fails runs an example that can't do its work, and compares its error.
func Fails(t *testing.T, want string, run Run) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		_, conn := Within(t, sdk.XML)
		if err := run(limited(t), conn, io.Discard); err == nil || err.Error() != want {
			t.Errorf("error is %v, not %s", err, want)
		}
	})
}

// PrintsSetup runs an example that connects by itself, over XML and over JSON, and compares what it
// prints.
func PrintsSetup(t *testing.T, want string, run Setup) {
	t.Helper()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(fmt.Sprint(format), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				engine, _ := Within(t, sdk.XML)
				cfg := Local(engine)
				cfg.Format = format
				var out strings.Builder
				if err := run(limited(t), cfg, &out); err != nil {
					t.Error(err)
				}
				compare(t, want, out.String())
			})
		})
	}
}

// Within returns an engine of the bubble of the test, with the inventory of the examples, and a
// connection with it that ends with the test.
func Within(t *testing.T, format sdk.Format) (*simulator.Engine, *sdk.Connection) {
	t.Helper()
	opts := Options(time.Second)
	opts.DeterministicIDs = true
	state, at := furnished(t)
	time.Sleep(time.Until(at)) // so that nothing of the state is in the future
	opts.State = strings.NewReader(state)
	return within(t, format, opts)
}

var saved struct {
	sync.Mutex
	state string
	at    time.Time
}

// furnished returns the state of an engine with the inventory of the examples, and its time.
// Loading it takes a fifth of the time that the requests of Furnish do, and tests start many
// engines.
func furnished(t *testing.T) (string, time.Time) {
	t.Helper()
	saved.Lock()
	defer saved.Unlock()
	if saved.state == "" {
		saved.state = State(t)
		saved.at = time.Now()
	}
	return saved.state, saved.at
}

// State returns the state of a new engine with the inventory of the examples. It must be called in
// a bubble.
func State(t *testing.T) string {
	t.Helper()
	opts := Options(time.Second)
	opts.DeterministicIDs = true
	engine, conn := within(t, sdk.XML, opts)
	if err := Furnish(t.Context(), conn); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := engine.Save(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// within returns an engine of the bubble, and a connection with it that ends with the test.
func within(
	t *testing.T, format sdk.Format, opts simulator.Options,
) (*simulator.Engine, *sdk.Connection) {
	t.Helper()
	engine, err := simulator.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	cfg := Local(engine)
	cfg.Format = format
	conn, err := sdk.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine, conn
}

// limited is a context that ends examples that don't end.
func limited(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
	t.Cleanup(cancel)
	return ctx
}

func compare(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}
