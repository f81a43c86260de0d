package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
)

const peerModule = "github.com/ovirt/go-ovirt"

// env is where the runner works.
type env struct {
	self        string // self is the path of this program, for the processes that it starts.
	bench       string // bench is the directory of the bench module.
	temp        string // temp is an empty directory of the runner's own.
	peerVersion string
	log         io.Writer
}

func newEnv(ctx context.Context, log io.Writer) (*env, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Path}}\n{{.Dir}}").Output()
	if err != nil {
		return nil, fmt.Errorf("go list -m: %w", withStderr(err))
	}
	path, dir, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if !strings.HasSuffix(path, "/bench") {
		return nil, fmt.Errorf("the working directory belongs to module %s; run peers in the directory bench", path)
	}
	temp, err := os.MkdirTemp("", "peers-")
	if err != nil {
		return nil, err
	}
	return &env{self: self, bench: dir, temp: temp, peerVersion: peerVersion(), log: log}, nil
}

// peerVersion is the version of go-ovirt that is linked into this program.
func peerVersion() string {
	if info, found := debug.ReadBuildInfo(); found {
		for _, m := range info.Deps {
			if m.Path == peerModule {
				return m.Version
			}
		}
	}
	return "of unknown version"
}

func (e *env) close() {
	os.RemoveAll(e.temp)
}

func (e *env) logf(format string, args ...any) {
	fmt.Fprintf(e.log, format+"\n", args...)
}

// module is the directory of the module that is measured.
func (e *env) module() string { return filepath.Dir(e.bench) }

// spawn runs this program in another role and returns the sample that it prints.
func (e *env) spawn(ctx context.Context, role string, args ...string) (sample, error) {
	cmd := exec.CommandContext(ctx, e.self, append([]string{role}, args...)...)
	cmd.Dir = e.bench
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", role, strings.Join(args, " "), withStderr(err))
	}
	var s sample
	if err := json.Unmarshal(out, &s); err != nil {
		return nil, fmt.Errorf("%s %s printed %.200q: %w", role, strings.Join(args, " "), out, err)
	}
	return s, nil
}

// tell prints the sample for the process that spawned this one.
func (s sample) tell() error {
	return json.NewEncoder(os.Stdout).Encode(s)
}

// withStderr adds what a failed program said.
func withStderr(err error) error {
	if failed, ok := errors.AsType[*exec.ExitError](err); ok && len(failed.Stderr) > 0 {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(string(failed.Stderr)))
	}
	return err
}
