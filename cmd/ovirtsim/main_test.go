package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, args string
		code       int
		want       string
	}{
		{"help", "-help", 0, "Usage: ovirtsim [flags]"},
		{"unknown flag", "-moon", 2, "flag provided but not defined: -moon"},
		{"argument", "moon", 2, `ovirtsim: unexpected argument "moon"; see ovirtsim -help`},
		{"half a key pair", "-tls-cert x", 2, "ovirtsim: -tls-cert and -tls-key go together; see ovirtsim -help"},
		{"certificate without TLS", "-plain -tls-cert x -tls-key y", 2, "ovirtsim: -plain excludes -tls-cert; see ovirtsim -help"},
		{"negative number", "-vms -1", 2, "ovirtsim: a number of objects can't be negative; see ovirtsim -help"},
		{"negative step", "-step -1s", 2, "ovirtsim: -step can't be negative; see ovirtsim -help"},
		{"bad user", "-user moon -listen 127.0.0.1:0", 1, `ovirtsim: user "moon" has no profile, as in admin@internal`},
		{"missing model", "-model /nonexistent", 1, "ovirtsim: open model.txt: no such file or directory"},
		{"bad address", "-listen moon", 1, "ovirtsim: address moon: missing port in address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			if code := run(t.Context(), strings.Fields(tt.args), &stdout, &stderr); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if got, _, _ := strings.Cut(stderr.String(), "\n"); got != tt.want {
				t.Errorf("first line %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEngineRunsUntilItIsInterrupted(t *testing.T) {
	t.Parallel()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r, w := io.Pipe()
	ended := make(chan int)
	go func() {
		code := run(ctx, []string{"-listen", "127.0.0.1:0", "-vms", "3", "-ca", ca, "-password", "secret"}, w, io.Discard)
		w.Close()
		ended <- code
	}()
	head := make([]byte, 4096)
	n, err := io.ReadAtLeast(r, head, len("URL:  https://"))
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, r)
	url, _, _ := strings.Cut(strings.TrimPrefix(string(head[:n]), "URL:  "), "\n")

	pem, err := os.ReadFile(ca)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(ctx, "GET", url+"/vms?search=name%3Dvm-00003", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("admin@internal", "secret")
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != 200 || !strings.Contains(string(body), "<name>vm-00003</name>") {
		t.Errorf("status %d\n%s", resp.StatusCode, body)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d", code)
	}
}
