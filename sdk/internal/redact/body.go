package redact

import (
	"bytes"
	"mime"
	"strings"
)

// Body returns the body of a request or an answer, or any beginning of one, with secrets hidden. The path is that of the request, which
// says what a document is that has no name; "" is unknown, and then more is hidden. The media type, parameters and all, may be missing
// or wrong. Compressed bodies can't be read and must be decompressed before. The body itself isn't changed; it is the result if it
// holds no secret.
func Body(path, mediaType string, body []byte) []byte {
	media, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	}
	begin := bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\ufeff")), " \t\r\n")
	if len(begin) == 0 {
		return body
	}
	at := len(body) - len(begin)
	var out edits
	switch {
	case media == "text/html" || isHTML(begin):
		out.inputs(body)
		out.prose(string(body))
	case begin[0] == '<':
		out = xmlEdits(body)
	case media == "application/x-virt-viewer" && begin[0] == '[' && len(begin) > 1 && letter(begin[1]|0x20):
		return keep(body, settings(string(body)))
	case begin[0] == '{' || begin[0] == '[':
		out = jsonEdits(body[at:], rooted(path))
		for i := range out {
			out[i].start += at
			out[i].end += at
		}
	case media == "application/x-www-form-urlencoded":
		return keep(body, Query(string(body)))
	default:
		out.damaged(body, 0, len(body), true)
		out.prose(string(body))
	}
	return out.apply(body)
}

// keep returns the body itself if nothing was hidden in it.
func keep(body []byte, shown string) []byte {
	if string(body) == shown {
		return body
	}
	return []byte(shown)
}

func isHTML(begin []byte) bool {
	head := strings.ToLower(string(begin[:min(len(begin), 14)]))
	return strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<!doctype html")
}

// settings hides secrets in lines of the form name=value.
func settings(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		key, value, ok := strings.Cut(line, "=")
		body := strings.TrimRight(value, "\r\n")
		if name := normal(key); ok && body != "" && (classify(name, 0) == whole || name == "ticket") {
			lines[i] = key + "=" + Mask + value[len(body):]
		}
	}
	return strings.Join(lines, "")
}

// Display is [Body] for people's eyes alone: in what is neither XML nor JSON it hides what looks
// random too, as [Foreign] does. What is read again, such as a recording, needs Body, which leaves
// alone what no rule calls a secret.
func Display(path, mediaType string, body []byte) []byte {
	shown := Body(path, mediaType, body)
	begin := bytes.TrimLeft(bytes.TrimPrefix(shown, []byte("\ufeff")), " \t\r\n")
	form := strings.HasPrefix(mediaType, "application/x-www-form-urlencoded")
	if len(begin) == 0 || form || begin[0] == '{' || begin[0] == '[' || begin[0] == '<' && !isHTML(begin) {
		return shown
	}
	var out edits
	out.random(shown)
	return out.apply(shown)
}
