// Package page says in a few words what came instead of a document: an HTML page, plain text, or
// nothing. Secrets are hidden, and so is what looks like one: an answer of something that isn't an
// engine may hold anything.
package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// maxText bounds what is quoted of a page.
const maxText = 200

// Describe names the body of an answer that is no document of the API: an HTML page with its title
// and the beginning of its text, other text with its beginning, or an empty answer. Passwords,
// tokens and words that look random are masked.
func Describe(contentType string, body []byte) string {
	text := strings.TrimSpace(strings.TrimPrefix(string(body), "\ufeff"))
	switch {
	case text == "":
		return "empty answer"
	case IsHTML(contentType, body):
		return describeHTML(text)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fmt.Sprintf("%d bytes that are no text", len(body))
	}
	text = string(redact.Body("", contentType, []byte(text)))
	return fmt.Sprintf("text %q", cut(redact.Foreign(squeeze(text))))
}

// Kind names the body of an answer like [Describe], and quotes nothing of it save the title of a
// page.
func Kind(contentType string, body []byte) string {
	text := strings.TrimSpace(strings.TrimPrefix(string(body), "\ufeff"))
	switch {
	case text == "":
		return "empty answer"
	case IsHTML(contentType, body):
		if title, _ := takeTitle(text); title != "" {
			return fmt.Sprintf("HTML page %q", redact.Foreign(title))
		}
		return "HTML page"
	}
	return fmt.Sprintf("%d bytes of another kind", len(body))
}

// IsHTML reports whether a body is an HTML page, by its type or by its beginning. What begins like a document of the API is none,
// whatever its type says.
func IsHTML(contentType string, body []byte) bool {
	text := strings.TrimSpace(strings.TrimPrefix(string(body[:min(len(body), 256)]), "\ufeff"))
	if hasPrefixFold(text, "<!doctype html") || hasPrefixFold(text, "<html") {
		return true
	}
	media, _, _ := strings.Cut(contentType, ";")
	if !strings.EqualFold(strings.TrimSpace(media), "text/html") {
		return false
	}
	return !hasPrefixFold(text, "<?xml") && !strings.HasPrefix(text, "{") &&
		!hasPrefixFold(text, "<fault") && !hasPrefixFold(text, "<action")
}

func describeHTML(text string) string {
	title, rest := takeTitle(text)
	title, rest = redact.Foreign(title), cut(redact.Foreign(stripTags(rest)))
	switch {
	case title == "" && rest == "":
		return "HTML page without text"
	case title == "":
		return "HTML page: " + rest
	case rest == "" || rest == title:
		return fmt.Sprintf("HTML page %q", title)
	}
	return fmt.Sprintf("HTML page %q: %s", title, rest)
}

// takeTitle returns the title of a page and the page without its head.
func takeTitle(text string) (title, rest string) {
	lower := asciiLower(text)
	rest = text
	begin := strings.Index(lower, "<title")
	if begin < 0 {
		return "", rest
	}
	open := strings.IndexByte(lower[begin:], '>')
	if open < 0 {
		return "", rest
	}
	begin += open + 1
	end := strings.Index(lower[begin:], "</title")
	if end < 0 {
		return "", rest
	}
	title = cut(stripTags(text[begin : begin+end]))
	rest = text[begin+end:]
	if head := strings.Index(lower[begin+end:], "</head"); head >= 0 {
		rest = rest[head:]
	}
	return title, rest
}

// stripTags returns the text between the tags, without scripts, styles and comments.
func stripTags(text string) string {
	var b strings.Builder
	for text != "" {
		plain, tail, tagged := strings.Cut(text, "<")
		b.WriteString(plain)
		if !tagged {
			break
		}
		b.WriteByte(' ')
		text = afterTag(tail)
		if b.Len() > 4*maxText {
			break
		}
	}
	return squeeze(entities.Replace(b.String()))
}

// afterTag returns what follows the tag whose inside begins the text.
func afterTag(text string) string {
	for _, skip := range []struct{ begin, end string }{{"!--", "-->"}, {"script", "</script"}, {"style", "</style"}} {
		if !hasPrefixFold(text, skip.begin) {
			continue
		}
		end := strings.Index(asciiLower(text), skip.end)
		if end < 0 {
			return ""
		}
		text = text[end:]
	}
	_, rest, _ := strings.Cut(text, ">")
	return rest
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&nbsp;", " ", "&amp;", "&")

func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

// cut shortens a text at the end of a character.
func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	n := maxText
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "..."
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && asciiLower(text[:len(prefix)]) == prefix
}

// asciiLower keeps the length of a text, which strings.ToLower doesn't.
func asciiLower(text string) string {
	b := []byte(text)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
