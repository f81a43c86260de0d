package chain

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
)

// staying are the TLS alerts that come again each time, until somebody changes a certificate or a
// setting.
var staying = [...]tls.AlertError{
	40,  // handshake failure: no cipher suite in common
	42,  // bad certificate
	43,  // unsupported certificate
	44,  // certificate revoked
	45,  // certificate expired
	46,  // certificate unknown
	47,  // illegal parameter
	48,  // unknown certificate authority
	49,  // access denied
	50,  // error decoding message
	51,  // error decrypting message
	60,  // export restriction
	70,  // protocol version not supported
	71,  // insufficient security level
	86,  // inappropriate fallback
	109, // missing extension
	110, // unsupported extension
	111, // certificate unobtainable
	112, // unrecognized name
	113, // bad certificate status response
	114, // bad certificate hash value
	115, // unknown PSK identity
	116, // certificate required
	120, // no application protocol
	121, // encrypted client hello required
}

// isStayingAlert reports whether the error is such an alert, of the server or of the client. The
// type of alerts isn't exported, but they have the words of tls.AlertError.
func isStayingAlert(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "remote error" && op.Op != "local error" || op.Err == nil {
		return false
	}
	for _, alert := range staying {
		if op.Err.Error() == alert.Error() {
			return true
		}
	}
	return false
}

// handshakeStays reports whether a TLS handshake that failed will fail again: the two sides don't
// suit each other. What the network did to it may pass.
func handshakeStays(err error) bool {
	switch {
	case isStayingAlert(err):
		return true
	case is[net.Error](err), errors.Is(err, net.ErrClosed),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return false
	}
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// lasting is an error that comes again each time.
type lasting struct{ error }

// Unwrap returns the error of the transport.
func (l lasting) Unwrap() error { return l.error }

// Permanent reports that trying again is futile.
func (lasting) Permanent() bool { return true }
