package sdk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/wholefile"
)

// CachedLogin returns an Authenticator that keeps the token of another one in a file, so that
// programs which run often and briefly log in once and not each time. The file belongs to one user
// and one engine. It is made with its directory, readable by its owner alone (0600), and replaced
// as a whole; one that others can read is refused with [ErrInvalid], except on Windows. A token
// that the engine refuses is renewed by the other Authenticator, once, as always.
//
// Close leaves the token valid, for the next program; the engine ends it when it was idle for long,
// as a rule 30 minutes. What logs in without a token, such as [BasicLogin], can't be kept, and then
// the file isn't written. A file that can't be read as one is replaced; that a file can't be
// written fails the login.
func CachedLogin(file string, login Authenticator) Authenticator {
	return &cachedLogin{file: file, login: login}
}

type cachedLogin struct {
	file  string
	login Authenticator

	mu   sync.Mutex
	last redact.Sealed[string] // what Login gave last; guarded by mu
}

// cached is what the file holds.
type cached struct {
	URL   string `json:"url"` // URL is the address of the API that the token is for.
	Token string `json:"token"`
}

func (c *cachedLogin) check() error {
	if c.file == "" {
		return errors.New("CachedLogin has no file")
	}
	if c.login == nil {
		return errors.New("CachedLogin has no Authenticator")
	}
	if own, ok := c.login.(interface{ check() error }); ok {
		return own.check()
	}
	return nil
}

func (c *cachedLogin) String() string { return "CachedLogin(" + c.file + ")" }

// Format keeps every verb from printing the token.
func (c *cachedLogin) Format(s fmt.State, verb rune) {
	redact.Format(s, verb, c.String(), c.String())
}

func (c *cachedLogin) secrets() []string {
	if own, ok := c.login.(interface{ secrets() []string }); ok {
		return own.secrets()
	}
	return nil
}

// Login returns the token of the file, unless it was given before: then the engine refused it.
func (c *cachedLogin) Login(ctx context.Context, site *Site) (Credential, error) {
	kept, err := c.read()
	if err != nil {
		return Credential{}, fmt.Errorf("login: token file: %w", err)
	}
	c.mu.Lock()
	fresh := kept.URL == site.URL && kept.Token != "" && kept.Token != c.last.Open()
	if fresh {
		c.last = redact.Seal(kept.Token)
	}
	c.mu.Unlock()
	if fresh {
		return Credential{Token: kept.Token}, nil
	}
	credential, err := c.login.Login(ctx, site)
	if err != nil || credential.Token == "" || credential.Header != nil {
		return credential, err
	}
	if err := c.write(cached{site.URL, credential.Token}); err != nil {
		return Credential{}, errors.Join(
			fmt.Errorf("login: token file: %w", err), c.login.Logout(ctx, site, credential),
		)
	}
	c.mu.Lock()
	c.last = redact.Seal(credential.Token)
	c.mu.Unlock()
	return credential, nil
}

// Logout leaves a token that is in the file to the next program.
func (c *cachedLogin) Logout(ctx context.Context, site *Site, credential Credential) error {
	if credential.Token != "" && credential.Header == nil {
		return nil
	}
	return c.login.Logout(ctx, site, credential)
}

// read returns what the file holds; nothing if there is no file, or none of ours.
func (c *cachedLogin) read() (kept cached, err error) {
	info, err := os.Stat(c.file)
	if errors.Is(err, fs.ErrNotExist) {
		return kept, nil
	}
	if err != nil {
		return kept, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return kept, fmt.Errorf("%w: %s can be read by others; chmod 600 it", ErrInvalid, c.file)
	}
	text, err := os.ReadFile(c.file)
	if err != nil {
		return kept, err
	}
	if json.Unmarshal(text, &kept) != nil || !validHeaderValue(kept.Token) {
		return cached{}, nil
	}
	return kept, nil
}

// write replaces the file, so that readers see the old one or the new one, even after the machine
// went down. A symbolic link stays, and the file to which it leads is replaced.
func (c *cachedLogin) write(kept cached) error {
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	path := c.file
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return wholefile.Write(path, append(text, '\n'))
}
