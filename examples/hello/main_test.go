package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// asProgram is the variable that makes the test binary the program itself.
const asProgram = "HELLO_RUN_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// program runs the program with its environment and returns what it prints.
func program(t *testing.T, env ...string) (stdout, stderr string, code int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(env, asProgram+"=1", "HOME="+t.TempDir())
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			t.Fatal(err)
		}
		code = exit.ExitCode()
	}
	return out.String(), errs.String(), code
}

func engine(t *testing.T) (*simtest.Server, []string) {
	t.Helper()
	s := simtest.New(t, simulator.Options{
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 3, NICsPerVM: 1,
		},
	})
	return s, []string{
		"OVIRT_URL=" + s.URL, "OVIRT_CAFILE=" + s.CAFile(),
		"OVIRT_USERNAME=" + simtest.User, "OVIRT_PASSWORD=" + simtest.Password,
	}
}

func TestVMsAreListed(t *testing.T) {
	t.Parallel()
	s, env := engine(t)
	stdout, stderr, code := program(t, env...)
	const want = `vm-00001                 up             1024 MiB [10.43.0.1]
vm-00002                 down           1024 MiB []
vm-00003                 down           1024 MiB []
`
	if diff := cmp.Diff(want, stdout); diff != "" || stderr != "" || code != 0 {
		t.Errorf("exit code %d, stderr %q, output differs (-want +got):\n%s", code, stderr, diff)
	}
	if n := s.Engine.Stats().Tokens; n != 0 {
		t.Errorf("%d logins are left", n)
	}
}

func TestErrorsEndTheProgram(t *testing.T) {
	t.Parallel()
	s, env := engine(t)
	s.Engine.Fail(simulator.Rule{Op: "VmsService.List", Status: 400, Detail: "[Refused.]"})
	for _, tt := range []struct {
		name string
		env  []string
		want string
	}{
		{"no engine named", nil, "neither OVIRT_URL nor OVIRT_HOSTNAME is set"},
		{"wrong password", append(env, "OVIRT_PASSWORD=moon"), "Cannot authenticate user 'admin@internal'"},
		{"list refused", env, "[Refused.]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, code := program(t, tt.env...)
			if stdout != "" || !strings.Contains(stderr, tt.want) || code != 1 {
				t.Errorf("exit code %d, stdout %q, stderr %q, want %q", code, stdout, stderr, tt.want)
			}
		})
	}
	t.Cleanup(func() {
		if n := s.Engine.Stats().Tokens; n != 0 {
			t.Errorf("%d logins are left", n)
		}
	})
}

// TestProgramOfTheReadme compares the first program of README.md with this one.
func TestProgramOfTheReadme(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```go\n")
	program, _, _ := strings.Cut(rest, "```\n")
	if diff := cmp.Diff(string(want), program); diff != "" {
		t.Errorf("the program in README.md isn't examples/hello/main.go (-want +got):\n%s", diff)
	}
	if n := strings.Count(program, "\n"); n > 40 {
		t.Errorf("the program has %d lines, want at most 40", n)
	}
}
