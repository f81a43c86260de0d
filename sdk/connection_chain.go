package sdk

import (
	"net/http"

	"github.com/ovirt-go/ovirt/sdk/internal/chain"
)

// setChain puts the links together through which all requests go, from the transport outward: the
// one that is made last is the first to see a request.
func (c *Connection) setChain(cfg *Config, transport http.RoundTripper) {
	// Once keeps the transport from sending a change twice, and compares the answer with the
	// request. It stands right above the transport, whose own repetitions only it can see.
	link := http.RoundTripper(chain.NewOnce(transport, c.own != nil))

	// Limit keeps the rate. It stands below everything that repeats or logs in, so that every
	// request counts.
	if cfg.RateLimit > 0 {
		link = chain.NewLimit(link, cfg.RateLimit, max(cfg.RateBurst, 1))
	}

	// Gzip decompresses answers. It stands below all that reads them, the user's links included.
	if !cfg.NoCompression {
		link = &chain.Gzip{Next: link}
	}

	// The user's links that see attempts: what they do is logged, and repeated if it fails.
	link = perAttempt(cfg.Middleware, link)

	// Log writes a record per attempt. It stands below Retry, which makes the attempts.
	if c.log {
		link = &chain.Log{Logger: cfg.Logger, Known: c.known, Next: link}
	}

	// Retry repeats what failed and may pass. Logins have one of their own, for they may always be
	// repeated; the budget is that of all.
	c.retry = &chain.Retry{Policy: cfg.Retry, Budget: newBudget(cfg), Next: link}
	login := &chain.Retry{
		Policy: cfg.Retry,
		Budget: c.retry.Budget,
		Op:     "login",
		Always: true,
		Next:   link,
	}
	c.setLogin(cfg, login)
	// Logins, which have the header by now, ask for JSON.
	c.header.Open().Set("Accept", c.format.MediaType())

	// Auth adds the token, and repeats with another one after a 401. It stands above Retry, so that
	// the attempts of a call have one good token.
	link = &chain.Auth{Tokens: c.tokens, Next: c.retry}

	// The user's links that see calls: once each, with the last answer.
	c.api = perCall(cfg.Middleware, link)
}
