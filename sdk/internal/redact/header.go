package redact

import (
	"net/http"
	"net/textproto"
	"strings"
)

// Header returns a copy of a header in which secrets are hidden. The scheme of an authorization, and names and attributes of cookies,
// are shown. The header itself isn't changed.
func Header(header http.Header) http.Header {
	shown := make(http.Header, len(header))
	for name, values := range header {
		hidden := make([]string, len(values))
		for i, value := range values {
			hidden[i] = HeaderValue(name, value)
		}
		shown[name] = hidden
	}
	return shown
}

// HeaderValue returns one value of a header with what is secret in it hidden.
func HeaderValue(name, value string) string {
	if value == "" {
		return ""
	}
	switch textproto.CanonicalMIMEHeaderKey(name) {
	case "Authorization", "Proxy-Authorization", "Www-Authenticate", "Proxy-Authenticate":
		return authorization(name, value)
	case "Authentication-Info", "Proxy-Authentication-Info":
		return Mask
	case "Cookie":
		pairs := strings.Split(value, ";")
		for i, pair := range pairs {
			pairs[i] = cookie(pair)
		}
		return strings.Join(pairs, ";")
	case "Set-Cookie":
		pair, attributes, ok := strings.Cut(value, ";")
		if pair = cookie(pair); ok {
			return pair + ";" + attributes
		}
		return pair
	case "Location", "Content-Location", "Referer", "Link", "Refresh":
		return Address(value)
	}
	if tells(normal(name)) {
		return Mask
	}
	return value
}

// authorization hides what follows the scheme. A challenge of the server names a realm, which is no secret.
func authorization(name, value string) string {
	scheme, rest, ok := strings.Cut(value, " ")
	challenge := strings.HasSuffix(strings.ToLower(name), "-authenticate")
	switch strings.ToLower(scheme) {
	case "basic", "bearer", "digest":
		if challenge {
			return value
		}
	case "negotiate", "ntlm":
	default:
		if challenge && strings.Contains(rest, "=") {
			return value
		}
		return Mask
	}
	if !ok || strings.TrimSpace(rest) == "" {
		return value
	}
	return scheme + " " + Mask
}

// cookie hides the value of a cookie.
func cookie(pair string) string {
	name, value, ok := strings.Cut(pair, "=")
	switch {
	case !ok && strings.TrimSpace(pair) != "":
		return Mask
	case value == "":
		return pair
	}
	return name + "=" + Mask
}
