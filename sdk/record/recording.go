package record

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// recording is an exchange that is recorded. The body of its answer grows while it is read.
type recording struct {
	number int
	while  []int
	method string
	url    url.URL
	header http.Header
	body   []byte
	err    error

	mu     sync.Mutex // guards what follows
	status int
	answer http.Header
	read   bytes.Buffer
	ended  bool // ended says that the answer was read to its end
}

// record sends the request and keeps what passes.
func (tr *Transport) record(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	r := tr.begin(req, body)
	sent := req.Clone(req.Context())
	if req.Body != nil && req.Body != http.NoBody {
		sent.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		sent.Body, _ = sent.GetBody()
	}
	resp, err := tr.next.RoundTrip(sent)
	tr.mu.Lock()
	delete(tr.running, r.number)
	tr.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.err = err
		return resp, err
	}
	r.status, r.answer = resp.StatusCode, resp.Header.Clone()
	if resp.Body == nil || resp.Body == http.NoBody {
		r.ended = true
		return resp, nil
	}
	resp.Body = &recorded{src: resp.Body, r: r}
	return resp, nil
}

func (tr *Transport) begin(req *http.Request, body []byte) *recording {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	r := &recording{number: len(tr.begun) + 1, method: req.Method, url: *req.URL, header: req.Header.Clone(), body: body}
	for number := range tr.running {
		r.while = append(r.while, number)
	}
	slices.Sort(r.while)
	tr.begun = append(tr.begun, r)
	tr.running[r.number] = r
	return r
}

// recorded hands the body of an answer on, and keeps a copy.
type recorded struct {
	src io.ReadCloser
	r   *recording
}

// Read reads from the body.
func (b *recorded) Read(p []byte) (int, error) {
	n, err := b.src.Read(p)
	b.r.mu.Lock()
	defer b.r.mu.Unlock()
	b.r.read.Write(p[:max(n, 0)])
	b.r.ended = b.r.ended || err == io.EOF
	return n, err
}

// Close closes the body.
func (b *recorded) Close() error { return b.src.Close() }

// recorded returns the exchanges as they are written.
func (tr *Transport) recorded() []*exchange {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	all := make([]*exchange, 0, len(tr.begun))
	known := make(ids)
	secrets := tr.secrets()
	for _, r := range tr.begun {
		r.mu.Lock()
		x := r.exchange(secrets, tr.sanitizers)
		for _, id := range []string{correlationID(r.header, &r.url), correlationID(r.answer, &url.URL{})} {
			if id != "" && known[id] == "" {
				known[id] = stableID(r.number)
			}
		}
		r.mu.Unlock()
		all = append(all, x)
	}
	for _, x := range all {
		x.request, x.response = known.in(x.request), known.in(x.response)
		x.err = known.replace(x.err)
	}
	return all
}

// secrets returns those of all exchanges. A later one may bring what an earlier one holds.
func (tr *Transport) secrets() *redact.Known {
	known := new(redact.Known)
	for _, r := range tr.begun {
		r.mu.Lock()
		known.Add(redact.RequestSecrets(&r.url, r.header, r.body)...)
		body, _ := plain(r.read.Bytes(), r.answer.Get("Content-Encoding"))
		known.Add(redact.AnswerSecrets(r.url.EscapedPath(), r.answer, body)...)
		r.mu.Unlock()
	}
	return known
}

func (r *recording) exchange(known *redact.Known, sanitizers []Sanitizer) *exchange {
	x := &exchange{number: r.number, while: r.while}
	x.request = message(known, r.method, &r.url, 0, r.header, r.body, sanitizers)
	switch {
	case r.err != nil:
		x.err = known.Strike(redact.Text(r.err.Error()))
	case r.status == 0:
		x.err = "the test ended before the answer came"
	default:
		body, whole := plain(r.read.Bytes(), r.answer.Get("Content-Encoding"))
		if n := r.answer.Get("Content-Length"); n != "" && n == strconv.Itoa(r.read.Len()) {
			whole = true // Who knows the length need not read on to see the end.
		}
		x.cut = !r.ended && !whole
		x.response = message(known, r.method, &r.url, r.status, r.answer, body, sanitizers)
	}
	return x
}

// plain decompresses a body as far as it goes, and reports whether it is known to be whole. What can't be decompressed stays as it is.
func plain(body []byte, encoding string) ([]byte, bool) {
	if !strings.EqualFold(strings.TrimSpace(encoding), "gzip") {
		return body, false
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return body, false
	}
	text, err := io.ReadAll(z)
	return text, err == nil
}
