package chain

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/internal/sso"
)

func TestRepeatedRequestGetsItsAnswerDecompressed(t *testing.T) {
	t.Parallel()
	n := 0
	link := &Auth{Tokens: tokensOf("one", "two"), Next: &Gzip{Next: next(func(req *http.Request) (*http.Response, error) {
		if n++; n == 1 {
			return response(401, ""), nil
		}
		resp := response(200, zipped("hello"))
		resp.Header.Set("Content-Encoding", "gzip")
		return resp, nil
	})}}
	resp, err := link.RoundTrip(request(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(resp.Body); string(body) != "hello" || err != nil {
		t.Errorf("body is %q, %v", body, err)
	}
}

// source returns one token after the other.
type source []*sso.Token

func (s *source) Login(context.Context) (*sso.Token, error) {
	token := (*s)[0]
	*s = (*s)[1:]
	return token, nil
}

func (s *source) Logout(context.Context, *sso.Token) error { return nil }

func TestTokensWithHeadersReplaceEachOther(t *testing.T) {
	t.Parallel()
	tokens := source{
		{Extra: http.Header{"Cookie": {"S=1"}, "Prefer": {"persistent-auth"}}},
		{Header: []string{"Basic x"}},
		{Extra: http.Header{"Cookie": {"S=2"}}},
	}
	var got []http.Header
	auth := &Auth{Tokens: sso.NewTokens(&tokens, 0), Next: next(func(req *http.Request) (*http.Response, error) {
		got = append(got, req.Header.Clone())
		return response(401, ""), nil
	})}
	for range 2 {
		req := request(t, "")
		req.Header.Set("Cookie", "mine=1")
		if _, err := auth.RoundTrip(req); err != nil {
			t.Fatal(err)
		}
	}
	want := []http.Header{
		{"Cookie": {"mine=1; S=1"}, "Prefer": {"persistent-auth"}},
		{"Cookie": {"mine=1"}, "Authorization": {"Basic x"}},
		{"Cookie": {"mine=1"}, "Authorization": {"Basic x"}},
		{"Cookie": {"mine=1; S=2"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers differ (-want +got):\n%s", diff)
	}
}
