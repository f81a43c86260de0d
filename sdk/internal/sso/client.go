// Package sso obtains tokens from the engine's single sign-on, keeps one for any number of callers, and revokes it.
package sso

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// Client speaks with the single sign-on. It is a [Source] of tokens for a user with a password.
type Client struct {
	Transport http.RoundTripper
	TokenURL  string
	LogoutURL string
	TokenName string // TokenName is the member of an answer that holds the token; empty is access_token.
	Username  string
	Password  redact.Sealed[string]
	Header    redact.Sealed[http.Header] // Header is sent with every request; it isn't changed.

	// Known learns what is sent and obtained, and strikes it out of errors. Nil strikes nothing.
	Known *redact.Known
}

// Refusal says that the single sign-on answered, but not with what was asked for.
type Refusal struct {
	Doing   string // Doing is what was tried, such as "login as admin@internal".
	Status  int
	Denied  bool   // Denied tells a refusal of the user from an answer that no single sign-on returns.
	Code    string // Code is the short reason, such as access_denied; empty if there is none.
	Message string // Message is the engine's text, or what came instead of an answer.

	// Elsewhere tells that a login came to something that is no single sign-on, so that the address may be wrong.
	Elsewhere bool
}

// Error returns one line: what was tried, the status, and the engine's words.
func (e *Refusal) Error() string {
	text := fmt.Sprintf("%s: %d: %s", e.Doing, e.Status, e.Message)
	if e.Code != "" && e.Code != e.Message {
		text += " (" + e.Code + ")"
	}
	return text
}

// Scope is what clients of the API ask for.
const Scope = "ovirt-app-api"

// Login obtains a token for the user. The error is a *Refusal, or that of the transport.
func (c *Client) Login(ctx context.Context) (*Token, error) {
	form := url.Values{"grant_type": {"password"}, "scope": {Scope}, "username": {c.Username}, "password": {c.Password.Open()}}
	text, err := c.Grant(ctx, "login as "+c.Username, c.TokenURL, form, nil)
	if err != nil {
		return nil, err
	}
	return NewToken(text), nil
}

// Grant sends the form of a login to an address and returns the token of the answer. The header is sent beside that of the client;
// nil adds none. The error is a *Refusal, or that of the transport.
func (c *Client) Grant(ctx context.Context, doing, address string, form url.Values, header http.Header) (string, error) {
	if c.Known != nil {
		c.Known.Learn(redact.QuerySecrets(form.Encode())...)
		c.Known.Learn(redact.HeaderSecrets(header)...)
	}
	a, err := c.post(ctx, address, form, header)
	if err != nil {
		return "", c.Known.Error(fmt.Errorf("%s: %w", doing, err))
	}
	if c.Known != nil {
		c.Known.Learn(a.token)
	}
	if refusal := c.refusal(a, doing); refusal != nil {
		refusal.Elsewhere = a.instead != "" && a.instead != damaged && !refusal.Denied && a.status/100 != 5
		return "", refusal
	}
	if a.token == "" {
		return "", &Refusal{Doing: doing, Status: a.status, Message: "answer without a token", Elsewhere: true}
	}
	if strings.ContainsFunc(a.token, isControl) {
		return "", &Refusal{Doing: doing, Status: a.status, Message: "token that holds control characters"}
	}
	return a.token, nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// Logout revokes a token.
func (c *Client) Logout(ctx context.Context, token *Token) error { return c.Revoke(ctx, token.Text) }

// Revoke revokes the token of that text.
func (c *Client) Revoke(ctx context.Context, token string) error {
	const doing = "logout"
	a, err := c.post(ctx, c.LogoutURL, url.Values{"scope": {Scope}, "token": {token}}, nil)
	if err != nil {
		return c.Known.Error(fmt.Errorf("%s: %w", doing, err))
	}
	if refusal := c.refusal(a, doing); refusal != nil {
		return refusal
	}
	return nil
}

// refusal returns the error that an answer is, without the secrets that it may repeat, or nil.
func (c *Client) refusal(a answer, doing string) *Refusal {
	r := a.refusal(c.Known.Strike(doing))
	if r == nil {
		return nil
	}
	for _, text := range []*string{&r.Message, &r.Code} {
		*text = c.Known.Strike(redact.Text(*text))
	}
	return r
}

// maxAnswer bounds what is read of an answer; real ones have some hundred bytes.
const maxAnswer = 64 << 10

// post sends a form and reads the answer.
func (c *Client) post(ctx context.Context, address string, form url.Values, header http.Header) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	maps.Copy(req.Header, c.Header.Open())
	req.Header.Del("Authorization")
	maps.Copy(req.Header, header)
	// The engine refuses every other value, even one with parameters or alternatives.
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := c.Transport.RoundTrip(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return answer{}, err
	}
	return read(resp, body, cmp.Or(c.TokenName, "access_token")), nil
}

// answer is what the single sign-on said.
type answer struct {
	status                int
	token                 string
	code, message, detail string // error_code, error, error_description
	instead               string // what came, if it wasn't an answer
}

// damaged is what came instead of an answer if it began like one.
const damaged = "damaged JSON"

// read reads the answer, which old engines put into an array.
func read(resp *http.Response, body []byte, tokenName string) answer {
	a := answer{status: resp.StatusCode}
	doc := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if len(doc) > 1 && doc[0] == '[' && doc[len(doc)-1] == ']' {
		doc = doc[1 : len(doc)-1]
	}
	r := wire.NewBytesReader(doc, wire.JSON)
	defer r.Release()
	r.Root()
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case tokenName:
			a.token = text(r)
		case "error_code":
			a.code = text(r)
		case "error":
			a.message = text(r)
		case "error_description":
			a.detail = text(r)
		default:
			r.Skip()
		}
	}
	if r.Finish() != nil {
		a.token = ""
		contentType := resp.Header.Get("Content-Type")
		if a.instead = page.Describe(contentType, body); a.status/100 < 4 {
			a.instead = page.Kind(contentType, body) // What comes instead of a token may hold one.
		}
		if len(doc) > 0 && (doc[0] == '{' || doc[0] == '[') {
			a.instead = damaged // It may hold a token, so it isn't quoted.
		}
	}
	return a
}

func text(r *wire.Reader) string {
	if s := r.String(); s != nil {
		return *s
	}
	return ""
}

// refusal returns the error that the answer is, or nil. There are two shapes: a code in error with the text in error_description,
// and a code in error_code with the text in error.
func (a answer) refusal(doing string) *Refusal {
	r := &Refusal{Doing: doing, Status: a.status, Code: a.code, Message: a.message}
	if a.detail != "" {
		r.Code, r.Message = a.message, a.detail
	}
	switch {
	case a.instead != "":
		r.Denied = a.status == http.StatusUnauthorized || a.status == http.StatusForbidden
		r.Code, r.Message = "", a.instead
		if a.status/100 == 3 {
			r.Message = "redirected, which is not followed"
		}
	case r.Message != "" || r.Code != "":
		// The engine answers 400 to a wrong password as to a wrong form.
		r.Denied = a.status/100 != 5
		if r.Message == "" {
			r.Message = r.Code
		}
	case a.status/100 != 2:
		r.Denied = a.status == http.StatusUnauthorized || a.status == http.StatusForbidden
		r.Message = "answer without an explanation"
	default:
		return nil
	}
	return r
}
