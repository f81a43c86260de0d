package simulator_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// reply is what came of a request: an answer, or what broke.
type reply struct {
	status int
	header http.Header
	body   string
	err    error // of the request
	cut    error // of the body
}

// attempt sends a request with the credentials of the user, and reports what breaks instead of failing.
func attempt(t *testing.T, client *http.Client, method, url, body string, header ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/xml")
	r.Header.Set("Accept-Encoding", "identity") // so that lengths are those of the documents
	r.SetBasicAuth(simtest.User, simtest.Password)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := client.Do(r)
	if err != nil {
		return reply{err: err}
	}
	defer resp.Body.Close()
	doc, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, string(doc), nil, err}
}

// overBoth runs a test over a connection, and within the process.
func overBoth(t *testing.T, f func(t *testing.T, e *engine, client *http.Client)) {
	t.Run("connection", func(t *testing.T) {
		t.Parallel()
		e := start(t)
		f(t, e, e.http)
	})
	t.Run("in process", func(t *testing.T) {
		t.Parallel()
		e := start(t)
		f(t, e, &http.Client{Transport: e.Engine.Transport()})
	})
}

const newTag = "<tag><name>mytag</name></tag>"

func TestRuleSpoilsTheAnswer(t *testing.T) {
	t.Parallel()
	all := simulator.Rule{Op: "TagsService.Add"}
	with := func(f func(*simulator.Rule)) simulator.Rule {
		r := all
		f(&r)
		return r
	}
	for _, tt := range []struct {
		name  string
		rule  simulator.Rule
		check func(t *testing.T, r reply)
		acted bool
	}{
		{
			"status", with(func(r *simulator.Rule) { r.Status = 503 }),
			func(t *testing.T, r reply) {
				if r.status != 503 || r.body != "" {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, false,
		},
		{
			"fault", with(func(r *simulator.Rule) { r.Detail = "[Cannot add Tag. <No> space left.]" }),
			func(t *testing.T, r reply) {
				want := `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<fault>
    <detail>[Cannot add Tag. &lt;No&gt; space left.]</detail>
    <reason>Operation Failed</reason>
</fault>
`
				if r.status != 409 || r.body != want || r.header.Get("Correlation-Id") == "" {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, false,
		},
		{
			"page of a proxy", with(func(r *simulator.Rule) { r.Page, r.Status = "Back-end <down>", 502 }),
			func(t *testing.T, r reply) {
				if r.status != 502 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") ||
					!strings.Contains(r.body, "<h1>502 Bad Gateway</h1>\n<p>Back-end &lt;down&gt;</p>") {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, false,
		},
		{
			"page after the engine acted", with(func(r *simulator.Rule) { r.Page, r.Status, r.After = "Welcome", 200, true }),
			func(t *testing.T, r reply) {
				if r.status != 200 || !strings.Contains(r.body, "<title>200 OK</title>") {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"dropped before the engine acted", with(func(r *simulator.Rule) { r.Drop = true }),
			func(t *testing.T, r reply) {
				if r.err == nil {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, false,
		},
		{
			"dropped after the engine acted", with(func(r *simulator.Rule) { r.Drop, r.After = true, true }),
			func(t *testing.T, r reply) {
				if !errors.Is(r.err, io.EOF) {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"reset before the engine acted", with(func(r *simulator.Rule) { r.Reset = true }),
			func(t *testing.T, r reply) {
				if !errors.Is(r.err, syscall.ECONNRESET) {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, false,
		},
		{
			"reset after the engine acted", with(func(r *simulator.Rule) { r.Reset, r.After = true, true }),
			func(t *testing.T, r reply) {
				if !errors.Is(r.err, syscall.ECONNRESET) {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"body cut off", with(func(r *simulator.Rule) { r.Truncate = 60 }),
			func(t *testing.T, r reply) {
				if r.status != 201 || len(r.body) != 60 || !errors.Is(r.cut, io.ErrUnexpectedEOF) {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"nothing behind the header", with(func(r *simulator.Rule) { r.Truncate = -1 }),
			func(t *testing.T, r reply) {
				if r.status != 201 || r.body != "" || !errors.Is(r.cut, io.ErrUnexpectedEOF) {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"shorter than the cut", with(func(r *simulator.Rule) { r.Truncate = 1 << 20 }),
			func(t *testing.T, r reply) {
				if r.status != 201 || r.cut != nil || !strings.HasSuffix(r.body, "</tag>\n") {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"slow body", with(func(r *simulator.Rule) { r.Slow = time.Millisecond }),
			func(t *testing.T, r reply) {
				if r.status != 201 || r.cut != nil || !strings.HasSuffix(r.body, "</tag>\n") {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"own answer cut off after the engine acted", with(func(r *simulator.Rule) {
				r.Status, r.Body, r.After, r.Truncate = 500, "oops, broken", true, 4
			}),
			func(t *testing.T, r reply) {
				if r.status != 500 || r.body != "oops" || !errors.Is(r.cut, io.ErrUnexpectedEOF) {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
		{
			"delay", with(func(r *simulator.Rule) { r.Delay, r.Jitter = time.Millisecond, time.Millisecond }),
			func(t *testing.T, r reply) {
				if r.status != 201 {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
			}, true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			overBoth(t, func(t *testing.T, e *engine, client *http.Client) {
				h := e.Engine.Fail(tt.rule)
				if got := attempt(t, client, "GET", e.URL+"/tags", "").status; got != 200 {
					t.Errorf("another operation got status %d", got)
				}
				if n := h.Hits(); n != 0 {
					t.Errorf("%d hits by another operation", n)
				}
				tt.check(t, attempt(t, client, "POST", e.URL+"/tags", newTag))
				if n := h.Hits(); n != 1 {
					t.Errorf("%d hits, want 1", n)
				}
				acted := strings.Contains(attempt(t, client, "GET", e.URL+"/tags", "").body, "<name>mytag</name>")
				if acted != tt.acted {
					t.Errorf("the engine acted: %t, want %t", acted, tt.acted)
				}
				h.Remove()
				if got := attempt(t, client, "POST", e.URL+"/tags", "<tag><name>other</name></tag>"); got.status != 201 {
					t.Errorf("after the rule was removed: %+v", got)
				}
			})
		})
	}
}

func TestFaultOfARuleHasTheFormatOfTheRequest(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.Engine.Fail(simulator.Rule{Reason: "Broken", Detail: "[No.]", Status: 400})
	for _, tt := range []struct{ name, method, path, want string }{
		{"plain", "GET", "/vms", `{"detail":"[No.]","reason":"Broken"}`},
		{"action", "POST", "/vms/1/start", `{"fault":{"detail":"[No.]","reason":"Broken"},"status":"failed"}`},
		{"version in the path", "GET", "/v4/vms", `{"detail":"[No.]","reason":"Broken"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := e.do(tt.method, tt.path, "", "Accept", "application/json")
			var got any
			if err := json.Unmarshal([]byte(a.body), &got); err != nil {
				t.Fatalf("%v: %s", err, a.body)
			}
			compact, _ := json.Marshal(got)
			expect(t, "fault", string(compact), tt.want)
			if a.status != 400 {
				t.Errorf("status %d", a.status)
			}
		})
	}
}

func TestRuleChoosesItsRequests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rule simulator.Rule
		want string // x for each of the requests that it applies to
	}{
		{"all", simulator.Rule{}, "xxxxxx"},
		{"operation", simulator.Rule{Op: "TagsService.List"}, ".xx..."},
		{"operation of one object", simulator.Rule{Op: "TagService.Get"}, "...x.."},
		{"any method of a service", simulator.Rule{Op: "Tag*"}, ".xxxx."},
		{"root", simulator.Rule{Op: "SystemService.Get"}, "x....."},
		{"action", simulator.Rule{Op: "VmService.Start"}, ".....x"},
		{"method", simulator.Rule{Method: "PUT"}, "....x."},
		{"path", simulator.Rule{Path: "*/tags"}, ".xx..."},
		{"object", simulator.Rule{ID: "00000000-0000-0000-0000-000000000000"}, "...xx."},
		{"object and operation", simulator.Rule{ID: "00000000-0000-0000-0000-000000000000", Op: "*.Update"}, "....x."},
		{"second", simulator.Rule{Op: "TagsService.List", Nth: 2}, "..x..."},
		{"skip and times", simulator.Rule{Skip: 2, Times: 2}, "..xx.."},
		{"unknown operation", simulator.Rule{Op: "MoonService.Add"}, "......"},
		{"contradiction", simulator.Rule{Nth: 1, Times: 2}, "......"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			tt.rule.Status = 418
			h := e.Engine.Fail(tt.rule)
			got := ""
			for _, r := range [...][2]string{
				{"GET", ""}, {"GET", "/tags"}, {"HEAD", "/tags?max=1"}, {"GET", "/tags/00000000-0000-0000-0000-000000000000"},
				{"PUT", "/v4/tags/00000000-0000-0000-0000-000000000000;x=y"}, {"POST", "/vms/1/start"},
			} {
				if attempt(t, e.http, r[0], e.URL+r[1], "").status == 418 {
					got += "x"
				} else {
					got += "."
				}
			}
			expect(t, "requests", got, tt.want)
			if n := strings.Count(tt.want, "x"); h.Hits() != n {
				t.Errorf("%d hits, want %d", h.Hits(), n)
			}
		})
	}
}

func TestProbabilityFollowsTheSeed(t *testing.T) {
	t.Parallel()
	draw := func(seed uint64) string {
		e := start(t)
		h := e.Engine.Fail(simulator.Rule{Probability: 0.5, Seed: seed, Status: 503})
		got := ""
		for range 200 {
			got += string("01"[attempt(t, e.http, "GET", e.URL+"/tags", "").status/503])
		}
		if n := strings.Count(got, "1"); n != h.Hits() || n < 70 || n > 130 || h.Seen() != 200 {
			t.Errorf("%d of 200 failed, %d hits, %d seen", n, h.Hits(), h.Seen())
		}
		return got
	}
	one := draw(1)
	expect(t, "the same seed", draw(1), one)
	if draw(2) == one {
		t.Error("another seed produces the same")
	}
}

func TestExpiredTokenComesWithTheRequest(t *testing.T) {
	t.Parallel()
	e := start(t)
	token := e.token()
	e.Engine.Fail(simulator.Rule{Op: "VmsService.List", Expire: true, Times: 1})
	for i, want := range []int{200, 401, 401} {
		path := [...]string{"/tags", "/vms", "/tags"}[i]
		if a := e.do("GET", path, "", "Authorization", "Bearer "+token); a.status != want {
			t.Errorf("request %d: status %d, want %d", i, a.status, want)
		}
	}
	if a := e.do("GET", "/vms", "", "Authorization", "Bearer "+e.token()); a.status != 200 {
		t.Errorf("a new token: status %d", a.status)
	}
}

func TestClientThatGivesUpDuringADelay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		after bool
	}{{"the engine doesn't act", false}, {"the engine has acted", true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			overBoth(t, func(t *testing.T, e *engine, client *http.Client) {
				e.Engine.Fail(simulator.Rule{Op: "TagsService.Add", Delay: time.Hour, After: tt.after})
				impatient := *client
				impatient.Timeout = 100 * time.Millisecond
				if r := attempt(t, &impatient, "POST", e.URL+"/tags", newTag); r.err == nil {
					t.Errorf("%+v: %v, %v", r, r.err, r.cut)
				}
				if acted := strings.Contains(e.get("/tags"), "mytag"); acted != tt.after {
					t.Errorf("the engine acted: %t", acted)
				}
			})
		})
	}
}

func TestRulesAreFirstComeFirstServed(t *testing.T) {
	t.Parallel()
	e := start(t)
	first := e.Engine.Fail(simulator.Rule{Status: 500, Times: 1})
	second := e.Engine.Fail(simulator.Rule{Status: 501})
	if a, b := e.do("GET", "/tags", "").status, e.do("GET", "/tags", "").status; a != 500 || b != 501 {
		t.Errorf("status %d and %d, want 500 and 501", a, b)
	}
	if diff := cmp.Diff([]*simulator.Handle{first, second}, e.Engine.Rules(), cmp.Comparer(func(a, b *simulator.Handle) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if first.ID() != 1 || second.ID() != 2 || second.Rule().Status != 501 {
		t.Errorf("ids %d and %d", first.ID(), second.ID())
	}
}
