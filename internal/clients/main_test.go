package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// withClients runs clients of the test, whose programs are this test binary itself or none.
func withClients(t *testing.T, list []client) (out string, ok bool) {
	t.Helper()
	all := clients
	clients = list
	defer func() { clients = all }()
	var b strings.Builder
	ok = runAll(t.Context(), &b, t.TempDir(), regexp.MustCompile(""), true, false)
	return b.String(), ok
}

func here(context.Context, string) (string, error) { return "1.0", nil }

// asks sends so many requests to the engine.
func asks(n int) func(context.Context, work) error {
	return func(ctx context.Context, w work) error {
		ca, err := os.ReadFile(w.site.caFile)
		if err != nil {
			return err
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(ca)
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
		defer client.CloseIdleConnections()
		for range n {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.site.url+"/vms", nil)
			if err != nil {
				return err
			}
			req.SetBasicAuth(w.site.user, w.site.password)
			resp, err := client.Do(req)
			if err != nil {
				return err
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				return errors.New(resp.Status)
			}
		}
		return nil
	}
}

func TestOneLinePerClient(t *testing.T) {
	for _, c := range []struct {
		name   string
		client client
		want   string
		ok     bool
	}{
		{"works", client{name: "a", install: here, run: asks(3), least: 3}, "ok   a              1.0: 3 requests, ", true},
		{"lazy", client{name: "b", install: here, run: asks(2), least: 3},
			"FAIL b              1.0: 2 requests, ", false},
		{"fails", client{name: "c", install: here, run: func(context.Context, work) error { return errors.New("broken") }},
			"FAIL c              1.0: 0 requests, ", false},
		{"slow", client{name: "d", install: here, run: asks(1), slow: true},
			"skip d              takes more than two minutes\n", true},
		{"can't be installed", client{name: "e", install: func(context.Context, string) (string, error) {
			return "", errors.New("pip is not installed")
		}}, "skip e              pip is not installed\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, ok := withClients(t, []client{c.client})
			if !strings.HasPrefix(out, c.want) || ok != c.ok {
				t.Errorf("printed %q and returned %t, want %q… and %t", out, ok, c.want, c.ok)
			}
		})
	}
}

func TestMissingToolsAreNamed(t *testing.T) {
	t.Parallel()
	_, err := tool(t.Context(), t.TempDir(), "no-such-tool")
	if err == nil || err.Error() != "no-such-tool is not installed" {
		t.Errorf("error is %v", err)
	}
}

func TestArchivesStayInTheirDirectory(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"in/a", "in/b/c", "out/d", "in/../../e"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(name))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	archive := filepath.Join(dir, "a.zip")
	if err := os.WriteFile(archive, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "to")
	if err := unpack(archive, "in/", to); err != nil {
		t.Fatal(err)
	}
	var got []string
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != archive {
			name, _ := filepath.Rel(dir, path)
			got = append(got, filepath.ToSlash(name))
		}
		return err
	})
	if diff := cmp.Diff([]string{"to/in/a", "to/in/b/c"}, got); diff != "" {
		t.Errorf("unpacked files differ (-want +got):\n%s", diff)
	}
}
