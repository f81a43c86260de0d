package record

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// test is a test that may fail without failing the one that runs it.
type test struct {
	mu       sync.Mutex // guards what follows
	cleanups []func()
	errors   []string
	fatal    string
}

func (t *test) Helper()          {}
func (t *test) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }
func (t *test) Errorf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.errors = append(t.errors, fmt.Sprintf(format, args...))
}
func (t *test) Fatalf(format string, args ...any) { t.fatal = fmt.Sprintf(format, args...) }
func (t *test) Failed() bool                      { return len(t.errors) > 0 || t.fatal != "" }

// end runs the cleanups and returns the errors.
func (t *test) end() []string {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
	return t.errors
}

const testID = "6f1b0c3e-93f4-4bd0-9e6e-0123456789ab"

// engine answers as an engine does, and counts requests.
func engine(t *testing.T) (*httptest.Server, func() int) {
	var mu sync.Mutex
	count := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		mu.Lock()
		count++
		mu.Unlock()
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/xml;charset=UTF-8")
		w.Header().Set("Correlation-Id", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
		switch req.URL.Path {
		case "/ovirt-engine/sso/oauth/token":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"access_token":"tOkEn","token_type":"bearer","exp":"1767225600000"}`)
		case "/ovirt-engine/api/vms":
			if req.Method == http.MethodPost {
				w.WriteHeader(http.StatusCreated)
				w.Write(body)
				return
			}
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprintf(z, "<vms>\n    <vm>\n\n        <name>%s</name>\n    </vm>\n</vms>\n", req.URL.Query().Get("search"))
			z.Close()
		case "/ovirt-engine/api/events":
			id := req.Header.Get("Correlation-Id")
			w.Header().Set("Correlation-Id", id)
			fmt.Fprintf(w, "<events><event><correlation_id>%s</correlation_id></event></events>\n\n", id)
		case "/binary":
			w.Write([]byte{0, 1, '\r', 0xff})
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	return server, func() int {
		mu.Lock()
		defer mu.Unlock()
		return count
	}
}

// send sends a request and returns its answer as text.
func send(t *testing.T, tr http.RoundTripper, method, address, media, body, id string) (string, error) {
	t.Helper()
	var src io.Reader
	if body != "" {
		src = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, address, src)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", media)
	req.Header.Set("Authorization", "Bearer tOkEn")
	if id != "" {
		req.Header.Set("Correlation-Id", id)
	}
	resp, err := tr.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var in io.Reader = resp.Body
	if resp.Header.Get("Content-Encoding") == "gzip" {
		if in, err = gzip.NewReader(in); err != nil {
			return "", err
		}
	}
	text, err := io.ReadAll(in)
	return fmt.Sprintf("%d %s %s", resp.StatusCode, resp.Header.Get("Correlation-Id"), text), err
}

const form = "application/x-www-form-urlencoded"

// TestPasswordThatIsAWordReplays records with a password that the form of a login has in it anyway.
func TestPasswordThatIsAWordReplays(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"password", "username", "scope", "token"} {
		t.Run(password, func(t *testing.T) {
			t.Parallel()
			server, _ := engine(t)
			file := filepath.Join(t.TempDir(), "a.txt")
			login := func(tr http.RoundTripper, base, password string) string {
				body := "grant_type=password&username=admin&password=" + password + "&scope=ovirt-app-api"
				answer, err := send(t, tr, "POST", base+"/ovirt-engine/sso/oauth/token", form, body, "")
				if err != nil {
					t.Fatal(err)
				}
				return answer
			}
			recording := new(test)
			login(New(recording, file, nil, true), server.URL, password)
			if errs := recording.end(); errs != nil {
				t.Fatal(errs)
			}
			replay := new(test)
			login(New(replay, file, nil, false), "https://other.test", "another")
			if errs := replay.end(); errs != nil {
				t.Error(errs)
			}
		})
	}
}

func TestReplayGivesWhatWasRecorded(t *testing.T) {
	t.Parallel()
	server, count := engine(t)
	file := filepath.Join(t.TempDir(), "new", "a.txt")
	run := func(tr http.RoundTripper, base, password, id string) (answers []string) {
		for _, x := range []struct{ method, address, media, body, id string }{
			{"POST", "/ovirt-engine/sso/oauth/token", form, "grant_type=password&password=" + password, ""},
			{"GET", "/ovirt-engine/api/vms?search=name%3Da&max=1", "", "", ""},
			{"POST", "/ovirt-engine/api/vms", "application/xml", "<vm><name>a</name><root_password>" + password + "</root_password></vm>", ""},
			{"GET", "/ovirt-engine/api/events?correlation_id=" + id, "", "", id},
			{"GET", "/binary", "", "", ""},
			{"DELETE", "/ovirt-engine/api/vms/1", "", "", ""},
		} {
			answer, err := send(t, tr, x.method, base+x.address, x.media, x.body, x.id)
			if err != nil {
				t.Fatal(err)
			}
			answers = append(answers, answer)
		}
		return answers
	}
	recording := new(test)
	run(New(recording, file, nil, true), server.URL, "sEcReT", testID)
	if errs := recording.end(); errs != nil {
		t.Fatal(errs)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"sEcReT", "tOkEn", testID, "aaaaaaaa-", "1767225600000", "Date:", "127.0.0.1"} {
		if strings.Contains(string(data), word) {
			t.Errorf("the file holds %s:\n%s", word, data)
		}
	}
	if !strings.Contains(string(data), "\n\t    <name>a</name>\n\t    <root_password>***</root_password>\n") {
		t.Errorf("the file doesn't show the body of a request:\n%s", data)
	}

	sent := count()
	const other = "00000000-1111-2222-3333-444444444444"
	replaying := new(test)
	got := run(New(replaying, file, nil, false), "https://elsewhere", "another", other)
	if errs := replaying.end(); errs != nil {
		t.Fatal(errs)
	}
	want := []string{
		`200 correlation-1 {"access_token":"***","token_type":"bearer","exp":"9223372036854775807"}`,
		"200 correlation-1 <vms>\n    <vm>\n\n        <name>name=a</name>\n    </vm>\n</vms>\n",
		"201 correlation-1 <vm><name>a</name><root_password>***</root_password></vm>",
		"200 " + other + " <events><event><correlation_id>" + other + "</correlation_id></event></events>\n\n",
		"200 correlation-1 \x00\x01\r\xff",
		"404 correlation-1 ",
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("answer %d is\n%q, want\n%q", i+1, got[i], want[i])
		}
	}
	if count() != sent {
		t.Errorf("replaying sent %d requests", count()-sent)
	}

	again := new(test)
	run(New(again, file, nil, true), server.URL, "other", other)
	if errs := again.end(); errs != nil {
		t.Fatal(errs)
	}
	if renewed, err := os.ReadFile(file); err != nil || string(renewed) != string(data) {
		t.Errorf("recording again changes the file to\n%s\nfrom\n%s\n%v", renewed, data, err)
	}
}

const recordedText = preamble + `
=== 1
GET /a?x=1&y=2
---
200 OK

	one
\ no newline

=== 2 while 1
POST /b
Content-Type: application/xml

	<vm>
	    <name>a</name>
	</vm>
\ no newline
---
200 OK
Content-Type: text/plain

	two

=== 3
GET /c
---
ERROR connection reset
`

func replayer(t *testing.T, text string) (*test, *Transport) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	fake := new(test)
	tr := New(fake, file, nil, false)
	tr.file = "a.txt"
	return fake, tr
}

func TestReplayIsStrict(t *testing.T) {
	t.Parallel()
	const missing = "record: a.txt: of 3 recorded requests "
	for _, tt := range []struct {
		name     string
		requests []string // method, address and body
		want     string   // the errors
	}{
		{"in order", []string{"GET /a?x=1&y=2", "POST /b <vm><name>a</name></vm>", "GET /c"}, ""},
		{"parameters in another order", []string{"GET /a?y=2&x=1", "POST /b <vm> <name>a</name></vm>", "GET /c"}, ""},
		{"those that ran together", []string{"POST /b <vm><name>a</name></vm>", "GET /a?x=1&y=2", "GET /c"}, ""},
		{"too early", []string{"GET /a?x=1&y=2", "GET /c", "POST /b <vm><name>a</name></vm>", "GET /c"},
			"record: a.txt: unexpected request: GET /c\n\tdue is POST /b (line 11)"},
		{"another query", []string{"GET /a?x=2&y=2", "GET /a?x=1&y=2", "POST /b <vm><name>a</name></vm>", "GET /c"},
			"record: a.txt: unexpected request: GET /a?x=2&y=2\n\tdue is GET /a?x=1&y=2 (line 3)\n\tdue is POST /b (line 11)"},
		{"another body", []string{"GET /a?x=1&y=2", "POST /b <vm><name>b</name></vm>", "POST /b <vm><name>a</name></vm>", "GET /c"},
			"record: a.txt: unexpected request: POST /b\n\tdue is POST /b (line 11); line 2 of the body is \"<name>b</name>\", not \"<name>a</name>\""},
		{"once more", []string{"GET /a?x=1&y=2", "POST /b <vm><name>a</name></vm>", "GET /c", "GET /c"},
			"record: a.txt: unexpected request: GET /c\n\tno more are due"},
		{"missing", []string{"GET /a?x=1&y=2"}, missing + "2 did not come:\n\tPOST /b (line 11)\n\tGET /c (line 25)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, tr := replayer(t, recordedText)
			for _, request := range tt.requests {
				parts := append(strings.SplitN(request, " ", 3), "")
				_, _ = send(t, tr, parts[0], "https://h"+parts[1], "application/xml", parts[2], "")
			}
			if got := strings.Join(fake.end(), "\n"); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestRecordedErrorsAreReplayed(t *testing.T) {
	t.Parallel()
	_, tr := replayer(t, "=== 1\nGET /c\n---\nERROR connection reset\n")
	if _, err := send(t, tr, "GET", "https://h/c", "", "", ""); err == nil || err.Error() != "record: replayed: connection reset" {
		t.Errorf("got %v", err)
	}
}

func TestAnswersThatWereNotReadToTheirEnd(t *testing.T) {
	t.Parallel()
	_, tr := replayer(t, "=== 1\nGET /c\n---\n200 OK\n\n\tabc\n\\ no newline\n\\ cut\n")
	got, err := send(t, tr, "GET", "https://h/c", "", "", "")
	if got != "200  abc" || err == nil || err.Error() != "record: a.txt:1: the recorded answer was read no further" {
		t.Errorf("got %q and %v", got, err)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"no exchange", "moon\n", `a:1: "moon" is not the begin of exchange 1, which is === 1`},
		{"wrong number", "=== 2\n", `a:1: "=== 2" is not the begin of exchange 1, which is === 1`},
		{"later exchange", "=== 1 while 1\n", `a:1: "1" is not the number of an exchange before 1`},
		{"no request", "=== 1\n---\n", `a:2: "---" is not a method and an address`},
		{"no answer", "=== 1\nGET /\n\n\tx\n", `a:5: the answer to exchange 1 is missing, which begins with ---`},
		{"no status", "=== 1\nGET /\n---\nOK\n", `a:4: "OK" is not a status`},
		{"no header", "=== 1\nGET /\nmoon\n---\n200\n", `a:3: "moon" is not a header`},
		{"not indented", "=== 1\nGET /\n---\n200 OK\n\nmoon\n", `a:6: "moon" is not indented as the lines of a body are`},
		{"not base64", "=== 1\nGET /\n---\n200 OK\n\n\\ base64\n\t?\n", `a:8: the body above: illegal base64 data at input byte 0`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := decode("a", []byte(tt.in)); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	fake := new(test)
	New(fake, filepath.Join(t.TempDir(), "none.txt"), nil, false)
	if !strings.HasSuffix(fake.fatal, "none.txt: no such file or directory; a run that records makes the file") {
		t.Errorf("got %s", fake.fatal)
	}
}

func FuzzFilesComeBack(f *testing.F) {
	for _, body := range []string{"", "a", "a\n", "\n", "\n\n", "a\n\n\nb\n\n", "---\n=== 1\n# x", "\r\n", "\x00\xff", "\\ cut\n", "\ta"} {
		f.Add(body, body, true)
	}
	f.Fuzz(func(t *testing.T, request, answer string, cut bool) {
		var all []*exchange
		for i := range 2 {
			x := &exchange{number: i + 1, cut: cut}
			x.request = Message{Method: "POST", URL: "/a", Header: http.Header{"A": {"b", ""}}, Body: request}
			x.response = Message{Method: "POST", URL: "/a", Status: 200, Header: http.Header{}, Body: answer}
			all = append(all, x)
		}
		text := encode(all)
		back, err := decode("a", text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		for i, x := range back {
			if x.request.Body != request || x.response.Body != answer || x.cut != cut || len(x.request.Header["A"]) != 2 {
				t.Errorf("exchange %d comes back as %+v from\n%s", i+1, x, text)
			}
		}
		if dos, err := decode("a", []byte(strings.ReplaceAll(string(text), "\n", "\r\n"))); err != nil || dos[1].response.Body != answer {
			t.Errorf("with carriage returns: %v", err)
		}
	})
}

func TestTheLongestIDIsReplacedFirst(t *testing.T) {
	t.Parallel()
	got := ids{"correlation-1": "a", "correlation-12": "b", "correlation-123": "c"}.replace("correlation-123 correlation-12 correlation-1")
	if got != "c b a" {
		t.Errorf("got %s", got)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestConcurrentRequestsAreReplayedInAnyOrder records eight that run at once between one before and one after.
func TestConcurrentRequestsAreReplayedInAnyOrder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.txt")
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		next := roundTripper(func(req *http.Request) (*http.Response, error) {
			if strings.HasPrefix(req.URL.Path, "/many") {
				<-release
			}
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(req.URL.Path))}, nil
		})
		recording := new(test)
		tr := New(recording, file, next, true)
		send(t, tr, "GET", "http://h/first", "", "", "")
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() { send(t, tr, "GET", fmt.Sprintf("http://h/many/%d", i), "", "", "") })
		}
		synctest.Wait()
		close(release)
		wg.Wait()
		send(t, tr, "GET", "http://h/last", "", "", "")
		if errs := recording.end(); errs != nil {
			t.Fatal(errs)
		}
	})
	replaying := new(test)
	tr := New(replaying, file, nil, false)
	send(t, tr, "GET", "http://h/first", "", "", "")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			want := fmt.Sprintf("/many/%d", i)
			if got, err := send(t, tr, "GET", "http://h"+want, "", "", ""); err != nil || got != "200  "+want {
				t.Errorf("got %q and %v, want %s", got, err, want)
			}
		})
	}
	wg.Wait()
	send(t, tr, "GET", "http://h/last", "", "", "")
	if errs := replaying.end(); errs != nil {
		t.Error(errs)
	}
}

func TestAnswersAreStreamedWhileTheyAreRecorded(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	next := roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: r}, nil
	})
	recording := new(test)
	file := filepath.Join(t.TempDir(), "a.txt")
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://h/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := New(recording, file, next, true).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	go w.Write([]byte("begin"))
	p := make([]byte, 5)
	if _, err := io.ReadFull(resp.Body, p); err != nil || string(p) != "begin" {
		t.Fatalf("got %q and %v", p, err)
	}
	resp.Body.Close()
	recording.end()
	data, err := os.ReadFile(file)
	if want := preamble + "\n=== 1\nGET /a\n---\n200 OK\n\n\tbegin\n\\ no newline\n\\ cut\n"; err != nil || string(data) != want {
		t.Errorf("got\n%s, want\n%s", data, want)
	}
}

func TestFailedTestsKeepTheOldRecording(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	fake := new(test)
	New(fake, file, nil, true)
	fake.Errorf("failed")
	fake.end()
	if data, _ := os.ReadFile(file); string(data) != "old" {
		t.Errorf("got %s", data)
	}
}

func TestSanitizersApplyToBothSides(t *testing.T) {
	t.Parallel()
	server, _ := engine(t)
	file := filepath.Join(t.TempDir(), "a.txt")
	sanitize := func(m *Message) {
		for _, host := range []string{"host1", "host2"} {
			m.Body = strings.ReplaceAll(m.Body, host, "HOST")
		}
	}
	for _, x := range []struct {
		record bool
		host   string
	}{{true, "host1"}, {false, "host2"}} {
		fake := new(test)
		tr := New(fake, file, nil, x.record, sanitize)
		_, err := send(t, tr, "POST", server.URL+"/ovirt-engine/api/vms", "application/xml", "<vm><fqdn>"+x.host+"</fqdn></vm>", "")
		if errs := fake.end(); err != nil || errs != nil {
			t.Fatal(err, errs)
		}
	}
	if data, err := os.ReadFile(file); err != nil || strings.Contains(string(data), "host1") {
		t.Errorf("%v\n%s", err, data)
	}
}

// TestReplayAnswersWithTheCorrelationIDThatCame replays an exchange whose request had none when it
// was recorded: the engine chose one, and a client that chooses now wants its own back.
func TestReplayAnswersWithTheCorrelationIDThatCame(t *testing.T) {
	t.Parallel()
	for _, recorded := range []string{"correlation-1", "web-1", "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee"} {
		file := filepath.Join(t.TempDir(), "a.txt")
		text := preamble + "\n=== 1\nGET /x\n---\n200 OK\nCorrelation-Id: " + recorded + "\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"00000000-1111-2222-3333-444444444444", "mine"} {
			replaying := new(test)
			got, err := send(t, New(replaying, file, nil, false), "GET", "https://h/x", "", "", id)
			if want := "200 " + id + " "; got != want || err != nil {
				t.Errorf("%s was recorded: the answer is %q, %v, want %q", recorded, got, err, want)
			}
			replaying.end()
		}
	}
}
