package sdk

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
)

// Format is the encoding in which a connection speaks with the engine. Programs see no difference.
type Format = wire.Format

// The formats that engines speak.
const (
	XML  = wire.XML  // XML is what engines speak best, and the default.
	JSON = wire.JSON // JSON costs about the same.
)

// DefaultMaxConnections is how many connections to the engine are open at most, unless [Config.MaxConnections] says otherwise.
const DefaultMaxConnections = 32

// Config says where the engine is, who asks, and how. It is read once, by [New] or [Connect]; what it refers to isn't modified.
// URL is needed, and either Username and Password or Token.
type Config struct {
	// URL is the address of the API, usually https://HOST/ovirt-engine/api. Its path ends in /api, or in /api/v4.
	URL string

	// Username is the user with the authentication profile behind the last @, such as admin@internal.
	Username string

	// Password is the user's password. It appears in no log and in no error.
	Password string

	// Token is an access token that was obtained elsewhere, instead of Username and Password. It is borrowed: the connection
	// neither renews it nor revokes it.
	Token string

	// Format is the encoding of requests and answers. The zero value is XML.
	Format Format

	// CAFile names a file of PEM certificates to trust. It is read when the connection is made, and not at all with Insecure. As
	// soon as CAFile, CA or CAPool is given, what they hold together is trusted and the system's store is not; without them the
	// system's is.
	CAFile string

	// CA holds PEM certificates to trust. Nil adds none.
	CA []byte

	// CAPool holds certificates to trust. It isn't modified. Nil adds none.
	CAPool *x509.CertPool

	// Insecure has any certificate accepted, so that anybody between can read and change everything, the password first. False is
	// the default.
	Insecure bool

	// NoCompression has answers sent plain. By default they are compressed, which pays on all but the fastest networks.
	NoCompression bool

	// Header is sent with every request, also with those to the single sign-on. An Authorization in it takes the place of user
	// and token. Nil adds none.
	Header http.Header

	// UserAgent is sent as User-Agent. Empty sends the name of this SDK.
	UserAgent string

	// Timeout bounds each call from its beginning to the end of its answer, the body of Each's loop included. [call.Timeout]
	// takes its place for one call. Zero is no bound, and then the context of the call is the only one.
	Timeout time.Duration

	// Unchecked sends calls that lack members which the API demands, and leaves it to the engine to refuse them. By default they are
	// [ErrInvalid] and not sent. [call.Unchecked] does it for one call.
	Unchecked bool

	// MaxConnections bounds the connections to the engine, and so the calls that run at once; others wait. Zero is
	// [DefaultMaxConnections]. The engine's front end has some hundred for all its clients.
	MaxConnections int

	// Transport sends the requests instead of the connection's own transport. It isn't modified, nor are its idle connections
	// closed by Close. What concerns the transport (CAFile, CA, CAPool, Insecure, MaxConnections) can't be given beside it. It
	// should speak HTTP/1.1 or 2 and must not follow redirects.
	Transport http.RoundTripper

	// Logger gets a record per request at Debug: operation, path, status, duration and correlation id, never a secret. Nil is
	// silent.
	Logger *slog.Logger
}

// check gives the mistakes of a Config, all at once.
func (cfg *Config) check() error {
	var errs []error
	add := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	authorized := cfg.Header.Get("Authorization") != ""
	switch {
	case cfg.Token != "" && (cfg.Username != "" || cfg.Password != ""):
		add("both Token and Username or Password are given")
	case cfg.Token != "":
		if !validHeaderValue(cfg.Token) {
			add("Token holds characters that no token has")
		}
	case cfg.Username == "" && !authorized:
		add("neither Username nor Token is given")
	case cfg.Username != "":
		if user, profile, _ := cutLast(cfg.Username, "@"); user == "" || profile == "" {
			add("Username %q has no profile; usual is user@internal", cfg.Username)
		}
		if cfg.Password == "" {
			add("Password is empty")
		}
	}
	if cfg.Format != XML && cfg.Format != JSON {
		add("Format is %d, neither XML nor JSON", cfg.Format)
	}
	if cfg.Timeout < 0 {
		add("Timeout is %v", cfg.Timeout)
	}
	if cfg.MaxConnections < 0 {
		add("MaxConnections is %d", cfg.MaxConnections)
	}
	if cfg.Transport != nil {
		for _, f := range []struct {
			name  string
			given bool
		}{
			{"CAFile", cfg.CAFile != ""}, {"CA", cfg.CA != nil}, {"CAPool", cfg.CAPool != nil},
			{"Insecure", cfg.Insecure}, {"MaxConnections", cfg.MaxConnections != 0},
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

// address is where things are on the engine.
type address struct {
	base   url.URL // address of the API, its path without a slash at the end
	path   string  // escaped path of base
	token  string  // address of the single sign-on
	logout string
}

const usualURL = "https://HOST/ovirt-engine/api"

// parseURL checks the address of the API. Nothing is added to it: a guess would send the password to a place that nobody named.
func parseURL(text string) (address, error) {
	if text == "" {
		return address{}, errors.New("URL is empty; usual is " + usualURL)
	}
	u, err := url.Parse(text)
	if err != nil {
		// The error of url.Parse quotes the text, in which there may be a password.
		return address{}, errors.New("URL can't be parsed; usual is " + usualURL)
	}
	shown := u.Redacted()
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return address{}, fmt.Errorf("URL %q begins with neither https:// nor http://; usual is %s", shown, usualURL)
	case u.Hostname() == "":
		return address{}, fmt.Errorf("URL %q names no host; usual is %s", shown, usualURL)
	case u.User != nil:
		return address{}, fmt.Errorf("URL %q holds a user; give Username and Password instead", shown)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return address{}, fmt.Errorf("URL %q holds more than a path behind the host; usual is %s", shown, usualURL)
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	root, ok := strings.CutSuffix(strings.TrimSuffix(path, "/v4"), "/api")
	if !ok || strings.Contains(path, "%") {
		return address{}, fmt.Errorf("URL %q is not the address of an API, which ends in /api; usual is %s://%s/ovirt-engine/api",
			shown, u.Scheme, u.Host)
	}
	u.Path, u.RawPath = path, ""
	site := u.Scheme + "://" + u.Host + root
	return address{base: *u, path: path, token: site + "/sso/oauth/token", logout: site + "/services/sso-logout"}, nil
}

// checkHeader refuses what HTTP can't carry, so that it is reported as the caller's mistake and nothing is sent.
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
