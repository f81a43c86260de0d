package sdk

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// Format is the encoding in which a connection speaks with the engine. Programs see no difference.
type Format = wire.Format

// The formats that engines speak.
const (
	XML  = wire.XML  // XML is what engines speak best, and the default.
	JSON = wire.JSON // JSON costs about the same.
)

// DefaultMaxConnections is how many connections to the engine are open at most, unless
// [Config.MaxConnections] says otherwise.
const DefaultMaxConnections = 32

// Config says where the engine is, who asks, and how. It is read once, by [New] or [Connect]; what
// it refers to isn't modified. URL is needed, and one of: Username and Password, Token,
// Authenticator.
//
// Printing a Config by a verb for text (%v, %+v, %#v, %s, %q, %x), logging it and encoding it as
// JSON hides its secrets. Package fmt doesn't ask it with other verbs, such as %d, nor where a
// Config is in an unexported field of another struct: such a struct needs a Format method of its
// own.
type Config struct {
	// URL is the address of the API, usually https://HOST/ovirt-engine/api. Its path ends in /api,
	// or in /api/v4.
	URL string

	// Username is the user with the authentication profile behind the last @, such as
	// admin@internal.
	Username string

	// Password is the user's password. It appears in no log and in no error.
	Password string

	// Token is an access token that was obtained elsewhere, instead of Username and Password. It is
	// borrowed: the connection neither renews it nor revokes it.
	Token string

	// Authenticator logs in instead of Username and Password or Token. Nil is the usual case.
	Authenticator Authenticator

	// SSOURL is where the login goes if the single sign-on isn't where engines have it: the whole
	// address that takes the form. Empty is /ovirt-engine/sso/oauth/token of the engine.
	SSOURL string

	// SSORevokeURL is where tokens are revoked, likewise. Empty is
	// /ovirt-engine/services/sso-logout of the engine.
	SSORevokeURL string

	// SSOTokenName is the member of the answer to a login that holds the token. Empty is
	// access_token.
	SSOTokenName string

	// KeepAlive is how often a request that does nothing keeps the engine's session alive, for
	// programs that pause for longer than the 30 minutes after which engines end idle sessions. It
	// begins with the first login and ends with Close. Zero sends none, and then the first call
	// after a long pause logs in again, which only costs time.
	KeepAlive time.Duration

	// Format is the encoding of requests and answers. The zero value is XML.
	Format Format

	// CAFile names a file of PEM certificates to trust. It is read when the connection is made, and
	// not at all with Insecure. As soon as CAFile, CADir, CA or CAPool is given, what they hold
	// together is trusted and the system's store is not; without them the system's is.
	CAFile string

	// CADir names a directory of such files. Those without a certificate are ignored; if none
	// has one, that is an error.
	CADir string

	// CA holds PEM certificates to trust. Nil adds none.
	CA []byte

	// CAPool holds certificates to trust. It isn't modified. Nil adds none.
	CAPool *x509.CertPool

	// Fingerprint is the SHA-256 of the engine's certificate, or of a CA above it, in hexadecimal
	// of any case, with or without colons; [FetchCA] and [Probe] return that of the engine's CA.
	// Alone it takes the place of all other trust: the certificate of that fingerprint is accepted
	// whatever it says, even if it has expired, and a CA of that fingerprint counts if the server
	// sends it along, which front ends often don't, or if the system trusts it. Beside CA, CADir,
	// CAFile or CAPool both must hold. Empty pins nothing.
	Fingerprint string

	// Insecure has any certificate accepted, so that anybody between can read and change
	// everything, the password first. The Logger gets a warning. False is the default.
	Insecure bool

	// Proxy is the address of a proxy: http://HOST:PORT, https, socks5 or socks5h, with
	// USER:PASSWORD@ before the host if it wants them. "direct" uses none. Empty takes it from
	// HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment.
	Proxy string

	// NoHTTP2 has only HTTP/1.1 spoken. By default a front end that offers HTTP/2 gets it; engines
	// as they are installed don't, gateways before them may. A call that changes something is sent
	// once over either.
	NoHTTP2 bool

	// NoCompression has answers sent plain. By default they are compressed, which pays on all but
	// the fastest networks.
	NoCompression bool

	// Header is sent with every request, also with those to the single sign-on. An Authorization in
	// it takes the place of user and token. With an empty Correlation-Id calls have no correlation
	// ID unless they choose one, and answers aren't compared; gateways that replace correlation IDs
	// need that. Nil adds none.
	Header http.Header

	// UserAgent is sent as User-Agent. Empty sends the name of this SDK.
	UserAgent string

	// Timeout bounds each call from its beginning to the end of its answer, the body of Each's loop
	// included. [call.Timeout] takes its place for one call. Zero is no bound, and then the context
	// of the call is the only one.
	Timeout time.Duration

	// Unchecked sends calls that lack members which the API demands, and leaves it to the engine to
	// refuse them. By default they are [ErrInvalid] and not sent. [call.Unchecked] does it for one
	// call.
	Unchecked bool

	// CheckVersion has calls compared with the release of the engine before they are sent, because
	// an engine refuses a whole request for one member that it is too old for: info.Refuse makes
	// such calls [ErrInvalid], with an error that names members and releases; info.Drop sends them
	// without. The first call that uses anything younger than release 4.0 asks for the engine's
	// version, as [Connection.Version] does. Unchecked switches it off, for the connection or for
	// one call. Nil compares nothing.
	CheckVersion VersionCheck

	// ConnectTimeout bounds how long a TCP connection may take to be made, and then how long its
	// TLS handshake. Zero is 30 and 15 seconds.
	ConnectTimeout time.Duration

	// MaxConnections bounds the connections to the engine, and so the calls that run at once;
	// others wait. Zero is [DefaultMaxConnections]. The engine's front end has some hundred for all
	// its clients. Over HTTP/2 many calls share a connection, and the front end says how many.
	MaxConnections int

	// RateLimit bounds how many requests are sent per second, those that repeat others and logins
	// included; others wait, as long as their context lasts. Zero is no bound.
	RateLimit float64

	// RateBurst is how many requests may go at once after a pause, before RateLimit bounds them.
	// Zero is one.
	RateBurst int

	// Transport sends the requests instead of the connection's own transport. It isn't modified,
	// nor are its idle connections closed by Close. What concerns the transport (CAFile, CADir, CA,
	// CAPool, Fingerprint, Insecure, Proxy, NoHTTP2, ConnectTimeout, MaxConnections) can't be given
	// beside it. It should speak HTTP/1.1 or 2 and must not follow redirects.
	Transport http.RoundTripper

	// Retry says how often calls are tried again that failed in a way that may pass. The zero value
	// is a sensible policy; with Attempts of 1 nothing is repeated.
	Retry call.RetryPolicy

	// RetryBudget bounds the repetitions that all calls together may use while nothing succeeds, so
	// that an engine that is going down isn't hammered. Successful calls refill it. Zero is
	// [DefaultRetryBudget]; a negative value is no bound.
	RetryBudget int

	// Middleware sees the requests and their answers on the way, for instance to measure or to
	// trace. The first is the outermost.
	Middleware []Middleware

	// Logger gets records at Debug: "request" for each attempt, with operation, method, path,
	// status, duration until the answer began, attempt and correlation id; and "call" at the end of
	// each call, with the duration of the whole, the number of attempts, and the bytes of both
	// bodies. They never hold a secret. Nil is silent.
	Logger *slog.Logger
}

// check returns the mistakes of a Config, all at once.
func (cfg *Config) check() error {
	var errs []error
	add := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	if err := cfg.checkLogin(); err != nil {
		errs = append(errs, err)
	}
	if cfg.Format != XML && cfg.Format != JSON {
		add("Format is %d, neither XML nor JSON", cfg.Format)
	}
	if cfg.Timeout < 0 {
		add("Timeout is %v", cfg.Timeout)
	}
	if cfg.KeepAlive < 0 {
		add("KeepAlive is %v", cfg.KeepAlive)
	}
	if cfg.MaxConnections < 0 {
		add("MaxConnections is %d", cfg.MaxConnections)
	}
	errs = append(errs, checkRetry(&cfg.Retry))
	if cfg.ConnectTimeout < 0 {
		add("ConnectTimeout is %v", cfg.ConnectTimeout)
	}
	switch {
	case cfg.RateLimit < 0 || math.IsNaN(cfg.RateLimit) || math.IsInf(cfg.RateLimit, 0):
		add("RateLimit is %v", cfg.RateLimit)
	case cfg.RateBurst < 0:
		add("RateBurst is %d", cfg.RateBurst)
	case cfg.RateBurst > 0 && cfg.RateLimit == 0:
		add("RateBurst is %d without a RateLimit", cfg.RateBurst)
	}
	if cfg.Insecure && cfg.Fingerprint != "" {
		add("both Insecure and Fingerprint are given")
	}
	if cfg.Transport != nil {
		for _, f := range []struct {
			name  string
			given bool
		}{
			{"CAFile", cfg.CAFile != ""},
			{"CADir", cfg.CADir != ""},
			{"CA", cfg.CA != nil},
			{"CAPool", cfg.CAPool != nil},
			{"Fingerprint", cfg.Fingerprint != ""},
			{"Insecure", cfg.Insecure},
			{"Proxy", cfg.Proxy != ""},
			{"NoHTTP2", cfg.NoHTTP2},
			{"ConnectTimeout", cfg.ConnectTimeout != 0},
			{"MaxConnections", cfg.MaxConnections != 0},
		} {
			if f.given {
				add("%s has no effect on a Transport that is given", f.name)
			}
		}
	}
	if err := checkHeader(cfg.Header); err != nil {
		errs = append(errs, err)
	}
	if !validHeaderValue(cfg.UserAgent) {
		add("UserAgent %q holds control characters", cfg.UserAgent)
	}
	return errors.Join(errs...)
}

// checkLogin returns the mistakes of what logs in.
func (cfg *Config) checkLogin() error {
	user := cfg.Username != "" || cfg.Password != ""
	switch {
	case cfg.Token != "" && user:
		return mistake("both Token and Username or Password are given")
	case cfg.Authenticator != nil && (user || cfg.Token != ""):
		return mistake("beside Authenticator, Username, Password or Token is given")
	case cfg.Authenticator != nil:
		if own, ok := cfg.Authenticator.(interface{ check() error }); ok {
			return own.check()
		}
	case cfg.Token != "":
		if !validHeaderValue(cfg.Token) {
			return mistake("Token holds characters that no token has")
		}
	case cfg.Username != "":
		return checkUser(cfg.Username, cfg.Password)
	case cfg.Header.Get("Authorization") == "":
		return mistake("neither Username nor Token is given")
	}
	return nil
}

// mistake returns an error whose text begins with the name of a field.
func mistake(format string, args ...any) error { return fmt.Errorf(format, args...) }

// checkUser finds what makes a login futile.
func checkUser(username, password string) error {
	var errs []error
	if user, profile, _ := cutLast(username, "@"); user == "" || profile == "" {
		errs = append(errs, mistake("Username %q has no profile; usual is user@internal", username))
	}
	if password == "" {
		errs = append(errs, mistake("Password is empty"))
	}
	return errors.Join(errs...)
}

// checkHeader refuses what HTTP can't carry, so that it is reported as the caller's mistake and
// nothing is sent.
func checkHeader(header http.Header) error {
	for name, values := range header {
		if !validHeaderName(name) {
			return fmt.Errorf("header %q is not a name", name)
		}
		for _, value := range values {
			if !validHeaderValue(value) {
				return fmt.Errorf("header %s holds control characters", name)
			}
		}
	}
	return nil
}

func validHeaderName(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return name != ""
}

func validHeaderValue(value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// cutLast is strings.Cut at the last separator.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
