package sdk

import (
	"net/http"

	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/internal/dumping"
)

// Dump returns a [Middleware] that shows every exchange with the engine to a target of package
// dump, logins included, for people who look for a fault: method and address, headers and indented
// body, then the same of the answer. Secrets are hidden, and calls go as they go without it.
// Options may be given, one struct at most. With a nil target nothing is shown, so that this is a
// switch:
//
//	cfg.Middleware = append(cfg.Middleware, sdk.Dump(dump.Open(os.Getenv("OVIRT_DEBUG"))))
//
// [ConfigFromEnv] does that by itself. To dump the requests of another HTTP client, call the
// result's Attempt with its transport.
func Dump(to dump.Target, options ...dump.Options) Middleware {
	if to == nil {
		return Middleware{}
	}
	var o dump.Options
	if len(options) > 0 {
		o = options[0]
	}
	return Middleware{Attempt: func(next http.RoundTripper) http.RoundTripper {
		return dumping.New(next, to, o)
	}}
}
