package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestMain lets the tests start the roles as the runner does: with its own program.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		if play, found := roles[os.Args[1]]; found {
			exit(play(os.Args[2:]))
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func TestABarIsMeasuredAgainBeforeItCountsAsMissed(t *testing.T) {
	t.Parallel()
	b := target{name: "time", metric: wall, unit: seconds, ours: ours, peer: peer, bound: 0.5}
	for _, tt := range []struct {
		name   string
		ours   []float64 // ours are what the measurements give in turn; the peer always needs 10 s
		missed bool
		runs   int
		line   string
	}{
		{"held at once", []float64{5}, false, 1, "5 s 10 s 0.500 <= 0.500 held"},
		{"missed at random", []float64{6, 4, 3}, false, 3, "4 s 10 s 0.400 <= 0.500 held"},
		{"held at random", []float64{6, 4, 7}, true, 3, "6 s 10 s 0.600 <= 0.500 missed"},
		{"missed", []float64{6, 7, 8}, true, 3, "7 s 10 s 0.700 <= 0.500 missed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			runs := 0
			results, err := judge([]target{b}, &env{log: io.Discard}, func([]target) (figures, error) {
				runs++
				return figures{ours: {wall: tt.ours[runs-1]}, peer: {wall: 10}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if runs != tt.runs || results[0].missed() != tt.missed {
				t.Errorf("missed is %v after %d runs, want %v after %d", results[0].missed(), runs, tt.missed, tt.runs)
			}
			if got, want := strings.Join(strings.Fields(results[0].String()), " "), "time "+tt.line; got != want {
				t.Errorf("line is %q, want %q", got, want)
			}
		})
	}
}

func TestOnlyTheBarThatWasMissedIsJudgedAgain(t *testing.T) {
	t.Parallel()
	targets := []target{
		{name: "slow at first", metric: wall, unit: seconds, ours: ours, bound: 1},
		{name: "small at first", metric: peak, unit: mbytes, ours: ours, bound: 2e6},
	}
	runs := 0
	results, err := judge(targets, &env{log: io.Discard}, func(again []target) (figures, error) {
		runs++
		if runs > 1 && (len(again) != 1 || again[0].name != "slow at first") {
			t.Errorf("%d targets are measured again, want the slow one", len(again))
		}
		if runs == 1 {
			return figures{ours: {wall: 2, peak: 1e6}}, nil
		}
		return figures{ours: {wall: 0.5, peak: 9e6}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].ours != 0.5 || results[1].ours != 1e6 {
		t.Errorf("results are %v and %v, want 0.5 and 1e6", results[0].ours, results[1].ours)
	}
}

func TestBarsBoundWhatTheySay(t *testing.T) {
	t.Parallel()
	f := figures{
		ours:    {rate: 100, logins: 1, allocs: 7, size: 30, heap: 5e3},
		peer:    {rate: 10, logins: 64, allocs: 2000, size: 90, heap: 7e4},
		"floor": {size: 20},
	}
	for _, tt := range []struct {
		name   string
		target target
		missed bool
		line   string
	}{
		{"ratio at least", target{metric: rate, unit: persec, ours: ours, peer: peer, want: atLeast, bound: 10}, false, "100/s 10/s 10 >= 10 held"},
		{"ratio too small", target{metric: rate, unit: persec, ours: ours, peer: peer, want: atLeast, bound: 11}, true, "100/s 10/s 10 >= 11 missed"},
		{"figure alone beside a peer", target{metric: allocs, unit: count, ours: ours, peer: peer, bound: 6, alone: true}, true, "7 2000 0.004 <= 6 missed"},
		{"figure alone in its unit", target{metric: heap, unit: kbytes, ours: ours, peer: peer, bound: 6e3, alone: true}, false, "5 kB 70 kB 0.071 <= 6 kB held"},
		{"no peer", target{metric: allocs, unit: count, ours: ours, bound: 7}, false, "7 - - <= 7 held"},
		{"exactly", target{metric: logins, unit: count, ours: ours, peer: peer, want: exactly, bound: 1, alone: true}, false, "1 64 0.016 = 1 held"},
		{"not exactly", target{metric: logins, unit: count, ours: peer, want: exactly, bound: 1}, true, "64 - - = 1 missed"},
		{"over a floor", target{metric: size, unit: count, ours: ours, peer: peer, over: "floor", bound: 0.2}, false, "10 70 0.143 <= 0.200 held"},
		{"no target", target{metric: allocs, unit: count, ours: peer, peer: ours, want: noted}, false, "2000 7 286 -"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.target.name = "x"
			r, err := tt.target.result(f)
			if err != nil {
				t.Fatal(err)
			}
			if r.missed() != tt.missed {
				t.Errorf("missed is %v, want %v", r.missed(), tt.missed)
			}
			if got, want := strings.Join(strings.Fields(r.String()), " "), "x "+tt.line; got != want {
				t.Errorf("line is %q, want %q", got, want)
			}
		})
	}
}

func TestAFigureThatWasNotMeasuredIsAnError(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, want string
		target     target
	}{
		{"ours", "x: ours gave no figure for wall", target{metric: wall, ours: ours}},
		{"peer", "x: go-ovirt gave no figure for cpu", target{metric: cpu, ours: ours, peer: peer}},
		{"floor", "x: floor gave no figure for cpu", target{metric: cpu, ours: ours, over: "floor"}},
		{"nothing", "x: nothing was measured for net/http", target{metric: cpu, ours: ours, peer: floor}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.target.name = "x"
			_, err := tt.target.result(figures{ours: {cpu: 1}, floor: {cpu: 0}})
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
		})
	}
}

func TestSidesRunInTurnAndMediansCount(t *testing.T) {
	t.Parallel()
	var order []string
	one := func(name string, values ...float64) side {
		return side{name, func(context.Context) (sample, error) {
			order = append(order, name)
			v := values[0]
			values = values[1:]
			return sample{wall: v}, nil
		}}
	}
	f, err := measure(t.Context(), []side{one("a", 9, 1, 2), one("b", 5, 7, 100)}, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(order, ""); got != "ababab" {
		t.Errorf("order is %s, want ababab", got)
	}
	if f["a"][wall] != 2 || f["b"][wall] != 7 {
		t.Errorf("medians are %v and %v, want 2 and 7", f["a"][wall], f["b"][wall])
	}
}

func TestMeasuringStopsAtAnErrorAndWhenInterrupted(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	_, err := measure(t.Context(), []side{{"a", func(context.Context) (sample, error) { return nil, broken }}}, 3)
	if !errors.Is(err, broken) || err.Error() != "a: broken" {
		t.Errorf("error is %v, want a: broken", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err = measure(ctx, []side{{"a", func(context.Context) (sample, error) { t.Error("it ran"); return nil, nil }}}, 3)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want %v", err, context.Canceled)
	}
}

func TestReportMeasuresOnlyWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	ran := make(map[string]int)
	one := func(name string, v float64) side {
		return side{name, func(context.Context) (sample, error) { ran[name]++; return sample{wall: v}, nil }}
	}
	released := false
	g := group{
		targets: []target{
			{name: "against a", metric: wall, unit: seconds, ours: ours, peer: "a", bound: 1},
			{name: "against b", metric: wall, unit: seconds, ours: ours, peer: "b", bound: 1},
		},
		rounds: 2,
		open: func(context.Context, *env) ([]side, func(), error) {
			return []side{one(ours, 2), one("a", 1), one("b", 4)}, func() { released = true }, nil
		},
	}
	var out bytes.Buffer
	if err := g.report(t.Context(), &env{log: io.Discard}, regexp.MustCompile("against b"), 5, &out); err != nil {
		t.Fatal(err)
	}
	if ran[ours] != 2 || ran["a"] != 0 || ran["b"] != 2 || !released {
		t.Errorf("runs are %v and released is %v, want 2 of ours and b and none of a, and true", ran, released)
	}
	if lines := strings.Count(out.String(), "\n"); lines != 1 {
		t.Errorf("%d lines were printed, want 1:\n%s", lines, out.String())
	}
	out.Reset()
	if err := g.report(t.Context(), &env{log: io.Discard}, regexp.MustCompile("against a"), 5, &out); !errors.Is(err, errMissed) {
		t.Errorf("error is %v, want %v", err, errMissed)
	}
}

func TestNamesOfBarsAreUniqueAndDoNotHoldTheVerdict(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, g := range groups {
		for _, b := range g.targets {
			if seen[b.name] {
				t.Errorf("two targets are called %q", b.name)
			}
			seen[b.name] = true
			if regexp.MustCompile(`\b(held|missed)\b`).MatchString(b.name + header) {
				t.Errorf("%q holds a word that stands for the verdict", b.name)
			}
		}
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, want string
		args       []string
	}{
		{"pattern", "-only: error parsing regexp: missing closing ): `(`", []string{"-only", "("}},
		{"rounds", "-rounds: 0 is not a number of rounds", []string{"-rounds", "0"}},
		{"rest", `"all" is no argument that peers has`, []string{"all"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := run(t.Context(), tt.args, io.Discard, io.Discard); err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
		})
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-list", "-only", "logins"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "64 goroutines over TLS: logins\n"; got != want {
		t.Errorf("list is %q, want %q", got, want)
	}
}
