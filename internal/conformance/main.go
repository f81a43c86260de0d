// Command conformance checks that an engine does what programs that use the SDK rely on, from login
// to backup, once over XML and once over JSON.
//
//	go run ./internal/conformance
//	OVIRT_URL=... OVIRT_USERNAME=... OVIRT_PASSWORD=... OVIRT_CAFILE=... go run ./internal/conformance
//
// Without OVIRT_URL it checks the simulator. On an engine it changes only objects that it made
// itself, whose names begin with conformance-, and removes them in the end, also after a failure or
// an interrupt. Checks that need a host, storage or a second host use those that are up, and are
// skipped where there are none. It prints each check as it ends, and then a table that can be
// pasted into SUPPORT.md. It exits with 1 if a check failed.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

func main() {
	only := flag.String("run", "", "run only areas whose names match this regular expression")
	format := flag.String("format", "both", "xml, json or both")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: conformance [-run REGEXP] [-format xml|json|both]")
		flag.PrintDefaults()
	}
	flag.Parse()
	// An interrupt ends what is going on; the clean-up follows. A second one ends the program.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	cfg, end, err := configure()
	if err != nil {
		log.Fatal(err)
	}
	ok, err := conform(ctx, os.Stdout, cfg, *only, *format)
	end()
	if err != nil {
		log.Fatal(err)
	}
	if !ok {
		os.Exit(1)
	}
}

// configure returns how to reach the engine that the environment names, or else a simulator that
// runs until end is called.
func configure() (cfg sdk.Config, end func(), err error) {
	if cmp.Or(os.Getenv("OVIRT_URL"), os.Getenv("OVIRT_HOSTNAME"), os.Getenv("OVIRT_PROFILE")) != "" {
		cfg, err = sdk.ConfigFromEnv()
		return cfg, func() {}, err
	}
	engine, err := simulator.New(simulated())
	if err != nil {
		return cfg, nil, err
	}
	server, err := engine.StartTLS("127.0.0.1:0")
	if err != nil {
		return cfg, nil, err
	}
	end = func() { server.Close() }
	ca, err := engine.CA()
	if err != nil {
		end()
		return cfg, nil, err
	}
	return sdk.Config{URL: server.URL, Username: "admin@internal", Password: "password", CA: ca}, end, nil
}

// simulated is an engine on which every check can run.
func simulated() simulator.Options {
	return simulator.Options{
		Step: 20 * time.Millisecond,
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 2, Networks: 1, Templates: 1,
			VMs: 2, DisksPerVM: 1, NICsPerVM: 1, Users: 2,
		},
	}
}

// conform runs the checks and writes the report. It reports whether none failed.
func conform(
	ctx context.Context, out io.Writer, cfg sdk.Config, only, format string,
) (bool, error) {
	match, err := regexp.Compile(only)
	if err != nil {
		return false, fmt.Errorf("-run: %w", err)
	}
	wanted := map[string][]sdk.Format{"xml": {sdk.XML}, "json": {sdk.JSON}, "both": {sdk.XML, sdk.JSON}}[format]
	if wanted == nil {
		return false, fmt.Errorf("-format is %q, not xml, json or both", format)
	}
	var results []result
	var engine string
	for _, f := range wanted {
		cfg.Format = f
		engine, results, err = over(ctx, out, cfg, match, results)
		if err != nil {
			return false, err
		}
	}
	fmt.Fprintln(out)
	report(out, engine, results)
	return len(filter(results, func(r result) bool { return r.outcome == failed })) == 0, nil
}

// over runs the checks over the format of the configuration.
func over(
	ctx context.Context, out io.Writer, cfg sdk.Config, match *regexp.Regexp, results []result,
) (engine string, _ []result, err error) {
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	s := &session{
		cfg: cfg, conn: conn, out: out,
		prefix: "conformance-" + strings.ToLower(rand.Text()[:8]),
		format: map[sdk.Format]string{sdk.XML: "xml", sdk.JSON: "json"}[cfg.Format],
	}
	if engine, err = s.survey(ctx); err != nil {
		return "", nil, fmt.Errorf("survey of the engine: %w", err)
	}
	for _, a := range areas {
		if match.MatchString(a.name) {
			results = append(results, s.run(ctx, a)...)
		}
	}
	removed, err := s.sweep(context.WithoutCancel(ctx))
	for _, name := range removed {
		fmt.Fprintf(out, "%-4s removed %s, which no check was sure of\n", s.format, name)
	}
	if err != nil {
		results = append(results, result{"clean-up", "nothing is left", s.format, failed, err.Error(), 0})
	}
	return engine, results, nil
}

// areas are all checks.
var areas = []area{
	loginArea, apiArea, listsArea, searchArea, tagsArea, bookmarksArea, rolesArea, centersArea,
	networksArea, vmsArea, devicesArea, templatesArea, eventsArea, jobsArea, disksArea, imagesArea,
	snapshotsArea, runningArea, backupArea,
}
