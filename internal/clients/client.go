package main

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// A client is a program of somebody else that speaks with engines.
type client struct {
	name string
	// install puts what the client needs into the directory, unless it is there, and returns its
	// version. Its error says why the client can't be had here.
	install func(ctx context.Context, dir string) (version string, err error)
	// run has the client do its work.
	run func(ctx context.Context, w work) error
	// least is how many requests the client must send; fewer mean that it didn't do its work.
	least int
	// slow means that it takes more than two minutes on two cores, downloads not counted.
	slow bool
}

// A work is what a client has while it runs.
type work struct {
	dir    string        // where it is installed
	env    []string      // the environment, which says where the engine is
	site   site          // where it is
	output *bytes.Buffer // what it prints
}

// A site says where the engine is.
type site struct {
	url, host, port, caFile, user, password string
}

// A result is what came of a client.
type result struct {
	version  string
	requests int
	skip     string // why it wasn't run; empty if it was
	err      error
	output   string
}

//go:embed scripts
var scripts embed.FS

const (
	installTimeout = 10 * time.Minute
	runTimeout     = 15 * time.Minute
)

// run installs a client, starts an engine for it, and runs it.
func run(ctx context.Context, c client, top string) (r result) {
	dir, err := filepath.Abs(filepath.Join(top, c.name))
	if err == nil {
		err = os.MkdirAll(dir, 0o777)
	}
	if err != nil {
		return result{err: err}
	}
	installing, cancel := context.WithTimeout(ctx, installTimeout)
	defer cancel()
	if r.version, err = c.install(installing, dir); err != nil {
		return result{skip: err.Error()}
	}
	engine, err := simulator.New(simulator.Options{
		Step: 20 * time.Millisecond, Requests: 100_000,
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 2, Networks: 1, Templates: 1,
			VMs: 4, DisksPerVM: 1, NICsPerVM: 1, Users: 2,
		},
	})
	if err != nil {
		return result{err: err}
	}
	server, err := engine.StartTLS("127.0.0.1:0")
	if err != nil {
		return result{err: err}
	}
	defer server.Close()
	w := work{dir: dir, output: new(bytes.Buffer)}
	if w.site, err = describe(engine, server.URL, dir); err != nil {
		return result{err: err}
	}
	w.env = append(os.Environ(),
		"OVIRT_URL="+w.site.url, "OVIRT_USERNAME="+w.site.user, "OVIRT_PASSWORD="+w.site.password,
		"OVIRT_CAFILE="+w.site.caFile, "OVIRT_CA_FILE="+w.site.caFile, "HOME="+dir)
	running, cancel := context.WithTimeout(ctx, runTimeout)
	defer cancel()
	r.err = c.run(running, w)
	requests := engine.Requests()
	r.requests = len(requests)
	if r.err != nil {
		for _, q := range requests[max(0, len(requests)-5):] {
			fmt.Fprintf(w.output, "%d %s %s?%s\n", q.Status, q.Method, q.Path, q.Query)
		}
	}
	r.output = w.output.String()
	if r.err == nil && r.requests < c.least {
		r.err = fmt.Errorf("it sent fewer than %d requests", c.least)
	}
	return r
}

// describe notes where the engine is, and writes its certificate into the directory.
func describe(engine *simulator.Engine, address, dir string) (site, error) {
	ca, err := engine.CA()
	if err != nil {
		return site{}, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return site{}, err
	}
	s := site{
		url: address, host: u.Hostname(), port: u.Port(), caFile: filepath.Join(dir, "ca.pem"),
		user: "admin@internal", password: "password",
	}
	return s, os.WriteFile(s.caFile, ca, 0o666)
}

// command runs a program in the client's directory, with the engine in its environment. It returns
// an error that holds the end of what the program printed.
func (w work) command(ctx context.Context, name string, args ...string) error {
	return w.commandEnv(ctx, nil, name, args...)
}

func (w work) commandEnv(ctx context.Context, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = w.dir, append(w.env, env...)
	cmd.Stdout, cmd.Stderr = w.output, w.output
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return nil
}

// script writes an embedded script into the client's directory and returns its path.
func (w work) script(name string) (string, error) {
	data, err := scripts.ReadFile("scripts/" + name)
	if err != nil {
		return "", err
	}
	path := filepath.Join(w.dir, name)
	return path, os.WriteFile(path, data, 0o777)
}

// tool runs a program that installs something, and returns what it prints. Its error holds the last
// line that the program printed.
func tool(ctx context.Context, dir string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	if err == nil {
		return out.String(), nil
	}
	if errors.Is(err, exec.ErrNotFound) {
		return "", fmt.Errorf("%s is not installed", name)
	}
	lines := bytes.Split(bytes.TrimSpace(errs.Bytes()), []byte("\n"))
	return "", fmt.Errorf("%s: %s", filepath.Base(name), cmp.Or(string(lines[len(lines)-1]), err.Error()))
}
