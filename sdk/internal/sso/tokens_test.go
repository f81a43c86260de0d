package sso

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// site is a single sign-on that takes a second for each answer.
type site struct {
	mu      sync.Mutex // guards what follows
	logins  int
	logouts []string
	fail    bool
}

func (s *site) RoundTrip(req *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(req.Body)
	select {
	case <-time.After(time.Second):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := "{}"
	if strings.HasSuffix(req.URL.Path, "/logout") {
		s.logouts = append(s.logouts, string(body))
	} else {
		s.logins++
		answer = `{"access_token":"t` + string(rune('0'+s.logins)) + `"}`
	}
	if s.fail {
		answer = `{"error":"no"}`
	}
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(answer))}, nil
}

func (s *site) tokens(timeout time.Duration) *Tokens {
	return NewTokens(&Client{Transport: s, TokenURL: "https://h/token", LogoutURL: "https://h/logout", Username: "u@p"}, timeout)
}

func TestOneLoginAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &site{}
		tokens := s.tokens(0)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				token, err := tokens.Get(t.Context())
				if err != nil || token.Text != "t1" || token.Header[0] != "Bearer t1" {
					t.Errorf("got %v, %v", token, err)
				}
			})
		}
		all.Wait()
		old, _ := tokens.Get(t.Context())
		for range 50 {
			all.Go(func() {
				if token, err := tokens.Renew(t.Context(), old); err != nil || token.Text != "t2" {
					t.Errorf("got %v, %v", token, err)
				}
			})
		}
		all.Wait()
		if s.logins != 2 {
			t.Errorf("%d logins, want 2", s.logins)
		}
	})
}

func TestLoginGoesOnWhileOneWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &site{}
		tokens := s.tokens(0)
		impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := tokens.Get(impatient); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the impatient one got %v", err)
			}
		})
		all.Go(func() {
			if _, err := tokens.Get(t.Context()); err != nil {
				t.Errorf("the patient one got %v", err)
			}
		})
		all.Wait()
		if s.logins != 1 {
			t.Errorf("%d logins, want 1", s.logins)
		}
	})
}

func TestLoginEndsWithItsLastWaiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &site{}
		tokens := s.tokens(0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, _ = tokens.Get(ctx)
		synctest.Wait()
		if tokens.flight != nil || s.logins != 0 {
			t.Error("the login goes on")
		}
		if token, err := tokens.Get(t.Context()); err != nil || token.Text != "t1" {
			t.Errorf("the next one got %v, %v", token, err)
		}
	})
}

func TestLoginHasATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, err := (&site{}).tokens(time.Millisecond).Get(t.Context())
		if want := "login as u@p: context deadline exceeded"; err == nil || err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
	})
}

func TestFailureIsSharedAndForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &site{fail: true}
		tokens := s.tokens(0)
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if _, err := tokens.Get(t.Context()); err == nil || err.Error() != "login as u@p: 200: no" {
					t.Errorf("error is %v", err)
				}
			})
		}
		all.Wait()
		if s.logins != 1 {
			t.Errorf("%d logins, want 1", s.logins)
		}
		s.fail = false
		if _, err := tokens.Get(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestCloseOfTokens(t *testing.T) {
	t.Parallel()
	t.Run("revokes", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &site{}
			tokens := s.tokens(0)
			_, _ = tokens.Get(t.Context())
			for range 2 {
				if err := tokens.Close(t.Context()); err != nil {
					t.Error(err)
				}
			}
			if len(s.logouts) != 1 || s.logouts[0] != "scope=ovirt-app-api&token=t1" {
				t.Errorf("logouts were %q", s.logouts)
			}
			if _, err := tokens.Get(t.Context()); err != ErrClosed {
				t.Errorf("Get gave %v", err)
			}
		})
	})
	t.Run("is bounded", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			tokens := (&site{}).tokens(0)
			_, _ = tokens.Get(t.Context())
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			defer cancel()
			if err := tokens.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Close gave %v", err)
			}
		})
	})
	t.Run("ends a login", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &site{}
			tokens := s.tokens(0)
			var all sync.WaitGroup
			all.Go(func() {
				if _, err := tokens.Get(t.Context()); err != ErrClosed {
					t.Errorf("the waiter got %v", err)
				}
			})
			synctest.Wait()
			if err := tokens.Close(t.Context()); err != nil {
				t.Error(err)
			}
			all.Wait()
			if s.logins != 0 || len(s.logouts) != 0 {
				t.Errorf("%d logins, %q logouts", s.logins, s.logouts)
			}
		})
	})
}
