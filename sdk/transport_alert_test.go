package sdk_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// TestAlertsThatStayAreNotRepeated has a server end each handshake with an alert. Those that
// somebody has to do something about come once; those that may pass, such as internal_error of a
// server that is overloaded, are tried again.
func TestAlertsThatStayAreNotRepeated(t *testing.T) {
	t.Parallel()
	const (
		closeNotify, unexpectedMessage, badRecordMAC, recordOverflow = 0, 10, 20, 22
		internalError, userCanceled, noRenegotiation, unknown        = 80, 90, 100, 250
	)
	attempts := map[byte]int{
		closeNotify: 4, unexpectedMessage: 4, badRecordMAC: 4, recordOverflow: 4, internalError: 4, unknown: 4,
	}
	for _, staying := range []byte{40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 70, 71, 86, 109, 110, 112, 113, 115, 116, 120, 121} {
		attempts[staying] = 1
	}
	for alert, want := range attempts {
		var conns atomic.Int64
		url := "https://" + handshakes(t, func(conn net.Conn) {
			conns.Add(1)
			const record, fatal = 21, 2
			_, _ = conn.Write([]byte{record, 3, 3, 0, 2, fatal, alert})
		})
		err := vmService(alerted(t, url)).Start(t.Context(), nil)
		failure, ok := err.(*sdk.Error)
		if !ok || failure.Class != sdk.ErrConnection || failure.MaybeExecuted {
			t.Errorf("alert %d: error is %#v", alert, err)
		} else if conns.Load() != int64(want) || failure.Attempts != want {
			t.Errorf("alert %d: %d connections and %d attempts, want %d: %v", alert, conns.Load(), failure.Attempts, want, err)
		}
	}
}

// TestHandshakesThatStayAreNotRepeated shows the same for what the client itself finds wrong.
func TestHandshakesThatStayAreNotRepeated(t *testing.T) {
	t.Parallel()
	// A server hello of TLS 1.0: record, handshake, version, random, no session, a cipher suite, no
	// compression.
	hello := "\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01" + strings.Repeat("r", 32) + "\x00\xc0\x2f\x00"
	var conns atomic.Int64
	url := "https://" + handshakes(t, func(conn net.Conn) {
		conns.Add(1)
		_, _ = io.WriteString(conn, hello)
	})
	for _, change := range changes {
		conns.Store(0)
		if err := change.do(t.Context(), alerted(t, url)); !errors.Is(err, sdk.ErrConnection) || conns.Load() != 1 {
			t.Errorf("%s: error is %v after %d connections, want one", change.name, err, conns.Load())
		}
	}
	conns.Store(0)
	if _, err := vmService(alerted(t, url)).Get(t.Context(), nil); !errors.Is(err, sdk.ErrConnection) || conns.Load() != 1 {
		t.Errorf("get: error is %v after %d connections, want one", err, conns.Load())
	}
}

// TestClientsWithoutACertificateAskOnce speaks with a server that wants a certificate of the
// client's, which TLS 1.3 says only after the handshake: the request is on its way then.
func TestClientsWithoutACertificateAskOnce(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	strict := e.TLS.Clone()
	strict.ClientAuth = tls.RequireAnyClientCert
	listener, err := tls.Listen("tcp", "127.0.0.1:0", strict)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: e}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	url := "https://" + listener.Addr().String()
	_, err = vmService(alerted(t, url)).Get(t.Context(), nil)
	if failure, ok := err.(*sdk.Error); !ok || failure.Attempts != 1 || failure.MaybeExecuted {
		t.Errorf("error of a GET is %v, want one attempt", err)
	}
	err = vmService(alerted(t, url)).Start(t.Context(), nil)
	if failure, ok := err.(*sdk.Error); !ok || failure.Attempts != 1 {
		t.Errorf("error of a POST is %v, want one attempt", err)
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
}

// alerted returns a connection for which certificates don't matter.
func alerted(t *testing.T, url string) *sdk.Connection {
	t.Helper()
	return closing(t, sdk.Config{URL: url + "/ovirt-engine/api", Token: "t", Proxy: "direct", Insecure: true,
		Retry: call.RetryPolicy{FirstPause: 1, LastPause: 1}})
}

// handshakes starts a server that reads a client hello, answers by hand, and closes. It returns the
// server's host.
func handshakes(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 1<<14))
				answer(conn)
			}()
		}
	}()
	return listener.Addr().String()
}
