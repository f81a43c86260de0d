package sdk_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// promptly fails the test if a call goes on although it should have ended. The time is far above
// what it takes.
func promptly(t *testing.T, call func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return err
	case <-time.After(15 * time.Second):
		t.Fatal("the call goes on")
		return nil
	}
}

// switching returns the address of a server that answers every request with 101, and then says
// nothing.
func switching(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 1<<16))
				_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
				_, _ = io.Copy(io.Discard, conn)
			}()
		}
	}()
	return "http://" + listener.Addr().String() + "/ovirt-engine/api"
}

// TestSwitchingProtocolsIsNoAnswer has a server answer 101 and then say nothing, on every way on
// which something is sent. No call has a deadline.
func TestSwitchingProtocolsIsNoAnswer(t *testing.T) {
	t.Parallel()
	config := func(t *testing.T) sdk.Config {
		return sdk.Config{URL: switching(t), Token: "t", Proxy: "direct", MaxConnections: 1}
	}
	for _, change := range changes {
		t.Run(change.name, func(t *testing.T) {
			t.Parallel()
			c := closing(t, config(t))
			for range 2 { // The only connection is free again.
				err := promptly(t, func() error { return change.do(t.Context(), c) })
				failure, ok := err.(*sdk.Error)
				if !ok || failure.Class != sdk.ErrUnexpected || failure.Status != 101 || !failure.MaybeExecuted {
					t.Errorf("error is %#v", err)
				}
			}
		})
	}
	for _, tt := range []struct {
		name string
		call func(context.Context, sdk.Config) error
	}{
		{"get", func(ctx context.Context, cfg sdk.Config) error {
			_, err := vmService(closing(t, cfg)).Get(ctx, nil)
			return err
		}},
		{"raw", func(ctx context.Context, cfg sdk.Config) error {
			_, err := closing(t, cfg).Do(ctx, sdk.RawRequest{Path: "vms"})
			return err
		}},
		{"login", func(ctx context.Context, cfg sdk.Config) error {
			cfg.Token, cfg.Username, cfg.Password = "", user, password
			_, err := sdk.Connect(ctx, cfg)
			return err
		}},
		{"BasicLogin", func(ctx context.Context, cfg sdk.Config) error {
			cfg.Token, cfg.Authenticator = "", sdk.BasicLogin(user, password)
			_, err := sdk.Connect(ctx, cfg)
			return err
		}},
		{"Probe", func(ctx context.Context, cfg sdk.Config) error {
			_, err := sdk.Probe(ctx, cfg.URL)
			return err
		}},
		{"FetchCA", func(ctx context.Context, cfg sdk.Config) error {
			_, _, err := sdk.FetchCA(ctx, cfg.URL)
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := promptly(t, func() error { return tt.call(t.Context(), config(t)) })
			if failure, ok := err.(*sdk.Error); !ok || failure.Class != sdk.ErrUnexpected || failure.MaybeExecuted {
				t.Errorf("error is %#v", err)
			}
		})
	}
}

// stubborn is an Authenticator that doesn't heed its context.
type stubborn struct {
	login, logout chan struct{}
	out           chan string // the tokens that it was given back
}

func (s *stubborn) Login(context.Context, *sdk.Site) (sdk.Credential, error) {
	<-s.login
	return sdk.Credential{Token: "late"}, nil
}

func (s *stubborn) Logout(_ context.Context, _ *sdk.Site, c sdk.Credential) error {
	<-s.logout
	s.out <- c.Token
	return nil
}

// TestDecompressionEndsWithTheContext reads an answer of a few kB that is 2 MB of empty items after
// decompression, with a context that ends when the first item is there.
func TestDecompressionEndsWithTheContext(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, "<vms>"+strings.Repeat("<vm/>", 400_000)+"</vms>")
	z.Close()
	e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	})
	vms := e.connect().SystemService().VmsService()
	for _, tt := range []struct {
		name  string
		cause error // nil for a context that is cancelled
		want  error
	}{{"cancelled", nil, context.Canceled}, {"deadline", context.DeadlineExceeded, sdk.ErrTimeout}} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			if tt.cause != nil {
				ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
			}
			defer cancel()
			items := 0
			err := vms.Each(ctx, nil, func(*types.Vm) error {
				if items++; items == 1 {
					if tt.cause == nil {
						cancel()
					}
					<-ctx.Done()
				}
				return nil
			}, call.NoRetry())
			if !errors.Is(err, tt.want) {
				t.Errorf("error is %v after %d items, want %v", err, items, tt.want)
			}
			if items > 20_000 {
				t.Errorf("%d items were read after the end of the context", items)
			}
		})
	}
}

// TestFunctionsEndWithTheirContext has one step hang of what a function does, and looks whether it
// ends with its context: Probe and Connect log out within a second at most then, not within the ten
// that Close has.
func TestFunctionsEndWithTheirContext(t *testing.T) {
	t.Parallel()
	probe := func(ctx context.Context, cfg sdk.Config) error {
		_, err := sdk.Probe(ctx, cfg.URL, cfg)
		return err
	}
	connect := func(ctx context.Context, cfg sdk.Config) error {
		_, err := sdk.Connect(ctx, cfg)
		return err
	}
	basic := func(cfg *sdk.Config) {
		cfg.Authenticator, cfg.Username, cfg.Password = sdk.BasicLogin(user, password), "", ""
	}
	for _, tt := range []struct {
		name   string
		hangs  string // the method and the end of the path that hang
		config func(*sdk.Config)
		call   func(context.Context, sdk.Config) error
		fails  bool
	}{
		{"Probe at its first look", "GET /api", nil, probe, true},
		{"Probe at the health", "GET /health", nil, probe, true},
		{"Probe at the login", "POST /token", nil, probe, true},
		{"Probe at the logout", "POST /sso-logout", nil, probe, false},
		{"Connect", "POST /token", nil, connect, true},
		{"BasicLogin", "GET /api", basic, connect, true},
		{"FetchCA", "GET /pki-resource", nil, func(ctx context.Context, cfg sdk.Config) error {
			_, _, err := sdk.FetchCA(ctx, cfg.URL)
			return err
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				method, end, _ := strings.Cut(tt.hangs, " ")
				switch path := r.URL.Path; {
				case r.Method == method && strings.HasSuffix(path, end):
					w.WriteHeader(200)
					w.(http.Flusher).Flush() // The body is still to come.
					<-r.Context().Done()
				case strings.HasSuffix(path, "/token"):
					_, _ = io.WriteString(w, `{"access_token":"t"}`)
				case strings.HasSuffix(path, "/api"):
					_, _ = io.WriteString(w, "<api><product_info/></api>")
				default:
					_, _ = io.WriteString(w, "{}")
				}
			}))
			t.Cleanup(server.Close)
			cfg := sdk.Config{URL: server.URL + "/ovirt-engine/api", Username: user, Password: password, Proxy: "direct"}
			if tt.config != nil {
				tt.config(&cfg)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			begin := time.Now()
			err := promptly(t, func() error { return tt.call(ctx, cfg) })
			if took := time.Since(begin); took < 250*time.Millisecond || took > 7*time.Second {
				t.Errorf("it took %v: %v", took, err)
			}
			if tt.fails != errors.Is(err, sdk.ErrTimeout) || !tt.fails && err != nil {
				t.Errorf("error is %v", err)
			}
		})
	}
}
