package sdk_test

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// The frames of HTTP/2 that the tests need, and their flags.
const (
	frameData     = 0
	frameHeaders  = 1
	frameReset    = 3
	frameSettings = 4
	framePing     = 6
	frameGoAway   = 7

	flagEndStream  = 1
	flagAck        = 1
	flagEndHeaders = 4
)

// frameServer speaks HTTP/2 frame by frame, so that it can do what no library does. It counts whole
// requests.
type frameServer struct {
	listener net.Listener
	act      func(*frameConn, uint32) // is called when a request is whole

	mu    sync.Mutex // guards what follows
	whole int
	conns []net.Conn
	ended sync.WaitGroup
}

// newFrameServer starts a server and returns the configuration of a client that trusts it.
func newFrameServer(t *testing.T, act func(*frameConn, uint32)) (*frameServer, sdk.Config) {
	t.Helper()
	made := httptest.NewUnstartedServer(nil) // for its certificate
	made.StartTLS()
	trusted, cert := sdk.Fingerprint(made.Certificate()), made.TLS.Certificates[0]
	made.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	s := &frameServer{listener: listener, act: act}
	s.ended.Go(s.accept)
	t.Cleanup(s.close)
	return s, sdk.Config{
		URL: "https://" + listener.Addr().String() + "/ovirt-engine/api", Token: "t", Proxy: "direct", Fingerprint: trusted,
		Retry: call.RetryPolicy{FirstPause: time.Nanosecond, LastPause: time.Nanosecond},
	}
}

func (s *frameServer) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns = append(s.conns, conn)
		s.mu.Unlock()
		s.ended.Go(func() { s.serve(conn) })
	}
}

// close ends the server with all its connections.
func (s *frameServer) close() {
	s.listener.Close()
	s.mu.Lock()
	for _, conn := range s.conns {
		conn.Close()
	}
	s.mu.Unlock()
	s.ended.Wait()
}

// requests returns how many whole requests came.
func (s *frameServer) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.whole
}

func (s *frameServer) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	var preface [24]byte
	if _, err := io.ReadFull(in, preface[:]); err != nil {
		return
	}
	w := &frameConn{conn: conn}
	w.write(frameSettings, 0, 0, nil)
	for {
		var head [9]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return
		}
		payload := make([]byte, int(head[0])<<16|int(head[1])<<8|int(head[2]))
		if _, err := io.ReadFull(in, payload); err != nil {
			return
		}
		kind, flags, stream := head[3], head[4], binary.BigEndian.Uint32(head[5:])
		switch kind {
		case frameSettings, framePing:
			if flags&flagAck == 0 {
				w.write(kind, flagAck, 0, payload[:len(payload)*int(kind-frameSettings)/2])
			}
		case frameData, frameHeaders:
			if flags&flagEndStream != 0 {
				s.mu.Lock()
				s.whole++
				s.mu.Unlock()
				s.act(w, stream)
			}
		}
	}
}

// frameConn writes frames.
type frameConn struct{ conn net.Conn }

func (w *frameConn) write(kind, flags byte, stream uint32, payload []byte) {
	n := len(payload)
	frame := []byte{byte(n >> 16), byte(n >> 8), byte(n), kind, flags}
	frame = binary.BigEndian.AppendUint32(frame, stream)
	_, _ = w.conn.Write(append(frame, payload...))
}

func (w *frameConn) reset(stream, code uint32) { w.write(frameReset, 0, stream, words(code)) }

func (w *frameConn) goAway(last, code uint32) { w.write(frameGoAway, 0, 0, words(last, code)) }

// status sends a header with a status and fields, none of them compressed: name, value, name,
// value.
func (w *frameConn) status(stream uint32, status string, flags byte, fields ...string) {
	block := literal(":status", status)
	for i := 0; i+1 < len(fields); i += 2 {
		block = append(block, literal(fields[i], fields[i+1])...)
	}
	w.write(frameHeaders, flagEndHeaders|flags, stream, block)
}

func (w *frameConn) answer(stream uint32, body string) {
	w.status(stream, "200", 0)
	w.write(frameData, flagEndStream, stream, []byte(body))
}

// literal is a header field that the peer doesn't index.
func literal(name, value string) []byte {
	field := append([]byte{0, byte(len(name))}, name...)
	return append(append(field, byte(len(value))), value...)
}

func words(all ...uint32) (b []byte) {
	for _, word := range all {
		b = binary.BigEndian.AppendUint32(b, word)
	}
	return b
}
