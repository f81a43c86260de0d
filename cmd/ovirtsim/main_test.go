package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	rules := filepath.Join(t.TempDir(), "rules")
	if err := os.WriteFile(rules, []byte("status=503\nmoon"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, args string
		code       int
		want       string // the first line on the standard error
	}{
		{"help", "-help", 0, ""},
		{"short help", "-h", 0, ""},
		{"unknown flag", "-moon", 2, "ovirtsim: flag provided but not defined: -moon; see ovirtsim -help"},
		{"argument", "moon", 2, `ovirtsim: unexpected argument "moon"; a command to run follows --; see ovirtsim -help`},
		{"no command", "-plain --", 2, "ovirtsim: no command follows --; see ovirtsim -help"},
		{"capture with a command", "-capture x -- true", 2, "ovirtsim: -capture takes no command; see ovirtsim -help"},
		{"missing command", "-listen 127.0.0.1:0 -- /nonexistent/moon", 127,
			`ovirtsim: command "/nonexistent/moon": stat /nonexistent/moon: no such file or directory`},
		{"missing command by name", "-listen 127.0.0.1:0 -- ovirt-moon", 127,
			`ovirtsim: command "ovirt-moon": executable file not found in $PATH`},
		{"command that isn't executable", "-listen 127.0.0.1:0 -- ./main.go", 126, `ovirtsim: command "./main.go": permission denied`},
		{"command that is a directory", "-listen 127.0.0.1:0 -- ./", 126, `ovirtsim: command "./": is a directory`},
		{"half a key pair", "-tls-cert x", 2, "ovirtsim: -tls-cert and -tls-key go together; see ovirtsim -help"},
		{"certificate without TLS", "-plain -tls-cert x -tls-key y", 2, "ovirtsim: -plain excludes -tls-cert; see ovirtsim -help"},
		{"authority without TLS", "-plain -ca x", 2, "ovirtsim: -ca needs an authority, which -plain and -tls-cert do without; see ovirtsim -help"},
		{"negative number", "-vms -1", 2, "ovirtsim: a number of objects can't be negative; see ovirtsim -help"},
		{"negative step", "-step -1s", 2, "ovirtsim: -step can't be negative; see ovirtsim -help"},
		{"negative speed", "-speed -1", 2, "ovirtsim: -speed can't be negative; see ovirtsim -help"},
		{"negative grace", "-grace -1s", 2, "ovirtsim: -grace can't be negative; see ovirtsim -help"},
		{"negative idle time", "-idle -1s", 2, "ovirtsim: -idle can't be negative; see ovirtsim -help"},
		{"role of nobody", "-role jane@internal=UserRole", 1, `ovirtsim: role of "jane@internal": no such user`},
		{"unknown role", "-role admin@internal=King", 1, `ovirtsim: role of "admin@internal": engines have no role "King"`},
		{"group of nobody", "-group a@internal=jane@internal", 1, `ovirtsim: group "a@internal": no such user "jane@internal"`},
		{"bad time", "-time noon", 2, `ovirtsim: -time "noon" is no time such as 2026-05-04T10:30:00Z; see ovirtsim -help`},
		{"bad rule", "-rule nth=x", 2, `ovirtsim: invalid value "nth=x" for flag -rule: nth "x": invalid syntax; see ovirtsim -help`},
		{"bad file of rules", "-rules " + rules, 2, `ovirtsim: invalid value "` + rules + `" for flag -rules: line 2: unknown field "moon"; there are `},
		{"missing file of rules", "-rules /nonexistent", 2, `ovirtsim: invalid value "/nonexistent" for flag -rules: open /nonexistent: no such file or directory; see ovirtsim -help`},
		{"bad login", "-login jane@internal", 2, `ovirtsim: invalid value "jane@internal" for flag -login: not of the form name=value; see ovirtsim -help`},
		{"rule for nothing", "-rule op=MoonService.Add,status=500", 1, "ovirtsim: rule 1: no operation is called MoonService.Add"},
		{"bad user", "-user moon -listen 127.0.0.1:0", 1, `ovirtsim: user "moon" has no profile, as in admin@internal`},
		{"missing model", "-model /nonexistent", 1, "ovirtsim: -model /nonexistent: open model.txt: no such file or directory"},
		{"nowhere to save", "-save /nonexistent/x", 1, "ovirtsim: -save /nonexistent/x: stat /nonexistent: no such file or directory"},
		{"nothing to skip", "-capture-skip events", 2, "ovirtsim: -capture-skip needs -capture; see ovirtsim -help"},
		{"release to come", "-release 9.0", 1, "ovirtsim: release 9.0 is later than that of the model, 4.6.1"},
		{"no release", "-release moon", 1, `ovirtsim: "moon" is not a release such as 4.4`},
		{"missing certificate", "-tls-cert /nonexistent -tls-key /nonexistent", 1, "ovirtsim: open /nonexistent: no such file or directory"},
		{"directory of the authority is missing", "-ca /nonexistent/ca.pem", 1, "ovirtsim: open /nonexistent/ca.pem: no such file or directory"},
		{"bad address", "-listen moon", 1, "ovirtsim: address moon: missing port in address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			if code := run(t.Context(), strings.Fields(tt.args), &stdout, &stderr); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			got, _, _ := strings.Cut(stderr.String(), "\n")
			if got != tt.want && !(strings.HasSuffix(tt.want, " ") && strings.HasPrefix(got, tt.want)) {
				t.Errorf("first line %q, want %q", got, tt.want)
			}
			if tt.code != 0 && stdout.Len() > 0 {
				t.Errorf("standard output has %q", &stdout)
			}
		})
	}
}

// TestHelpExplainsEveryKnob compares the help with the flags and with the fields of rules.
func TestHelpExplainsEveryKnob(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	s, err := parse([]string{"-h"}, &stdout, &stderr)
	if err != flag.ErrHelp {
		t.Fatal(err)
	}
	help := stdout.String()
	s.flags.VisitAll(func(f *flag.Flag) {
		if !strings.Contains(help, "\n  -"+f.Name) {
			t.Errorf("the help lacks -%s", f.Name)
		}
		if f.Usage == "" {
			t.Errorf("-%s says nothing", f.Name)
		}
	})
	_, err = simulator.ParseRule("moon=1")
	_, names, _ := strings.Cut(err.Error(), "there are ")
	for name := range strings.SplitSeq(names, ", ") {
		if !strings.Contains(aboutRules, name) {
			t.Errorf("the help lacks the field %s of rules", name)
		}
	}
	for line := range strings.Lines(help) {
		if n := len(strings.TrimSuffix(line, "\n")); n > 125 {
			t.Errorf("a line has %d characters: %s", n, line)
		}
	}
}

func TestValuesAreQuotedForTheShell(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"https://127.0.0.1:8443/ovirt-engine/api", "https://127.0.0.1:8443/ovirt-engine/api"},
		{"https://[::1]:8443/x", "'https://[::1]:8443/x'"},
		{"it's $5", `'it'\''s $5'`},
		{"", "''"},
	} {
		if got := quote(tt.text); got != tt.want {
			t.Errorf("quote(%q) is %s, want %s", tt.text, got, tt.want)
		}
	}
}
