package sdk_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
)

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
	// Whether the second one has joined by now or not, there is one login that works: the first
	// login ends with its last waiter.
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
	if _, err := vmService(c).Get(t.Context(), nil); !errors.Is(err, sdk.ErrUnavailable) {
		t.Fatalf("error is %v, want ErrUnavailable", err)
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
	const elsewhere = "; is ENGINE/ovirt-engine/api the address of the API? usual is https://HOST/ovirt-engine/api"
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
			`Connect: 404: login as admin@internal: 404: HTML page "Not Found"` + elsewhere},
		{"empty 500", 500, "", sdk.ErrUnexpected, "Connect: 500: login as admin@internal: 500: empty answer"},
		{"no token", 200, "{}", sdk.ErrUnexpected, "Connect: 200: login as admin@internal: 200: answer without a token" + elsewhere},
		{"cut off", 200, `{"access_token":"secret-abc"`, sdk.ErrUnexpected,
			"Connect: 200: login as admin@internal: 200: damaged JSON"},
		{"redirect", 302, "", sdk.ErrUnexpected, "Connect: 302: login as admin@internal: 302: redirected, which is not followed" + elsewhere},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, answer(200, oneVM))
			e.login = answer(tt.status, tt.body)
			c, err := sdk.Connect(t.Context(), e.config())
			if c != nil || err == nil {
				t.Fatalf("Connect gave %v, %v", c, err)
			}
			if want := strings.ReplaceAll(tt.want, "ENGINE", e.URL); err.Error() != want {
				t.Errorf("error is\n%s\nwant\n%s", err, want)
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
	want := `VmService.Get: GET /vms/1: 401: HTML page "Error": Unauthorized; check Username and Password, or Token, which may have expired`
	if err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if !errors.Is(err, sdk.ErrAuth) {
		t.Error("class isn't ErrAuth")
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
