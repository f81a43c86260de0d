package simulator

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Server is an engine that listens. Close it when done.
type Server struct {
	// URL is the address of the API, such as https://127.0.0.1:40443/ovirt-engine/api.
	URL string
	// Engine is the one that answers.
	Engine *Engine

	http  *http.Server
	done  chan struct{}
	close sync.Once
}

// CA gives the certificate, as PEM, that clients must trust. It is made at the first call and stays the same.
func (e *Engine) CA() ([]byte, error) {
	a, err := e.ca()
	if err != nil {
		return nil, err
	}
	return a.pem, nil
}

// Pool gives the certificate that clients must trust as a pool.
func (e *Engine) Pool() (*x509.CertPool, error) {
	a, err := e.ca()
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool, nil
}

// Start listens without encryption. An address such as 127.0.0.1:0 takes any free port.
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
	if ip := net.ParseIP(host); host != "" && (ip == nil || !ip.IsUnspecified()) {
		hosts = append(hosts, host)
	}
	cert, err := a.issue(hosts...)
	if err != nil {
		return nil, err
	}
	return e.StartWith(address, cert)
}

// StartWith listens with a certificate of the caller's.
func (e *Engine) StartWith(address string, cert tls.Certificate) (*Server, error) {
	return e.listen(address, &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
	})
}

func (e *Engine) listen(address string, config *tls.Config) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	scheme := "http://"
	s := &Server{
		Engine: e, done: make(chan struct{}),
		http: &http.Server{
			Handler: e, ReadHeaderTimeout: 30 * time.Second, ConnState: e.counts.connection,
			// Clients that break connections on purpose are no news.
			ErrorLog: log.New(io.Discard, "", 0),
		},
	}
	if config != nil {
		scheme = "https://"
		l = tls.NewListener(l, config)
	}
	s.URL = scheme + l.Addr().String() + e.options.Base + "/api"
	go func() {
		defer close(s.done)
		s.http.Serve(l)
	}()
	return s, nil
}

// Close stops listening, breaks what is under way, and returns when all of it has ended. It may be called more than once.
func (s *Server) Close() error {
	var err error
	s.close.Do(func() {
		err = s.http.Close()
		<-s.done
	})
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
