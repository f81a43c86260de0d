package sdk_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// endsWithTheCall is a transport whose answers stop as soon as the call does, without an error.
type endsWithTheCall struct{ begin string }

func (e endsWithTheCall) RoundTrip(req *http.Request) (*http.Response, error) {
	body := &endingBody{ctx: req.Context(), begin: e.begin}
	header := http.Header{"Content-Type": {"application/xml"}}
	return &http.Response{StatusCode: 200, Header: header, Body: io.NopCloser(body), ContentLength: -1, Request: req}, nil
}

type endingBody struct {
	ctx   context.Context
	begin string
}

func (b *endingBody) Read(p []byte) (int, error) {
	if b.begin == "" {
		<-b.ctx.Done()
		return 0, io.EOF
	}
	n := copy(p, b.begin)
	b.begin = b.begin[n:]
	return n, nil
}

func TestAnswerCutOffByTheTimeoutIsATimeout(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]string{"within the document": "<vm><name>", "before it": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				conn, err := sdk.New(sdk.Config{URL: "https://engine/ovirt-engine/api", Token: "t", Transport: endsWithTheCall{begin}})
				if err != nil {
					t.Fatal(err)
				}
				_, err = vmService(conn).Get(t.Context(), nil, call.Timeout(time.Second), call.NoRetry())
				if !errors.Is(err, sdk.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("the error is %v, want a timeout", err)
				}
			})
		})
	}
}
