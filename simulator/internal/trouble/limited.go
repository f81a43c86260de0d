package trouble

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// slowPart is how many bytes a slow answer sends at a time.
const slowPart = 256

// limited is a response whose body leaves slowly, or not wholly.
type limited struct {
	http.ResponseWriter
	ctx  context.Context
	slow time.Duration
	cuts bool
	left int // how many bytes may still leave if it cuts
	sent bool
	err  error // why nothing leaves any more
}

// errCutOff says that the rule lets no more of the answer through.
var errCutOff = errors.New("the rule cuts the answer off")

// WriteHeader sends the header.
func (l *limited) WriteHeader(status int) {
	l.sent = l.sent || status >= 200
	l.ResponseWriter.WriteHeader(status)
}

// Write sends what of a part of the body may leave.
func (l *limited) Write(b []byte) (int, error) {
	if !l.sent {
		l.WriteHeader(http.StatusOK)
	}
	cut := l.cuts && len(b) > l.left
	if cut {
		b = b[:l.left]
	}
	n := 0
	for n < len(b) && l.err == nil {
		n += l.part(b[n:])
	}
	l.left -= n
	if cut && l.err == nil {
		http.NewResponseController(l.ResponseWriter).Flush()
		l.err = errCutOff
	}
	return n, l.err
}

// part sends as much as leaves at once.
func (l *limited) part(b []byte) int {
	if l.slow > 0 {
		http.NewResponseController(l.ResponseWriter).Flush()
		if !pause(l.ctx, l.slow) {
			l.err = context.Cause(l.ctx)
			return 0
		}
		b = b[:min(slowPart, len(b))]
	}
	n, err := l.ResponseWriter.Write(b)
	l.err = err
	return n
}

// Unwrap returns the response behind, for http.ResponseController.
func (l *limited) Unwrap() http.ResponseWriter { return l.ResponseWriter }
