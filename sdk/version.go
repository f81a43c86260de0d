package sdk

import (
	"context"
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk/internal/deepcopy"
	"github.com/ovirt-go/ovirt/sdk/internal/sso"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// VersionCheck knows which release of the engine introduced what. Package info has two, info.Refuse
// and info.Drop, and programs need no others; as an interface it keeps the tables out of programs
// that don't ask for them.
type VersionCheck interface {
	// CheckVersion compares a call with the release of the engine. It returns the parameters of the
	// query to leave out, and what to send instead of the body; an error is the caller's mistake,
	// or what release returned.
	CheckVersion(method string, query []string, body any, release func() (string, error)) (
		drop []string, instead any, err error,
	)

	// Supports reports whether a release has something, by its name in the API.
	Supports(symbol, release string) (bool, error)
}

// release remembers the version of the engine as long as the login lasts: an engine that is
// upgraded forgets its sessions.
type release struct {
	turn    chan struct{} // holds one token: who has it may use what follows
	version *types.Version
	login   *sso.Token
}

func newRelease() *release { return &release{turn: make(chan struct{}, 1)} }

var (
	errNoVersion      = errors.New("the engine doesn't tell its version")
	errNoVersionCheck = errors.New("Config.CheckVersion is nil; info.Refuse brings the facts")
)

// Version returns the version of the engine, such as 4.5.6 with the full version 4.5.6-1.el8. The
// first call asks the engine, by reading the entry point of the API; later ones answer from memory,
// until the connection logs in anew.
func (c *Connection) Version(ctx context.Context) (*types.Version, error) {
	const op = "Connection.Version"
	var login *sso.Token
	if c == nil || c.header.Open()["Authorization"] == nil {
		var err error
		if login, err = c.login(ctx, op); err != nil {
			return nil, err
		}
	}
	x := exchange{c: c, op: op, ctx: ctx}
	if ctx == nil {
		return nil, x.argumentError(errNilContext)
	}
	r := c.release
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return nil, x.sendError(ctx.Err())
	}
	if r.version == nil || r.login != login {
		api, err := c.SystemService().Get(ctx, nil)
		if err != nil {
			if failure, ok := err.(*Error); ok {
				failure.Op = op
			}
			return nil, err
		}
		if api.ProductInfo == nil || api.ProductInfo.Version == nil {
			return nil, &Error{Op: op, Class: ErrUnexpected, Err: errNoVersion}
		}
		r.version, r.login = api.ProductInfo.Version, login
	}
	return deepcopy.Of(r.version), nil
}

// Supports reports whether the engine is new enough for something, by its name in the API: a type
// (vm), a member (vm.fqdn), a value of an enumeration (vm_type.server), a service (service:vms), a
// method (service:vms.add) or a parameter (service:vms.add.seal). It costs what
// [Connection.Version] costs. The error is [ErrInvalid] if the API has no such thing, or if the
// connection has no [Config.CheckVersion], which brings the facts.
func (c *Connection) Supports(ctx context.Context, symbol string) (bool, error) {
	x := exchange{c: c, op: "Connection.Supports", ctx: ctx}
	if c == nil {
		return false, x.argumentError(errNilConnection)
	}
	if c.check == nil {
		return false, x.argumentError(errNoVersionCheck)
	}
	// An unknown name is a mistake that needs no engine to be found.
	if _, err := c.check.Supports(symbol, ""); err != nil {
		return false, x.argumentError(err)
	}
	engine, err := c.engine(ctx)
	if err != nil {
		return false, err
	}
	return c.check.Supports(symbol, engine)
}

// engine returns the release of the engine as numbers joined by dots.
func (c *Connection) engine(ctx context.Context) (string, error) {
	v, err := c.Version(ctx)
	if err != nil {
		return "", err
	}
	if v.Major == nil || v.Minor == nil {
		if v.FullVersion == nil {
			return "", &Error{Op: "Connection.Version", Class: ErrUnexpected, Err: errNoVersion}
		}
		return *v.FullVersion, nil
	}
	return fmt.Sprintf("%d.%d.%d", *v.Major, *v.Minor, Value(v.Build)), nil
}

// suit makes a call suit the release of the engine, or tells why it can't be sent.
func (x *exchange) suit(ctx context.Context) error {
	var failure error // of asking for the release
	drop, instead, err := x.c.check.CheckVersion(x.op, x.req.Query.Names(), x.req.Body.Value, func() (string, error) {
		var engine string
		engine, failure = x.c.engine(ctx)
		return engine, failure
	})
	switch {
	case failure != nil:
		return failure
	case err != nil:
		return x.argumentError(err)
	}
	for _, name := range drop {
		x.req.Query.Delete(name)
	}
	x.req.Body.Value = instead
	return nil
}
