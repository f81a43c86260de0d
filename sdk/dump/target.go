package dump

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// DefaultLimit is how many bytes of a body are shown, unless [Options] say otherwise.
const DefaultLimit = 1 << 20

// Options change how exchanges are shown.
type Options struct {
	// Limit is how many bytes of each body are shown; the call gets them all. Zero is
	// [DefaultLimit].
	Limit int

	// OnError is called with each error of the target, by the goroutine whose exchange it is. Nil
	// ignores them. The exchange goes on in either case.
	OnError func(error)
}

// Exchange is what a target gets: a request with its answer, as text.
type Exchange struct {
	// Number counts the requests of a transport from 1, in the order in which they began.
	Number int64
	Start  time.Time // Start is when the request began.
	Method string    // Method is the HTTP method.
	Path   string    // Path is the escaped path of the address, secrets hidden.
	Text   []byte    // Text is the whole exchange and ends in a newline. The target may keep it.
}

// Target takes exchanges. It is called by many goroutines at once, and while it runs the call
// waits.
type Target interface {
	// Dump takes an exchange. Its error reaches [Options.OnError] and no call.
	Dump(x Exchange) error
}

// Writer returns a target that writes exchanges to w, each as a whole behind a line with its
// number. Only one is written at a time, so w need not be safe for goroutines.
func Writer(w io.Writer) Target { return &writer{w: w} }

type writer struct {
	mu sync.Mutex // guards w
	w  io.Writer
}

// Dump writes the exchange.
func (w *writer) Dump(x Exchange) error {
	text := fmt.Appendf(nil, "=== %d\n%s\n", x.Number, x.Text)
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := w.w.Write(text)
	return err
}

// Dir returns a target that writes each exchange to a file of its own in a directory, which is made
// with the first one if need be. The names of the files sort by time and number, and only the user
// may read them (0600). Existing files are never overwritten.
func Dir(path string) Target { return dir(path) }

type dir string

// Dump writes the file.
func (d dir) Dump(x Exchange) error {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	file, err := d.create(x)
	if err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	_, err = file.Write(x.Text)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	return nil
}

// create makes a file that isn't there yet. Other transports and programs may write to the
// directory too.
func (d dir) create(x Exchange) (*os.File, error) {
	name := fmt.Sprintf(
		"%s-%06d-%s-%s",
		x.Start.UTC().Format("20060102T150405.000000"),
		x.Number,
		word(x.Method),
		lastWord(x.Path),
	)
	for n := 1; ; n++ {
		full := name
		if n > 1 {
			full = fmt.Sprintf("%s-%d", name, n)
		}
		file, err := os.OpenFile(
			filepath.Join(string(d), full+".txt"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600,
		)
		if !errors.Is(err, fs.ErrExist) || n > 1000 {
			return file, err
		}
	}
}

// lastWord returns the last segment of a path that is a word and no id.
func lastWord(path string) string {
	segments := strings.Split(path, "/")
	for i := len(segments) - 1; i >= 0; i-- {
		if s := segments[i]; s != "" && word(s) == s && !strings.ContainsAny(s, "0123456789") {
			return s
		}
	}
	return "root"
}

// word keeps letters and digits, so that the name of a file holds nothing else.
func word(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s[:min(len(s), 40)])
}

// Open returns the target that a setting such as the environment variable OVIRT_DEBUG names: nil
// for "", 0 and false, the standard error stream for 1, true and stderr, else the directory of that
// name, which is made with the first exchange.
func Open(setting string) Target {
	switch strings.ToLower(strings.TrimSpace(setting)) {
	case "", "0", "false", "no", "off":
		return nil
	case "1", "true", "yes", "on", "stderr":
		return Writer(os.Stderr)
	}
	return Dir(setting)
}
