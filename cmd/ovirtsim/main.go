// Command ovirtsim runs a simulated oVirt Engine.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
)

const usage = `Usage: ovirtsim [flags]

Runs a simulated oVirt Engine until it is interrupted, and prints the address of its API and the file with the
certificate of its authority. Nothing is kept when it ends.

Flags:
`

// Exit codes.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// settings are what the flags say.
type settings struct {
	listen, model, user, password string
	cert, key, ca                 string
	plain, countedIDs             bool
	step                          time.Duration
	inventory                     simulator.Inventory
}

// run does all of main's work until ctx ends, and gives the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	if err := serve(ctx, s, stdout); err != nil {
		fmt.Fprintf(stderr, "ovirtsim: %v\n", err)
		return exitError
	}
	return exitOK
}

func parse(args []string, stderr io.Writer) (*settings, error) {
	s := &settings{}
	f := flag.NewFlagSet("ovirtsim", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		fmt.Fprint(stderr, usage)
		f.PrintDefaults()
	}
	f.StringVar(&s.listen, "listen", "127.0.0.1:8443", "`address` to listen on; port 0 takes any free one")
	f.StringVar(&s.model, "model", "", "`directory` with the data of an API model; default is the one built in")
	f.StringVar(&s.user, "user", "admin@internal", "`name` of the user, with profile")
	f.StringVar(&s.password, "password", "password", "`password` of the user")
	f.StringVar(&s.cert, "tls-cert", "", "`file` with the server's certificate; default is one of an authority made at the start")
	f.StringVar(&s.key, "tls-key", "", "`file` with the key of -tls-cert")
	f.StringVar(&s.ca, "ca", "", "`file` to write the authority's certificate to; default is one in the temporary directory")
	f.BoolVar(&s.plain, "plain", false, "listen without TLS")
	f.BoolVar(&s.countedIDs, "counted-ids", false, "count the ids of new objects, so that they are the same in each run")
	f.DurationVar(&s.step, "step", 500*time.Millisecond, "how long one change of status takes; 0 is no time")
	in := &s.inventory
	f.IntVar(&in.DataCenters, "datacenters", 1, "`number` of data centers")
	f.IntVar(&in.Clusters, "clusters", 1, "`number` of clusters")
	f.IntVar(&in.Hosts, "hosts", 2, "`number` of hosts, called host-001 and so on")
	f.IntVar(&in.StorageDomains, "storagedomains", 1, "`number` of storage domains, called data-001 and so on")
	f.IntVar(&in.Templates, "templates", 1, "`number` of templates beside Blank, called template-001 and so on")
	f.IntVar(&in.VMs, "vms", 0, "`number` of VMs, called vm-00001 and so on")
	f.IntVar(&in.DisksPerVM, "disks", 1, "`number` of disks of each VM")
	f.IntVar(&in.NICsPerVM, "nics", 1, "`number` of network interfaces of each VM")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	return s, s.check(f, stderr)
}

// check refuses what can't be meant.
func (s *settings) check(f *flag.FlagSet, stderr io.Writer) error {
	var err error
	in := s.inventory
	switch {
	case f.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", f.Arg(0))
	case (s.cert == "") != (s.key == ""):
		err = errors.New("-tls-cert and -tls-key go together")
	case s.plain && s.cert != "":
		err = errors.New("-plain excludes -tls-cert")
	case min(in.DataCenters, in.Clusters, in.Hosts, in.StorageDomains, in.Templates, in.VMs, in.DisksPerVM, in.NICsPerVM) < 0:
		err = errors.New("a number of objects can't be negative")
	case s.step < 0:
		err = errors.New("-step can't be negative")
	}
	if err != nil {
		fmt.Fprintf(stderr, "ovirtsim: %v; see ovirtsim -help\n", err)
	}
	return err
}

// serve runs the engine until ctx ends.
func serve(ctx context.Context, s *settings, stdout io.Writer) error {
	options := simulator.Options{
		Users: map[string]string{s.user: s.password}, DeterministicIDs: s.countedIDs, Inventory: &s.inventory, Step: s.step,
	}
	if s.step == 0 {
		options.Step = -1
	}
	if s.model != "" {
		m, err := model.Load(os.DirFS(s.model))
		if err != nil {
			return err
		}
		options.Model = m
	}
	engine, err := simulator.New(options)
	if err != nil {
		return err
	}
	server, ca, err := s.start(engine)
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintf(stdout, "URL:  %s\nUser: %s\n", server.URL, s.user)
	if ca != "" {
		fmt.Fprintf(stdout, "CA:   %s\n", ca)
	}
	<-ctx.Done()
	return nil
}

// start listens as the flags say, and gives the file with the authority's certificate if there is one.
func (s *settings) start(engine *simulator.Engine) (server *simulator.Server, ca string, err error) {
	switch {
	case s.plain:
		server, err = engine.Start(s.listen)
		return server, "", err
	case s.cert != "":
		cert, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			return nil, "", err
		}
		server, err = engine.StartWith(s.listen, cert)
		return server, "", err
	}
	pem, err := engine.CA()
	if err != nil {
		return nil, "", err
	}
	if ca = s.ca; ca == "" {
		dir, err := os.MkdirTemp("", "ovirtsim")
		if err != nil {
			return nil, "", err
		}
		ca = filepath.Join(dir, "ca.pem")
	}
	if err := os.WriteFile(ca, pem, 0o644); err != nil {
		return nil, "", err
	}
	server, err = engine.StartTLS(s.listen)
	return server, ca, err
}
