package imageio

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Server is one port of a daemon: that of a host or that of the proxy.
type Server struct {
	// URL is the address, such as https://127.0.0.1:54322.
	URL string

	http *http.Server
	done chan struct{}
}

// Serve listens at an address, encrypted if there is a configuration. The handler is the daemon, or one that passes requests on to it.
func Serve(handler http.Handler, address string, config *tls.Config) (*Server, error) {
	return serve(handler, address, config, idleConnection)
}

const (
	readHeader = 30 * time.Second // within this time a request's header must exist
	maxHeader  = 64 << 10         // how long it may be, in bytes
)

func serve(handler http.Handler, address string, config *tls.Config, idle time.Duration) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		l.Close()
		return nil, err
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	s := &Server{URL: "http://" + net.JoinHostPort(host, port), done: make(chan struct{})}
	s.http = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeader,
		MaxHeaderBytes:    maxHeader,
		ConnContext:       func(ctx context.Context, c net.Conn) context.Context { return within(ctx, connOf(c)) },
		// Clients that break connections on purpose are no news.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	l = listener{l, idle}
	if config != nil {
		s.URL = "https" + s.URL[len("http"):]
		l = tls.NewListener(l, config)
	}
	go func() {
		defer close(s.done)
		s.http.Serve(l)
	}()
	return s, nil
}

// Close stops listening, breaks what is under way, and returns when nobody is accepted any more.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.done
	return err
}

// Shutdown stops listening and returns when all requests that were under way have their answers, or when ctx ends; then it breaks the
// rest and returns the context's error.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		s.http.Close()
	}
	<-s.done
	return err
}
