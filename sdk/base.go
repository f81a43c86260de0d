package sdk

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

// newTransport makes the transport of a connection. It speaks HTTP/1.1 only: the engine's front end offers nothing else as it is
// installed, and connections can be counted then.
func newTransport(cfg *Config) (*http.Transport, error) {
	roots, err := trusted(cfg)
	if err != nil {
		return nil, err
	}
	limit := cfg.MaxConnections
	if limit == 0 {
		limit = DefaultMaxConnections
	}
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialer.DialContext,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, InsecureSkipVerify: cfg.Insecure},
		TLSHandshakeTimeout: 15 * time.Second,
		DisableCompression:  true, // The chain does it.
		Protocols:           protocols,
		MaxConnsPerHost:     limit,
		MaxIdleConns:        limit,
		MaxIdleConnsPerHost: limit,
		// Apache drops idle connections after 5 s, or 15 s as some distributions have it. A call on a connection that is being
		// dropped fails, so ours are dropped first.
		IdleConnTimeout: 4 * time.Second,
		ReadBufferSize:  16 << 10,
	}, nil
}

// trusted gives the certificates to trust; nil stands for the system's.
func trusted(cfg *Config) (*x509.CertPool, error) {
	if cfg.Insecure || cfg.CAFile == "" && cfg.CA == nil && cfg.CAPool == nil {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if cfg.CAPool != nil {
		pool = cfg.CAPool.Clone()
	}
	if cfg.CA != nil && !pool.AppendCertsFromPEM(cfg.CA) {
		return nil, errors.New("CA holds no PEM certificate")
	}
	if cfg.CAFile != "" {
		pem, err := os.ReadFile(cfg.CAFile)
		if err != nil {
			return nil, fmt.Errorf("CAFile: %w", err)
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("CAFile %s holds no PEM certificate", cfg.CAFile)
		}
	}
	return pool, nil
}
