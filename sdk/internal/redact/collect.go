package redact

import (
	"bytes"
	"encoding/base64"
	"html"
	"mime"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
)

// HeaderSecrets returns the values that [Header] hides, as [Known] takes them: without the scheme
// of an authorization or the name of a cookie, and of a Basic one the password.
func HeaderSecrets(header http.Header) []string {
	var all []string
	for name, values := range header {
		for _, value := range values {
			if value != "" && HeaderValue(name, value) != value {
				all = append(all, headerSecrets(textproto.CanonicalMIMEHeaderKey(name), value)...)
			}
		}
	}
	return all
}

func headerSecrets(name, value string) []string {
	switch name {
	case "Cookie", "Set-Cookie":
		pairs := strings.Split(value, ";")
		if name == "Set-Cookie" {
			pairs = pairs[:1]
		}
		var all []string
		for _, pair := range pairs {
			_, secret, _ := strings.Cut(pair, "=")
			all = append(all, strings.Trim(secret, ` "`))
		}
		return all
	case "Location", "Content-Location", "Referer", "Link", "Refresh":
		return AddressSecrets(value)
	}
	scheme, rest, ok := strings.Cut(value, " ")
	if !ok {
		return []string{value}
	}
	if strings.EqualFold(scheme, "Basic") {
		if plain, err := base64.StdEncoding.DecodeString(rest); err == nil {
			_, password, _ := strings.Cut(string(plain), ":")
			return []string{rest, password}
		}
	}
	return []string{rest}
}

// AddressSecrets returns the values that [Address] hides in the query and in front of the host.
func AddressSecrets(text string) []string {
	var all []string
	if from, to := passwordIn(text, true); from < to {
		all = append(all, text[from:to], unescapeQuery(text[from:to]))
	}
	_, query, _ := strings.Cut(text, "?")
	return append(all, QuerySecrets(query)...)
}

// QuerySecrets returns the values of the secret parameters of a query or a form.
func QuerySecrets(raw string) []string {
	var all []string
	for part := range strings.FieldsFuncSeq(raw, func(r rune) bool { return r == '&' || r == ';' || r == '#' }) {
		key, value, _ := strings.Cut(part, "=")
		if value != "" && secretParameter(key) {
			all = append(all, unescapeQuery(value))
		}
	}
	return all
}

func unescapeQuery(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// BodySecrets returns the values that [Body] hides because of their names. What it hides because a
// document is damaged isn't among them, as nobody can say what that is.
func BodySecrets(path, mediaType string, body []byte) []string {
	media, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(body) == 0, media == "text/html" || isHTML(body):
		return nil
	case body[0] == '<':
		return values(body, xmlEdits(body), xmlValues)
	case body[0] == '{':
		return values(body, jsonEdits(body, rooted(path)), jsonValues)
	case body[0] == '[' && media != "application/x-virt-viewer":
		return values(body, jsonEdits(body, rooted(path)), jsonValues)
	case body[0] == '[':
		return settingSecrets(string(body))
	case media == "application/x-www-form-urlencoded":
		return QuerySecrets(string(body))
	}
	return nil
}

// values returns what the edits hide, save what they hide to the end of a sentence or of the
// document.
func values(doc []byte, all edits, plain func([]byte) []string) []string {
	var found []string
	for _, x := range all {
		if !x.rest && x.end < len(doc) {
			found = append(found, plain(doc[x.start:x.end])...)
		}
	}
	return found
}

// xmlValues returns the texts of the content of an element.
func xmlValues(content []byte) []string {
	if bytes.IndexByte(content, '<') < 0 {
		return []string{html.UnescapeString(string(content))}
	}
	var all []string
	for pos := 0; pos < len(content); {
		t := xmlNext(content, pos)
		switch t.kind {
		case xmlBroken:
			return all
		case xmlText:
			all = append(all, html.UnescapeString(string(content[t.start:t.end])))
		case xmlData:
			all = append(all, string(content[t.start+len("<![CDATA["):t.end-len("]]>")]))
		}
		pos = t.end
	}
	return all
}

// jsonValues returns a value of JSON as a text. Objects and lists are left out: their members are
// hidden one by one.
func jsonValues(value []byte) []string {
	if len(value) == 0 || value[0] == '{' || value[0] == '[' {
		return nil
	}
	if value[0] == '"' {
		return []string{jsonText(value)}
	}
	return []string{jsonText([]byte(`"` + string(value) + `"`))}
}

// settingSecrets returns the secret values of lines of the form name=value.
func settingSecrets(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if name := normal(key); value != "" && (classify(name, 0) == whole || name == "ticket") {
			all = append(all, value)
		}
	}
	return all
}
