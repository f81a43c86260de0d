package sdk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/ovirt-go/ovirt/sdk/internal/page"
)

// pathCA is where engines give their CA to anybody, below their root.
const pathCA = "/services/pki-resource?resource=ca-certificate&format=X509-PEM-CA"

// FetchCA reads the certificate of the engine's own CA, for trust on first use: show the
// fingerprint to a person, or compare it with what is known, before the certificate goes to
// [Config.CA]. The answer comes over a connection that nobody has verified, so until then it proves
// nothing. The url is that of [Config.URL]. The certificate is in PEM; the fingerprint is its
// SHA-256, upper case with colons, as [Config.Fingerprint] takes it. A front end may have a
// certificate of another CA, which this one doesn't help to trust.
func FetchCA(ctx context.Context, url string) (ca []byte, fingerprint string, err error) {
	const op = "FetchCA"
	if ctx == nil {
		return nil, "", &Error{Op: op, Class: ErrInvalid, Err: errNilContext}
	}
	at, err := parseURL(url)
	if err != nil {
		return nil, "", &Error{Op: op, Class: ErrInvalid, Err: err}
	}
	v, err := newVisitor(op, Config{Insecure: true})
	if err != nil {
		return nil, "", err
	}
	defer v.close()
	return v.fetchCA(ctx, at)
}

func (v *visitor) fetchCA(
	ctx context.Context, at address,
) (ca []byte, fingerprint string, err error) {
	sight, err := v.get(ctx, at.site+pathCA)
	if err != nil {
		return nil, "", err
	}
	failed := func(err error) error {
		err = v.cfg.secrets().Error(err)
		return &Error{
			Op: v.op, Status: sight.status, Class: sight.class(), Err: err, Body: sight.begin(),
		}
	}
	if sight.status != http.StatusOK {
		return nil, "", failed(fmt.Errorf("%s instead of the engine's CA", sight.found()))
	}
	cert, err := parseCert(sight.body)
	if err != nil {
		found := page.Describe("text/plain", sight.body)
		return nil, "", failed(fmt.Errorf("%s instead of the engine's CA: %w", found, err))
	}
	if !cert.IsCA {
		return nil, "", failed(errors.New("the certificate is not that of a CA"))
	}
	return sight.body, Fingerprint(cert), nil
}
