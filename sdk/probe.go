package sdk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// Finding is what [Probe] finds out about an engine.
type Finding struct {
	URL string // URL is the address of the API, as Config.URL takes it.
	// Version is the engine's full version, such as 4.5.4-1.el8; empty without a login.
	Version string
	// Healthy says that the engine calls itself healthy: it runs and reaches its database.
	Healthy bool
	Health  string // Health is what it says about that, or what came instead.
	// Trusted says that its certificate is trusted by what the Config says, or by the system
	// without one.
	Trusted bool
	// CA is the certificate of the engine's own CA in PEM; nil if it returns none. Unless Trusted
	// it proves nothing.
	CA []byte
	// Fingerprint is the SHA-256 of that CA, for Config.Fingerprint; empty without a CA.
	Fingerprint string
}

// Probe finds out whether there is an engine at an address, and how it is. It needs no user. A
// Config may be given, one at most: it says how the engine is reached and whom to trust, while its
// URL is left aside. If it has a user or a token, Probe logs in to learn the version, but not where
// the certificate isn't trusted.
//
// If there is no engine, the error is [ErrUnexpected], or [ErrUnavailable] while it starts, and
// says what was found and where engines usually are; it is [ErrConnection] or [ErrTimeout] if
// nothing answers, and [ErrInvalid] if the url is no address at all. If only the login fails, there
// is a Finding beside the error.
func Probe(ctx context.Context, url string, login ...Config) (*Finding, error) {
	const op = "Probe"
	invalid := func(err error) error { return &Error{Op: op, Class: ErrInvalid, Err: err} }
	if ctx == nil {
		return nil, invalid(errNilContext)
	}
	if len(login) > 1 {
		return nil, invalid(fmt.Errorf("%d Configs are given", len(login)))
	}
	var cfg Config
	if len(login) == 1 {
		cfg = login[0]
	}
	at, err := parseURL(url)
	other, isSite := usualPlace(url)
	if err != nil && !isSite {
		return nil, invalid(err)
	}
	if at.site != "" {
		url = at.base.String()
	}
	cfg.URL = url
	v, err := newVisitor(op, cfg)
	if err != nil {
		return nil, err
	}
	defer v.close()
	if cfg.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, cfg.Timeout)
		defer cancel()
	}
	sight, err := v.get(ctx, url)
	if err != nil {
		return nil, err
	}
	if at.site == "" || !sight.isAPI() {
		return nil, v.elsewhere(ctx, sight, other)
	}
	f := &Finding{URL: at.base.String()}
	if err := v.health(ctx, at, f); err != nil {
		return nil, err
	}
	if ca, fingerprint, err := v.fetchCA(ctx, at); err == nil {
		f.CA, f.Fingerprint = ca, fingerprint
	}
	f.Trusted = !v.untrusted && !cfg.Insecure && at.base.Scheme == "https"
	if !cfg.logsIn() || v.untrusted {
		return f, nil
	}
	cfg.URL = f.URL
	f.Version, err = version(ctx, cfg)
	return f, err
}

// usualPlace returns the address where the API usually is on the host of an address. It is false
// for what isn't an address of a host.
func usualPlace(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return "", false
	}
	return u.Scheme + "://" + u.Host + "/ovirt-engine/api", true
}

// elsewhere returns the error about an address where no API is, and looks whether there is one at
// the usual place.
func (v *visitor) elsewhere(ctx context.Context, s *sight, usual string) error {
	text := fmt.Sprintf(
		"GET %s: %s instead of an engine's API; usual is %s",
		redact.Address(s.address),
		s.found(),
		usualURL,
	)
	if s.status == http.StatusServiceUnavailable {
		text += ", and engines that are starting answer 503"
	}
	if usual != s.address {
		if there, err := v.get(ctx, usual); err == nil && there.isAPI() {
			text = fmt.Sprintf(
				"GET %s: %s instead of an engine's API, which is at %s",
				redact.Address(s.address),
				s.found(),
				usual,
			)
		}
	}
	err := v.cfg.secrets().Error(errors.New(text))
	return &Error{Op: v.op, Status: s.status, Class: s.class(), Err: err, Body: s.begin()}
}

// maxHealth bounds what is kept of an engine's words about its health; they have 30 bytes.
const maxHealth = 256

// health asks the engine how it is.
func (v *visitor) health(ctx context.Context, at address, f *Finding) error {
	s, err := v.get(ctx, at.site+"/services/health")
	if err != nil {
		return err
	}
	f.Healthy = s.status == http.StatusOK && !page.IsHTML("", s.body)
	if f.Health = s.found(); f.Healthy {
		f.Health = redact.Foreign(strings.TrimSpace(string(s.body[:min(len(s.body), maxHealth)])))
	}
	return nil
}

// logsIn reports whether the Config says who logs in.
func (cfg *Config) logsIn() bool {
	return cfg.Username != "" || cfg.Token != "" || cfg.Authenticator != nil ||
		cfg.Header.Get("Authorization") != ""
}

// version logs in and asks for the version.
func version(ctx context.Context, cfg Config) (string, error) {
	c, err := Connect(ctx, cfg)
	if err != nil {
		return "", err
	}
	defer c.closeWithin(ctx)
	api, err := c.SystemService().Get(ctx, nil)
	if err != nil {
		return "", err
	}
	if api.ProductInfo == nil || api.ProductInfo.Version == nil {
		return "", nil
	}
	return Value(api.ProductInfo.Version.FullVersion), nil
}
