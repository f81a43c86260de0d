package trouble

import (
	"crypto/tls"
	"net"
	"net/http"
)

// resetter is a response without a connection of its own that can pretend a reset.
type resetter interface{ reset() }

// breakOff ends the connection of a request without an answer, or in the midst of one.
func breakOff(w http.ResponseWriter, reset bool) {
	if reset {
		if p := resetterOf(w); p != nil {
			p.reset()
		} else if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			resetConnection(conn)
			return
		}
	}
	panic(http.ErrAbortHandler) // net/http's way to close a connection without an answer
}

// resetterOf returns such a response behind the wrappers of another, or nil.
func resetterOf(w http.ResponseWriter) resetter {
	for {
		if p, ok := w.(resetter); ok {
			return p
		}
		u, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return nil
		}
		w = u.Unwrap()
	}
}

// resetConnection closes a connection so that the other side is told of a reset.
func resetConnection(conn net.Conn) {
	plain := conn
	if t, ok := conn.(*tls.Conn); ok {
		plain = t.NetConn()
	}
	if t, ok := plain.(*net.TCPConn); ok {
		t.SetLinger(0)
	}
	plain.Close()
}
