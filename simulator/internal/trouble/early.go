package trouble

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// grace is how long an answer waits for what is left of the request.
const grace = 20 * time.Millisecond

// AnswerEarly lets answers leave before the body of the request has come. Clients that wait for the
// answer to a GET, or to an error, before they send a body that they announced would wait forever,
// because net/http waits for the body first. What has come already is read, so that the connection
// can be used again; else it ends with the answer.
func AnswerEarly(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, *http.Request) {
	if r.ContentLength == 0 || r.ProtoMajor != 1 ||
		strings.EqualFold(r.Header.Get("Expect"), "100-continue") {
		return w, r
	}
	body := &watched{ReadCloser: r.Body}
	// The server goes by its own request, which must keep its body.
	seen := *r
	seen.Body = body
	return &early{ResponseWriter: w, body: body}, &seen
}

// watched is a body that reports whether all of it was read.
type watched struct {
	io.ReadCloser
	end bool
}

func (b *watched) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.end = b.end || err == io.EOF
	return n, err
}

// early is an answer that may leave before its request has come whole.
type early struct {
	http.ResponseWriter
	body  *watched
	begun bool
}

// Unwrap returns the server's own writer.
func (e *early) Unwrap() http.ResponseWriter { return e.ResponseWriter }

func (e *early) WriteHeader(status int) {
	e.decide()
	e.ResponseWriter.WriteHeader(status)
}

func (e *early) Write(p []byte) (int, error) {
	e.decide()
	return e.ResponseWriter.Write(p)
}

// decide decides, before the head of the answer leaves, whether the connection outlives it.
func (e *early) decide() {
	if e.begun {
		return
	}
	e.begun = true
	c := http.NewResponseController(e.ResponseWriter)
	if e.body.end || c.SetReadDeadline(time.Now().Add(grace)) != nil {
		return
	}
	if _, err := io.Copy(io.Discard, e.body); err != nil {
		e.Header().Set("Connection", "close")
		return
	}
	c.SetReadDeadline(time.Time{})
}
