package main

import (
	"context"
	"errors"

	"github.com/ovirt-go/ovirt/sdk"
)

// loginArea is about sessions.
var loginArea = area{name: "login", checks: func(s *session) []check {
	// over runs f with a connection of its own, which is made of the session's configuration.
	over := func(change func(*sdk.Config), f func(*sdk.Connection) error) error {
		cfg := s.cfg
		change(&cfg)
		conn, err := sdk.New(cfg)
		if err != nil {
			return err
		}
		return errors.Join(f(conn), conn.Close())
	}
	return []check{
		{"user and password log in", func(ctx context.Context) error {
			return over(func(*sdk.Config) {}, func(conn *sdk.Connection) error { return conn.Ping(ctx) })
		}, true},
		{"a wrong password is refused", func(ctx context.Context) error {
			return over(func(c *sdk.Config) { c.Password = "wrong-" + s.prefix }, func(conn *sdk.Connection) error {
				return refused(conn.Ping(ctx), sdk.ErrAuth)
			})
		}, false},
		{"an unknown user is refused", func(ctx context.Context) error {
			return over(func(c *sdk.Config) { c.Username = s.name("nobody") + "@internal" }, func(conn *sdk.Connection) error {
				return refused(conn.Ping(ctx), sdk.ErrAuth)
			})
		}, false},
		{"a token can be shared", func(ctx context.Context) error {
			token, err := s.conn.Token(ctx)
			if err != nil {
				return err
			}
			return over(func(c *sdk.Config) { c.Username, c.Password, c.Token = "", "", token }, func(conn *sdk.Connection) error {
				return conn.Ping(ctx)
			})
		}, false},
		{"a borrowed token stays valid", func(ctx context.Context) error {
			return s.conn.Ping(ctx)
		}, false},
		{"a forged token is refused", func(ctx context.Context) error {
			return over(func(c *sdk.Config) { c.Username, c.Password, c.Token = "", "", "forged-token" }, func(conn *sdk.Connection) error {
				return refused(conn.Ping(ctx), sdk.ErrAuth)
			})
		}, false},
		{"a token that was revoked is refused", func(ctx context.Context) error {
			var token string
			err := over(func(*sdk.Config) {}, func(conn *sdk.Connection) (err error) {
				token, err = conn.Token(ctx)
				return err
			})
			if err != nil {
				return err
			}
			return over(func(c *sdk.Config) { c.Username, c.Password, c.Token = "", "", token }, func(conn *sdk.Connection) error {
				return refused(conn.Ping(ctx), sdk.ErrAuth)
			})
		}, false},
		{"user and password in each request are accepted", func(ctx context.Context) error {
			login := sdk.BasicLogin(s.cfg.Username, s.cfg.Password)
			return over(func(c *sdk.Config) { c.Username, c.Password, c.Authenticator = "", "", login }, func(conn *sdk.Connection) error {
				return conn.Ping(ctx)
			})
		}, false},
		{"two sessions of one user are apart", func(ctx context.Context) error {
			first, err := s.conn.Token(ctx)
			if err != nil {
				return err
			}
			return over(func(*sdk.Config) {}, func(conn *sdk.Connection) error {
				second, err := conn.Token(ctx)
				if err == nil && first == second {
					err = errors.New("both have the same token")
				}
				return err
			})
		}, false},
	}
}}
