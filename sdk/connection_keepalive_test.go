package sdk_test

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

func TestKeepAlive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var sent []string
		var hangs atomic.Bool
		c, err := sdk.New(sdk.Config{
			URL: "https://h/ovirt-engine/api", Username: user, Password: password, KeepAlive: 10 * time.Minute,
			Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
				sent = append(sent, time.Since(start).String()+" "+req.Method+" "+req.URL.Path+" "+req.Header.Get("Authorization"))
				body := "{}"
				if strings.Contains(req.URL.Path, "/sso/") {
					body = `{"access_token":"t"}`
				}
				if strings.HasSuffix(req.URL.Path, "/api") && hangs.Load() {
					<-req.Context().Done() // An engine that hangs.
					return nil, req.Context().Err()
				}
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(sent) != 0 {
			t.Errorf("before the login it sent %q", sent)
		}
		if _, err := c.Token(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20*time.Minute + time.Second)
		synctest.Wait()
		hangs.Store(true)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		want := strings.Join([]string{
			"1h0m0s POST /ovirt-engine/sso/oauth/token ",
			"1h10m0s HEAD /ovirt-engine/api Bearer t",
			"1h20m0s HEAD /ovirt-engine/api Bearer t",
			"1h30m0s HEAD /ovirt-engine/api Bearer t",
			"1h30m1s POST /ovirt-engine/services/sso-logout ",
		}, "\n")
		if got := strings.Join(sent, "\n"); got != want {
			t.Errorf("it sent\n%s\nwant\n%s", got, want)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(sent) != 5 {
			t.Errorf("after Close it sent %q", sent[5:])
		}
	})
}
