package simulator_test

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestAnswersDontWaitForABodyThatNeverComes sends heads that announce a body, and nothing else.
func TestAnswersDontWaitForABodyThatNeverComes(t *testing.T) {
	t.Parallel()
	e, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	login := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(simtest.User+":"+simtest.Password)) + "\r\n"
	xml := "Content-Type: application/xml\r\n"
	for _, tt := range []struct {
		name, method, path, header string
		status                     int
	}{
		{"get", "GET", "/tags", login, 200},
		{"get that expects to be told to go on", "GET", "/tags", login + "Expect: 100-continue\r\n", 200},
		{"head", "HEAD", "/tags", login, 200},
		{"no login", "POST", "/tags", xml, 401},
		{"unknown path", "POST", "/moons", login + xml, 404},
		{"method that the service lacks", "PUT", "/tags", login + xml, 405},
		{"media type that engines don't read", "POST", "/tags", login + "Content-Type: text/plain\r\n", 415},
		{"the same, expecting to be told to go on", "POST", "/tags", login + "Content-Type: text/plain\r\nExpect: 100-continue\r\n", 415},
		{"version that isn't", "POST", "/v3/tags", login + xml, 405},
		{"remove of what isn't there", "DELETE", "/vms/00000000-0000-4000-9000-000000000001", login, 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", u.Host)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(10 * time.Second))
			fmt.Fprintf(conn, "%s %s%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 10\r\n%s\r\n", tt.method, u.Path, tt.path, u.Host, tt.header)
			in := bufio.NewReader(conn)
			resp, err := http.ReadResponse(in, &http.Request{Method: tt.method})
			if err != nil {
				t.Fatal(err)
			}
			io.Copy(io.Discard, resp.Body)
			if resp.StatusCode != tt.status {
				t.Fatalf("status %d, want %d", resp.StatusCode, tt.status)
			}
			if !resp.Close {
				t.Error("what comes next would be taken for the body")
			}
		})
	}
}

// TestConnectionsOutliveUnreadBodies sends bodies that nobody reads, and goes on with the same connection.
func TestConnectionsOutliveUnreadBodies(t *testing.T) {
	t.Parallel()
	e := start(t)
	for range 3 {
		for _, tt := range []struct {
			method, path string
			status       int
		}{{"GET", "/tags", 200}, {"DELETE", "/vms/00000000-0000-4000-9000-000000000001", 404}, {"POST", "/moons", 404}, {"PUT", "/tags", 405}} {
			e.want(tt.status, tt.method, tt.path, "<tag><name>unread</name></tag>")
		}
	}
	if s := e.Engine.Stats(); s.Requests != 12 || s.Connections != 1 {
		t.Errorf("stats %+v, want 12 requests over one connection", s)
	}
}
