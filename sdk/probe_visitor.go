package sdk

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/chain"
	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// visitor looks at addresses as a stranger does: it sends no credential, so that it may look at
// servers that nobody trusts.
type visitor struct {
	op        string
	agent     string
	transport http.RoundTripper
	own       []*http.Transport // to be closed
	cfg       Config
	untrusted bool // whether a certificate had to be accepted that isn't trusted
}

// newVisitor takes from a Config how the engine is reached.
func newVisitor(op string, cfg Config) (*visitor, error) {
	v := &visitor{op: op, agent: cfg.UserAgent, cfg: cfg}
	if v.agent == "" {
		v.agent = userAgent
	}
	if cfg.Transport == nil {
		if err := v.use(cfg); err != nil {
			return nil, &Error{Op: op, Class: ErrInvalid, Err: err}
		}
		return v, nil
	}
	v.transport = chain.NewOnce(cfg.Transport, false)
	return v, nil
}

func (v *visitor) use(cfg Config) error {
	t, err := newTransport(&cfg)
	if err != nil {
		return err
	}
	v.own = append(v.own, t)
	v.transport = chain.NewOnce(t, true)
	return nil
}

func (v *visitor) close() {
	for _, t := range v.own {
		t.CloseIdleConnections()
	}
}

// sight is what stands at an address.
type sight struct {
	address string
	status  int
	header  http.Header
	body    []byte // the first 64 kB
}

// get looks at an address. If the certificate isn't trusted it looks on without trust, and notes
// that.
func (v *visitor) get(ctx context.Context, address string) (*sight, error) {
	s, err := v.look(ctx, address)
	if err != nil && v.cfg.Transport == nil && !v.untrusted && isDistrust(err) {
		v.untrusted = true
		open := v.cfg
		open.CAFile, open.CADir, open.CA, open.CAPool, open.Fingerprint = "", "", nil, nil, ""
		open.Insecure = true
		if v.use(open) == nil {
			s, err = v.look(ctx, address)
		}
	}
	if err != nil {
		x := exchange{op: v.op, ctx: ctx, visited: schemeOf(address)}
		cause := fmt.Errorf("GET %s: %w", redact.Address(address), err)
		return nil, x.sendError(v.cfg.secrets().Error(cause))
	}
	return s, nil
}

// schemeOf returns the scheme of an address.
func schemeOf(address string) string {
	scheme, _, _ := strings.Cut(address, "://")
	return scheme
}

func (v *visitor) look(ctx context.Context, address string) (*sight, error) {
	ctx, cancel := context.WithCancel(ctx) // It frees what belongs to the request.
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", v.agent)
	resp, err := v.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	if err != nil {
		return nil, err
	}
	return &sight{address, resp.StatusCode, resp.Header, body}, nil
}

// isDistrust reports whether a connection failed for its certificate.
func isDistrust(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	_, ok := errors.AsType[*pinError](err)
	return ok
}

// found says in words what stands there.
func (s *sight) found() string {
	if s.status/100 == 3 {
		return fmt.Sprintf("a redirection to %q", redact.Place(s.header.Get("Location")))
	}
	return page.Describe(s.header.Get("Content-Type"), s.body)
}

func (s *sight) begin() string { return string(s.body[:min(len(s.body), 512)]) }

// class returns that of an error about what stands there.
func (s *sight) class() error {
	if chain.IsUnavailable(s.status) {
		return ErrUnavailable
	}
	return ErrUnexpected
}

// isAPI reports whether the API of an engine stands there: it refuses strangers in words of its
// own, and shows them nothing else unless something before it logs them in.
func (s *sight) isAPI() bool {
	switch s.status {
	case http.StatusUnauthorized:
		for _, challenge := range s.header.Values("WWW-Authenticate") {
			if strings.Contains(challenge, `realm="RESTAPI"`) {
				return true
			}
		}
	case http.StatusOK:
		doc := strings.TrimSpace(string(s.body))
		if strings.HasPrefix(doc, "<?xml") {
			_, doc, _ = strings.Cut(doc, "?>")
			doc = strings.TrimSpace(doc)
		}
		return strings.HasPrefix(doc, "<api>") || strings.HasPrefix(doc, "<api ") ||
			strings.HasPrefix(doc, "{") && strings.Contains(doc, `"product_info"`)
	}
	return false
}
