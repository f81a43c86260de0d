package simulator

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// slowPart is how many bytes a slow answer sends at a time.
const slowPart = 256

// maimed is a response whose body leaves slowly, or not wholly.
type maimed struct {
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
func (m *maimed) WriteHeader(status int) {
	m.sent = m.sent || status >= 200
	m.ResponseWriter.WriteHeader(status)
}

// Write sends what of a part of the body may leave.
func (m *maimed) Write(b []byte) (int, error) {
	if !m.sent {
		m.WriteHeader(http.StatusOK)
	}
	cut := m.cuts && len(b) > m.left
	if cut {
		b = b[:m.left]
	}
	n := 0
	for n < len(b) && m.err == nil {
		n += m.part(b[n:])
	}
	m.left -= n
	if cut && m.err == nil {
		http.NewResponseController(m.ResponseWriter).Flush()
		m.err = errCutOff
	}
	return n, m.err
}

// part sends as much as leaves at once.
func (m *maimed) part(b []byte) int {
	if m.slow > 0 {
		http.NewResponseController(m.ResponseWriter).Flush()
		if !pause(m.ctx, m.slow) {
			m.err = context.Cause(m.ctx)
			return 0
		}
		b = b[:min(slowPart, len(b))]
	}
	n, err := m.ResponseWriter.Write(b)
	m.err = err
	return n
}

// Unwrap returns the response behind, for http.ResponseController.
func (m *maimed) Unwrap() http.ResponseWriter { return m.ResponseWriter }
