package redact

import (
	"net/url"
	"strings"
)

// URL returns an address as text with the password of its user, tickets, and secrets in its query and its fragment hidden. Nil is "".
func URL(u *url.URL) string {
	if u == nil {
		return ""
	}
	return Address(u.String())
}

// Address does what [URL] does, on the text of an address, absolute or not. All else is left as it is spelled.
func Address(text string) string {
	text = hideUser(text)
	text, fragment, fragmented := strings.Cut(text, "#")
	text, query, queried := strings.Cut(text, "?")
	if from, to := passwordIn(text, true); from < to {
		text = text[:from] + Mask + text[to:]
	}
	text = hidePath(text)
	if queried {
		text += "?" + Query(query)
	}
	if fragmented {
		text += "#" + Query(fragment)
	}
	return text
}

// Place returns what may be shown of an address that nobody vouches for, such as that of a redirect
// or one that was mistyped: scheme, user, host and path. For queries, fragments and parameters of
// segments there is the mask, unless their values are shorter than [MinLength].
func Place(text string) string {
	text = hideUsers(hideUser(text))
	end := strings.IndexAny(text, "?#;")
	if end < 0 {
		return hidePath(text)
	}
	// What is masked may be a part of the authority that only looks like a query.
	if at := strings.LastIndexByte(text, '@'); at > end && !strings.Contains(text[:end], "/") {
		return Mask + text[at:]
	}
	if short(text[end+1:]) {
		return hidePath(text[:end]) + text[end:]
	}
	return hidePath(text[:end]) + text[end:end+1] + Mask
}

// hideUsers hides what is between a colon and an @ in any segment of a path, as a path may hold an
// address.
func hideUsers(text string) string {
	segments := strings.Split(text, "/")
	for i, segment := range segments {
		colon, at := strings.IndexByte(segment, ':'), strings.LastIndexByte(segment, '@')
		if colon >= 0 && colon < at && segment[colon+1:at] != redacted {
			segments[i] = segment[:colon+1] + Mask + segment[at:]
		}
	}
	return strings.Join(segments, "/")
}

// short reports whether a query has only values that are too short to be a secret, under names that
// speak of none.
func short(query string) bool {
	for part := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == '&' || r == ';' || r == '#' || r == '?' }) {
		key, value, ok := strings.Cut(part, "=")
		if len(value) >= MinLength || secretParameter(key) || !ok && len(key) >= MinLength {
			return false
		}
	}
	return true
}

// redacted is what url.URL.Redacted puts in the place of a password.
const redacted = "xxxxx"

// hideUser hides the password of the user in front of the host, with or without a scheme before it,
// even if it holds characters that would end the host and belong escaped.
func hideUser(text string) string {
	from, to := passwordIn(text, true)
	switch {
	case text[from:to] == redacted:
		return text
	case from < to:
		return text[:from] + Mask + text[to:]
	}
	begin := 0
	if i := strings.Index(text, "//"); i >= 0 && (i == 0 || text[i-1] == ':') {
		begin = i + len("//")
	}
	at := strings.LastIndexByte(text, '@')
	colon := strings.IndexByte(text[begin:], ':')
	if at < begin || colon < 0 || begin+colon > at || strings.ContainsAny(text[begin:begin+colon], "/?#") {
		return text
	}
	colon += begin
	port := colon + 1
	for port < len(text) && '0' <= text[port] && text[port] <= '9' {
		port++
	}
	// A port ends where a path, a query or a fragment begins, in which an @ means nothing.
	if begin > 0 && port > colon+1 && strings.IndexByte("/?#", text[port]) >= 0 {
		return text
	}
	return text[:colon+1] + Mask + text[at:]
}

// ticketPrefix returns the length of what may be shown of the address of an image transfer; 0 if it isn't one. Such an address is
// /images/ with the ticket behind it, mostly after a scheme and a host.
func ticketPrefix(text string) int {
	const images = "/images/"
	rest := text
	for _, scheme := range []string{"https://", "http://"} {
		after, ok := strings.CutPrefix(text, scheme)
		if !ok {
			continue
		}
		rest = strings.TrimLeftFunc(after, inHost)
		if len(rest) == len(after) {
			return 0
		}
		break
	}
	if !strings.HasPrefix(rest, images) {
		return 0
	}
	return len(text) - len(rest) + len(images)
}

// inHost reports whether the character may stand in a host with its port.
func inHost(r rune) bool {
	return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || strings.ContainsRune(".:[]%_-", r)
}

// hidePath hides the ticket of an image transfer, and parameters of segments. Below the ticket, extents and checksum are shown.
func hidePath(text string) string {
	if n := ticketPrefix(text); n > 0 {
		if end := strings.IndexByte(text[n:], '/'); end >= 0 {
			text = text[:n] + Mask + text[n+end:]
		} else if text[n:] != "" && text[n:] != "*" {
			text = text[:n] + Mask
		}
	}
	if !strings.Contains(text, ";") && !strings.Contains(text, "images") {
		return text
	}
	segments := strings.Split(text, "/")
	for i, segment := range segments {
		if segment == "images" && i+1 < len(segments) && !ofDomain(segments[:i]) && !strings.ContainsAny(segments[i+1], "*") {
			if next := segments[i+1]; next != "" {
				segments[i+1] = Mask
			}
		}
	}
	if !strings.Contains(text, ";") {
		return strings.Join(segments, "/")
	}
	for i, segment := range segments {
		if name, params, ok := strings.Cut(segment, ";"); ok {
			segments[i] = name + ";" + Query(params)
		}
	}
	return strings.Join(segments, "/")
}

// ofDomain reports whether the segments lead to a storage domain or to an image provider, which
// have images that are no tickets.
func ofDomain(above []string) bool {
	if len(above) < 2 {
		return false
	}
	kind := above[len(above)-2]
	return kind == "storagedomains" || kind == "openstackimageproviders"
}

// passwordIn returns where the password of an address's user is; from equals to if there is none. closed tells that the text is whole:
// in one that breaks off, what may become a password is taken for one.
func passwordIn(text string, closed bool) (from, to int) {
	i := strings.Index(text, "://")
	if i < 0 {
		return 0, 0
	}
	i += len("://")
	// A / in a password belongs escaped, but isn't always, so the last @ counts.
	end := strings.LastIndexByte(text, '@')
	if end < i {
		if closed || strings.ContainsAny(text[i:], "/?#") {
			return 0, 0
		}
		end = len(text)
	}
	colon := strings.IndexByte(text[i:end], ':')
	if colon < 0 || strings.ContainsAny(text[i:i+colon], "/?#") {
		return 0, 0
	}
	return i + colon + 1, end
}

// Query hides the values of secrets in a query or in a form. It may break off anywhere.
func Query(raw string) string {
	var b strings.Builder
	for raw != "" {
		part, sep := raw, ""
		if i := strings.IndexAny(raw, "&;"); i >= 0 {
			part, sep = raw[:i], raw[i:i+1]
		}
		raw = raw[len(part)+len(sep):]
		b.WriteString(parameter(part))
		b.WriteString(sep)
	}
	return b.String()
}

// parameter hides the value of one parameter. Where a separator may be missing, what names a secret is hidden with what is around.
func parameter(part string) string {
	key, value, ok := strings.Cut(part, "=")
	switch inner := strings.LastIndexByte(value, '='); {
	case ok && value != "" && (secretParameter(key) || inner >= 0 && secretParameter(value[:inner])):
		return key + "=" + Mask
	case !ok && secretParameter(part) && rules[normal(part)] == nil:
		return Mask
	}
	return part
}

// secretParameter tells by its key whether a parameter is secret. A key that can't be read is, to be safe.
func secretParameter(key string) bool {
	plainKey, err := url.QueryUnescape(key)
	if err != nil {
		return true
	}
	switch name := normal(plainKey); name {
	case "code", "ticket": // code is what OAuth returns a web page to fetch a token with.
		return true
	default:
		k := classify(name, 0)
		return k == whole || k == ticketed || k == beneath
	}
}
