package otel_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/ovirt-go/ovirt/otel"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// newEngine starts an engine that logs users in, answers 503 to the first call, and notes what traces it hears of.
func newEngine(t *testing.T, parents *[]string) *httptest.Server {
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/token"):
			_, _ = io.WriteString(w, `{"access_token":"secret-token"}`)
		case strings.HasSuffix(r.URL.Path, "/sso-logout"):
			_, _ = io.WriteString(w, "{}")
		default:
			*parents = append(*parents, r.Header.Get("Traceparent"))
			if calls.Add(1) == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			_, _ = io.WriteString(w, `<vm id="1"/>`)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, server *httptest.Server, middleware ...sdk.Middleware) {
	t.Helper()
	conn, err := sdk.New(sdk.Config{
		URL: server.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "secret-password",
		Retry: call.RetryPolicy{FirstPause: 1}, Middleware: middleware,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.SystemService().VmsService().VmService("1").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTracingMakesASpanPerCallAndPerAttempt(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	provider := trace.NewTracerProvider(trace.WithSpanProcessor(recorder))
	t.Cleanup(func() { _ = provider.Shutdown(context.WithoutCancel(t.Context())) })
	var parents []string
	get(t, newEngine(t, &parents),
		otel.Tracing(otelhttp.WithTracerProvider(provider), otelhttp.WithPropagators(propagation.TraceContext{})))

	spans := map[string]trace.ReadOnlySpan{}
	for _, span := range recorder.Ended() {
		spans[span.Name()] = span
		if text := fmt.Sprint(span.Attributes(), span.Events()); strings.Contains(text, "secret") {
			t.Errorf("span %s holds a secret: %s", span.Name(), text)
		}
	}
	call := spans["VmService.Get"]
	if call == nil {
		t.Fatalf("no span of the call among %v", spans)
	}
	for i, name := range []string{"VmService.Get attempt 1", "VmService.Get attempt 2"} {
		attempt := spans[name]
		if attempt == nil {
			t.Errorf("no span %s", name)
			continue
		}
		if attempt.Parent().SpanID() != call.SpanContext().SpanID() {
			t.Errorf("%s isn't a child of the call", name)
		}
		if !strings.Contains(parents[i], attempt.SpanContext().SpanID().String()) {
			t.Errorf("the engine heard of %q, not of %s", parents[i], name)
		}
	}
	for _, name := range []string{"login attempt 1", "Connection.Close attempt 1"} {
		if spans[name] == nil {
			t.Errorf("no span %s", name)
		}
	}
}

func TestMetricsCountCallsAndAttempts(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewPedanticRegistry()
	metrics, err := otel.Metrics(registry)
	if err != nil {
		t.Fatal(err)
	}
	var parents []string
	get(t, newEngine(t, &parents), metrics)
	const want = `
# HELP ovirt_attempts_total Requests to the oVirt API, repeated ones included.
# TYPE ovirt_attempts_total counter
ovirt_attempts_total{op="Connection.Close",status="200"} 1
ovirt_attempts_total{op="VmService.Get",status="200"} 1
ovirt_attempts_total{op="VmService.Get",status="503"} 1
ovirt_attempts_total{op="login",status="200"} 1
# HELP ovirt_calls_in_flight Calls of the oVirt API whose answer hasn't begun.
# TYPE ovirt_calls_in_flight gauge
ovirt_calls_in_flight 0
`
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "ovirt_attempts_total", "ovirt_calls_in_flight"); err != nil {
		t.Error(err)
	}
	if n := testutil.CollectAndCount(registry, "ovirt_call_duration_seconds"); n != 1 {
		t.Errorf("%d histograms of calls, want 1", n)
	}
	if _, err := otel.Metrics(registry); err == nil {
		t.Error("a second registration succeeded")
	}
}
