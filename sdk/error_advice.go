package sdk

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk/types"
)

const (
	adviceHTTPS = "URL begins with http://, but the port may want https://"
	adviceHTTP  = "URL begins with https://, but the port answers without TLS; check the port"
	adviceTrust = "sdk.FetchCA reads the engine's own CA, Config.Fingerprint pins a certificate; " +
		"Config.CAFile can name the engine's CA"
	adviceName = "use a name that the certificate has in URL, " +
		"or pin the certificate by Config.Fingerprint"
)

// errOlder is the advice for a document that the engine doesn't understand.
var errOlder = errors.New("the engine may be older than what the request contains; " +
	"Config.CheckVersion finds that out before it is sent")

// advised adds to the error of a connection what can be done about it, if that is known. The scheme
// is that of the address.
func advised(err error, scheme string) error {
	if advice := adviceFor(err, scheme); advice != "" {
		return fmt.Errorf("%w; %s", err, advice)
	}
	return err
}

func adviceFor(err error, scheme string) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return adviceTrust
	}
	if _, ok := errors.AsType[x509.SystemRootsError](err); ok {
		return adviceTrust
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return adviceName
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		return adviceForCertificate(invalid)
	}
	_, noRecord := errors.AsType[tls.RecordHeaderError](err)
	switch {
	case noRecord, errors.Is(err, http.ErrSchemeMismatch):
		return adviceHTTP
	case scheme == "http" && isGarbled(err):
		return adviceHTTPS
	}
	return ""
}

// adviceForCertificate says what to do about a certificate that isn't valid, now or at all.
func adviceForCertificate(err x509.CertificateInvalidError) string {
	if err.Reason != x509.Expired || err.Cert == nil {
		return adviceTrust
	}
	subject := err.Cert.Subject.CommonName
	if now := time.Now(); now.Before(err.Cert.NotBefore) {
		return fmt.Sprintf(
			"the certificate of %.100q isn't valid before %s; check the clock of this machine",
			subject,
			err.Cert.NotBefore.UTC().Format(time.DateTime+" UTC"),
		)
	}
	return fmt.Sprintf(
		"the certificate of %.100q expired at %s; renew it, on the engine by engine-setup, "+
			"or check the clock of this machine",
		subject,
		err.Cert.NotAfter.UTC().Format(time.DateTime+" UTC"),
	)
}

// isGarbled reports whether an answer came that isn't HTTP, such as the alert of a server that
// wants TLS. net/http has no type for that error, but all others that a connection may fail with
// have one.
func isGarbled(err error) bool {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, ErrClosed) {
		return false
	}
	_, network := errors.AsType[net.Error](err)
	return !network && strings.HasPrefix(innermost(err), "malformed HTTP")
}

// innermost returns the text of the error that caused all others.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

// wantsTLS reports whether a page of status 400 says that the port wants TLS, as the web servers in
// front of engines say it.
func wantsTLS(scheme string, status int, body []byte) bool {
	if scheme != "http" || status != http.StatusBadRequest {
		return false
	}
	words := bytes.ToLower(body)
	return bytes.Contains(words, []byte("https")) || bytes.Contains(words, []byte("ssl-enabled"))
}

// isSyntax reports whether a fault says that the engine didn't understand the document.
func isSyntax(status int, fault *types.Fault) bool {
	return status == http.StatusBadRequest &&
		strings.HasPrefix(strings.ToLower(Value(fault.Reason)), "request syntactically incorrect")
}
