package sdk

import (
	"net"
	"net/http"
	"net/url"
	"time"
)

// The usual bounds of connecting.
const (
	dialTimeout      = 30 * time.Second
	handshakeTimeout = 15 * time.Second
)

// maxResponseHeader bounds the headers of an answer together with those of all informational
// answers (1xx) before it, in bytes, so that a server which sends these without end ends the call.
// Real headers have a few thousand.
const maxResponseHeader = 256 << 10

// directProxy is the value of [Config.Proxy] for no proxy at all.
const directProxy = "direct"

// newTransport makes the transport of a connection.
func newTransport(cfg *Config) (*http.Transport, error) {
	trust, err := newTLS(cfg)
	if err != nil {
		return nil, err
	}
	proxy, err := parseProxy(cfg.Proxy)
	if err != nil {
		return nil, err
	}
	limit := cfg.MaxConnections
	if limit == 0 {
		limit = DefaultMaxConnections
	}
	dial, handshake := dialTimeout, handshakeTimeout
	if cfg.ConnectTimeout > 0 {
		dial, handshake = cfg.ConnectTimeout, cfg.ConnectTimeout
	}
	dialer := &net.Dialer{Timeout: dial, KeepAlive: 30 * time.Second}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(!cfg.NoHTTP2)
	return &http.Transport{
		Proxy:               proxy,
		DialContext:         dialer.DialContext,
		TLSClientConfig:     trust,
		TLSHandshakeTimeout: handshake,
		DisableCompression:  true, // The chain does it.
		Protocols:           protocols,
		// One connection carries all calls then, so a dead one must be found before they all time
		// out.
		HTTP2: &http.HTTP2Config{
			SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second,
		},
		MaxConnsPerHost:     limit,
		MaxIdleConns:        limit,
		MaxIdleConnsPerHost: limit,
		// Apache drops idle connections after 5 s, or 15 s as some distributions have it. A call on
		// a connection that is being dropped fails, so ours are dropped first.
		IdleConnTimeout:        4 * time.Second,
		ReadBufferSize:         16 << 10,
		MaxResponseHeaderBytes: maxResponseHeader,
	}, nil
}

// parseProxy returns what chooses the proxy of a request.
func parseProxy(text string) (func(*http.Request) (*url.URL, error), error) {
	switch text {
	case "":
		return http.ProxyFromEnvironment, nil
	case directProxy:
		return nil, nil
	}
	u, err := url.Parse(text)
	if err != nil {
		// The text may hold a password.
		return nil, mistake("Proxy can't be parsed; usual is http://HOST:PORT")
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
	default:
		return nil, mistake(
			"Proxy %q begins with none of http://, https://, socks5://, socks5h://", place(u),
		)
	}
	if u.Hostname() == "" {
		return nil, mistake("Proxy %q names no host", place(u))
	}
	return http.ProxyURL(u), nil
}
