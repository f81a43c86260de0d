package sdk

import (
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/sso"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// secrets returns what the Config holds that no text of the connection may show, however it comes
// there.
func (cfg *Config) secrets() *redact.Known {
	known := new(redact.Known)
	known.Add(cfg.Password, cfg.Token)
	known.Add(redact.HeaderSecrets(cfg.Header)...)
	for _, address := range []string{cfg.URL, cfg.SSOURL, cfg.SSORevokeURL, cfg.Proxy} {
		known.Add(redact.AddressSecrets(address)...)
	}
	if own, ok := cfg.Authenticator.(interface{ secrets() []string }); ok {
		known.Add(own.secrets()...)
	}
	return known
}

// invalid returns the error about mistakes in the Config.
func (cfg *Config) invalid(err error) error {
	return &Error{Op: "New", Class: ErrInvalid, Err: cfg.secrets().Error(err)}
}

// learn notes what authorizes requests from now on.
func learn(known *redact.Known, t *sso.Token) {
	if t.Text != "" {
		known.Learn(t.Text)
	}
	known.Learn(redact.HeaderSecrets(map[string][]string{"Authorization": t.Header})...)
	known.Learn(redact.HeaderSecrets(t.Extra)...)
}

// known returns the secrets of the connection and those that the call sends, such as the root
// password of a host, which the engine may repeat when it refuses them. It writes the document of
// the request again, and is for errors alone.
func (x *exchange) known() *redact.Known {
	var known *redact.Known
	if x.c != nil {
		known = x.c.known
	}
	if x.req == nil {
		return known
	}
	sent := redact.HeaderSecrets(x.req.Options.Header)
	sent = append(sent, redact.QuerySecrets(x.req.Query.Encode(x.req.Options.Query))...)
	if x.c != nil && (x.raw != nil || x.req.Body.Write != nil) {
		if body, err := x.document(); err == nil {
			sent = append(sent, redact.BodySecrets(x.c.at.path+x.req.Path, x.bodyType(), body)...)
		}
	}
	if len(sent) == 0 {
		return known
	}
	return known.With(sent...)
}

// bodyType returns the media type of the request's body.
func (x *exchange) bodyType() string {
	if text := x.req.Options.Header.Get("Content-Type"); text != "" {
		return text
	}
	return x.c.format.MediaType()
}

// strikeFault takes the secrets out of what the engine says. The fault is the error's own.
func strikeFault(known *redact.Known, fault *types.Fault) {
	for _, text := range []*string{fault.Detail, fault.Reason} {
		if text != nil {
			*text = known.Strike(redact.Text(*text))
		}
	}
}

// parseError returns the public form of a reader's error, which quotes the answer.
func parseError(known *redact.Known, err error) error {
	switch e := err.(type) {
	case *wire.SyntaxError:
		own := *e
		own.Path, own.Text = known.Strike(e.Path), quotable(known, e.Path, e.Text)
		return &ParseError{Path: own.Path, Offset: e.Offset, Text: own.Text, Err: &own}
	case *wire.ValueError:
		own := *e
		own.Path, own.Text = known.Strike(e.Path), quotable(known, e.Path, e.Text)
		return &ParseError{Path: own.Path, Offset: e.Offset, Text: own.Text, Err: &own}
	case *wire.ReadError:
		return &ParseError{Path: known.Strike(e.Path), Offset: e.Offset, Err: known.Error(e)}
	}
	return known.Error(err)
}

// quotable returns what may be quoted of an answer at a place.
func quotable(known *redact.Known, path, text string) string {
	if text == "" || redact.Path(strings.ReplaceAll(path, "/", ".")) || redact.Named(path) {
		return ""
	}
	text = string(redact.Body("", "", []byte(text)))
	return known.Strike(redact.Foreign(text))
}
