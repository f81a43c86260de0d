package sdk_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

func TestNewSendsNothing(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	_ = vmService(c).NicsService().NicService("x")
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if logins, logouts, conns := e.count(); logins+logouts+conns != 0 {
		t.Errorf("%d logins, %d logouts, %d connections, want none", logins, logouts, conns)
	}
}

func TestCloseRevokesTheToken(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	token, err := c.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if alive := e.alive(); len(alive) != 1 || alive[0] != token {
		t.Fatalf("tokens are %v, want %q", alive, token)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if alive := e.alive(); len(alive) != 0 {
		t.Errorf("tokens are %v after Close", alive)
	}
	if got, want := e.logouts[0].Encode(), "scope=ovirt-app-api&token="+token; got != want {
		t.Errorf("the form was %q, want %q", got, want)
	}
	if err := c.Close(); err != nil {
		t.Errorf("second Close gave %v", err)
	}
	if _, logouts, _ := e.count(); logouts != 1 {
		t.Errorf("%d logouts, want 1", logouts)
	}
}

func TestClosedConnection(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	c.Close()
	_, err := vmService(c).Get(t.Context(), nil)
	if want := "VmService.Get: GET /vms/1: connection is closed"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if !errors.Is(err, sdk.ErrClosed) {
		t.Error("class isn't ErrClosed")
	}
	if _, err := c.Token(t.Context()); !errors.Is(err, sdk.ErrClosed) {
		t.Errorf("Token gave %v", err)
	}
	if logins, _, _ := e.count(); logins != 0 {
		t.Errorf("%d logins, want none", logins)
	}
}

func TestCloseEndsRunningCalls(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		api  http.HandlerFunc
	}{
		{"before the answer", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"within the answer", func(w http.ResponseWriter, r *http.Request) {
			say(w, 200, "application/xml", "<vm><name>")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			begun := make(chan struct{})
			e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
				close(begun)
				tt.api(w, r)
			})
			c := e.connect()
			failed := make(chan error)
			go func() { _, err := vmService(c).Get(t.Context(), nil); failed <- err }()
			<-begun
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			if err := <-failed; !errors.Is(err, sdk.ErrClosed) {
				t.Errorf("the running call got %v, want ErrClosed", err)
			}
			if len(e.alive()) != 0 {
				t.Error("the token lives on")
			}
		})
	}
}

func TestCloseEndsARunningLogin(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	begun := make(chan struct{})
	e.login = func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}
	c := e.connect()
	failed := make(chan error)
	go func() { _, err := vmService(c).Get(t.Context(), nil); failed <- err }()
	<-begun
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := <-failed; !errors.Is(err, sdk.ErrClosed) {
		t.Errorf("the call got %v, want ErrClosed", err)
	}
}

func TestFailedLogoutIsReported(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	e.logout = answer(500, "")
	c, err := sdk.Connect(t.Context(), e.config())
	if err != nil {
		t.Fatal(err)
	}
	err = c.Close()
	if want := "Connection.Close: 500: logout: 500: empty answer"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}

// TestCallsLeaveNothingBehind runs calls that end in every way over a transport without a network, in a bubble that notices a
// goroutine or a timer that is left.
func TestCallsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		bodies := []string{oneVM, "<vm><name>", "", "<html></html>"}
		n := 0
		c, err := sdk.New(sdk.Config{
			URL: "https://h/ovirt-engine/api", Username: user, Password: password,
			Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
				body := `{"access_token":"t"}`
				if strings.Contains(req.URL.Path, "/api") {
					n++
					switch body = bodies[n%len(bodies)]; body {
					case "":
						<-req.Context().Done()
						return nil, req.Context().Err()
					}
				}
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			_, _ = vmService(c).Get(t.Context(), nil, call.Timeout(time.Minute))
		}
		if n != 20 {
			t.Errorf("%d calls, want 20", n)
		}
		err = vmService(c).Start(t.Context(), nil, call.Timeout(time.Minute))
		if failure, ok := err.(*sdk.Error); !ok || !failure.MaybeExecuted {
			t.Errorf("error is %v; a transport that isn't net/http's may have sent it", err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
}
