package sdk

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/ovirt-go/ovirt/sdk/internal/chain"
)

// maxKeepAlive bounds one request that keeps the session alive.
const maxKeepAlive = 30 * time.Second

// keepAlive asks for the entry point of the API, every time that the interval is over, until the
// connection is closed. It begins when there is a token: a connection that nobody uses has no
// session.
func (c *Connection) keepAlive(every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-c.life.Done():
			return
		case <-ticker.C:
		}
		if c.tokens.Has() {
			c.touch(min(every, maxKeepAlive))
		}
	}
}

// touch sends one request that keeps the session alive. Nobody waits for its outcome: the next call
// logs in if it must. HEAD costs the engine least, as it has no summary to count then.
func (c *Connection) touch(timeout time.Duration) {
	ctx, stop := c.bound(context.Background(), timeout)
	defer stop()
	ctx = chain.WithOp(ctx, "keep-alive")
	address := c.at.base
	req := (&http.Request{
		Method:     http.MethodHead,
		URL:        &address,
		Host:       address.Host,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header:     loginHeader(c.header.Open()),
	}).WithContext(ctx)
	resp, err := c.api.RoundTrip(req)
	if err != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxErrorBody)
	resp.Body.Close()
}
