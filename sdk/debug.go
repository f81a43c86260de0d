package sdk

import (
	"net/http"

	"github.com/ovirt-go/ovirt/sdk/dump"
)

// Dump returns a [Middleware] that shows every exchange with the engine to a target of package dump, logins included, for people who
// look for a fault: method and address, headers and indented body, then the same of the answer. Secrets are hidden, and calls go as
// they go without it. With a nil target nothing is shown, so that this is a switch:
//
//	cfg.Middleware = append(cfg.Middleware, sdk.Dump(dump.Open(os.Getenv("OVIRT_DEBUG"))))
//
// [ConfigFromEnv] does that by itself.
func Dump(to dump.Target) Middleware {
	if to == nil {
		return Middleware{}
	}
	return Middleware{Attempt: func(next http.RoundTripper) http.RoundTripper { return dump.New(next, to) }}
}
