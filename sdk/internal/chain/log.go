package chain

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// Log writes a record per attempt at Debug: what was asked, what came, and how long it took until the first byte of the answer.
// It writes no header but the correlation ID, and no body; in the path and in the text of an error
// secrets are hidden.
type Log struct {
	Logger *slog.Logger
	Known  *redact.Known // Known are the secrets that the connection knows; nil for none.
	Next   http.RoundTripper
}

type opKey struct{}

// WithOp returns a context whose requests are logged under that name.
func WithOp(ctx context.Context, op string) context.Context {
	return context.WithValue(ctx, opKey{}, op)
}

// RoundTrip sends the request.
func (l *Log) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if !l.Logger.Enabled(ctx, slog.LevelDebug) {
		return l.Next.RoundTrip(req)
	}
	start := time.Now()
	resp, err := l.Next.RoundTrip(req)
	attrs := []slog.Attr{
		slog.String("op", l.op(ctx)),
		slog.String("method", req.Method),
		slog.String("path", l.Known.Strike(redact.Address(req.URL.EscapedPath()))),
		slog.Duration("duration", time.Since(start)),
	}
	if c := CallOf(ctx); c != nil {
		attrs = append(attrs, slog.Int("attempt", c.Attempts()))
	}
	if err != nil {
		text := redact.Line(l.Known.Error(err).Error())
		l.Logger.LogAttrs(ctx, slog.LevelDebug, "request failed", append(attrs, slog.String("error", text))...)
		return nil, err
	}
	attrs = append(attrs, slog.Int("status", resp.StatusCode))
	if id := resp.Header.Get("Correlation-Id"); id != "" {
		attrs = append(attrs, slog.String("correlation_id", l.Known.Strike(id)))
	}
	l.Logger.LogAttrs(ctx, slog.LevelDebug, "request", attrs...)
	return resp, nil
}

// op names the request.
func (l *Log) op(ctx context.Context) string {
	if c := CallOf(ctx); c != nil {
		return c.Op
	}
	op, _ := ctx.Value(opKey{}).(string)
	return op
}
