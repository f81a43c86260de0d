package sdk_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/sdk"
)

// listing is an engine with one list, wherever it is asked for it. It makes of search and max what model/paging.txt says
// that engines make of them, and counts nothing else. It answers in the process, without a network.
type listing struct {
	how      model.Paging
	filtered bool // filtered engines show what the user has permissions on alone.
	tag      string
	listTag  string
	ids      []int
	requests []string
	added    int
	change   func(l *listing) // change is called after each answer.
}

// at returns the part of the list that an engine answers a query with.
func (l *listing) at(q url.Values) []int {
	search, searched := q["search"]
	words := strings.Fields(strings.Join(search, " "))
	page, max, hasMax := pageOf(words), len(l.ids), q.Has("max")
	if hasMax {
		max, _ = strconv.Atoi(q.Get("max"))
	}
	turned := slices.Contains(words, "page") || slices.Contains(words, "sortby")
	switch {
	case l.filtered && !searched, l.how == model.Ignored:
		return l.ids
	case (l.filtered || l.how == model.Limited) && page > 1:
		return nil
	case (l.how == model.Appended || l.how == model.Foreign) && turned:
		return nil
	case l.how == model.Prefixed && len(words) > 0 && (words[0] == "page" || words[0] == "sortby"):
		return nil
	case l.how == model.Foreign:
		return l.ids
	case l.how == model.Replaced && searched:
		return append(slices.Clone(l.ids), -1, -2) // what belongs elsewhere
	case page > 1 && !hasMax:
		return nil
	}
	from := min((page-1)*max, len(l.ids))
	return l.ids[from:min(from+max, len(l.ids))]
}

// pageOf returns the page that a search names, or 1.
func pageOf(words []string) int {
	if n := len(words); n >= 2 && words[n-2] == "page" {
		page, _ := strconv.Atoi(words[n-1])
		return page
	}
	return 1
}

func (l *listing) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	w := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Request: r}
	body := `{"access_token":"t","exp":"9999999999999","token_type":"bearer"}`
	if strings.HasPrefix(r.URL.Path, "/ovirt-engine/api") {
		l.requests = append(l.requests, r.Method+" "+strings.TrimPrefix(r.URL.RequestURI(), "/ovirt-engine/api"))
		w.Header.Set("Content-Type", "application/xml")
		w.Header.Set("Correlation-Id", r.Header.Get("Correlation-Id"))
		var doc strings.Builder
		doc.WriteString("<" + l.listTag + ">")
		for _, id := range l.at(r.URL.Query()) {
			fmt.Fprintf(&doc, `<%s id="%d"/>`, l.tag, id)
		}
		body = doc.String() + "</" + l.listTag + ">"
		if l.change != nil {
			l.change(l)
		}
	}
	w.Body = io.NopCloser(strings.NewReader(body))
	w.ContentLength = int64(len(body))
	return w, nil
}

// connect returns a connection with the engine.
func (l *listing) connect(t testing.TB) *sdk.Connection {
	t.Helper()
	c, err := sdk.New(sdk.Config{
		URL: "https://engine.example.com/ovirt-engine/api", Username: user, Password: password, Transport: l,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// fill makes the list one of n items.
func (l *listing) fill(n int) {
	l.ids = make([]int, n)
	for i := range l.ids {
		l.ids[i] = i
	}
	l.requests = nil
}
