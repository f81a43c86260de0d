//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// with prepares ovirtsim to run a command of the shell beside an engine on a free port. Its
// temporary directory is empty at first, and must be at the end.
func with(
	t *testing.T, flags []string, script string,
) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	path, err := command()
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-listen", "127.0.0.1:0"}, flags...)
	temp := t.TempDir()
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	args = append(args, "--", "sh", "-c", script)
	cmd = exec.CommandContext(context.WithoutCancel(t.Context()), path, args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+temp,
		"OVIRT_TOKEN=elsewhere", "OVIRT_INSECURE=true", "OVIRT_CAFILE=elsewhere")
	cmd.Stdout, cmd.Stderr = stdout, stderr
	t.Cleanup(func() {
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("files are left: %v, %v", left, err)
		}
	})
	return cmd, stdout, stderr
}

// code runs the command to its end and returns the exit code.
func code(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode()
}

func TestCommandFindsTheEngine(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl isn't installed")
	}
	for _, tt := range []struct {
		name, flag, trust string
	}{
		{"TLS", "-vms=3", `--cacert "$OVIRT_CAFILE"`},
		{"plain", "-plain", `${OVIRT_CAFILE-}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd, stdout, stderr := with(t, []string{tt.flag, "-vms", "3", "-password", "it's $5"},
				`curl -sSf `+tt.trust+` -u "$OVIRT_USERNAME:$OVIRT_PASSWORD" \
					"$OVIRT_URL/vms?search=name%3Dvm-00003"
				env | grep ^OVIRT_ | cut -d= -f1 | sort; cat; exit 3`)
			cmd.Stdin = strings.NewReader("the input")
			if got := code(t, cmd); got != 3 {
				t.Errorf("exit code %d, want 3", got)
			}
			out := stdout.String()
			variables := "OVIRT_CAFILE\nOVIRT_PASSWORD\nOVIRT_URL\nOVIRT_USERNAME\n"
			if tt.name == "plain" {
				variables = strings.TrimPrefix(variables, "OVIRT_CAFILE\n")
			}
			if !strings.HasPrefix(out, "<?xml") && !strings.HasPrefix(out, "<vms>") ||
				!strings.Contains(out, "<name>vm-00003</name>") ||
				!strings.HasSuffix(out, ">\n"+variables+"the input") {
				t.Errorf("standard output\n%s", out)
			}
			if stderr.Len() > 0 {
				t.Errorf("standard error\n%s", stderr)
			}
		})
	}
}

func TestExitCodeIsThatOfTheCommand(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]int{
		"exit 0":        0,
		"exit 42":       42,
		"kill -TERM $$": 128 + int(syscall.SIGTERM),
		"kill -KILL $$": 128 + int(syscall.SIGKILL),
		// The certificate exists for as long as the command runs, and the engine for no longer.
		`test -s "$OVIRT_CAFILE"`: 0,
	} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			cmd, stdout, stderr := with(t, nil, script)
			if got := code(t, cmd); got != want {
				t.Errorf("exit code %d, want %d", got, want)
			}
			if stdout.Len()+stderr.Len() > 0 {
				t.Errorf("standard output %q, standard error %q", stdout, stderr)
			}
		})
	}
}

func TestEngineEndsWithTheCommand(t *testing.T) {
	t.Parallel()
	cmd, stdout, stderr := with(t, nil, `echo "$OVIRT_URL"`)
	if got := code(t, cmd); got != 0 {
		t.Fatalf("exit code %d: %s", got, stderr)
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(stdout.String(), "https://"), "/")
	if conn, err := net.Dial("tcp", host); err == nil {
		conn.Close()
		t.Errorf("something listens at %s", host)
	}
}

func TestSignalsArePassedOn(t *testing.T) {
	t.Parallel()
	for name, sig := range map[string]syscall.Signal{
		"INT": syscall.SIGINT, "TERM": syscall.SIGTERM,
		"HUP": syscall.SIGHUP, "USR1": syscall.SIGUSR1,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, _, stderr := with(t, nil, `trap 'kill $child; echo got; exit 7' `+name+`
				sleep 1000 >/dev/null & child=$!
				echo ready; wait`)
			// In a session of its own there is no terminal whose keyboard could have sent the
			// signal.
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
			cmd.Stdout = nil
			pipe, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			out := bufio.NewReader(pipe)
			if line, err := out.ReadString('\n'); line != "ready\n" {
				t.Fatalf("first line %q, %v", line, err)
			}
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(out)
			if string(rest) != "got\n" || err != nil {
				t.Errorf("then %q, %v", rest, err)
			}
			cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != 7 {
				t.Errorf("exit code %d, want 7: %s", got, stderr)
			}
		})
	}
}

// TestIgnoredSignalsStayIgnored runs ovirtsim as nohup does.
func TestIgnoredSignalsStayIgnored(t *testing.T) {
	t.Parallel()
	cmd, _, stderr := with(t, nil, `sleep 1000 & child=$!
		trap 'kill $child; exit 6' HUP; trap 'kill $child; exit 5' USR1
		kill -HUP $PPID; kill -USR1 $PPID; wait`)
	cmd.Args = append([]string{"sh", "-c", `trap '' HUP; exec "$@"`, "sh"}, cmd.Args...)
	cmd.Path = "/bin/sh"
	if got := code(t, cmd); got != 5 {
		t.Errorf("exit code %d, want 5: %s", got, stderr)
	}
}

// TestTakenPortIsAnErrorAtOnce shows that the command isn't run, and that nothing is left.
func TestTakenPortIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	cmd, stdout, stderr := with(t, []string{"-listen", l.Addr().String()}, "echo ran")
	if got := code(t, cmd); got != exitError {
		t.Errorf("exit code %d, want %d", got, exitError)
	}
	want := "ovirtsim: listen tcp " + l.Addr().String() + ": bind: address already in use"
	if !strings.HasPrefix(stderr.String(), want) {
		t.Errorf("standard error %q, want %q", stderr, want)
	}
	if stdout.Len() > 0 {
		t.Errorf("standard output %q", stdout)
	}
}

func TestInventoryIsSavedBehindTheCommand(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/state"
	cmd, _, stderr := with(t, []string{"-save", file, "-vms", "2"}, "exit 5")
	if got := code(t, cmd); got != 5 {
		t.Errorf("exit code %d, want 5: %s", got, stderr)
	}
	text, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(text, []byte("<name>vm-00002</name>")) {
		t.Errorf("the saved inventory lacks vm-00002: %v", err)
	}
}

func TestEnvironmentOfTheCommand(t *testing.T) {
	t.Parallel()
	got := environment(
		[]string{"PATH=/bin", "OVIRT_URL=a", "OVIRT_PROFILE=b", "OVIRT_DEBUG=1", "OVIRT_TOKEN=c"},
		[][2]string{{"OVIRT_URL", "x"}, {"OVIRT_PASSWORD", "y=z"}},
	)
	want := []string{"PATH=/bin", "OVIRT_DEBUG=1", "OVIRT_URL=x", "OVIRT_PASSWORD=y=z"}
	if !slices.Equal(got, want) {
		t.Errorf("environment %q, want %q", got, want)
	}
}
