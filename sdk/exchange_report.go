package sdk

import (
	"errors"
	"log/slog"
	"time"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// reports reports whether anybody wants to know how the call went.
func (x *exchange) reports() bool {
	return x.req.Options.Result != nil || x.c.log && x.c.logger.Enabled(x.ctx, slog.LevelDebug)
}

// report fills in the result and writes the record of the call.
func (x *exchange) report(took time.Duration, err error) {
	if result := x.req.Options.Result; result != nil {
		result.Method, result.Path = x.req.Method, redact.Address(x.req.Path)
		result.CorrelationID = x.c.known.Strike(x.correlationID)
		result.Attempts, result.Duration = x.call.Attempts(), took
		result.Sent, result.Received = x.sent, x.received
	}
	if !x.c.log || !x.c.logger.Enabled(x.ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{
		slog.String("op", x.op),
		slog.String("method", x.req.Method),
		slog.String("path", x.c.known.Strike(redact.Address(x.c.at.path+x.req.Path))),
		slog.Int("status", x.status),
		slog.Duration("duration", took),
		slog.Int("attempts", x.call.Attempts()),
		slog.Int64("sent", x.sent),
		slog.Int64("received", x.received),
	}
	if x.correlationID != "" {
		attrs = append(attrs, slog.String("correlation_id", x.c.known.Strike(x.correlationID)))
	}
	if err != nil {
		text := err.Error()
		if failure, ok := errors.AsType[*Error](err); ok {
			text = failure.reason()
		}
		attrs = append(attrs, slog.String("error", text))
	}
	x.c.logger.LogAttrs(x.ctx, slog.LevelDebug, "call", attrs...)
}
