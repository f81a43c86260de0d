package redact

import (
	"bytes"
	"slices"
	"strings"
)

// Text returns a text for people, such as that of an error, without passwords in addresses, what
// follows Bearer and the other schemes of the header Authorization, and all that follows the name
// of a secret. Escapes in it make no difference.
func Text(text string) string {
	var out edits
	out.prose(text)
	if len(out) == 0 {
		return text
	}
	return string(out.merged().apply([]byte(text)))
}

// Foreign is [Text] for what nobody vouches for, such as pages and texts of what stands before an
// engine: it hides words that look random too, as tokens do.
func Foreign(text string) string {
	var out edits
	out.prose(text)
	out.random([]byte(text))
	if len(out) == 0 {
		return text
	}
	return string(out.merged().apply([]byte(text)))
}

// prose hides in a text what [Text] says.
func (e *edits) prose(text string) {
	for _, l := range layers(text) {
		var found edits
		found.users(l.text)
		found.schemes(l.text)
		found.damaged(l.text, 0, len(l.text), false)
		for _, x := range found {
			e.hide(l.from[x.start], l.from[x.end])
		}
	}
}

// proseMembers are members whose texts are sentences, such as those of a fault, in which an engine
// may repeat what was sent.
var proseMembers = []string{"detail", "reason", "description", "message", "error", "errordescription", "comment"}

// sentence hides in a part of a document what [Text] says.
func (e *edits) sentence(doc []byte, start, end int) {
	var found edits
	found.prose(string(doc[start:end]))
	for _, x := range found {
		*e = append(*e, edit{start + x.start, start + x.end, Mask, true})
	}
}

// users hides the passwords of users in addresses.
func (e *edits) users(text []byte) {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("://"))
		if i < 0 {
			return
		}
		end := at + i + len("://")
		for end < len(text) && bytes.IndexByte([]byte(" \t\r\n\"'<>"), text[end]) < 0 {
			end++
		}
		from, to := passwordIn(string(text[at+i:end]), true)
		if masked := string(text[at+i+from : at+i+to]); masked != redacted {
			e.hide(at+i+from, at+i+to)
		}
		at = end
	}
}

// bearers are what prose says behind Bearer, which is no token.
var bearers = []string{
	"token", "tokens", "auth", "authentication", "authorization", "scheme", "header", "credential", "credentials", "realm", "is", "was",
	"not", "or", "and", "only", "required", "error",
}

// schemes hides the credentials behind the schemes of the header Authorization.
func (e *edits) schemes(text []byte) {
	lower := []byte(asciiLower(string(text)))
	for _, scheme := range []string{"bearer", "basic", "negotiate", "ntlm"} {
		for at := 0; ; {
			i := bytes.Index(lower[at:], []byte(scheme))
			if i < 0 {
				break
			}
			begin, start := at+i, at+i+len(scheme)
			at = start
			blank := start
			for blank < len(text) && (text[blank] == ' ' || text[blank] == '+' || text[blank] == '\t') {
				blank++
			}
			if blank == start || begin > 0 && letter(lower[begin-1]) {
				continue
			}
			end := blank
			for end < len(text) && (inOptionName(text[end]) || bytes.IndexByte([]byte("~+/="), text[end]) >= 0) {
				end++
			}
			if credentialWord(scheme, string(text[blank:end])) {
				e.hide(blank, end)
			}
			at = end
		}
	}
}

// credentialWord reports whether a word behind a scheme is a credential and no prose.
func credentialWord(scheme, word string) bool {
	if word == "" || slices.Contains(bearers, strings.ToLower(strings.TrimRight(word, ".-"))) {
		return false
	}
	return scheme == "bearer" || len(word) >= 8 && strings.ToLower(word) != word
}

// random hides words of at least 8 characters that have small letters, capitals and digits, and
// long ones of letters and digits, save UUIDs.
func (e *edits) random(text []byte) {
	for at := 0; at < len(text); {
		if text[at] == '%' && at+2 < len(text) { // The digits of an escape belong to no word.
			at += len("%2F")
			continue
		}
		end := at
		for end < len(text) && (letter(text[end]) || 'A' <= text[end] && text[end] <= 'Z' || text[end] == '_' || text[end] == '-') {
			end++
		}
		if end-at >= 8 && isRandom(string(text[at:end])) {
			e.hide(at, end)
		}
		at = max(end, at+1)
	}
}

func isRandom(word string) bool {
	const small, capital, digit = 1, 2, 4
	kinds := 0
	for i := range len(word) {
		switch c := word[i]; {
		case 'a' <= c && c <= 'z':
			kinds |= small
		case 'A' <= c && c <= 'Z':
			kinds |= capital
		case '0' <= c && c <= '9':
			kinds |= digit
		}
	}
	if kinds == small|capital|digit {
		return true
	}
	return len(word) >= 20 && kinds&digit != 0 && kinds != digit && !isUUID(word)
}

func isUUID(word string) bool {
	if len(word) != 36 {
		return false
	}
	for i := range len(word) {
		if hyphen := i == 8 || i == 13 || i == 18 || i == 23; hyphen != (word[i] == '-') {
			return false
		}
	}
	return true
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

// inputs hides the values of the fields of forms in an HTML page, which repeat what was sent, or
// carry what logs in.
func (e *edits) inputs(page []byte) {
	lower := []byte(asciiLower(string(page)))
	for at := 0; ; {
		i := bytes.Index(lower[at:], []byte("<input"))
		if i < 0 {
			return
		}
		start := at + i
		end := start + tagLength(lower[start:])
		tag := lower[start:end]
		at = end
		if bytes.Contains(tag, []byte("submit")) && !bytes.Contains(tag, []byte("hidden")) {
			continue
		}
		for from := 0; ; {
			v := bytes.Index(tag[from:], []byte("value"))
			if v < 0 {
				break
			}
			from += v + len("value")
			rest := bytes.TrimLeft(tag[from:], " \t\r\n")
			if len(rest) == 0 || rest[0] != '=' {
				continue
			}
			rest = bytes.TrimLeft(rest[1:], " \t\r\n")
			begin := end - len(rest)
			length := bytes.IndexAny(rest, " \t\r\n>")
			if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') {
				begin++
				length = bytes.IndexByte(rest[1:], rest[0])
			}
			if length < 0 {
				length = len(page) - begin
			}
			e.hide(begin, begin+length)
			break
		}
	}
}

// tagLength returns the length of the tag at the beginning of a text, quotes respected.
func tagLength(text []byte) int {
	quote := byte(0)
	for i, c := range text {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(text)
}
