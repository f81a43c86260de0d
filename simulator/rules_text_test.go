package simulator_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestRuleIsReadFromText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want simulator.Rule
	}{
		{"op=VmsService.Add,nth=2,status=503", simulator.Rule{Op: "VmsService.Add", Nth: 2, Status: 503}},
		{"path=*/vms/*,drop,after", simulator.Rule{Path: "*/vms/*", Drop: true, After: true}},
		{
			`status=429,header=Retry-After: 7,header="X-A: a,b",body="a, \"b\"",type=text/plain`,
			simulator.Rule{Status: 429, Header: http.Header{"Retry-After": {"7"}, "X-A": {"a,b"}}, Body: `a, "b"`, ContentType: "text/plain"},
		},
		{
			"method=GET,id=1,skip=1,times=2,probability=0.25,seed=9,delay=1.5s,jitter=10ms,slow=1ms,truncate=-1,expire",
			simulator.Rule{
				Method: "GET", ID: "1", Skip: 1, Times: 2, Probability: 0.25, Seed: 9, Delay: 1500 * time.Millisecond,
				Jitter: 10 * time.Millisecond, Slow: time.Millisecond, Truncate: -1, Expire: true,
			},
		},
		{"reason=Operation Failed,detail=[No.]", simulator.Rule{Reason: "Operation Failed", Detail: "[No.]"}},
		{"page=Down,reset=false", simulator.Rule{Page: "Down"}},
		{"outage=refused,for=2s", simulator.Rule{Outage: simulator.Refused, For: 2 * time.Second}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got, err := simulator.ParseRule(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rule differs (-want +got):\n%s", diff)
			}
			again, err := simulator.ParseRule(got.String())
			if diff := cmp.Diff(got, again); err != nil || diff != "" {
				t.Errorf("%s: %v\n%s", got, err, diff)
			}
			doc, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			var back simulator.Rule
			if err := json.Unmarshal(doc, &back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, back); diff != "" {
				t.Errorf("%s\n%s", doc, diff)
			}
		})
	}
}

func TestEveryFieldOfARuleHasAName(t *testing.T) {
	t.Parallel()
	_, err := simulator.ParseRule("moon=1")
	if err == nil {
		t.Fatal("moon is known")
	}
	_, names, _ := strings.Cut(err.Error(), "there are ")
	if got, want := len(strings.Split(names, ", ")), reflect.TypeFor[simulator.Rule]().NumField(); got != want {
		t.Errorf("%d names for %d fields: %s", got, want, names)
	}
}

func TestBadRules(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{" ", "the rule is empty"},
		{"status=many", `status "many": invalid syntax`},
		{"status=99999999999999999999", `status "99999999999999999999": value out of range`},
		{"status=42", "status 42 isn't between 200 and 599"},
		{"delay=5", `delay "5": no duration such as 1.5s`},
		{"delay=-5s", "delay, jitter, slow and for can't be negative"},
		{"drop=maybe", `drop "maybe": invalid syntax`},
		{"probability=1.5", "probability 1.5 isn't between 0 and 1"},
		{"probability=NaN", "probability NaN isn't between 0 and 1"},
		{"seed=-1", `seed "-1": invalid syntax`},
		{"nth=1,times=1", "nth excludes skip and times"},
		{"skip=-1", "skip, times and nth can't be negative"},
		{"page=a,body=b,status=500", "only one of reason and detail, page, and body makes the answer"},
		{"body=b", "body and header need a status"},
		{"header=x,status=500", `header "x": no line such as Retry-After: 7`},
		{"drop,status=500", "drop and reset exclude an answer"},
		{"outage=moon", `outage "moon" is neither refused nor unavailable`},
		{"for=1s", "for needs an outage"},
		{`body="x`, `the quotes of body="x don't end`},
		{`body="a"b,status=200`, `body="a"b isn't quoted as in Go`},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if _, err := simulator.ParseRule(tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestRulesAreReadFromAFile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file string
		want       []string
		err        string
	}{
		{"list", `[{"op":"VmsService.Add","nth":2,"status":503},{"drop":true,"header":[]}]`, []string{"op=VmsService.Add,nth=2,status=503", "drop"}, ""},
		{"one", ` {"status":429,"header":"Retry-After: 1","delay":"1s"} `, []string{"delay=1s,status=429,header=Retry-After: 1"}, ""},
		{"lines", "# busy\n\nstatus=503,times=1\n  drop\n", []string{"times=1,status=503", "drop"}, ""},
		{"nothing", " \n", nil, ""},
		{"unknown name", `[{"status":500},{"moon":1}]`, nil, `rule 2: unknown field "moon"; there are `},
		{"bad value", `{"header":{"a":"b"}}`, nil, "header has a value that is no text, number or boolean"},
		{"bad line", "drop\n\nfor=1s\n", nil, "line 3: for needs an outage"},
		{"damaged", `[{"status":500}`, nil, "unexpected end of JSON input"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rules, err := simulator.ReadRules(strings.NewReader(tt.file))
			if tt.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.err) {
					t.Errorf("error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rules {
				got = append(got, r.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rules differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRulesOfTheOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule simulator.Rule
		want string
	}{
		{simulator.Rule{Op: "vmsService.add"}, "rule 1: no operation is called vmsService.add; VmsService.Add is"},
		{simulator.Rule{Op: "VmsService.Fly"}, "rule 1: no operation is called VmsService.Fly"},
		{simulator.Rule{Nth: -1}, "rule 1: skip, times and nth can't be negative"},
	} {
		if _, err := simulator.New(simulator.Options{Rules: []simulator.Rule{tt.rule}}); err == nil || err.Error() != tt.want {
			t.Errorf("error %v, want %s", err, tt.want)
		}
	}
	e := start(t, func(o *simulator.Options) { o.Rules = []simulator.Rule{{Op: "Vms*", Status: 503}} })
	if got := e.do("GET", "/vms", "").status; got != 503 {
		t.Errorf("status %d", got)
	}
}

// FuzzParseRule checks that what is read and written is read again as the same.
func FuzzParseRule(f *testing.F) {
	for _, text := range []string{"op=VmsService.Add,nth=2,status=503", `body="a,b",status=200`, "header=a:b,status=204", "drop,after", "truncate=-1,slow=1s"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := simulator.ParseRule(text)
		if err != nil || r.String() == "" {
			return
		}
		again, err := simulator.ParseRule(r.String())
		if err != nil {
			t.Fatalf("%q became %q: %v", text, r, err)
		}
		if again.String() != r.String() {
			t.Errorf("%q became %q, and then %q", text, r, again)
		}
	})
}
