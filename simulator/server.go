package simulator

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// Server is an engine that listens. Close it when done.
type Server struct {
	// URL is the address of the API, such as https://127.0.0.1:40443/ovirt-engine/api.
	URL string
	// Engine is the one that answers.
	Engine *Engine

	config *tls.Config // nil for none
	host   string      // where it was asked to listen, without the port
	images imageServers

	mu      sync.Mutex
	address string        // guarded by mu: where it listens, with the port that it got
	http    *http.Server  // guarded by mu; nil while it doesn't listen
	done    chan struct{} // guarded by mu: is closed when http has ended
	closed  bool          // guarded by mu
}

// CA returns the certificate, as PEM, that clients must trust. It is made at the first call and stays the same.
func (e *Engine) CA() ([]byte, error) {
	a, err := e.ca()
	if err != nil {
		return nil, err
	}
	return a.pem, nil
}

// Pool returns the certificate that clients must trust as a pool.
func (e *Engine) Pool() (*x509.CertPool, error) {
	a, err := e.ca()
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool, nil
}

// Start listens without encryption. An address such as 127.0.0.1:0 takes any free port. The status page and the control endpoint are
// answered only to clients that name the server by an IP address, as localhost, by the host of the address, or by one of
// Options.Hosts, so that no page of another site can use them.
func (e *Engine) Start(address string) (*Server, error) { return e.listen(address, nil) }

// StartTLS listens with a certificate of the engine's own CA. An address such as 127.0.0.1:0 takes any free port.
func (e *Engine) StartTLS(address string) (*Server, error) {
	a, err := e.ca()
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	if everywhere(host) {
		if host, err = os.Hostname(); err == nil {
			hosts = append(hosts, host)
		}
	} else {
		hosts = append(hosts, host)
	}
	cert, err := a.issue(hosts...)
	if err != nil {
		return nil, err
	}
	return e.StartWith(address, cert)
}

// everywhere reports whether a host to listen at stands for all addresses of the machine.
func everywhere(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}

// StartWith listens with a certificate of the caller's.
func (e *Engine) StartWith(address string, cert tls.Certificate) (*Server, error) {
	return e.listen(address, &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
	})
}

func (e *Engine) listen(address string, config *tls.Config) (*Server, error) {
	s := &Server{Engine: e, address: address, config: config}
	s.host, _, _ = net.SplitHostPort(address) // net.Listen reports what is wrong with it.
	if err := e.trouble.Listen(stoppable{s}, s.begin); err != nil {
		return nil, err
	}
	return s, nil
}

// begin listens for the first time, at a port that it keeps.
func (s *Server) begin() error {
	e := s.Engine
	if err := s.resume(); err != nil {
		return err
	}
	images, err := e.listenForImages(s.address, s.config)
	if err != nil {
		s.end((*http.Server).Close)
		return err
	}
	s.images = images
	scheme := "http://"
	if s.config != nil {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(s.address)
	if err != nil {
		return err
	}
	if everywhere(host) {
		host = "localhost"
	}
	s.URL = scheme + net.JoinHostPort(host, port) + e.options.Base + "/api"
	return nil
}

// stoppable is a server as outages see it.
type stoppable struct{ *Server }

// Resume listens, unless the server does already or is closed.
func (s stoppable) Resume() error { return s.resume() }

// Suspend stops listening and breaks all connections.
func (s stoppable) Suspend() error { return s.end((*http.Server).Close) }

// maxHeader is how long a request may be without its body, in bytes. The web server of real engines takes less; here it also bounds what a
// search costs and what the log of requests holds.
const maxHeader = 64 << 10

// resume listens, unless the server does already or is closed.
func (s *Server) resume() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.http != nil || s.closed {
		return nil
	}
	l, err := net.Listen("tcp", s.address)
	if err != nil {
		return err
	}
	s.address = l.Addr().String()
	var handler http.Handler = s.Engine
	if s.config != nil {
		l = tls.NewListener(l, s.config)
	} else {
		handler = s.checkHost(handler) // With TLS the certificate keeps other names away.
	}
	server, done := &http.Server{
		Handler: handler, ReadHeaderTimeout: 30 * time.Second, MaxHeaderBytes: maxHeader, ConnState: s.Engine.counts.connection,
		// Clients that break connections on purpose are no news.
		ErrorLog: log.New(io.Discard, "", 0),
	}, make(chan struct{})
	s.http, s.done = server, done
	go func() {
		defer close(done)
		server.Serve(l)
	}()
	return nil
}

// end ends the listening in one of net/http's ways, and returns when it has ended.
func (s *Server) end(how func(*http.Server) error) error {
	s.mu.Lock()
	server, done := s.http, s.done
	s.http = nil
	s.mu.Unlock()
	if server == nil {
		return nil
	}
	err := how(server)
	<-done
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Close stops listening, breaks what is under way, and returns when all of it has ended. It may be called more than once.
func (s *Server) Close() error {
	if s.forget() {
		s.images.close()
	}
	return s.end((*http.Server).Close)
}

// Shutdown stops listening and returns when all requests that were under way have their answers, those for images too, or when ctx ends;
// then it breaks the rest and returns the context's error.
func (s *Server) Shutdown(ctx context.Context) error {
	first := s.forget()
	err := s.end(func(server *http.Server) error {
		err := server.Shutdown(ctx)
		if err != nil {
			server.Close()
		}
		return err
	})
	if first {
		err = errors.Join(err, s.images.shutdown(ctx))
	}
	return err
}

// forget keeps the engine from starting the server again, and reports whether it is the first time.
func (s *Server) forget() bool {
	s.Engine.trouble.Forget(stoppable{s})
	s.mu.Lock()
	defer s.mu.Unlock()
	first := !s.closed
	s.closed = true
	return first
}
