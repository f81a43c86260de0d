package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// engine is a server that adds VMs and reads them, and fails at random: before it acts, after it acted, or within the answer.
type engine struct {
	*httptest.Server
	faults float64
	twice  bool // adds each VM twice, to show that it is noticed

	mu       sync.Mutex // guards what follows
	rand     *rand.Rand
	tokens   map[string]bool
	logins   int
	requests int
	failed   map[fault]int
	added    map[string]int // how often each name was added
	open     int
	mostOpen int
}

// fault is what goes wrong with a request.
type fault string

const (
	none      fault = "none"
	busy      fault = "503 before acting"
	throttled fault = "429 before acting"
	dropped   fault = "connection closed before acting"
	expired   fault = "all tokens forgotten"
	slow      fault = "slow"
	gateway   fault = "502 after acting"
	silent    fault = "connection closed after acting"
	cut       fault = "answer cut off"
	webpage   fault = "HTML page with 200 after acting"
)

// newEngine starts an engine. The part of the requests that fail is between 0 and 1.
func newEngine(seed uint64, faults float64, http2 bool) *engine {
	e := &engine{
		faults: faults, rand: rand.New(rand.NewPCG(seed, 1)),
		tokens: map[string]bool{}, failed: map[fault]int{}, added: map[string]int{},
	}
	e.Server = httptest.NewUnstartedServer(e)
	e.Config.ErrorLog = log.New(io.Discard, "", 0) // Calls that give up in the midst of a handshake are part of it.
	e.Config.ConnState = e.connState
	e.EnableHTTP2 = http2
	e.StartTLS()
	return e
}

func (e *engine) connState(_ net.Conn, state http.ConnState) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch state {
	case http.StateNew:
		e.open++
		e.mostOpen = max(e.mostOpen, e.open)
	case http.StateClosed, http.StateHijacked:
		e.open--
	}
}

// lifetime is how many requests tokens live.
const lifetime = 2000

// draw decides what goes wrong with a request.
func (e *engine) draw() (f fault, pause time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests++
	f = none
	if e.rand.Float64() < e.faults {
		all := []fault{busy, throttled, dropped, slow, gateway, silent, cut, webpage}
		f = all[e.rand.IntN(len(all))]
	}
	// A call outlives one expiry, not two; hence the distance.
	if e.faults > 0 && e.requests%lifetime == 0 {
		f = expired
		clear(e.tokens)
	}
	e.failed[f]++
	if f == slow {
		pause = time.Duration(e.rand.Int64N(int64(20 * time.Millisecond)))
	}
	return f, pause
}

// ServeHTTP answers a request.
func (e *engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/sso/oauth/token"):
		e.login(w)
	case strings.HasSuffix(path, "/services/sso-logout"):
		_ = r.ParseForm()
		e.mu.Lock()
		delete(e.tokens, r.PostForm.Get("token"))
		e.mu.Unlock()
		_, _ = io.WriteString(w, "{}")
	default:
		e.serve(w, r)
	}
}

func (e *engine) login(w http.ResponseWriter) {
	if f, _ := e.draw(); f == busy || f == dropped {
		fail(w, f)
		return
	}
	e.mu.Lock()
	e.logins++
	token := fmt.Sprintf("token-%d", e.logins)
	e.tokens[token] = true
	e.mu.Unlock()
	_, _ = io.WriteString(w, `{"access_token":"`+token+`"}`)
}

func (e *engine) serve(w http.ResponseWriter, r *http.Request) {
	f, pause := e.draw()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // Half a request is none.
	}
	e.mu.Lock()
	known := e.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	e.mu.Unlock()
	switch {
	case !known:
		say(w, http.StatusUnauthorized, "<html><body>Unauthorized</body></html>")
		return
	}
	w.Header().Set("Correlation-Id", r.Header.Get("Correlation-Id"))
	switch {
	case f == busy, f == throttled, f == dropped:
		fail(w, f)
		return
	case f == slow:
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		}
	}
	answer := e.act(r, body)
	switch f {
	case gateway, silent, webpage:
		fail(w, f)
	case cut:
		w.Header().Set("Content-Length", fmt.Sprint(len(answer)))
		_, _ = io.WriteString(w, answer[:len(answer)/2])
		panic(http.ErrAbortHandler)
	default:
		say(w, http.StatusOK, answer)
	}
}

// act does what was asked for, and returns the answer.
func (e *engine) act(r *http.Request, body []byte) string {
	if r.Method != http.MethodPost {
		_, id, one := strings.Cut(r.URL.Path, "/vms/")
		if one {
			return `<vm id="` + id + `"><name>` + id + `</name></vm>`
		}
		return "<vms>" + strings.Repeat(`<vm id="x"><name>x</name></vm>`, listed) + "</vms>"
	}
	var vm struct {
		Name string `xml:"name"`
	}
	if xml.Unmarshal(body, &vm) != nil {
		return "<fault><reason>damaged request</reason></fault>"
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.added[vm.Name]++
	if e.twice {
		e.added[vm.Name]++
	}
	return `<vm id="` + vm.Name + `"><name>` + vm.Name + `</name></vm>`
}

// listed is how many VMs a list has.
const listed = 50

// fail fails in one of the ways.
func fail(w http.ResponseWriter, f fault) {
	switch f {
	case busy:
		say(w, http.StatusServiceUnavailable, "<html><title>503 Service Unavailable</title></html>")
	case throttled:
		w.Header().Set("Retry-After", "0")
		say(w, http.StatusTooManyRequests, "")
	case gateway:
		say(w, http.StatusBadGateway, "<html><title>502 Proxy Error</title></html>")
	case webpage:
		say(w, http.StatusOK, "<html><title>Welcome</title></html>")
	default:
		panic(http.ErrAbortHandler)
	}
}

func say(w http.ResponseWriter, status int, body string) {
	contentType := "application/xml"
	if strings.HasPrefix(body, "<html") {
		contentType = "text/html"
	}
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// settle tells how often a VM was added so far, and forgets it.
func (e *engine) settle(name string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := e.added[name]
	delete(e.added, name)
	return n
}
