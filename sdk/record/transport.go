package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/wholefile"
)

// TB is what is needed of a test; *testing.T, *testing.B and *testing.F have it.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Failed() bool
}

// Transport records or replays. It is made by [New], belongs to one test, and may be used by any number of goroutines.
type Transport struct {
	t          TB
	file       string
	next       http.RoundTripper // nil when replaying
	sanitizers []Sanitizer
	known      *redact.Known // known are the secrets of the run that replays

	mu        sync.Mutex // guards what follows
	exchanges []*exchange
	running   map[int]*recording // running are the requests that have no answer yet
	begun     []*recording
	ids       ids // ids are, by what stands for them, the correlation ids of the run that replays
}

// New returns a transport for a test. With record it sends requests through next, and writes them
// with their answers to the file when the test ends, unless that failed; the directory of the file
// is created if need be, and only its owner may read the file (0600). Without, it answers from the
// file, doesn't use next, and fails the test if the file is missing or damaged, if a request comes
// that isn't due, and, when the test ends, if one is left. A nil next is [http.DefaultTransport].
// Sanitizers run in order, after secrets were hidden.
//
// Cleanups run last first: a connection that is closed by one must be made after the transport.
func New(t TB, file string, next http.RoundTripper, record bool, sanitizers ...Sanitizer) *Transport {
	t.Helper()
	tr := &Transport{t: t, file: file, sanitizers: sanitizers, running: make(map[int]*recording), ids: make(ids)}
	tr.known = new(redact.Known)
	if record {
		if tr.next = next; next == nil {
			tr.next = http.DefaultTransport
		}
		t.Cleanup(tr.save)
		return tr
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("record: %v; a run that records makes the file", err)
		return tr
	}
	tr.exchanges, err = decode(file, data)
	if err != nil {
		t.Fatalf("record: %v", err)
		return tr
	}
	t.Cleanup(tr.missing)
	return tr
}

// String names the file.
func (tr *Transport) String() string { return "record.Transport(" + tr.file + ")" }

// Format prints what [Transport.String] returns, whatever the verb: the exchanges are kept with
// their secrets until they are written.
func (tr *Transport) Format(s fmt.State, verb rune) { redact.Format(s, verb, tr.String(), tr.String()) }

// RoundTrip records the exchange, or replays it. A request that isn't due returns an error that names it and what was expected, and fails
// the test. What was recorded without an answer returns an error with the recorded text.
func (tr *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if tr.next != nil {
		return tr.record(req)
	}
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return tr.replay(req, body)
}

// readBody reads and closes the body of a request.
func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	if closeErr := req.Body.Close(); err == nil {
		err = closeErr
	}
	return body, err
}

// replay returns the recorded answer.
func (tr *Transport) replay(req *http.Request, body []byte) (*http.Response, error) {
	tr.known.Learn(redact.RequestSecrets(req.URL, req.Header, body)...)
	// What the password of this run happens to be must not decide, so the request matches with and
	// without what is struck for it.
	m := message(nil, req.Method, req.URL, 0, req.Header, body, tr.sanitizers)
	struck := message(tr.known, req.Method, req.URL, 0, req.Header, body, tr.sanitizers)
	own := correlationID(req.Header, req.URL)
	tr.mu.Lock()
	defer tr.mu.Unlock()
	x := tr.find(struck, own)
	if x == nil {
		x = tr.find(m, own)
	}
	if x == nil {
		err := tr.unexpected(struck)
		tr.t.Errorf("%v", err)
		return nil, err
	}
	x.used = true
	if own != "" && !tr.knows(own) {
		tr.ids[stableID(x.number)] = own
	}
	if x.err != "" {
		return nil, fmt.Errorf("record: replayed: %s", x.err)
	}
	answer := tr.ids.in(x.response)
	sent, chosen := req.Header.Get(correlationHeader), x.request.Header.Get(correlationHeader) == ""
	if sent != "" && chosen && answer.Header.Get(correlationHeader) != "" {
		answer.Header.Set(correlationHeader, sent) // When it was recorded, the engine chose one.
	}
	resp := &http.Response{
		StatusCode: answer.Status, Status: strings.TrimSpace(fmt.Sprintf("%03d %s", answer.Status, http.StatusText(answer.Status))),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: answer.Header, Body: http.NoBody, ContentLength: int64(len(answer.Body)), Request: req,
	}
	if answer.Body != "" || x.cut {
		var src io.Reader = strings.NewReader(answer.Body)
		if x.cut {
			resp.ContentLength = -1
			src = io.MultiReader(src, failing{fmt.Errorf("record: %s:%d: the recorded answer was read no further", tr.file, x.line)})
		}
		resp.Body = &replayed{Reader: src, req: req}
	}
	return resp, nil
}

// find returns the recorded exchange of a request, or nil if none is due.
func (tr *Transport) find(m Message, own string) *exchange {
	known := make(ids, len(tr.ids)+1)
	for stable, id := range tr.ids {
		known[id] = stable
	}
	for _, x := range tr.exchanges {
		if x.used || !x.due(tr.exchanges) {
			continue
		}
		if own != "" && !tr.knows(own) {
			known[own] = stableID(x.number)
		}
		if x.same(known.in(m)) {
			return x
		}
	}
	return nil
}

func (tr *Transport) knows(id string) bool {
	for _, known := range tr.ids {
		if known == id {
			return true
		}
	}
	return false
}

// unexpected names the request that came and those that were due.
func (tr *Transport) unexpected(m Message) error {
	var b strings.Builder
	fmt.Fprintf(&b, "record: %s: unexpected request: %s %s", tr.file, m.Method, m.URL)
	due := 0
	for _, x := range tr.exchanges {
		if x.used || !x.due(tr.exchanges) {
			continue
		}
		due++
		fmt.Fprintf(&b, "\n\tdue is %s %s (line %d)", x.request.Method, x.request.URL, x.line)
		if x.request.Method == m.Method && x.request.URL == m.URL {
			b.WriteString(difference(m.Body, x.request.Body))
		}
	}
	if due == 0 {
		b.WriteString("\n\tno more are due")
	}
	return errors.New(b.String())
}

// difference tells where two bodies differ first.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	line := func(lines []string) string {
		if i < len(lines) {
			return fmt.Sprintf("%q", strings.TrimSpace(lines[i]))
		}
		return "nothing"
	}
	return fmt.Sprintf("; line %d of the body is %s, not %s", i+1, line(g), line(w))
}

// missing fails the test if recorded requests did not come.
func (tr *Transport) missing() {
	tr.t.Helper()
	tr.mu.Lock()
	defer tr.mu.Unlock()
	var b strings.Builder
	n := 0
	for _, x := range tr.exchanges {
		if !x.used {
			n++
			fmt.Fprintf(&b, "\n\t%s %s (line %d)", x.request.Method, x.request.URL, x.line)
		}
	}
	if n > 0 {
		tr.t.Errorf("record: %s: of %d recorded requests %d did not come:%s", tr.file, len(tr.exchanges), n, &b)
	}
}

// replayed is the body of a recorded answer. It ends with the context, as that of a real one does.
type replayed struct {
	io.Reader
	req    *http.Request
	closed bool
}

// Read reads from the body.
func (r *replayed) Read(p []byte) (int, error) {
	if err := r.req.Context().Err(); err != nil {
		return 0, err
	}
	if r.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	return r.Reader.Read(p)
}

// Close ends the body.
func (r *replayed) Close() error {
	r.closed = true
	return nil
}

// failing is what stands behind an answer that was not recorded to its end.
type failing struct{ err error }

// Read returns the error.
func (f failing) Read([]byte) (int, error) { return 0, f.err }

// save writes the file.
func (tr *Transport) save() {
	tr.t.Helper()
	if tr.t.Failed() {
		return // What a failed test saw isn't worth keeping, and what was there before may be.
	}
	data := encode(tr.recorded())
	if err := write(tr.file, data); err != nil {
		tr.t.Errorf("record: %v", err)
	}
}

// write replaces the file as a whole, for its owner's eyes alone, or leaves it.
func write(file string, data []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return wholefile.Write(file, data)
}
