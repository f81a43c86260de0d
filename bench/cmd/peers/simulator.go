package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

// The sides of the engine simulator: itself, and a net/http server that writes the same bytes from memory.
const (
	simulated = "simulator"
	canned    = "net/http, same bytes"
)

// simVMs is how many virtual machines the simulated engine has.
const simVMs = 1000

// startBound is how many seconds the simulator's start may take beside twice that of an empty server.
const startBound = 0.2

// excess is the time until a server answers its first request, less twice that of an empty net/http server.
const excess metric = "excess"

var simulatorGroup = group{
	name: "engine simulator",
	targets: []target{
		{name: "simulator, GET of one VM: server CPU, against net/http with the same bytes", metric: cpu, unit: micros, ours: simulated, peer: canned, bound: 3},
	},
	open: func(ctx context.Context, e *env) ([]side, func(), error) { return simulators(ctx, e, "one", 3000) },
}

var simulatorListGroup = group{
	name: "engine simulator, list",
	targets: []target{
		{name: "simulator, list of 1,000 VMs: server CPU, against net/http with the same bytes", metric: cpu, unit: micros, ours: simulated, peer: canned, bound: 6},
	},
	open: func(ctx context.Context, e *env) ([]side, func(), error) { return simulators(ctx, e, "list", 40) },
}

var simulatorStartGroup = group{
	name: "engine simulator, start",
	targets: []target{
		{name: "simulator, process start to first answer", metric: wall, unit: seconds, ours: simulated, peer: canned, want: noted},
		{name: "simulator, start: seconds above twice an empty net/http server's", metric: excess, unit: seconds, ours: simulated, bound: startBound},
	},
	open: func(_ context.Context, e *env) ([]side, func(), error) {
		var empty float64
		start := func(kind string) side {
			return side{kind, func(ctx context.Context) (sample, error) {
				begun := time.Now()
				s, err := startSimulator(ctx, e, kind, "none")
				if err != nil {
					return nil, err
				}
				defer s.stop()
				if err := s.call(ctx, 1); err != nil {
					return nil, err
				}
				took := time.Since(begun).Seconds()
				if kind == canned {
					empty = took
				}
				return sample{wall: took, excess: took - 2*empty}, nil
			}}
		}
		// The empty server goes first in each round, for the other's figure needs its time.
		return []side{start(canned), start(simulated)}, func() {}, nil
	},
}

// simulators returns both servers, each in a process of its own that stays for all rounds.
func simulators(ctx context.Context, e *env, what string, calls int) ([]side, func(), error) {
	var servers []*simServer
	release := func() {
		for _, s := range servers {
			s.stop()
		}
	}
	var sides []side
	for _, kind := range []string{simulated, canned} {
		s, err := startSimulator(ctx, e, kind, what)
		if err != nil {
			release()
			return nil, nil, err
		}
		servers = append(servers, s)
		sides = append(sides, side{kind, func(ctx context.Context) (sample, error) {
			if err := s.call(ctx, calls/10+1); err != nil {
				return nil, err
			}
			before, err := s.used()
			if err != nil {
				return nil, err
			}
			if err := s.call(ctx, calls); err != nil {
				return nil, err
			}
			after, err := s.used()
			return sample{cpu: (after - before) / float64(calls)}, err
		}})
	}
	return sides, release, nil
}

// simServer is the runner's hold on a server in a process of its own.
type simServer struct {
	url    string
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	lines  *bufio.Reader
	client *http.Client
}

func startSimulator(ctx context.Context, e *env, kind, what string) (*simServer, error) {
	s := &simServer{cmd: exec.CommandContext(ctx, e.self, "simulate", kind, what), client: &http.Client{Transport: &http.Transport{DisableCompression: true}}}
	s.cmd.Stderr = e.log
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if s.stdin, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.lines = bufio.NewReader(stdout)
	if err := s.read(&s.url); err != nil {
		s.stop()
		return nil, fmt.Errorf("%s didn't start: %w", kind, err)
	}
	return s, nil
}

func (s *simServer) read(v any) error {
	line, err := s.lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, v)
}

// used returns the seconds of processor time that the server used so far.
func (s *simServer) used() (seconds float64, err error) {
	if _, err := io.WriteString(s.stdin, "\n"); err != nil {
		return 0, err
	}
	return seconds, s.read(&seconds)
}

// call sends requests in turn on one connection.
func (s *simServer) call(ctx context.Context, n int) error {
	for range n {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url, nil)
		if err != nil {
			return err
		}
		r.SetBasicAuth("admin@internal", "password")
		resp, err := s.client.Do(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if err != nil {
			return err
		}
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("GET %s: status %d", s.url, resp.StatusCode)
		}
	}
	return nil
}

func (s *simServer) stop() {
	s.client.CloseIdleConnections()
	s.stdin.Close()
	s.cmd.Wait() // nothing depends on how it ended
}

// simulate is the role of such a server. It tells the address to ask for, and its processor time for each line that it is sent.
func simulate(args []string) error {
	if len(args) != 2 {
		return errors.New("simulate needs a kind of server and what it answers")
	}
	kind, what := args[0], args[1]
	handler, path, err := simHandler(kind, what)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go http.Serve(listener, handler)
	out := json.NewEncoder(os.Stdout)
	if err := out.Encode("http://" + listener.Addr().String() + path); err != nil {
		return err
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if err := out.Encode(processorTime().Seconds()); err != nil {
			return err
		}
	}
	return nil
}

// simHandler returns the engine, or a handler that has its answer in memory.
func simHandler(kind, what string) (http.Handler, string, error) {
	if what == "none" {
		if kind == canned {
			return http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), "/", nil
		}
		engine, err := simulator.New(simulator.Options{})
		return engine, apiPath, err
	}
	engine, err := simulator.New(simulator.Options{DeterministicIDs: true, Inventory: &simulator.Inventory{
		DataCenters: 1, Clusters: 2, Hosts: 8, StorageDomains: 2, VMs: simVMs, DisksPerVM: 1, NICsPerVM: 1,
	}})
	if err != nil {
		return nil, "", err
	}
	path := apiPath + "/vms"
	if what == "one" {
		path += "/" + engine.IDs("/vms")[singleVM]
	}
	if kind == simulated {
		return engine, path, nil
	}
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.SetBasicAuth("admin@internal", "password")
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	doc, length := w.Body.Bytes(), w.Header().Get("Content-Length")
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml;charset=UTF-8")
		if length != "" {
			w.Header().Set("Content-Length", strconv.Itoa(len(doc)))
		}
		w.Write(doc)
	}), path, nil
}
