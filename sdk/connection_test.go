package sdk_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

const oneVM = `<vm href="/ovirt-engine/api/vms/1" id="1"><name>a</name></vm>`

func vmService(c *sdk.Connection) *services.VmService { return c.SystemService().VmsService().VmService("1") }

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

func TestLoginSendsAnyPassword(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c, err := sdk.Connect(t.Context(), e.config())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := e.logins[0].Get("password"); got != password {
		t.Errorf("password came as %q", got)
	}
}

func TestOneLoginForManyGoroutines(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := vmService(c).Get(t.Context(), nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if logins, _, _ := e.count(); logins != 1 {
		t.Errorf("%d logins, want 1", logins)
	}
}

func TestWaiterThatGivesUpLeavesTheLoginToOthers(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	begun, release := make(chan struct{}), make(chan struct{})
	e.login = func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-release
		e.grant(w, r)
	}
	c := e.connect()
	impatient, cancel := context.WithCancel(t.Context())
	first, second := make(chan error), make(chan error)
	go func() { _, err := c.Token(impatient); first <- err }()
	<-begun
	go func() { _, err := c.Token(t.Context()); second <- err }()
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the waiter that gave up got %v", err)
	}
	// Whether the second one has joined by now or not, there is one login that works: the first login ends with its last waiter.
	e.mu.Lock()
	e.login = nil
	e.mu.Unlock()
	close(release)
	if err := <-second; err != nil {
		t.Errorf("the other waiter got %v", err)
	}
}

func TestFailedLoginIsTriedAgainByTheNextCall(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	e.login = answer(503, "<html><head><title>503 Service Unavailable</title></head></html>")
	c := e.connect()
	if _, err := vmService(c).Get(t.Context(), nil); !errors.Is(err, sdk.ErrUnexpected) {
		t.Fatalf("error is %v, want ErrUnexpected", err)
	}
	e.mu.Lock()
	e.login = nil
	e.mu.Unlock()
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func TestFailedLoginsAreExplained(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status int
		body   string
		class  error
		want   string
	}{
		{"description", 400, `{"error":"invalid_grant","error_description":"The user is locked."}`, sdk.ErrAuth,
			"Connect: 400: login as admin@internal: 400: The user is locked. (invalid_grant)"},
		{"code and error", 400, `{"error_code":"access_denied","error":"Cannot authenticate user 'x'"}`, sdk.ErrAuth,
			"Connect: 400: login as admin@internal: 400: Cannot authenticate user 'x' (access_denied)"},
		{"array", 400, `[{"error_code":"access_denied","error":"no"}]`, sdk.ErrAuth,
			"Connect: 400: login as admin@internal: 400: no (access_denied)"},
		{"error with status 200", 200, `{"error":"no"}`, sdk.ErrAuth, "Connect: 200: login as admin@internal: 200: no"},
		{"code alone", 400, `{"error_code":"access_denied"}`, sdk.ErrAuth, "Connect: 400: login as admin@internal: 400: access_denied"},
		{"401 page", 401, "<html><head><title>Error</title></head><body>Unauthorized</body></html>", sdk.ErrAuth,
			`Connect: 401: login as admin@internal: 401: HTML page "Error": Unauthorized`},
		{"404 page", 404, "<html><head><title>Not Found</title></head></html>", sdk.ErrUnexpected,
			`Connect: 404: login as admin@internal: 404: HTML page "Not Found"`},
		{"empty 500", 500, "", sdk.ErrUnexpected, "Connect: 500: login as admin@internal: 500: empty answer"},
		{"no token", 200, "{}", sdk.ErrUnexpected, "Connect: 200: login as admin@internal: 200: answer without a token"},
		{"cut off", 200, `{"access_token":"secret-abc"`, sdk.ErrUnexpected,
			"Connect: 200: login as admin@internal: 200: damaged JSON"},
		{"redirect", 302, "", sdk.ErrUnexpected, "Connect: 302: login as admin@internal: 302: redirected, which is not followed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, oneVM))
			e.login = answer(tt.status, tt.body)
			c, err := sdk.Connect(t.Context(), e.config())
			if c != nil || err == nil {
				t.Fatalf("Connect gave %v, %v", c, err)
			}
			if err.Error() != tt.want {
				t.Errorf("error is\n%s\nwant\n%s", err, tt.want)
			}
			if !errors.Is(err, tt.class) {
				t.Errorf("class is %v, want %v", err.(*sdk.Error).Class, tt.class)
			}
		})
	}
}

func TestTokenOfOldEnginesComesInAnArray(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	e.login = answer(200, `[{"access_token":"tok","exp":12}]`)
	token, err := e.connect().Token(t.Context())
	if err != nil || token != "tok" {
		t.Errorf("got %q, %v", token, err)
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

func TestBorrowedTokenIsNeitherRenewedNorRevoked(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	owner := e.connect()
	token, err := owner.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := e.connect(func(cfg *sdk.Config) { cfg.Username, cfg.Password, cfg.Token = "", "", token })
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if len(e.alive()) != 1 {
		t.Error("Close revoked a borrowed token")
	}

	c = e.connect(func(cfg *sdk.Config) { cfg.Username, cfg.Password, cfg.Token = "", "", "unknown" })
	_, err = vmService(c).Get(t.Context(), nil)
	if want := `VmService.Get: GET /vms/1: 401: HTML page "Error": Unauthorized`; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if !errors.Is(err, sdk.ErrAuth) {
		t.Error("class isn't ErrAuth")
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

func TestTokenIsRenewedOnceAfter401(t *testing.T) {
	t.Parallel()
	var bodies []string
	var mu sync.Mutex // guards bodies
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		bodies = append(bodies, string(body))
		mu.Unlock()
		say(w, 200, "application/xml", "<action><status>complete</status></action>")
	})
	c := e.connect()
	if err := vmService(c).Start(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e.expire()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := vmService(c).Start(t.Context(), &services.VmStartParams{Pause: new(true)}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if logins, _, _ := e.count(); logins != 2 {
		t.Errorf("%d logins, want 2", logins)
	}
	for _, body := range bodies[1:] {
		if body != "<action><pause>true</pause></action>" {
			t.Errorf("the repeated body is %q", body)
		}
	}
}

func TestTokenThatIsRefusedTwiceIsAnError(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	e.login = answer(200, `{"access_token":"useless"}`)
	c := e.connect()
	_, err := vmService(c).Get(t.Context(), nil)
	if !errors.Is(err, sdk.ErrAuth) || err.(*sdk.Error).Status != 401 {
		t.Errorf("error is %v, want ErrAuth", err)
	}
	if logins, _, _ := e.count(); logins != 2 {
		t.Errorf("%d logins, want 2", logins)
	}
	if calls := e.requests(); len(calls) != 2 {
		t.Errorf("calls were %q, want two", calls)
	}
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		api  http.HandlerFunc
		call func(*sdk.Connection) error
	}{
		{"object", answer(200, oneVM+"\n"), func(c *sdk.Connection) error {
			_, err := vmService(c).Get(context.Background(), nil)
			return err
		}},
		{"chunked list", func(w http.ResponseWriter, _ *http.Request) {
			say(w, 200, "application/xml", "<vms>")
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, strings.Repeat(oneVM, 100)+"</vms>")
		}, func(c *sdk.Connection) error {
			_, err := c.SystemService().VmsService().List(context.Background(), nil)
			return err
		}},
		{"fault", answer(409, "<fault><reason>no</reason></fault>"), func(c *sdk.Connection) error {
			if err := vmService(c).Start(context.Background(), nil); !errors.Is(err, sdk.ErrConflict) {
				return err
			}
			return nil
		}},
		{"page", answer(404, "<html>"+strings.Repeat("x", 20_000)+"</html>"), func(c *sdk.Connection) error {
			if err := vmService(c).Start(context.Background(), nil); !errors.Is(err, sdk.ErrNotFound) {
				return err
			}
			return nil
		}},
		{"bad value", answer(200, "<vm><memory>much</memory></vm>"), func(c *sdk.Connection) error {
			if _, err := vmService(c).Get(context.Background(), nil); !errors.Is(err, sdk.ErrParse) {
				return err
			}
			return nil
		}},
		{"compressed", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			say(w, 200, "application/xml", "")
			_, _ = io.WriteString(z, oneVM)
			z.Close()
		}, func(c *sdk.Connection) error {
			_, err := vmService(c).Get(context.Background(), nil)
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, tt.api)
			c := e.connect()
			for range 20 {
				if err := tt.call(c); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, conns := e.count(); conns != 1 {
				t.Errorf("20 calls made %d connections, want 1", conns)
			}
		})
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	var asked []string
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("Accept-Encoding"))
		answer(200, oneVM)(w, r)
	})
	for _, off := range []bool{false, true} {
		c := e.connect(func(cfg *sdk.Config) { cfg.NoCompression = off })
		if _, err := vmService(c).Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if asked[0] != "gzip" || asked[1] != "" {
		t.Errorf("asked for %q, want gzip and nothing", asked)
	}
}

func TestDamagedCompression(t *testing.T) {
	t.Parallel()
	var z bytes.Buffer
	zw := gzip.NewWriter(&z)
	_, _ = io.WriteString(zw, oneVM)
	zw.Close()
	flipped := bytes.Clone(z.Bytes())
	flipped[len(flipped)-6] ^= 1 // the checksum
	for _, tt := range []struct {
		name  string
		body  []byte
		class error
	}{
		{"no gzip", []byte(oneVM), sdk.ErrParse},
		{"wrong checksum", flipped, sdk.ErrParse},
		{"cut off", z.Bytes()[:20], sdk.ErrConnection},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				_, _ = w.Write(tt.body)
			})
			if _, err := vmService(e.connect()).Get(t.Context(), nil); !errors.Is(err, tt.class) {
				t.Errorf("error is %v, want %v", err, tt.class)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	var got http.Header
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		answer(200, oneVM)(w, r)
	})
	given := http.Header{"x-all": {"1"}, "X-Both": {"all"}, "X-Gone": {"1"}}
	c := e.connect(func(cfg *sdk.Config) { cfg.Header = given })
	_, err := vmService(c).Update(t.Context(), &types.Vm{}, nil,
		call.Header("X-One", "2"), call.Header("x-both", "one"), call.Header("X-Gone", ""), call.CorrelationID("me"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"X-All": "1", "X-One": "2", "X-Both": "one", "X-Gone": "", "Correlation-Id": "me", "User-Agent": "ovirt-go",
		"Accept": "application/xml", "Content-Type": "application/xml", "Accept-Encoding": "gzip", "Authorization": "Bearer secret-token-1",
	} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if len(given) != 3 || given["X-Both"][0] != "all" {
		t.Errorf("the given header was changed to %v", given)
	}
	_, err = vmService(c).Get(t.Context(), nil, call.Header("X-A", "a\r\nX-B: b"))
	if want := "VmService.Get: GET /vms/1: header X-A holds control characters"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	_, err = vmService(c).Get(t.Context(), nil, call.CorrelationID("a\nb"))
	if !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("error is %v, want ErrInvalid", err)
	}
}

func TestNoSecretIsLogged(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	e := newEngine(t, answer(200, oneVM))
	c := e.connect(func(cfg *sdk.Config) { cfg.Logger = logger })
	if _, err := vmService(c).Get(t.Context(), nil, call.Header("Cookie", "secret-cookie")); err != nil {
		t.Fatal(err)
	}
	e.expire()
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e.login = answer(400, `{"error":"no"}`)
	e.expire()
	_, failed := vmService(c).Get(t.Context(), nil)
	if !errors.Is(failed, sdk.ErrAuth) {
		t.Fatalf("error is %v, want ErrAuth", failed)
	}
	c.Close()
	log := out.String()
	for _, secret := range []string{"secret", "Bearer", "p&=", "p%26", "grant_type"} {
		if strings.Contains(log, secret) || strings.Contains(failed.Error(), secret) {
			t.Errorf("%q is in the log or the error:\n%s\n%v", secret, log, failed)
		}
	}
	for _, want := range []string{
		"level=DEBUG", "op=VmService.Get method=GET path=/ovirt-engine/api/vms/1", "status=200 correlation_id=corr-1", "duration=",
		"op=login method=POST path=/ovirt-engine/sso/oauth/token",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

func TestGivenTransportIsNotModified(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	given := e.Client().Transport.(*http.Transport).Clone()
	defer given.CloseIdleConnections()
	c := e.connect(func(cfg *sdk.Config) { cfg.CAPool, cfg.Transport = nil, given })
	if _, err := vmService(c).Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if given.DisableCompression || given.MaxConnsPerHost != 0 {
		t.Error("the transport was changed")
	}
	req, _ := http.NewRequestWithContext(t.Context(), "GET", e.URL, nil)
	resp, err := given.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if _, _, conns := e.count(); conns != 1 {
		t.Errorf("%d connections: Close closed those of the given transport", conns)
	}
}

func TestContextReachesTheSocket(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		call func(context.Context, *sdk.Connection, context.CancelFunc) error
		want error
	}{
		{"deadline", func(ctx context.Context, c *sdk.Connection, _ context.CancelFunc) error {
			ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
			defer cancel()
			_, err := vmService(c).Get(ctx, nil)
			return err
		}, context.DeadlineExceeded},
		{"timeout of the call", func(ctx context.Context, c *sdk.Connection, _ context.CancelFunc) error {
			_, err := vmService(c).Get(ctx, nil, call.Timeout(200*time.Millisecond))
			return err
		}, context.DeadlineExceeded},
		{"cancelled", func(ctx context.Context, c *sdk.Connection, cancel context.CancelFunc) error {
			_, err := vmService(c).Get(ctx, nil)
			return err
		}, context.Canceled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			gone := make(chan struct{})
			e := newEngine(t, func(_ http.ResponseWriter, r *http.Request) {
				if tt.want == context.Canceled {
					cancel()
				}
				<-r.Context().Done() // The client's end of the connection was closed.
				close(gone)
			})
			c := e.connect()
			if _, err := c.Token(ctx); err != nil {
				t.Fatal(err)
			}
			err := tt.call(ctx, c, cancel)
			if !errors.Is(err, tt.want) {
				t.Errorf("error is %v, want %v", err, tt.want)
			}
			if timeout := tt.want == context.DeadlineExceeded; errors.Is(err, sdk.ErrTimeout) != timeout {
				t.Errorf("class is %v", err.(*sdk.Error).Class)
			}
			if len(e.requests()) > 0 { // On a busy machine the time may be up before.
				<-gone
			}
		})
	}
}

func TestCancelledContextSendsNothing(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	ctx, cancel := context.WithCancelCause(t.Context())
	mine := errors.New("mine")
	cancel(mine)
	for range 2 { // without and with a token
		_, err := vmService(c).Get(ctx, nil)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, error(mine)) && len(e.requests()) > 0 {
			t.Errorf("error is %v, want context.Canceled", err)
		}
		if calls := e.requests(); len(calls) != 0 {
			t.Errorf("calls were %q, want none", calls)
		}
		if _, err := c.Token(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTimeoutOfTheCallTakesThePlaceOfTheConnections(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
		answer(200, oneVM)(w, r)
	})
	c := e.connect(func(cfg *sdk.Config) { cfg.Timeout = time.Second })
	if _, err := c.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	short := time.Now()
	if _, err := vmService(c).Get(t.Context(), nil, call.Timeout(time.Millisecond)); !errors.Is(err, sdk.ErrTimeout) {
		t.Errorf("error is %v, want ErrTimeout", err)
	}
	if time.Since(short) > 900*time.Millisecond {
		t.Error("the timeout of the call came too late")
	}
	close(release)
	if _, err := vmService(c).Get(t.Context(), nil, call.Timeout(0)); err != nil {
		t.Error(err)
	}
}

func TestNilArguments(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	c := e.connect()
	var none *sdk.Connection
	for _, tt := range []struct {
		name string
		call func() error
		want string
	}{
		{"context", func() error {
			_, err := vmService(c).Get(nil, nil) //nolint:staticcheck // The mistake is the subject.
			return err
		}, "VmService.Get: GET /vms/1: context is nil"},
		{"connection", func() error {
			_, err := vmService(none).Get(t.Context(), nil)
			return err
		}, "VmService.Get: GET /vms/1: connection is nil"},
		{"body", func() error {
			_, err := c.SystemService().VmsService().Add(t.Context(), nil, nil)
			return err
		}, "VmsService.Add: POST /vms: the object to send is nil"},
		{"token of no connection", func() error {
			_, err := none.Token(t.Context())
			return err
		}, "Connection.Token: connection is nil"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.call()
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Error("class isn't ErrInvalid")
			}
		})
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
	if err := none.Close(); err != nil {
		t.Error(err)
	}
}
