package sdk_test

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

func TestTokenIsKeptInAFile(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	file := filepath.Join(t.TempDir(), "cache", "token.json")
	run := func() {
		t.Helper()
		c := e.connect(with(sdk.CachedLogin(file, sdk.PasswordLogin(user, password))))
		if _, err := c.SystemService().VmsService().VmService("1").Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		run()
	}
	if logins, logouts, _ := e.count(); logins != 1 || logouts != 0 {
		t.Errorf("3 programs logged in %d times and out %d times", logins, logouts)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the file has the mode %o", mode)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("the directory holds %v, %v", left, err)
	}

	// The engine was restarted: the token of the file is refused, and replaced once.
	e.expire()
	run()
	run()
	if logins, _, _ := e.count(); logins != 2 {
		t.Errorf("after the token died there were %d logins, want 2 in all", logins)
	}
}

func TestTokenFilesThatAreNotUsed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		mode       fs.FileMode
		want       string // want is the error; empty is none
	}{
		{"of another engine", `{"url":"https://other/ovirt-engine/api","token":"secret-token-9"}`, 0o600, ""},
		{"no token file", "moon", 0o600, ""},
		{"control characters", `{"url":"URL","token":"secret-token-1\r\nX: y"}`, 0o600, ""},
		{"readable by others", `{"url":"URL","token":"secret-token-9"}`, 0o644, "FILE can be read by others; chmod 600 it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.mode != 0o600 && runtime.GOOS == "windows" {
				t.Skip("files have no such modes here")
			}
			e := newEngine(t, answer(200, oneVM))
			file := filepath.Join(t.TempDir(), "token.json")
			text := strings.ReplaceAll(tt.text, "URL", e.URL+"/ovirt-engine/api")
			if err := os.WriteFile(file, []byte(text), tt.mode); err != nil {
				t.Fatal(err)
			}
			c := e.connect(with(sdk.CachedLogin(file, sdk.PasswordLogin(user, password))))
			token, err := c.Token(t.Context())
			if tt.want != "" {
				want := strings.ReplaceAll(tt.want, "FILE", file)
				if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, sdk.ErrInvalid) {
					t.Errorf("the error is %v, want one with %s", err, want)
				}
				return
			}
			if err != nil || token != "secret-token-1" {
				t.Errorf("the token is %q, %v", token, err)
			}
			if kept, err := os.ReadFile(file); err != nil || !strings.Contains(string(kept), `"token":"secret-token-1"}`) {
				t.Errorf("the file holds %q, %v", kept, err)
			}
		})
	}
}

func TestTokenFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := e.connect(with(sdk.CachedLogin(filepath.Join(dir, "file", "token.json"), sdk.PasswordLogin(user, password))))
	if _, err := c.Token(t.Context()); err == nil || !strings.Contains(err.Error(), "token file") {
		t.Errorf("the error is %v", err)
	}
	if alive := e.alive(); len(alive) != 0 {
		t.Errorf("the tokens %v are left behind", alive)
	}
}

func TestCachedLoginsMistakes(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]sdk.Authenticator{
		"CachedLogin has no file":          sdk.CachedLogin("", sdk.PasswordLogin(user, password)),
		"CachedLogin has no Authenticator": sdk.CachedLogin("file", nil),
		"Password is empty":                sdk.CachedLogin("file", sdk.PasswordLogin(user, "")),
	} {
		_, err := sdk.New(sdk.Config{URL: "https://e/ovirt-engine/api", Authenticator: a})
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("the error is %v, want one with %q", err, want)
		}
	}
}

// TestCachedLoginWithoutToken shows that a login that returns no token works as it does without a
// file.
func TestCachedLoginWithoutToken(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	file := filepath.Join(t.TempDir(), "token.json")
	own := &ticket{header: http.Header{"X-Ticket": {"1"}}}
	c := e.connect(with(sdk.CachedLogin(file, own)))
	if _, err := c.SystemService().VmsService().VmService("1").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
	if len(own.logouts) != 1 {
		t.Errorf("%d logouts, want 1", len(own.logouts))
	}
}

func TestTokenFileThatIsALink(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	target, link := filepath.Join(t.TempDir(), "real.json"), filepath.Join(t.TempDir(), "token.json")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	c := e.connect(with(sdk.CachedLogin(link, sdk.PasswordLogin(user, password))))
	if _, err := c.SystemService().VmsService().VmService("1").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != target {
		t.Errorf("the link leads to %s (%v), want %s", to, err, target)
	}
	if text, err := os.ReadFile(target); err != nil || !strings.Contains(string(text), "{") {
		t.Errorf("the file contains %q (%v)", text, err)
	}
}
