// Traced prints a span for each call and for each attempt of it, and then the metrics that were
// counted. It shows both middlewares; a real program sends spans to a collector and serves its
// metrics over HTTP.
//
//	go run ./examples/traced
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/ovirt-go/ovirt/otel"
	"github.com/ovirt-go/ovirt/sdk"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, cfg, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cfg sdk.Config, out io.Writer) (err error) {
	provider := trace.NewTracerProvider(trace.WithSyncer(printer{out}))
	defer func() { err = errors.Join(err, provider.Shutdown(context.WithoutCancel(ctx))) }()
	registry := prometheus.NewRegistry()
	metrics, err := otel.Metrics(registry)
	if err != nil {
		return err
	}
	cfg.Middleware = append(cfg.Middleware, otel.Tracing(otelhttp.WithTracerProvider(provider)), metrics)
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	_, err = conn.SystemService().VmsService().List(ctx, nil)
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	return printMetrics(out, registry)
}

// printer is an exporter that prints spans as they end.
type printer struct{ out io.Writer }

// ExportSpans prints the names of spans.
func (p printer) ExportSpans(_ context.Context, spans []trace.ReadOnlySpan) error {
	for _, span := range spans {
		fmt.Fprintf(p.out, "span %s\n", span.Name())
	}
	return nil
}

// Shutdown does nothing: what was printed needs no end.
func (p printer) Shutdown(context.Context) error { return nil }

// printMetrics prints how often each method was tried, by the labels op and status.
func printMetrics(out io.Writer, registry *prometheus.Registry) error {
	families, err := registry.Gather()
	if err != nil {
		return err
	}
	for _, family := range families {
		if family.GetName() != "ovirt_attempts_total" {
			continue
		}
		for _, m := range family.GetMetric() {
			op, status := m.GetLabel()[0].GetValue(), m.GetLabel()[1].GetValue()
			fmt.Fprintf(out, "%s %s: %.0f\n", op, status, m.GetCounter().GetValue())
		}
	}
	return nil
}
