package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// command builds the command once for all tests.
var command = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "ovirtsim-test")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "ovirtsim")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

// countVariable makes the test binary a program that prints the signals that it receives.
const countVariable = "OVIRTSIM_TEST_COUNTS_SIGNALS"

func TestMain(m *testing.M) {
	if os.Getenv(countVariable) != "" {
		printSignals()
		return
	}
	code := m.Run()
	if path, err := command(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// printSignals prints each interrupt, and ends with SIGTERM.
func printSignals() {
	signals := make(chan os.Signal, 10)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	fmt.Println("ready")
	for s := range signals {
		fmt.Println(s)
		if s == syscall.SIGTERM {
			os.Exit(9)
		}
	}
}

// process is the command while it runs.
type process struct {
	*exec.Cmd
	t      *testing.T
	lines  []string // what it printed on its standard output
	env    map[string]string
	stderr *bytes.Buffer // complete when it has ended
	out    *bufio.Reader
}

// launch runs the command on a free port until it has printed its variables, and ends it with the test.
func launch(t *testing.T, args ...string) *process {
	t.Helper()
	path, err := command()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, env: map[string]string{}, stderr: &bytes.Buffer{}}
	p.Cmd = exec.CommandContext(context.WithoutCancel(t.Context()), path, append([]string{"-listen", "127.0.0.1:0"}, args...)...)
	p.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	p.Stderr = p.stderr
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			p.Process.Kill()
			p.Wait()
		}
	})
	p.out = bufio.NewReader(stdout)
	want := 4
	if slices.Contains(args, "-plain") {
		want = 3
	}
	for range want {
		line, err := p.out.ReadString('\n')
		if err != nil {
			p.Wait()
			t.Fatalf("%v\n%s", err, p.stderr)
		}
		line = strings.TrimSuffix(line, "\n")
		p.lines = append(p.lines, line)
		name, value, _ := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		p.env[name] = value
	}
	return p
}

// ended waits for the end and returns the exit code.
func (p *process) ended() int {
	p.t.Helper()
	rest, err := io.ReadAll(p.out)
	if err != nil || len(rest) > 0 {
		p.t.Errorf("more on the standard output: %q, %v", rest, err)
	}
	p.Wait()
	return p.ProcessState.ExitCode()
}

func (p *process) signal(s os.Signal) {
	p.t.Helper()
	if err := p.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// client returns a client that trusts the engine alone.
func (p *process) client() *http.Client {
	p.t.Helper()
	pool := x509.NewCertPool()
	if pem, err := os.ReadFile(p.env["OVIRT_CAFILE"]); err != nil || !pool.AppendCertsFromPEM(pem) {
		p.t.Fatal("no certificate in the file: ", err)
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
}

// request returns a request with the credentials of the variables.
func (p *process) request(method, path string, body io.Reader) *http.Request {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.env["OVIRT_URL"]+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	r.SetBasicAuth(p.env["OVIRT_USERNAME"], p.env["OVIRT_PASSWORD"])
	r.Header.Set("Content-Type", "application/xml")
	return r
}

func TestVariablesLeadCurlToTheEngine(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl isn't installed")
	}
	p := launch(t, "-vms", "3", "-password", "it's $5")
	script := strings.Join(p.lines, "\n") + `
curl --fail --silent --show-error --cacert "$OVIRT_CAFILE" -u "$OVIRT_USERNAME:$OVIRT_PASSWORD" "$OVIRT_URL/vms?search=name%3Dvm-00003"`
	out, err := exec.CommandContext(t.Context(), "sh", "-c", script).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "<name>vm-00003</name>") {
		t.Errorf("%v\n%s", err, out)
	}
	ca := p.env["OVIRT_CAFILE"]
	p.signal(syscall.SIGTERM)
	if code := p.ended(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.stderr)
	}
	if _, err := os.Stat(filepath.Dir(ca)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory of the certificate is left: %v", err)
	}
	if !strings.Contains(p.stderr.String(), "ovirtsim: status page at https://127.0.0.1:") {
		t.Errorf("standard error\n%s", p.stderr)
	}
}

func TestVariablesLeadTheSDKToTheEngine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
	}{
		{"TLS", nil}, {"plain", []string{"-plain"}}, {"another user", []string{"-user", "jane@internal", "-password", "x"}},
		{"base", []string{"-base", "/engine"}}, {"older release", []string{"-release", "4.4.10"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := launch(t, tt.args...)
			cfg := sdk.Config{
				URL: p.env["OVIRT_URL"], Username: p.env["OVIRT_USERNAME"], Password: p.env["OVIRT_PASSWORD"], CAFile: p.env["OVIRT_CAFILE"],
			}
			if tt.name == "base" {
				cfg.SSOURL = strings.TrimSuffix(cfg.URL, "/api") + "/sso/oauth/token"
			}
			conn, err := sdk.Connect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			hosts, err := conn.SystemService().HostsService().List(t.Context(), nil)
			if err != nil || len(hosts) != 2 {
				t.Errorf("%d hosts, error %v", len(hosts), err)
			}
		})
	}
}

// TestRequestsUnderWayEndBeforeTheEngineDoes sends half a request, then the signal, then the rest.
func TestRequestsUnderWayEndBeforeTheEngineDoes(t *testing.T) {
	t.Parallel()
	ca := filepath.Join(t.TempDir(), "my ca.pem")
	p := launch(t, "-ca", ca)
	p.env["OVIRT_CAFILE"] = strings.Trim(p.env["OVIRT_CAFILE"], "'")
	if p.env["OVIRT_CAFILE"] != ca {
		t.Fatalf("certificate in %s, want %s", p.env["OVIRT_CAFILE"], ca)
	}
	client := p.client()
	up, down := io.Pipe()
	r := p.request("POST", "/tags", up)
	answered := make(chan error)
	go func() {
		resp, err := client.Do(r)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode != 201 {
				err = errors.New(resp.Status)
			}
		}
		answered <- err
	}()
	if _, err := io.WriteString(down, "<tag><name>late"); err != nil {
		t.Fatal(err)
	}
	p.await(client, func(log string) bool { return strings.Contains(log, `"TagsService.Add"`) })
	p.signal(os.Interrupt)
	for deadline := time.Now().Add(20 * time.Second); ; {
		resp, err := client.Do(p.request("GET", "/tags", nil))
		if err != nil {
			break // it listens no more
		}
		resp.Body.Close()
		if time.Now().After(deadline) {
			t.Fatal("it listens on")
		}
	}
	if _, err := io.WriteString(down, "</name></tag>"); err != nil {
		t.Fatal(err)
	}
	down.Close()
	if err := <-answered; err != nil {
		t.Errorf("the request that was under way: %v", err)
	}
	if code := p.ended(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.stderr)
	}
	if _, err := os.Stat(ca); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the certificate is left: %v", err)
	}
}

// await asks for the log of requests until it is as it must be.
func (p *process) await(client *http.Client, good func(log string) bool) {
	p.t.Helper()
	front := strings.TrimSuffix(p.env["OVIRT_URL"], "/ovirt-engine/api") + "/ovirt-simulator/requests"
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		resp, err := client.Get(front)
		if err != nil {
			p.t.Fatal(err)
		}
		log, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			p.t.Fatal(err)
		}
		if good(string(log)) {
			return
		}
	}
	p.t.Fatal("the log of requests never was as it must be")
}

func TestRequestsThatTakeTooLongAreBroken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		grace string
		twice bool
	}{{"the time of grace is over", "1ms", false}, {"second signal", "1h", true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := launch(t, "-grace", tt.grace, "-rule", "op=TagsService.List,delay=1h")
			client := p.client()
			broken := make(chan error)
			go func() {
				resp, err := client.Do(p.request("GET", "/tags", nil))
				if err == nil {
					resp.Body.Close()
				}
				broken <- err
			}()
			p.await(client, func(log string) bool { return strings.Contains(log, `"TagsService.List"`) })
			p.signal(syscall.SIGTERM)
			ended := make(chan int)
			go func() { ended <- p.ended() }()
			for done := false; !done; {
				select {
				case code := <-ended:
					done = true
					if code != 0 {
						t.Errorf("exit code %d", code)
					}
				case <-time.After(20 * time.Millisecond):
					if tt.twice { // the first may still be on its way
						_ = p.Process.Signal(syscall.SIGTERM)
					}
				}
			}
			if err := <-broken; err == nil {
				t.Error("the request that took an hour was answered")
			}
			if !strings.HasSuffix(p.stderr.String(), "ovirtsim: requests that took too long were broken off\n") {
				t.Errorf("standard error\n%s", p.stderr)
			}
		})
	}
}

func TestClockAndControlOfTheCommand(t *testing.T) {
	t.Parallel()
	p := launch(t, "-speed", "0", "-time", "2026-05-04T10:30:00Z", "-counted-ids", "-login", "jane@internal=x")
	front := strings.TrimSuffix(p.env["OVIRT_URL"], "/ovirt-engine/api") + "/ovirt-simulator/clock"
	client := p.client()
	for _, want := range []string{"2026-05-04T11:30:00Z", "2026-05-04T12:30:00Z"} {
		resp, err := client.Post(front+"?advance=1h", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || !strings.Contains(string(body), `"now": "`+want+`"`) {
			t.Errorf("clock %s, error %v", body, err)
		}
	}
	r := p.request("GET", "/tags", nil)
	r.SetBasicAuth("jane@internal", "y")
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 401 {
		t.Errorf("a wrong password: status %d", resp.StatusCode)
	}
	off := launch(t, "-control=false")
	resp, err = off.client().Get(strings.TrimSuffix(off.env["OVIRT_URL"], "/ovirt-engine/api") + "/ovirt-simulator/clock")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 404 {
		t.Errorf("control that is switched off: status %d", resp.StatusCode)
	}
}
