package sdk_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain looks, after all tests, for goroutines that the connections of the tests left behind, and for secrets in what they
// logged: every engine of a test has a logger, and watches it.
func TestMain(m *testing.M) {
	code := m.Run()
	if left := leftovers(); code == 0 && left != "" {
		fmt.Fprintf(os.Stderr, "goroutines are left:\n%s\n", left)
		code = 1
	}
	if leaks := watched.found(); len(leaks) > 0 {
		fmt.Fprintf(os.Stderr, "secrets were logged:\n%s\n", strings.Join(leaks, ""))
		code = 1
	}
	if watched.records() == 0 && code == 0 && !strings.Contains(strings.Join(os.Args, " "), "-test.run") {
		fmt.Fprintln(os.Stderr, "nothing was logged, so nothing was looked at")
		code = 1
	}
	os.Exit(code)
}

// leftovers returns the stacks of goroutines that belong to connections; those that are about to end get the time for it.
func leftovers() string {
	var left []string
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		left = left[:0]
		buf := make([]byte, 4<<20)
		buf = buf[:runtime.Stack(buf, true)]
		for i, stack := range strings.Split(string(buf), "\n\n") {
			ours := strings.Contains(stack, "github.com/ovirt-go/ovirt/") || strings.Contains(stack, "net/http.(*persistConn)")
			if i > 0 && ours { // The first is the one that asks.
				left = append(left, stack)
			}
		}
		if len(left) == 0 {
			break
		}
	}
	return strings.Join(left, "\n\n")
}

// watch is where the loggers of the tests write to. It keeps records with a secret in them, and counts the others.
type watch struct {
	mu    sync.Mutex // guards what follows
	n     int
	leaks []string
}

var watched watch

// secrets are what the tests log in with, in every form in which it is sent.
var secrets = []string{password, url.QueryEscape(password), `p&=`, "secret-", "Bearer ", "grant_type", "JSESSIONID="}

// Write looks at one record.
func (w *watch) Write(record []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n++
	for _, secret := range secrets {
		if bytes.Contains(record, []byte(secret)) {
			w.leaks = append(w.leaks, string(record))
			break
		}
	}
	return len(record), nil
}

func (w *watch) found() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.leaks
}

func (w *watch) records() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.n
}

// watchedLogger is a logger whose records are looked at.
func watchedLogger() *slog.Logger {
	return slog.New(slog.NewTextHandler(&watched, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func TestTheWatchFindsSecrets(t *testing.T) {
	t.Parallel()
	var w watch
	log := slog.New(slog.NewTextHandler(&w, nil))
	log.Info("fine", "path", "/vms")
	log.Info("leak", "token", "secret-token-1")
	log.Info("leak", "form", "password="+url.QueryEscape(password))
	if len(w.found()) != 2 || w.records() != 3 {
		t.Errorf("found %q in %d records", w.found(), w.records())
	}
}
