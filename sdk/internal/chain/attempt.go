package chain

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptrace"
	"sync"
)

// attempt is one request on its way to the engine, as net/http tells its trace of it. It keeps
// net/http from sending the request again by itself where that could have the engine act twice, or
// where it would go on without end:
//
//   - Over HTTP/2 a request whose stream was reset with PROTOCOL_ERROR, or that a GOAWAY leaves
//     behind, is sent again whatever its method, as often as that happens. The trace doesn't say
//     why, so that every repetition of what was written is stopped.
//   - Over HTTP/1.1 a request that changes something is sent again if nothing of it was written,
//     which is harmless; but also after it was written, if it has an idempotency key. Requests that
//     read are sent again when a kept connection turns out to be dead: each counts as an attempt of
//     the call.
type attempt struct {
	call    *Call
	stop    context.CancelCauseFunc // ends the attempt
	changes bool                    // whether the request changes something
	final   bool                    // whether the context that stop ends is that of the call
	trace   httptrace.ClientTrace

	mu        sync.Mutex // guards what follows
	link      *Once      // through which the attempt goes
	keyed     bool       // whether the request has an idempotency key
	conn      net.Conn   // the last one; nil before the first, or if it isn't shown
	conns     int        // how many there were
	wrote     bool       // whether the header was written to conn
	told      bool       // whether the transport tells the trace anything
	stopped   bool
	handshake error // how the last handshake failed
}

// watch returns a context in which the transport tells the attempt what it does. Stop ends that
// context or one around it.
func (a *attempt) watch(
	ctx context.Context, stop context.CancelCauseFunc, changes bool,
) context.Context {
	a.stop, a.changes = stop, changes
	a.trace = httptrace.ClientTrace{GotConn: a.gotConn, TLSHandshakeDone: a.shookHands}
	if changes { // Of what reads, nobody needs to know whether it was written.
		a.trace.GetConn, a.trace.WroteHeaders = a.getConn, a.wroteHeaders
	}
	return httptrace.WithClientTrace(ctx, &a.trace)
}

// begin forgets an earlier attempt.
func (a *attempt) begin(link *Once, keyed bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.link, a.keyed = link, keyed
	a.conn, a.conns, a.wrote, a.told, a.stopped, a.handshake = nil, 0, false, false, false, nil
}

// getConn is told that the transport looks for a connection. When net/http looks for another one
// over HTTP/1.1, it has found that nothing was written to the first.
func (a *attempt) getConn(string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told = true
	if a.wrote && a.link.isNetHTTP() && !a.keyed && !a.link.speaksHTTP2(a.conn) {
		a.wrote = false
		a.call.Begin()
	}
}

// gotConn is told which connection the request is about to be written to. It ends the attempt if it
// may not be written again.
func (a *attempt) gotConn(info httptrace.GotConnInfo) {
	if !a.mayWrite(info.Conn) {
		a.stop(errStopped)
		// Over HTTP/2 the context is asked once more before the header is written; over HTTP/1.1 it
		// isn't.
		a.link.sever(info.Conn)
	}
}

func (a *attempt) mayWrite(conn net.Conn) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told = true
	a.conns++
	before := a.conn
	a.conn = conn
	if a.conns == 1 {
		return true
	}
	switch {
	case a.link.speaksHTTP2(before):
		a.stopped = a.wrote || !a.changes
	case a.changes:
		a.stopped = a.wrote && a.keyed
	default:
		a.stopped = !a.call.another()
	}
	return !a.stopped
}

func (a *attempt) wroteHeaders() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told, a.wrote = true, true
	a.call.Wrote()
}

// shookHands is told how a handshake ended, also after the attempt.
func (a *attempt) shookHands(_ tls.ConnectionState, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.handshake = err
}

// failed notes what is known about the request after an error of the transport, and returns the
// error for the caller.
func (a *attempt) failed(ctx context.Context, err error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !a.told && !a.link.Own:
		a.call.Wrote() // Nobody can say that it didn't go out.
	case ctx.Err() != nil && a.conns > 0 && a.link.speaksHTTP2(a.conn):
		a.call.Wrote() // A call that ends doesn't wait to hear whether its header is being written.
	}
	if a.stopped {
		return &Stopped{Final: a.final}
	}
	if a.handshake != nil && errors.Is(err, a.handshake) && handshakeStays(a.handshake) {
		return lasting{err}
	}
	return err
}

// sever closes the connection that the answer came over, unless other requests share it.
func (a *attempt) sever() {
	a.mu.Lock()
	link, conn := a.link, a.conn
	a.mu.Unlock()
	if link != nil {
		link.sever(conn)
	}
}

// Stopped says that net/http was about to send a request again that may have reached the engine. It
// doesn't say what had happened to the first.
type Stopped struct {
	Final bool // Final says that the context of the request has ended with the attempt.
}

var errStopped = &Stopped{}

// Error returns a line that says what must have happened.
func (*Stopped) Error() string {
	return "the server broke the connection, or reset the stream, after the request was sent"
}

// Permanent reports whether the request can't be sent again.
func (s *Stopped) Permanent() bool { return s.Final }

// speaksHTTP2 reports whether requests share a connection.
func (o *Once) speaksHTTP2(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	if !ok {
		return conn != nil && o.plainHTTP2
	}
	return secure.ConnectionState().NegotiatedProtocol == "h2"
}

// sever closes a connection, unless other requests share it.
func (o *Once) sever(conn net.Conn) {
	if conn != nil && !o.speaksHTTP2(conn) {
		conn.Close()
	}
}
