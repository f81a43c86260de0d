package sdk_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// TestCloseTakesTenSecondsAtMost closes connections whose Authenticator doesn't heed its context.
// What it does later is undone.
func TestCloseTakesTenSecondsAtMost(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		logged bool // whether the login is over
		close  func(*sdk.Connection) error
		failed bool
		out    []string // the tokens that are given back in the end
	}{
		{"at login", false, (*sdk.Connection).Close, false, []string{"late"}},
		{"at logout", true, (*sdk.Connection).Close, true, []string{"late"}},
		{"at login, keeping the session", false, func(c *sdk.Connection) error { c.CloseKeepingSession(); return nil }, false, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stubborn{login: make(chan struct{}), logout: make(chan struct{}), out: make(chan string, 1)}
				c, err := sdk.New(sdk.Config{URL: "https://h/ovirt-engine/api", Authenticator: s})
				if err != nil {
					t.Fatal(err)
				}
				failed := make(chan error, 1)
				go func() {
					_, err := c.Token(t.Context())
					failed <- err
				}()
				synctest.Wait()
				if tt.logged {
					close(s.login)
					if err := <-failed; err != nil {
						t.Fatal(err)
					}
				}
				begin := time.Now()
				if err := tt.close(c); (err != nil) != tt.failed {
					t.Errorf("error is %v", err)
				}
				if took := time.Since(begin); took > 11*time.Second {
					t.Errorf("it took %v", took)
				}
				if !tt.logged {
					if err := <-failed; !errors.Is(err, sdk.ErrClosed) {
						t.Errorf("the call that waited for the login ended with %v", err)
					}
					close(s.login)
				}
				close(s.logout)
				synctest.Wait()
				var out []string
				select {
				case token := <-s.out:
					out = append(out, token)
				default:
				}
				if len(out) != len(tt.out) {
					t.Errorf("tokens %q were given back, want %q", out, tt.out)
				}
			})
		})
	}
}
