package sdk

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/ovirt-go/ovirt/sdk/internal/chain"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
	"github.com/ovirt-go/ovirt/sdk/internal/sso"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// Connection speaks with one engine as one user. It keeps a pool of connections and one token for
// any number of goroutines, which may use it at the same time. It is made by [New] or [Connect] and
// must be closed.
type Connection struct {
	at      address
	format  Format
	timeout time.Duration
	log     bool

	unchecked bool                       // calls that lack what the API demands are sent
	check     VersionCheck               // nil compares nothing
	release   *release                   // of the engine
	header    redact.Sealed[http.Header] // sent with every request; the values are shared
	api       http.RoundTripper          // the chain for calls
	own       *http.Transport            // nil if the transport was given
	tokens    *sso.Tokens
	retry     *chain.Retry  // the link of the chain
	logger    *slog.Logger  // nil if log isn't set
	known     *redact.Known // secrets that no text may show

	life   context.Context // ends with Close
	end    context.CancelCauseFunc
	closed sync.Once

	background sync.WaitGroup // of goroutines that end with life
	running    running        // calls under way, which end with life too
}

const userAgent = "ovirt-go"

// New prepares a connection. It sends nothing: the first call logs in. The error is [ErrInvalid],
// and names all that is wrong with the Config.
func New(cfg Config) (*Connection, error) {
	at, err := parseURL(cfg.URL)
	if err := errors.Join(err, cfg.check(), at.setSSO(&cfg)); err != nil {
		return nil, cfg.invalid(err)
	}
	c := &Connection{
		at:      at,
		format:  cfg.Format,
		timeout: cfg.Timeout,
		log:     cfg.Logger != nil,
		logger:  cfg.Logger,
	}
	c.known = cfg.secrets()
	c.unchecked, c.check, c.release = cfg.Unchecked, cfg.CheckVersion, newRelease()
	transport := cfg.Transport
	if transport == nil {
		c.own, err = newTransport(&cfg)
		if err != nil {
			return nil, cfg.invalid(err)
		}
		transport = c.own
	}
	c.life, c.end = context.WithCancelCause(context.Background())
	if cfg.Insecure && cfg.Logger != nil {
		cfg.Logger.Warn(
			"the engine's certificate isn't verified, so that others can read and change everything",
			"url",
			at.base.String(),
		)
	}
	c.setHeader(&cfg)
	c.setChain(&cfg, transport)
	if cfg.KeepAlive > 0 {
		c.background.Go(func() { c.keepAlive(cfg.KeepAlive) })
	}
	return c, nil
}

// setHeader prepares what every request carries.
func (c *Connection) setHeader(cfg *Config) {
	header := make(http.Header)
	agent := cfg.UserAgent
	if agent == "" {
		agent = userAgent
	}
	header.Set("User-Agent", agent)
	for name, values := range cfg.Header {
		name = http.CanonicalHeaderKey(name)
		header[name] = append([]string(nil), values...)
	}
	c.header = redact.Seal(header)
}

// setLogin prepares what obtains tokens; it sends through the link.
func (c *Connection) setLogin(cfg *Config, link http.RoundTripper) {
	if cfg.Token != "" {
		c.tokens = sso.Borrowed(cfg.Token)
		return
	}
	login := cfg.Authenticator
	if login == nil {
		login = PasswordLogin(cfg.Username, cfg.Password)
	}
	site := &Site{
		URL:       c.at.base.String(),
		TokenURL:  c.at.token,
		TicketURL: c.at.ticket,
		LogoutURL: c.at.logout,
		client: &sso.Client{
			Transport: link,
			LogoutURL: c.at.logout,
			TokenName: cfg.SSOTokenName,
			Header:    redact.Seal(loginHeader(c.header.Open())),
			Known:     c.known,
		},
	}
	c.tokens = sso.NewTokens(authSource{login, site, c.known}, cfg.Timeout)
}

// loginHeader returns what of a connection's header goes with logins.
func loginHeader(header http.Header) http.Header {
	header = maps.Clone(header)
	if header.Get(chain.CorrelationHeader) == "" {
		delete(header, chain.CorrelationHeader)
	}
	return header
}

// Connect prepares a connection like [New] and logs in, so that a wrong address, certificate or
// password is reported here. With a Token there is nothing to log in with, and nothing is sent.
func Connect(ctx context.Context, cfg Config) (*Connection, error) {
	c, err := New(cfg)
	if err != nil {
		err.(*Error).Op = "Connect"
		return nil, err
	}
	if c.header.Open()["Authorization"] != nil {
		return c, nil
	}
	if _, err := c.login(ctx, "Connect"); err != nil {
		if ctx == nil {
			ctx = context.Background()
		}
		c.closeWithin(ctx)
		return nil, err
	}
	return c, nil
}

// URL returns the address of the API, without a slash at the end. A nil connection has none.
func (c *Connection) URL() string {
	if c == nil {
		return ""
	}
	return c.at.base.String()
}

// SystemService returns the root of the tree of services. It sends nothing and cannot fail.
func (c *Connection) SystemService() *services.SystemService {
	return services.NewSystemService(sender{c})
}

// Token returns the access token of the connection, and logs in if there is none yet. Another
// program may use it as [Config.Token], until this connection is closed. The error is [ErrAuth] if
// the engine refuses the user, and [ErrInvalid] if the [Authenticator] works without tokens.
func (c *Connection) Token(ctx context.Context) (string, error) {
	const op = "Connection.Token"
	token, err := c.login(ctx, op)
	if err != nil {
		return "", err
	}
	if token.Text == "" {
		return "", &Error{Op: op, Class: ErrInvalid, Err: errNoToken}
	}
	return token.Text, nil
}

// login returns what authorizes requests, and logs in if there is nothing yet.
func (c *Connection) login(ctx context.Context, op string) (*sso.Token, error) {
	if c == nil {
		return nil, &Error{Op: op, Class: ErrInvalid, Err: errNilConnection}
	}
	x := exchange{c: c, op: op, ctx: ctx}
	if c.life == nil {
		return nil, x.argumentError(errNotMade)
	}
	if ctx == nil {
		return nil, x.argumentError(errNilContext)
	}
	ctx, stop := c.bound(ctx, 0)
	defer stop()
	ctx = chain.WithOp(ctx, op)
	x.ctx = ctx
	token, err := c.tokens.Get(ctx)
	if err != nil {
		return nil, x.sendError(err)
	}
	return token, nil
}

var (
	errNilConnection = errors.New("connection is nil")
	errNotMade       = errors.New("connection was not made by New or Connect")
	errNilContext    = errors.New("context is nil")
	errNoToken       = errors.New("the way to log in returns no token")
)

// logoutTimeout bounds how long Close waits for the engine.
const logoutTimeout = 10 * time.Second

// Close logs out of the engine, which revokes the token unless it was borrowed, and frees the
// pooled connections. Calls that are still running fail with [ErrClosed], as do later ones. It
// takes 10 seconds at most; an error means that the engine may still know the token. Further calls
// do nothing and return nil.
func (c *Connection) Close() error {
	if c == nil || c.life == nil {
		return nil
	}
	var err error
	c.closed.Do(func() { err = c.close(context.Background()) })
	return err
}

// CloseKeepingSession is [Connection.Close] without logging out: whoever has the token from
// [Connection.Token] can go on with it, until the engine ends the idle session. Nothing is sent.
// After Close it does nothing.
func (c *Connection) CloseKeepingSession() {
	if c == nil || c.life == nil {
		return
	}
	c.closed.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), logoutTimeout)
		defer cancel()
		c.stop()
		c.tokens.Release(ctx)
		c.tidy(ctx)
	})
}

// stop ends what is under way.
func (c *Connection) stop() {
	c.end(ErrClosed)
	c.running.stop()
}

// tidy frees what a closed connection has. It waits for its goroutines as long as the context
// lasts.
func (c *Connection) tidy(ctx context.Context) {
	ended := make(chan struct{})
	go func() {
		c.background.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// close logs out and frees what the connection has, within the context and the time that Close has.
func (c *Connection) close(ctx context.Context) error {
	c.stop()
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	const op = "Connection.Close"
	x := exchange{c: c, op: op, ctx: ctx}
	err := c.tokens.Close(chain.WithOp(ctx, op))
	c.tidy(ctx)
	if err != nil {
		return x.sendError(err)
	}
	return nil
}

// lastGrace is how long a function whose context has ended may still take to log out.
const lastGrace = time.Second

// closeWithin is Close for a function that made the connection for itself: it ends soon after the
// context.
func (c *Connection) closeWithin(ctx context.Context) {
	c.closed.Do(func() {
		within, cancel := context.WithCancel(context.WithoutCancel(ctx))
		defer cancel()
		stop := context.AfterFunc(ctx, func() {
			timer := time.NewTimer(lastGrace)
			defer timer.Stop()
			select {
			case <-timer.C:
				cancel()
			case <-within.Done():
			}
		})
		defer stop()
		_ = c.close(within)
	})
}

// bound returns a context that ends with the connection too, and after a timeout if there is one.
// The caller must call stop.
func (c *Connection) bound(
	ctx context.Context, timeout time.Duration,
) (_ context.Context, stop func()) {
	if timeout == 0 {
		timeout = c.timeout
	}
	freeTimer := func() {}
	if timeout > 0 {
		ctx, freeTimer = context.WithTimeout(ctx, timeout)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	forget := context.AfterFunc(c.life, func() { cancel(ErrClosed) })
	return ctx, func() {
		forget()
		cancel(nil)
		freeTimer()
	}
}
