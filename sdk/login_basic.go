package sdk

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"

	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/sso"
)

// BasicLogin returns an [Authenticator] for engines whose single sign-on is out of reach: it sends
// user and password by HTTP Basic once, and keeps the session that the engine opens then. The
// session ends when the connection is closed. There is no token then, so [Connection.Token] fails.
// If something before the engine drops the session's cookie, user and password go with every call.
func BasicLogin(username, password string) Authenticator {
	return &basicLogin{username, redact.Seal(password)}
}

type basicLogin struct {
	username string
	password redact.Sealed[string]
}

func (b *basicLogin) String() string { return "BasicLogin(" + b.username + ")" }

// Format keeps every verb from printing the password.
func (b *basicLogin) Format(s fmt.State, verb rune) {
	redact.Format(s, verb, b.String(), b.String())
}

func (b *basicLogin) check() error { return checkUser(b.username, b.password.Open()) }

func (b *basicLogin) secrets() []string { return []string{b.password.Open()} }

const (
	sessionCookie  = "JSESSIONID"
	persistentAuth = "persistent-auth"
)

// Login opens a session of the engine.
func (b *basicLogin) Login(ctx context.Context, site *Site) (Credential, error) {
	doing := "login as " + b.username
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte(b.username+":"+b.password.Open()))
	resp, begin, err := b.get(
		ctx, site, http.Header{"Authorization": {basic}, "Prefer": {persistentAuth}},
	)
	if err != nil {
		return Credential{}, fmt.Errorf("%s: %w", doing, err)
	}
	if resp.StatusCode != http.StatusOK {
		denied := resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden
		found := page.Describe(resp.Header.Get("Content-Type"), begin)
		return Credential{}, &sso.Refusal{
			Doing: doing, Status: resp.StatusCode, Denied: denied, Message: found,
		}
	}
	for _, cookie := range resp.Cookies() {
		if cookie.Name == sessionCookie && cookie.Value != "" {
			return Credential{Header: http.Header{
				"Cookie": {sessionCookie + "=" + cookie.Value},
				"Prefer": {persistentAuth}, // A call without it would end the session.
			}}, nil
		}
	}
	return Credential{Header: http.Header{"Authorization": {basic}}}, nil
}

// Logout ends the session, which a request without Prefer does.
func (b *basicLogin) Logout(ctx context.Context, site *Site, c Credential) error {
	cookie := c.Header["Cookie"]
	if cookie == nil {
		return nil
	}
	const doing = "logout"
	resp, begin, err := b.get(ctx, site, http.Header{"Cookie": cookie})
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if resp.StatusCode/100 == 2 || resp.StatusCode == http.StatusUnauthorized {
		return nil
	}
	found := page.Describe(resp.Header.Get("Content-Type"), begin)
	return &sso.Refusal{Doing: doing, Status: resp.StatusCode, Message: found}
}

// get reads the entry point of the API, and returns the beginning of the answer.
func (b *basicLogin) get(
	ctx context.Context, site *Site, header http.Header,
) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, site.URL, nil)
	if err != nil {
		return nil, nil, err
	}
	req.Header = header
	resp, err := site.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	begin, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	return resp, begin, err
}
