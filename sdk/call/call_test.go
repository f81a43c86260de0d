package call_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/call"
)

func TestOptionsAddUp(t *testing.T) {
	t.Parallel()
	var result call.Response
	for _, tt := range []struct {
		name string
		opts []call.Option
		want call.Options
	}{
		{"none", nil, call.Options{}},
		{"nil", []call.Option{nil}, call.Options{}},
		{"headers", []call.Option{call.Header("a-b", "1"), call.Header("C", ""), call.Header("A-B", "2")},
			call.Options{Header: http.Header{"A-B": {"2"}, "C": {""}}}},
		{"query", []call.Option{call.Query("a", "1"), call.Query("a", "2")}, call.Options{Query: url.Values{"a": {"1", "2"}}}},
		{"timeout", []call.Option{call.Timeout(time.Second), call.Timeout(2 * time.Second)}, call.Options{Timeout: 2 * time.Second}},
		{"timeout lifted", []call.Option{call.Timeout(time.Second), call.Timeout(0)}, call.Options{Timeout: -1}},
		{"correlation id", []call.Option{call.CorrelationID("x")}, call.Options{CorrelationID: "x"}},
		{"retry", []call.Option{call.NoRetry(), call.Retry(call.RetryPolicy{Attempts: 2, Conflicts: true})},
			call.Options{Retry: &call.RetryPolicy{Attempts: 2, Conflicts: true}}},
		{"no retry", []call.Option{call.NoRetry()}, call.Options{Retry: &call.RetryPolicy{Attempts: 1}}},
		{"more retries", []call.Option{call.RetryUnsafe(), call.RetryConflicts()}, call.Options{RetryUnsafe: true, RetryConflicts: true}},
		{"result", []call.Option{call.Result(&result)}, call.Options{Result: &result}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, call.Apply(tt.opts)); diff != "" {
				t.Errorf("options differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOptionsMayBeShared(t *testing.T) {
	t.Parallel()
	opts := []call.Option{call.Header("A", "1"), call.Query("a", "1")}
	first := call.Apply(opts)
	first.Header.Set("A", "2")
	first.Query.Set("a", "2")
	if second := call.Apply(opts); second.Header.Get("A") != "1" || second.Query.Get("a") != "1" {
		t.Error("one call changed the options of another")
	}
}

func TestLenientWithoutAFunctionIsLenient(t *testing.T) {
	t.Parallel()
	report := call.Apply([]call.Option{call.Lenient(nil)}).Lenient
	if report == nil {
		t.Fatal("values that can't be read would be errors")
	}
	report(nil)
}
