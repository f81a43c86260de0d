package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// runCommand runs the engine for as long as the command runs, and returns the exit code for the
// shell. An error is one of ovirtsim itself.
func (s *settings) runCommand(ctx context.Context, stdout, stderr io.Writer) (code int, err error) {
	path, err := exec.LookPath(s.command[0])
	if err != nil {
		return exitOf(err), commandError(s.command[0], err)
	}
	// From here on signals are the command's. One that arrives before it runs is passed on then.
	signals := make(chan os.Signal, 8)
	// Those that are ignored, as by nohup, stay so for the command too.
	if taken := slices.DeleteFunc(slices.Clone(passedOn), signal.Ignored); len(taken) > 0 {
		signal.Notify(signals, taken...)
	}
	defer signal.Stop(signals)
	r, err := s.begin()
	if err != nil {
		return exitError, err
	}
	defer func() { err = errors.Join(err, r.remove()) }()
	defer r.server.Close()

	cmd := exec.CommandContext(ctx, path, s.command[1:]...)
	cmd.Args[0] = s.command[0]
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	cmd.Env = environment(os.Environ(), s.variables(r))
	if err := cmd.Start(); err != nil {
		return exitOf(err), commandError(s.command[0], err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case sig := <-signals:
			if !reachesGroup(sig) {
				_ = cmd.Process.Signal(sig) // It fails if the command has just ended.
			}
			continue
		case err = <-ended:
		}
		break
	}
	// Nobody is left to wait for an answer.
	err = errors.Join(notExit(err), r.server.Close(), r.save(r.server.Engine))
	return codeOf(cmd.ProcessState), err
}

// environment returns the variables of a process with those that name the engine. Others that
// sdk.ConfigFromEnv reads, and that could lead the command elsewhere or log it in as somebody else,
// are left out.
func environment(inherited []string, variables [][2]string) []string {
	all := slices.DeleteFunc(slices.Clone(inherited), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "OVIRT_URL", "OVIRT_HOSTNAME", "OVIRT_USERNAME", "OVIRT_PASSWORD", "OVIRT_TOKEN",
			"OVIRT_CAFILE", "OVIRT_INSECURE", "OVIRT_PROFILE", "OVIRT_CONFIG":
			return true
		}
		return false
	})
	for _, v := range variables {
		all = append(all, v[0]+"="+v[1])
	}
	return all
}

// commandError names the command that couldn't be run.
func commandError(name string, err error) error {
	if e, ok := errors.AsType[*exec.Error](err); ok {
		err = e.Err // without the name, which is quoted here
	}
	return fmt.Errorf("command %q: %w", name, err)
}

// exitOf returns the exit code for a command that can't be run.
func exitOf(err error) int {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return exitNotFound
	}
	return exitCantRun
}

// codeOf returns the exit code for a command that has ended.
func codeOf(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return exitSignal + int(status.Signal())
	}
	return state.ExitCode()
}

// notExit returns what failed while the command was waited for. The exit status isn't a failure of
// ovirtsim.
func notExit(err error) error {
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil
	}
	return err
}
