package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// known are the checks that fail on the simulator, by area and name, with what it does in another
// way than engines.
var known = map[string]string{
	"disks: a disk without a storage domain is refused": "the simulator chooses one",
}

func TestTheSimulatorConforms(t *testing.T) {
	t.Parallel()
	for _, format := range formats {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
				before := inventory(t, s)
				results := conformOn(t, s, format)
				if n := len(results); n < 120 {
					t.Errorf("there are %d checks, want at least 120", n)
				}
				for _, r := range results {
					if r.outcome == skipped && r.area != "images" {
						t.Errorf("%s: %s: skipped: %s", r.area, r.check, r.reason)
					}
					switch why, ok := known[r.area+": "+r.check]; {
					case r.outcome == failed && !ok:
						t.Errorf("%s: %s: %s", r.area, r.check, r.reason)
					case r.outcome == passed && ok:
						t.Errorf("%s: %s: passes, though %s", r.area, r.check, why)
					}
				}
				if diff := cmp.Diff(before, inventory(t, s)); diff != "" {
					t.Errorf("the checks left something (-before +after):\n%s", diff)
				}
			}, simulated())
		})
	}
}

// Without hosts nothing fails, and what needs them says so.
func TestEnginesWithoutHosts(t *testing.T) {
	t.Parallel()
	options := simulated()
	options.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1}
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
		skips := map[string]bool{}
		for _, r := range conformOn(t, s, "json") {
			if _, ok := known[r.area+": "+r.check]; r.outcome == failed && !ok {
				t.Errorf("%s: %s: %s", r.area, r.check, r.reason)
			}
			if r.outcome == skipped {
				skips[r.area+": "+r.reason] = true
			}
		}
		for _, area := range []string{"vms", "devices", "templates", "disks", "images", "snapshots", "running", "backup"} {
			if !skips[area+": no host is up"] {
				t.Errorf("%s isn't skipped because no host is up", area)
			}
		}
	}, options)
}

// A check that fails is reported, those that need it are skipped, and what was made is removed.
func TestFailures(t *testing.T) {
	t.Parallel()
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
		before := inventory(t, s)
		rule, err := simulator.ParseRule("op=AffinityGroupsService.Add,status=500")
		if err != nil {
			t.Fatal(err)
		}
		s.Engine.Fail(rule)
		outcomes := map[string]outcome{}
		for _, r := range conformOn(t, s, "xml") {
			outcomes[r.area+": "+r.check] = r.outcome
		}
		for check, want := range map[string]outcome{
			"centers: a CPU profile is added":       passed,
			"centers: an affinity group is added":   failed,
			"centers: an affinity group is updated": skipped,
			"centers: a cluster is removed":         skipped,
			"networks: a network is added":          passed,
		} {
			if got := outcomes[check]; got != want {
				t.Errorf("%s: %q, want %q", check, got, want)
			}
		}
		if diff := cmp.Diff(before, inventory(t, s)); diff != "" {
			t.Errorf("the checks left something (-before +after):\n%s", diff)
		}
	}, simulated())
}

// An interrupted run removes what it made, and says what it didn't check.
func TestInterruptedRunsCleanUp(t *testing.T) {
	t.Parallel()
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
		before := inventory(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		cfg := s.Config()
		cfg.Middleware = append(cfg.Middleware, sdk.Middleware{Call: func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				resp, err := next.RoundTrip(req)
				if req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "/networks") {
					cancel()
				}
				return resp, err
			})
		}})
		var out bytes.Buffer
		if _, err := conform(ctx, &out, cfg, "networks|tags", "json"); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "the run was interrupted") {
			t.Errorf("the report doesn't say that it was interrupted:\n%s", &out)
		}
		if diff := cmp.Diff(before, inventory(t, s)); diff != "" {
			t.Errorf("the checks left something (-before +after):\n%s", diff)
		}
	}, simulated())
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestReport(t *testing.T) {
	t.Parallel()
	results := []result{
		{"tags", "a tag is added", "xml", passed, "", 0},
		{"tags", "a tag is removed", "xml", failed, "409: conflict", 0},
		{"disks", "a disk is added", "xml", skipped, "no host is up", 0},
		{"disks", "a disk is removed", "xml", skipped, "no host is up", 0},
		{"tags", "a tag is added", "json", passed, "", 0},
		{"tags", "a tag is removed", "json", passed, "", 0},
	}
	var out strings.Builder
	report(&out, "oVirt Engine 4.5.7", results)
	want, err := os.ReadFile("testdata/report.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("the report differs (-want +got):\n%s", diff)
	}
}

func TestMistakesInFlags(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ only, format, want string }{
		{"(", "both", "-run: error parsing regexp"},
		{"", "yaml", `-format is "yaml", not xml, json or both`},
	} {
		_, err := conform(t.Context(), &strings.Builder{}, sdk.Config{}, c.only, c.format)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error is %v, want one with %q", err, c.want)
		}
	}
}

// conformOn runs all checks on the server over one format.
func conformOn(t *testing.T, s *simtest.Server, format string) []result {
	t.Helper()
	cfg := s.Config()
	cfg.Format = map[string]sdk.Format{"xml": sdk.XML, "json": sdk.JSON}[format]
	var out bytes.Buffer
	_, results, err := over(t.Context(), &out, cfg, regexp.MustCompile(""), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	return results
}

// inventory returns the kinds and names of what checks make.
func inventory(t *testing.T, s *simtest.Server) []string {
	t.Helper()
	root := s.Connect().SystemService()
	return slices.Concat(
		names(t, root.DataCentersService()), names(t, root.ClustersService()), names(t, root.NetworksService()),
		names(t, root.MacPoolsService()), names(t, root.RolesService()), names(t, root.TagsService()),
		names(t, root.VmsService()), names(t, root.TemplatesService()), names(t, root.DisksService()),
		names(t, root.VmPoolsService()), names(t, root.InstanceTypesService()), names(t, root.PermissionsService()),
	)
}

func names[T, L any, C collection[T, L]](t *testing.T, of C) []string {
	t.Helper()
	list, err := of.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range list {
		names = append(names, fmt.Sprintf("%T %s %s", v, textOf(v, "ID"), textOf(v, "Name")))
	}
	slices.Sort(names)
	return names
}
