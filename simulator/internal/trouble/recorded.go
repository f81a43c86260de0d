package trouble

import (
	"bytes"
	"maps"
	"net/http"
	"strconv"
)

// recorded is an answer that hasn't left yet.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// record lets a handler answer into memory.
func record(answer http.HandlerFunc, r *http.Request) *recorded {
	a := &recorded{header: http.Header{}}
	answer(a, r)
	return a
}

// Header returns the header.
func (a *recorded) Header() http.Header { return a.header }

// WriteHeader sets the status.
func (a *recorded) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write adds to the body.
func (a *recorded) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// send lets the answer leave.
func (a *recorded) send(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), a.header)
	a.WriteHeader(http.StatusOK)
	body := a.body.Bytes()
	if r.Method == http.MethodHead {
		body = nil
	} else if w.Header().Get("Content-Length") == "" {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.status)
	w.Write(body)
}
