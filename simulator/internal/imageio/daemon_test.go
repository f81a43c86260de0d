package imageio

import (
	"bufio"
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/simulator/internal/qcow2"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
)

// host is a daemon that listens for one test, with a clock that stands.
type host struct {
	*Daemon
	t   *testing.T
	url string

	mu  sync.Mutex
	now time.Time // guarded by mu
}

// newHost starts a daemon; idle is how long its connections may be quiet.
func newHost(t *testing.T, idle time.Duration) *host {
	t.Helper()
	h := &host{t: t, now: time.Date(2026, 5, 4, 10, 30, 0, 0, time.UTC)}
	var err error
	if h.Daemon, err = New(Config{Now: h.time, Before: func() {}}); err != nil {
		t.Fatal(err)
	}
	s, err := serve(h, "127.0.0.1:0", nil, idle)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	h.url = s.URL
	return h
}

func (h *host) time() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *host) advance(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// up and down open tickets for the VM's view of a raw volume.
func (h *host) up(id, volume string, size int64) {
	h.Open(storage.Ticket{ID: id, Transfer: "T-" + id, Volume: volume, Format: "raw", Guest: true, Write: true, Size: size, Life: time.Minute})
}

func (h *host) down(id, volume string, size int64) {
	h.Open(storage.Ticket{ID: id, Transfer: "T-" + id, Volume: volume, Format: "raw", Guest: true, Size: size, Life: time.Minute})
}

type reply struct {
	status int
	header http.Header
	body   string
	closes bool
}

// send sends a request; headers are given as name and value in turn.
func (h *host) send(method, path string, body io.Reader, header ...string) reply {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(got), resp.Close}
}

func (h *host) want(status int, method, path, body string, header ...string) reply {
	h.t.Helper()
	a := h.send(method, path, strings.NewReader(body), header...)
	if a.status != status {
		h.t.Fatalf("%s %s: status %d, want %d\n%s", method, path, a.status, status, a.body)
	}
	return a
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.up("up", "disk", 1000)
	h.down("down", "disk", 1000)
	h.Open(storage.Ticket{ID: "old", Transfer: "T-old", Volume: "disk", Size: 1000})
	h.Expire("old", h.time())
	const forbidden = "You are not allowed to access this resource: "
	for _, tt := range []struct {
		name, method, path, body string
		header                   []string
		status                   int
		want                     string
		available                string
	}{
		{"unknown ticket", "GET", "/images/moon", "", nil, 403, forbidden + "No such ticket moon", ""},
		{"unknown ticket for writing", "PUT", "/images/moon", "x", nil, 403, forbidden + "No such ticket moon", ""},
		{"unknown ticket for changing", "PATCH", "/images/moon", `{"op":"flush"}`, nil, 403, forbidden + "No such ticket moon", ""},
		{"unknown ticket's options", "OPTIONS", "/images/moon", "", nil, 403, forbidden + "No such ticket moon", ""},
		{"unknown ticket's extents", "GET", "/images/moon/extents?context=moon", "", nil, 403, forbidden + "No such ticket moon", ""},
		{"unknown ticket's checksum", "GET", "/images/moon/checksum", "", nil, 403, forbidden + "No such ticket moon", ""},
		{"part of a path", "GET", "/images/up/moon", "", nil, 403, forbidden + "No such ticket up/moon", ""},
		{"expired ticket", "GET", "/images/old", "", nil, 403, forbidden + "Transfer=T-old expired", ""},
		{"writing to a download", "PUT", "/images/down", "x", nil, 403, forbidden + "Transfer=T-down forbids write", ""},
		{"zeroing a download", "PATCH", "/images/down", `{"op":"zero","size":1}`, nil, 403, forbidden + "Transfer=T-down forbids write", ""},
		{"flushing a download", "PATCH", "/images/down", `{"op":"flush"}`, nil, 403, forbidden + "Transfer=T-down forbids write", ""},
		{"no ticket", "GET", "/images/", "", nil, 400, "Ticket id is required", ""},
		{"no ticket's extents", "GET", "/images//extents", "", nil, 400, "Ticket id is required", ""},
		{"another path", "GET", "/moon", "", nil, 404, "No handler for '/moon'", ""},
		{"tickets of the control port", "GET", "/tickets/up", "", nil, 404, "No handler for '/tickets/up'", ""},
		{"another method", "POST", "/images/up", "x", nil, 405, "Method 'POST' not defined for '/images/up'", ""},
		{"deleting extents", "DELETE", "/images/up/extents", "", nil, 405, "Method 'DELETE' not defined for '/images/up/extents'", ""},
		{"strange method", "MOON", "/images/up", "", nil, 405, "Invalid method 'MOON'", ""},
		{"range from the end", "GET", "/images/up", "", []string{"Range", "bytes=-5"}, 416, "suffix-byte-range-spec not supported yet", ""},
		{"two ranges", "GET", "/images/up", "", []string{"Range", "bytes=0-1,3-4"}, 416,
			"Cannot satisfy range 'bytes=0-1,3-4', invalid range or multiple ranges", ""},
		{"range behind the end", "GET", "/images/up", "", []string{"Range", "bytes=990-1000"}, 416, "Requested range out of allowed range", "bytes */1000"},
		{"range that begins behind the end", "GET", "/images/up", "", []string{"Range", "bytes=1001-"}, 416,
			"Requested more bytes than available: 1001 > 1000", "bytes */1000"},
		{"too many bytes", "PUT", "/images/up", strings.Repeat("x", 1001), nil, 416, "Requested range out of allowed range", "bytes */1000"},
		{"bytes behind the end", "PUT", "/images/up", "xx", []string{"Content-Range", "bytes 999-1000/*"}, 416, "Requested range out of allowed range", "bytes */1000"},
		{"zeros behind the end", "PATCH", "/images/up", `{"op":"zero","offset":999,"size":2}`, nil, 416, "Requested range out of allowed range", "bytes */1000"},
		{"endless zeros", "PATCH", "/images/up", `{"op":"zero","offset":9223372036854775807,"size":99999999999999999999}`, nil, 416,
			"Requested range out of allowed range", "bytes */1000"},
		{"bad content range", "PUT", "/images/up", "x", []string{"Content-Range", "moon"}, 400, "Invalid Content-Range 'moon'", ""},
		{"bad flush", "PUT", "/images/up?flush=maybe", "x", nil, 400, "Unsupported value 'maybe' for 'flush', expecting one of ['n', 'y']", ""},
		{"bad context", "GET", "/images/up/extents?context=moon", "", nil, 400, "Unsupported value 'moon' for 'context', expecting one of ['dirty', 'zero']", ""},
		{"changes without a backup", "GET", "/images/up/extents?context=dirty", "", nil, 404, "Ticket does not support dirty extents", ""},
		{"no message", "PATCH", "/images/up", "", nil, 400, "Invalid JSON message Expecting value: line 1 column 1 (char 0)", ""},
		{"list for a message", "PATCH", "/images/up", "[]", nil, 500, "Server failed to perform the request, check logs", ""},
		{"two messages", "PATCH", "/images/up", `{"op":"flush"} {}`, nil, 400, "Invalid JSON message Extra data: line 1 column 17", ""},
		{"no operation", "PATCH", "/images/up", "{}", nil, 400, "Missing required value for op", ""},
		{"bad operation", "PATCH", "/images/up", `{"op":"moon"}`, nil, 400, "Unsupported value 'moon' for 'op', expecting one of ['flush', 'zero']", ""},
		{"no size", "PATCH", "/images/up", `{"op":"zero"}`, nil, 400, "Missing required value for 'size'", ""},
		{"text for a size", "PATCH", "/images/up", `{"op":"zero","size":"1"}`, nil, 400, "Integer required '1'", ""},
		{"half a size", "PATCH", "/images/up", `{"op":"zero","size":1.5}`, nil, 400, "Integer required 1.5", ""},
		{"null for an offset", "PATCH", "/images/up", `{"op":"zero","size":1,"offset":null}`, nil, 400, "Integer required None", ""},
		{"negative size", "PATCH", "/images/up", `{"op":"zero","size":-1}`, nil, 400, "Invalid value -1 < 0", ""},
		{"number for flush", "PATCH", "/images/up", `{"op":"zero","size":1,"flush":1}`, nil, 400, "Boolean required 1", ""},
		{"bad algorithm", "GET", "/images/up/checksum?algorithm=moon", "", nil, 400,
			"Unsupported value 'moon' for 'algorithm', expecting one of ['blake2b', 'blake2s', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', " +
				"'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'sha512', 'sha512_224', 'sha512_256']", ""},
		{"bad block size", "GET", "/images/up/checksum?block_size=moon", "", nil, 400, "Invalid block size: 'moon'", ""},
		{"small block size", "GET", "/images/up/checksum?block_size=4096", "", nil, 400, "Block size out of allowed range: 1048576-16777216", ""},
		{"odd block size", "GET", "/images/up/checksum?block_size=1048577", "", nil, 400, "Block size is not aligned to 4096", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := h.want(tt.status, tt.method, tt.path, tt.body, tt.header...)
			if a.body != tt.want+"\n" {
				t.Errorf("text %q, want %q", a.body, tt.want)
			}
			if got := a.header.Get("Content-Range"); got != tt.available {
				t.Errorf("Content-Range %q, want %q", got, tt.available)
			}
			if got := a.header.Get("Content-Type"); got != "text/plain; charset=UTF-8" {
				t.Errorf("Content-Type %q", got)
			}
			if got := a.header.Get("Server"); got != "imageio/2.5.3" {
				t.Errorf("Server %q", got)
			}
			keeps := strings.HasSuffix(tt.path, "/checksum") || tt.body == "" || tt.method == "PATCH"
			if want := tt.status == 403 && !strings.HasSuffix(tt.path, "/checksum") || !keeps; a.closes != want {
				t.Errorf("closing is %v", a.closes)
			}
		})
	}
	if d, err := h.Disk("disk", 0, false); err != nil || len(d.store.chunks()) > 0 {
		t.Errorf("something was written, %v", err)
	}
}

func TestLongMessageIsRefused(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.up("up", "disk", 1000)
	a := h.want(413, "PATCH", "/images/up", strings.Repeat(" ", maxMessage)+`{"op":"flush"}`)
	if a.body != "Message is longer than 1048576 bytes\n" || !a.closes {
		t.Errorf("%q, closing is %v", a.body, a.closes)
	}
	h.want(200, "PATCH", "/images/up", strings.Repeat(" ", maxMessage-14)+`{"op":"flush"}`)
}

// TestChecksumEndsWithItsClient asks for the checksum of an exabyte of zeros, which would take hours.
func TestChecksumEndsWithItsClient(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.down("down", "disk", 1<<60)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.ticket("down").hash(ctx, &operation{}, md5.New, blockSize); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.up("up", "disk", 1000)
	h.down("down", "disk", 1000)
	h.Open(storage.Ticket{ID: "file", Volume: "disk", Format: "raw", Write: true, Size: 1000})
	for _, tt := range []struct{ ticket, allow, body string }{
		{"*", "OPTIONS,GET,PUT,PATCH", `{"features": ["checksum", "extents", "flush", "zero"]}`},
		{"up", "OPTIONS,GET,PUT,PATCH", `{"features": ["checksum", "extents", "flush", "zero"], "max_readers": 8, "max_writers": 8}`},
		{"down", "OPTIONS,GET", `{"features": ["checksum", "extents"], "max_readers": 8, "max_writers": 8}`},
		{"file", "OPTIONS,GET,PUT,PATCH", `{"features": ["checksum", "extents", "flush", "zero"], "max_readers": 8, "max_writers": 1}`},
	} {
		a := h.want(200, "OPTIONS", "/images/"+tt.ticket, "")
		if a.header.Get("Allow") != tt.allow || a.body != tt.body+"\n" || a.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %s %s", tt.ticket, a.header.Get("Allow"), a.body)
		}
	}
	a := h.want(200, "OPTIONS", "/images/*", "", "Origin", "https://engine", "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "range")
	for name, want := range map[string]string{"Origin": "*", "Methods": "OPTIONS,GET,PUT", "Headers": "*"} {
		if got := a.header.Get("Access-Control-Allow-" + name); got != want {
			t.Errorf("%s %q, want %q", name, got, want)
		}
	}
	if a := h.want(200, "GET", "/info/", ""); a.body != `{"version": "2.5.3"}`+"\n" {
		t.Errorf("info %s", a.body)
	}
}

func TestChecksum(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	const size = 9<<20 + 100
	h.up("up", "disk", size)
	h.want(200, "PUT", "/images/up", "hello world", "Content-Range", "bytes 5-15/*")
	h.want(200, "PUT", "/images/up", "\x01", "Content-Range", "bytes 8388615-8388615/*")
	// The sums were made with hashlib of Python: the hash of the hashes of all blocks.
	for _, tt := range []struct{ query, want string }{
		{"", `{"algorithm": "blake2b", "block_size": 4194304, "checksum": "f23931d7aa1edd1af6998a67928ff7b319f74f7f2c8168792164cddbebf21402"}`},
		{"?algorithm=sha256", `{"algorithm": "sha256", "block_size": 4194304, "checksum": "d69c1e7d129c8190e932be122d6be4059e18629638ed3f70b19a3386548490c3"}`},
		{"?algorithm=sha3_224&block_size=1048576", `{"algorithm": "sha3_224", "block_size": 1048576, "checksum": "5c8ad250ccca9a63cac5ff061d87ecbcb2b9d6a0916920c4f706cb7e"}`},
		{"?block_size=1048576&algorithm=blake2s", `{"algorithm": "blake2s", "block_size": 1048576, "checksum": "bcc85ca9d2e7fdfd49625747265bdf25c73b50d86aa5c97c5efccac15f3ad38f"}`},
	} {
		if a := h.want(200, "GET", "/images/up/checksum"+tt.query, ""); a.body != tt.want+"\n" {
			t.Errorf("%s: %s, want %s", tt.query, a.body, tt.want)
		}
	}
	a := h.want(200, "GET", "/images/any/checksum/algorithms", "")
	if !strings.HasPrefix(a.body, `{"algorithms": ["blake2b", "blake2s", "md5", `) {
		t.Errorf("algorithms %s", a.body)
	}
}

func TestActivity(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	var complete atomic.Int32
	h.Open(storage.Ticket{
		ID: "down", Transfer: "T", Volume: "disk", Format: "raw", Guest: true, Size: 3 * k64, Life: time.Minute, Complete: func() { complete.Add(1) },
	})
	start := h.time()
	check := func(transferred int64, last time.Duration, completed int32) {
		t.Helper()
		got, found := h.Activity("down")
		want := storage.Activity{Last: start.Add(last), Transferred: transferred}
		if diff := cmp.Diff(want, got); diff != "" || !found || complete.Load() != completed {
			t.Errorf("activity, %d times complete (-want +got):\n%s", complete.Load(), diff)
		}
	}
	check(0, 0, 0)
	h.advance(time.Second)
	h.want(206, "GET", "/images/down", "", "Range", "bytes=0-99")
	check(100, time.Second, 0)
	h.advance(time.Second)
	h.want(206, "GET", "/images/down", "", "Range", "bytes=50-149") // half of it again
	check(150, 2*time.Second, 0)
	h.advance(time.Second)
	h.want(200, "GET", "/images/down/extents", "")
	check(150, 2*time.Second, 0) // asking for extents is no activity
	h.want(200, "OPTIONS", "/images/down", "")
	check(150, 3*time.Second, 0) // asking for options is
	h.want(206, "GET", "/images/down", "", "Range", "bytes=100-")
	check(3*k64-0, 3*time.Second, 1)
	h.want(200, "GET", "/images/down", "")
	check(3*k64, 3*time.Second, 1) // it is told once
	if _, found := h.Activity("moon"); found {
		t.Error("an unknown ticket has activity")
	}
}

func TestTicketExpiresAfterItsLastUse(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.up("up", "disk", 1000)
	h.advance(time.Hour)
	h.want(200, "PUT", "/images/up", "x") // nobody set an end
	h.Expire("up", h.time().Add(time.Minute))
	for range 5 {
		h.advance(59 * time.Second)
		h.want(200, "PUT", "/images/up", "x")
	}
	h.advance(time.Minute)
	h.want(403, "PUT", "/images/up", "x")
	h.Expire("up", time.Time{})
	h.want(200, "PUT", "/images/up", "x")
	h.Close("up")
	h.want(403, "PUT", "/images/up", "x")
}

// dial opens a connection and sends the beginning of a request.
func (h *host) dial(text string) (net.Conn, *bufio.Reader) {
	h.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, text); err != nil {
		h.t.Fatal(err)
	}
	return c, bufio.NewReader(c)
}

func TestBodyThatEndsEarly(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.up("up", "disk", 1000)
	c, r := h.dial("PUT /images/up HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabcd")
	c.(*net.TCPConn).CloseWrite()
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 400 || string(body) != "Requested 10 bytes, available 4 bytes\n" || !resp.Close {
		t.Errorf("status %d, %q, closing is %v", resp.StatusCode, body, resp.Close)
	}
	if a := h.want(206, "GET", "/images/up", "", "Range", "bytes=0-4"); a.body != "abcd\x00" {
		t.Errorf("what came isn't kept: %q", a.body)
	}
	for name, header := range map[string]string{"no length": "", "chunks": "Transfer-Encoding: chunked\r\n"} {
		_, r := h.dial("PUT /images/up HTTP/1.1\r\nHost: h\r\n" + header + "\r\n0\r\n\r\n")
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != 400 || string(body) != "Content-Length header is required\n" {
			t.Errorf("%s: status %d, %q", name, resp.StatusCode, body)
		}
	}
}

func TestTicketThatEndsDuringAnUpload(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.up("up", "disk", 1<<20)
	c, r := h.dial("PUT /images/up HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n")
	if _, err := c.Write(noise(256 << 10)); err != nil {
		t.Fatal(err)
	}
	for active := false; !active; { // until the daemon has seen the request
		a, _ := h.Activity("up")
		active = a.Active && a.Transferred > 0
	}
	h.Close("up")
	c.Write(noise(256 << 10))
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	if want := "You are not allowed to access this resource: Transfer T-up was canceled\n"; resp.StatusCode != 403 || string(body) != want || !resp.Close {
		t.Errorf("status %d, %q, closing is %v", resp.StatusCode, body, resp.Close)
	}
}

func TestTicketThatEndsDuringADownload(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.down("down", "disk", 1<<30) // more than the buffers of a connection hold
	_, r := h.dial("GET /images/down HTTP/1.1\r\nHost: h\r\n\r\n")
	resp, err := http.ReadResponse(r, nil)
	if err != nil || resp.StatusCode != 200 || resp.ContentLength != 1<<30 {
		t.Fatal(resp, err)
	}
	if a, _ := h.Activity("down"); !a.Active {
		t.Error("nothing goes on")
	}
	h.Close("down")
	if n, err := io.Copy(io.Discard, resp.Body); err != io.ErrUnexpectedEOF || n >= 1<<30 {
		t.Errorf("the body ends after %d bytes with %v", n, err)
	}
}

func TestConnectionsOfATicketAreLimited(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	h.up("up", "disk", 1000)
	const request = "GET /images/up HTTP/1.1\r\nHost: h\r\nRange: bytes=0-0\r\n\r\n"
	answer := func(r *bufio.Reader) int {
		t.Helper()
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		return resp.StatusCode
	}
	var first net.Conn
	for i := range maxConnections {
		c, r := h.dial(request)
		if status := answer(r); status != 206 {
			t.Fatalf("connection %d: status %d", i, status)
		}
		if i == 0 {
			first = c
			io.WriteString(c, request) // one that is in may go on
			if status := answer(r); status != 206 {
				t.Fatalf("second request: status %d", status)
			}
		}
	}
	late, r := h.dial(request)
	late.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if _, err := r.Peek(1); err == nil {
		t.Error("one connection too many is answered")
	}
	late.SetReadDeadline(time.Time{})
	first.Close()
	if status := answer(r); status != 206 {
		t.Errorf("status %d when another has left", status)
	}
	_, r = h.dial(request)
	h.Close("up")
	if status := answer(r); status != 403 {
		t.Errorf("status %d when the ticket ends", status)
	}
}

func TestIdleConnectionsAreClosed(t *testing.T) {
	t.Parallel()
	h := newHost(t, 20*time.Millisecond)
	h.Open(storage.Ticket{ID: "long", Volume: "disk", Size: 10, Idle: time.Hour})
	h.Open(storage.Ticket{ID: "short", Volume: "disk", Size: 10, Idle: time.Millisecond})
	for name, text := range map[string]string{
		"nothing sent":         "",
		"half a request":       "GET /images/",
		"no ticket":            "GET /info/ HTTP/1.1\r\nHost: h\r\n\r\n",
		"impatient ticket":     "OPTIONS /images/short HTTP/1.1\r\nHost: h\r\n\r\n",
		"body that stops":      "PUT /images/x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n",
		"message that is late": "PATCH /images/x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n",
	} {
		_, r := h.dial(text)
		if _, err := io.Copy(io.Discard, r); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, r := h.dial("OPTIONS /images/long HTTP/1.1\r\nHost: h\r\n\r\n")
	if resp, err := http.ReadResponse(r, nil); err != nil || resp.StatusCode != 200 {
		t.Fatal(resp, err)
	} else {
		io.Copy(io.Discard, resp.Body)
	}
	c.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if _, err := r.Peek(1); err == nil || err == io.EOF {
		t.Errorf("a connection with a patient ticket ended with %v", err)
	}
}

func TestDirtyExtents(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	disk, err := h.Disk("disk", 10*k64, true)
	if err != nil {
		t.Fatal(err)
	}
	write(t, disk, noise(k64), 0)
	h.Mark("disk", "c1")
	write(t, disk, noise(2*k64), k64/2)
	if err := disk.Zero(2*k64, k64); err != nil {
		t.Fatal(err)
	}
	// The backup reads what was there when it began.
	h.Copy("disk", "backup/disk")
	h.Mark("disk", "c2")
	write(t, disk, noise(k64), 9*k64)
	since := func(ticket, volume, checkpoint string) string {
		h.Open(storage.Ticket{ID: ticket, Volume: volume, Format: "cow", Guest: true, Size: 10 * k64, Since: checkpoint})
		return h.want(200, "GET", "/images/"+ticket+"/extents?context=dirty", "").body
	}
	line := func(start, length int, dirty, zero bool) string {
		return fmt.Sprintf(`{"start": %d, "length": %d, "dirty": %t, "zero": %t}`, start*k64, length*k64, dirty, zero)
	}
	for _, tt := range []struct{ name, got, want string }{
		{"since the first", since("a", "backup/disk", "c1"), line(0, 2, true, false) + ", " + line(2, 1, true, true) + ", " + line(3, 7, false, true)},
		{"since the second", since("b", "disk", "c2"), line(0, 2, false, false) + ", " + line(2, 7, false, true) + ", " + line(9, 1, true, false)},
		{"since a checkpoint that nobody knows", since("c", "backup/disk", "c0"), line(0, 2, true, false) + ", " + line(2, 8, true, true)},
	} {
		if want := "[" + tt.want + "]\n"; tt.got != want {
			t.Errorf("%s: %swant %s", tt.name, tt.got, want)
		}
	}
	if a := h.want(206, "GET", "/images/a", "", "Range", fmt.Sprintf("bytes=%d-", 9*k64)); strings.Trim(a.body, "\x00") != "" {
		t.Error("the backup has what was written after it began")
	}
	h.Remove("backup/disk")
	h.want(500, "GET", "/images/a/extents?context=dirty", "")
}

func TestFormats(t *testing.T) {
	t.Parallel()
	h := newHost(t, time.Minute)
	open := func(id, format string, guest, write bool) {
		h.Open(storage.Ticket{ID: id, Transfer: id, Volume: "disk", Format: format, Guest: guest, Write: write, Size: 20 * k64})
	}
	get := func(id string) string { return h.want(200, "GET", "/images/"+id, "").body }
	guestOf := func(file string) string {
		t.Helper()
		r, err := qcow2.Open(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		out, err := io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	data := string(noise(3 * k64))
	want := make([]byte, 20*k64)
	copy(want[k64:], data)

	// What the VM has comes out as a file, and what is zero isn't in it.
	open("guest up", "cow", true, true)
	h.want(200, "PUT", "/images/guest%20up", data, "Content-Range", "bytes 65536-*/*")
	open("file down", "cow", false, false)
	file := get("file down")
	if guestOf(file) != string(want) || len(file) != 8*k64 {
		t.Errorf("the file of %d bytes holds another disk", len(file))
	}
	if a := h.want(200, "GET", "/images/file%20down/extents", ""); a.body != `[{"start": 0, "length": 524288, "zero": false, "hole": false}]`+"\n" {
		t.Errorf("extents of a file: %s", a.body)
	}
	a := h.want(200, "GET", "/images/guest%20up/extents", "")
	if want := `[{"start": 0, "length": 65536, "zero": true, "hole": true}, {"start": 65536, "length": 196608, "zero": false, "hole": false}, ` +
		`{"start": 262144, "length": 1048576, "zero": true, "hole": true}]` + "\n"; a.body != want {
		t.Errorf("extents %swant %s", a.body, want)
	}

	// A file that is uploaded comes back as it is, and is what the VM has.
	copy(want[10*k64:], data)
	view, err := qcow2.NewView(bytes.NewReader(want), 20*k64, []qcow2.Extent{{Start: k64, Length: 12 * k64}})
	if err != nil {
		t.Fatal(err)
	}
	other, err := io.ReadAll(io.NewSectionReader(view, 0, view.Size()))
	if err != nil {
		t.Fatal(err)
	}
	open("file up", "cow", false, true)
	if a := h.want(416, "PUT", "/images/file%20up", "x", "Content-Range", "bytes 2490368-*/*"); a.header.Get("Content-Range") != "bytes */2490368" {
		t.Errorf("a file may have %s", a.header.Get("Content-Range"))
	}
	h.want(200, "PUT", "/images/file%20up?flush=n", string(other))
	open("file down", "cow", false, false)
	open("guest down", "cow", true, false)
	if get("file down") != string(other) || get("guest down") != string(want) || get("file down") != string(other) {
		t.Error("the file or the disk in it differs")
	}
	if err := h.Check("disk", "cow"); err != nil {
		t.Error(err)
	}

	// A copy has its own bytes from then on.
	h.Copy("disk", "copy")
	h.want(200, "PATCH", "/images/guest%20up", `{"op":"zero","size":1310720,"flush":true}`)
	if strings.Trim(get("guest down"), "\x00") != "" {
		t.Error("zeroing left something")
	}
	if d, err := h.Disk("copy", 0, false); err != nil || !bytes.Equal(whole(t, d), want) {
		t.Errorf("the copy changed, %v", err)
	}

	// What isn't qcow2 can be kept, but no VM can use it.
	open("file up", "cow", false, true)
	h.want(200, "PUT", "/images/file%20up", "moon")
	if err := h.Check("disk", "cow"); err == nil || err.Error() != `not a readable qcow2 image: it begins with "moon"` {
		t.Errorf("check: %v", err)
	}
	open("guest down", "cow", true, false)
	if a := h.want(500, "GET", "/images/guest%20down", ""); a.body != "Server failed to perform the request, check logs\n" {
		t.Errorf("text %q", a.body)
	}
	h.Remove("disk")
	open("raw up", "raw", false, true)
	h.want(200, "PUT", "/images/raw%20up", string(other[:100]))
	if err := h.Check("disk", "raw"); err == nil || err.Error() != "the volume's format is raw, but it holds a qcow2 image" {
		t.Errorf("check: %v", err)
	}
}

func TestAddressesOfAnEngineThatDoesNotListen(t *testing.T) {
	t.Parallel()
	d, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	direct, proxy := d.URLs("t", "host-001")
	if direct != "https://host-001:54322/images/t" || proxy != "https://engine.localdomain:54323/images/t" {
		t.Errorf("addresses %s and %s", direct, proxy)
	}
}
