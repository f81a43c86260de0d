package examples_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/simulator"
)

var newState = flag.Bool("state", false, "write "+stateFile)

// stateFile has the engine that the programs work on without flags, for ovirtsim -state.
const stateFile = "engine.state"

// TestEngineState writes the file on request. It differs a little each time.
func TestEngineState(t *testing.T) {
	if !*newState {
		return // the programs below show that it can be loaded
	}
	synctest.Test(t, func(t *testing.T) {
		if err := os.WriteFile(stateFile, []byte(exampletest.State(t)), 0o644); err != nil {
			t.Fatal(err)
		}
	})
}

// process is a program that runs beside an engine of its own.
type process struct {
	engine *simulator.Engine
	env    map[string]string
}

// start starts an engine from the file. Each change of a status takes the time of a step there.
func start(t *testing.T, step time.Duration) *process {
	t.Helper()
	state, err := os.ReadFile(stateFile)
	if err != nil {
		t.Fatal(err)
	}
	options := exampletest.Options(step)
	options.State = bytes.NewReader(state)
	server, err := exampletest.StartServer(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, server.Config.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	return &process{server.Engine, map[string]string{
		"OVIRT_URL":      server.Config.URL,
		"OVIRT_USERNAME": server.Config.Username,
		"OVIRT_PASSWORD": server.Config.Password,
		"OVIRT_CAFILE":   ca,
	}}
}

// command returns the command that runs a program with some other variables, in an empty directory.
func (p *process) command(
	ctx context.Context, t *testing.T, program string, change map[string]string, args ...string,
) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, build(t), args...)
	cmd.Dir = t.TempDir()
	env := maps.Clone(p.env)
	maps.Copy(env, change)
	env["OVIRT_EXAMPLE"] = program
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "OVIRT_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// programStep is how long a status lasts: long enough for programs that must see one, such as
// reboot.
const programStep = 300 * time.Millisecond

// patience is how long a program may run, on a machine that is busy.
const patience = 2 * time.Minute

// TestProgramsRunAsTheyAre runs each program as a process without flags, on the engine of the file.
func TestProgramsRunAsTheyAre(t *testing.T) {
	seeSources(t)
	build(t)
	// They wait most of the time, so that many may run at once.
	slots := make(chan struct{}, 24)
	var all sync.WaitGroup
	for _, program := range programs(t) {
		if !strings.Contains(program, "/") {
			continue
		}
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			t.Run(program, func(t *testing.T) { runAsItIs(t, program) })
		})
	}
	all.Wait()
}

func runAsItIs(t *testing.T, program string) {
	p := start(t, programStep)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if out, err := p.command(ctx, t, program, nil).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	// One keeps its login, because that is what it shows.
	if n := p.engine.Stats().Tokens; n != 0 && program != "connecting/keeplogin" {
		t.Errorf("%d tokens are alive", n)
	}
}

// TestProgramsLogOut shows what main does, which is the same in all programs.
func TestProgramsLogOut(t *testing.T) {
	for _, tt := range []struct {
		name, program string
		rule          simulator.Rule
		change        map[string]string
		want          string // in what is printed
	}{
		{name: "success", program: "reading/systeminfo", want: "oVirt Engine"},
		{
			name: "failure", program: "reading/systeminfo",
			rule: simulator.Rule{Op: "SystemService.Get", Status: 400, Detail: "[Refused.]"},
			want: "[Refused.]",
		},
		{
			name: "wrong password", program: "reading/listvms",
			change: map[string]string{"OVIRT_PASSWORD": "wrong"}, want: "Cannot authenticate user",
		},
		{
			name: "unknown certificate", program: "reading/listvms",
			change: map[string]string{"OVIRT_CAFILE": ""}, want: "certificate",
		},
		{
			name: "any certificate", program: "reading/listvms",
			change: map[string]string{"OVIRT_CAFILE": "", "OVIRT_INSECURE": "true"}, want: "example-web-1",
		},
		{
			name: "no user", program: "reading/listvms",
			change: map[string]string{"OVIRT_USERNAME": ""}, want: "Username",
		},
		{
			name: "no engine", program: "reading/listvms",
			change: map[string]string{"OVIRT_URL": ""}, want: "OVIRT_URL",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := start(t, time.Millisecond)
			if tt.rule.Op != "" {
				p.engine.Fail(tt.rule)
			}
			out, _ := p.command(t.Context(), t, tt.program, tt.change).CombinedOutput()
			if !strings.Contains(string(out), tt.want) {
				t.Errorf("%q isn't in\n%s", tt.want, out)
			}
			if n := p.engine.Stats().Tokens; n != 0 {
				t.Errorf("%d tokens are alive", n)
			}
		})
	}
}

// TestInterruptedProgramLogsOut interrupts a program when it has printed its first line.
func TestInterruptedProgramLogsOut(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no interrupts between processes")
	}
	p := start(t, programStep)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := p.command(ctx, t, "vms/lifecycle", nil)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Fatal(err)
	}
	// The text depends on what it waited for at that moment.
	said := strings.Contains(stderr.String(), "interrupt") || strings.Contains(stderr.String(), "canceled")
	if err := cmd.Wait(); err == nil || !said {
		t.Errorf("%v, want the error of the interrupt in\n%s", err, stderr.String())
	}
	if n := p.engine.Stats().Tokens; n != 0 {
		t.Errorf("%d tokens are alive", n)
	}
}
