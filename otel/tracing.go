// Package otel wires connections of package sdk to OpenTelemetry and Prometheus. It is a module of its own, so that programs that
// want neither don't link them.
//
//	metrics, err := otel.Metrics(prometheus.DefaultRegisterer)
//	if err != nil {
//		return err
//	}
//	conn, err := sdk.Connect(ctx, sdk.Config{
//		URL: url, Username: "admin@internal", Password: password,
//		Middleware: []sdk.Middleware{otel.Tracing(), metrics},
//	})
package otel

import (
	"fmt"
	"net/http"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/ovirt-go/ovirt/sdk"
)

// Tracing returns a middleware that makes a span per call, named like the method, such as VmService.Start, and a child of it per
// attempt. A login is a span of its own, because it may serve many calls. Without options the global tracer provider and
// propagators are used; options apply to both kinds of spans. Spans hold addresses, with searches in them, but no tokens.
func Tracing(opts ...otelhttp.Option) sdk.Middleware {
	return sdk.Middleware{
		Call:    link(opts, func(info sdk.CallInfo) string { return info.Op }),
		Attempt: link(opts, func(info sdk.CallInfo) string { return fmt.Sprintf("%s attempt %d", info.Op, info.Attempt) }),
	}
}

func link(opts []otelhttp.Option, name func(sdk.CallInfo) string) func(http.RoundTripper) http.RoundTripper {
	named := otelhttp.WithSpanNameFormatter(func(_ string, req *http.Request) string {
		info, _ := sdk.CallOf(req.Context())
		return name(info)
	})
	all := append([]otelhttp.Option{named}, opts...)
	return func(next http.RoundTripper) http.RoundTripper { return otelhttp.NewTransport(next, all...) }
}
