package sdk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/sso"
)

// Authenticator obtains what authorizes the requests of a connection. [PasswordLogin],
// [BasicLogin], [TokenFrom] and [CachedLogin] return those of this package, and the module
// github.com/ovirt-go/ovirt/kerberos has one more. It serves one connection at a time.
//
// The connection calls Login when the first call needs it, and again after the engine refused a
// credential with 401. However many calls wait, there is one Login at a time.
type Authenticator interface {
	// Login obtains a credential. An error that matches [ErrAuth], or one of [Site.Grant] about a
	// refusal, fails the call as ErrAuth; others fail it by what they are. No error may hold a
	// secret.
	Login(ctx context.Context, site *Site) (Credential, error)

	// Logout revokes a credential when the connection is closed. The engine may have forgotten it
	// already.
	Logout(ctx context.Context, site *Site, credential Credential) error
}

// Credential is what authorizes requests.
type Credential struct {
	Token string // Token is an access token, sent as Authorization: Bearer. Empty sends none.
	// Header is sent with every call; a value of Cookie joins those of the call. Nil adds none.
	Header http.Header
}

// token returns the form in which the connection keeps a credential.
func (c Credential) token() (*sso.Token, error) {
	if err := checkHeader(c.Header); err != nil {
		return nil, fmt.Errorf("login: credential: %w", err)
	}
	t := &sso.Token{Text: c.Token}
	if c.Token != "" {
		if !validHeaderValue(c.Token) {
			return nil, errors.New("login: credential: the token holds control characters")
		}
		t = sso.NewToken(c.Token)
	}
	for name, values := range c.Header {
		name = http.CanonicalHeaderKey(name)
		if name == "Authorization" {
			t.Header = append([]string(nil), values...)
			continue
		}
		if t.Extra == nil {
			t.Extra = make(http.Header)
		}
		t.Extra[name] = append(t.Extra[name], values...)
	}
	if t.Header == nil && t.Extra == nil {
		return nil, errors.New("login: credential is empty")
	}
	return t, nil
}

// credential is the way back.
func credential(t *sso.Token) Credential {
	c := Credential{Token: t.Text, Header: t.Extra.Clone()}
	if t.Text == "" && t.Header != nil {
		if c.Header == nil {
			c.Header = make(http.Header)
		}
		c.Header["Authorization"] = t.Header
	}
	return c
}

// Site is the engine as an [Authenticator] sees it. Requests go through the pool of the connection,
// with its certificates, its proxy and its log, and without a credential.
type Site struct {
	URL string // URL is the address of the API, without a slash at the end.
	// TokenURL is where forms are exchanged for tokens; [Config.SSOURL] if that is given.
	TokenURL string
	// TicketURL is the same for logins by HTTP authentication, such as Kerberos; Config.SSOURL if
	// that is given.
	TicketURL string
	// LogoutURL is where tokens are revoked; [Config.SSORevokeURL] if that is given.
	LogoutURL string

	client *sso.Client
}

var errNoSite = errors.New("site belongs to no connection")

// Grant sends the form of a login to an address, usually TokenURL, and returns the token of the
// answer, which may be of any shape that engines use. The header is sent too; nil adds none. The
// error quotes the engine's words.
func (s *Site) Grant(
	ctx context.Context, address string, form url.Values, header http.Header,
) (Credential, error) {
	if s.client == nil {
		return Credential{}, errNoSite
	}
	text, err := s.client.Grant(ctx, "login", address, form, header)
	return Credential{Token: text}, err
}

// Revoke revokes a token that Grant gave.
func (s *Site) Revoke(ctx context.Context, token string) error {
	if s.client == nil {
		return errNoSite
	}
	return s.client.Revoke(ctx, token)
}

// RoundTrip sends any other request, with the header of the connection beside its own. The caller
// closes the body of the answer. Redirects are not followed.
func (s *Site) RoundTrip(req *http.Request) (*http.Response, error) {
	if s.client == nil {
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, errNoSite
	}
	req = req.Clone(req.Context())
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	for name, values := range s.client.Header.Open() {
		if _, given := req.Header[name]; !given && name != "Authorization" {
			req.Header[name] = values
		}
	}
	return s.client.Transport.RoundTrip(req)
}

// authSource is an Authenticator as the keeper of tokens sees it.
type authSource struct {
	login Authenticator
	site  *Site
	known *redact.Known // learns what is obtained
}

func (a authSource) Login(ctx context.Context) (*sso.Token, error) {
	c, err := a.login.Login(ctx, a.site)
	if err != nil {
		return nil, err
	}
	t, err := c.token()
	if err == nil {
		learn(a.known, t)
	}
	return t, err
}

func (a authSource) Logout(ctx context.Context, t *sso.Token) error {
	return a.login.Logout(ctx, a.site, credential(t))
}

// PasswordLogin returns the Authenticator that [Config.Username] and [Config.Password] stand for:
// it exchanges them for a token, and revokes that at the end.
func PasswordLogin(username, password string) Authenticator {
	return &passwordLogin{username, redact.Seal(password)}
}

type passwordLogin struct {
	username string
	password redact.Sealed[string]
}

func (p *passwordLogin) String() string { return "PasswordLogin(" + p.username + ")" }

// Format keeps every verb from printing the password.
func (p *passwordLogin) Format(s fmt.State, verb rune) {
	redact.Format(s, verb, p.String(), p.String())
}

func (p *passwordLogin) check() error { return checkUser(p.username, p.password.Open()) }

func (p *passwordLogin) secrets() []string { return []string{p.password.Open()} }

func (p *passwordLogin) Login(ctx context.Context, site *Site) (Credential, error) {
	if site.client == nil {
		return Credential{}, errNoSite
	}
	client := *site.client
	client.TokenURL, client.Username, client.Password = site.TokenURL, p.username, p.password
	token, err := client.Login(ctx)
	if err != nil {
		return Credential{}, err
	}
	return credential(token), nil
}

func (p *passwordLogin) Logout(ctx context.Context, site *Site, c Credential) error {
	return site.Revoke(ctx, c.Token)
}

// TokenFrom returns an Authenticator for tokens that somebody else obtains and renews, such as a
// file that a sidecar writes. The function is called for the first token, and again whenever the
// engine refuses one. Tokens are borrowed: they are not revoked.
func TokenFrom(
	token func(context.Context) (string, error),
) Authenticator {
	return tokenFrom(token)
}

type tokenFrom func(context.Context) (string, error)

func (f tokenFrom) check() error {
	if f == nil {
		return errors.New("TokenFrom has no function")
	}
	return nil
}

func (f tokenFrom) Login(ctx context.Context, _ *Site) (Credential, error) {
	text, err := f(ctx)
	if err != nil {
		return Credential{}, fmt.Errorf("token: %w", err)
	}
	text = strings.TrimSpace(text) // Files end in a newline.
	if text == "" {
		return Credential{}, fmt.Errorf("%w: token is empty", ErrAuth)
	}
	return Credential{Token: text}, nil
}

func (tokenFrom) Logout(context.Context, *Site, Credential) error { return nil }
