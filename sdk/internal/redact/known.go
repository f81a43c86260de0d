package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
)

// MinLength is the length in bytes from which a secret is struck out of texts. Secrets of one to
// three characters occur in every text, and striking them would leave nothing to read; the rules
// that go by names hide them all the same.
const MinLength = 4

// The bounds of what [Known] looks for.
const (
	wordLength = 8       // shorter plain words and numbers are struck only where they stand alone
	pieceSize  = 8       // what the pieces of a long secret have
	pieceMatch = 12      // what a piece must come to with what is around it
	longSecret = 16      // from here on pieces of a secret are struck too
	maxSecret  = 4 << 10 // longer secrets are looked for as a whole and line by line
	maxLearned = 64      // secrets that were seen on the way
)

// Known is a set of secrets that are struck out of texts wherever they stand and however they are
// spelled: as they are, in the escapes of URLs, XML, JSON and Go, in base64 and in hexadecimal. Of
// a long one, any part of at least 15 characters is struck too, since texts quote beginnings. The
// zero value is empty and ready to use, also by many goroutines; nil is empty.
type Known struct {
	mu      sync.RWMutex // guards what follows
	fixed   []*pattern
	learned []*pattern // the oldest first, at most maxLearned
}

// pattern is a secret with the spellings that can't be resolved character by character.
type pattern struct {
	secret string
	forms  [][]byte
	pieces [][]byte
	word   bool // word says that only whole words count
}

// Add adds secrets for good. What is shorter than [MinLength] is left out.
func (k *Known) Add(secrets ...string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range patterns(secrets) {
		if !has(k.fixed, p.secret) {
			k.fixed = append(k.fixed, p)
		}
	}
}

// Learn adds secrets that were met on the way, such as tokens. The latest 64 are kept.
func (k *Known) Learn(secrets ...string) {
	if len(secrets) == 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range patterns(secrets) {
		if has(k.fixed, p.secret) || has(k.learned, p.secret) {
			continue
		}
		if len(k.learned) == maxLearned {
			k.learned = slices.Clone(k.learned[1:]) // Others may still read the old one.
		}
		k.learned = append(k.learned, p)
	}
}

// With returns a set that has further secrets. The set itself isn't changed.
func (k *Known) With(secrets ...string) *Known {
	all := &Known{fixed: k.all()}
	all.Add(secrets...)
	return all
}

// all returns the patterns; the slice is the caller's own.
func (k *Known) all() []*pattern {
	if k == nil {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return slices.Concat(k.fixed, k.learned)
}

// Strike returns the text with the secrets replaced by [Mask]; the text itself if it has none.
func (k *Known) Strike(text string) string {
	all := k.all()
	if len(all) == 0 || len(text) < MinLength {
		return text
	}
	var out edits
	for _, l := range layers(text) {
		for _, p := range all {
			p.find(l, &out)
		}
	}
	if len(out) == 0 {
		return text
	}
	return string(out.merged().apply([]byte(text)))
}

func has(all []*pattern, secret string) bool {
	return slices.ContainsFunc(all, func(p *pattern) bool { return p.secret == secret })
}

// patterns returns what to look for: each secret, and the lines of those that have several.
func patterns(secrets []string) []*pattern {
	var all []*pattern
	for _, secret := range secrets {
		secret = strings.TrimSpace(secret)
		if striking(secret) {
			all = append(all, newPattern(secret))
		}
		if !strings.Contains(secret, "\n") {
			continue
		}
		for line := range strings.Lines(secret) {
			if line = strings.TrimSpace(line); len(line) >= wordLength && striking(line) {
				all = append(all, newPattern(line))
			}
		}
	}
	return all
}

// striking reports whether a text is worth looking for: long enough, no mask, and no word that
// stands for nothing.
func striking(secret string) bool {
	if len(secret) < MinLength || strings.Trim(secret, "*") == "" {
		return false
	}
	switch strings.ToLower(secret) {
	case "true", "false", "null", "none":
		return false
	}
	return true
}

func newPattern(secret string) *pattern {
	p := &pattern{secret: secret, word: commonWord(secret)}
	p.addResolved(secret)
	if strings.Contains(secret, " ") {
		p.addResolved(strings.ReplaceAll(secret, " ", "+")) // as forms have it
	}
	if len(secret) > maxSecret {
		return p
	}
	text := hex.EncodeToString([]byte(secret))
	p.add(text)
	p.add(strings.ToUpper(text))
	for shift := range 3 {
		p.addBase64(shift)
	}
	if len(secret) >= longSecret && !strings.ContainsAny(secret, " \t\n") {
		for i := 0; i+pieceSize <= len(secret); i += pieceSize {
			p.pieces = append(p.pieces, []byte(secret[i:i+pieceSize]))
		}
	}
	return p
}

func (p *pattern) add(form string) { p.forms = append(p.forms, []byte(form)) }

// addResolved adds a form, and what becomes of it where the escapes of a text are resolved that it
// looks to have itself.
func (p *pattern) addResolved(form string) {
	for _, l := range layers(form) {
		if striking(string(l.text)) {
			p.forms = append(p.forms, l.text)
		}
	}
}

// addBase64 adds what base64 makes of the secret behind that many bytes, as behind the user in a
// Basic header: the characters that stand for the secret alone.
func (p *pattern) addBase64(shift int) {
	behind := append(make([]byte, shift), p.secret...)
	begin, end := (shift*8+5)/6, len(behind)*8/6
	if end-begin < pieceSize-2 {
		return
	}
	standard := base64.RawStdEncoding.EncodeToString(behind)[begin:end]
	p.add(standard)
	if forURLs := base64.RawURLEncoding.EncodeToString(behind)[begin:end]; forURLs != standard {
		p.add(forURLs)
	}
}

// commonWord reports whether a secret is struck only where it stands alone: a short plain word or
// number, or a word of the API and of logins.
func commonWord(secret string) bool {
	return len(secret) < wordLength && plainWord(secret) || secret == "password" || secret == "username"
}

// plainWord reports whether a text is all lower-case letters, or all digits.
func plainWord(text string) bool {
	letters, digits := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z':
			letters++
		case '0' <= c && c <= '9':
			digits++
		}
	}
	return letters == len(text) || digits == len(text)
}

// find hides all occurrences of the secret.
func (p *pattern) find(l layer, out *edits) {
	for _, form := range p.forms {
		for at := 0; ; {
			i := bytes.Index(l.text[at:], form)
			if i < 0 {
				break
			}
			start, end := at+i, at+i+len(form)
			if !p.word || alone(l.text, start, end) && !ofLogin(l.text, start, end) {
				out.hide(l.from[start], l.from[end])
			}
			at = end
		}
	}
	for i, piece := range p.pieces {
		for at := 0; ; {
			n := bytes.Index(l.text[at:], piece)
			if n < 0 {
				break
			}
			start, end := p.extend(l.text, at+n, i*pieceSize)
			if end-start >= pieceMatch {
				out.hide(l.from[start], l.from[end])
			}
			at += n + pieceSize
		}
	}
}

// extend returns how far a text goes on as the secret does around a piece of it.
func (p *pattern) extend(text []byte, at, in int) (start, end int) {
	start, end = at, at+pieceSize
	for i := in; start > 0 && i > 0 && text[start-1] == p.secret[i-1]; i-- {
		start--
	}
	for i := in + pieceSize; end < len(text) && i < len(p.secret) && text[end] == p.secret[i]; i++ {
		end++
	}
	return start, end
}

// alone reports whether a word stands alone, and isn't the name of an element.
func alone(text []byte, start, end int) bool {
	inWord := func(c byte) bool { return letter(c) || 'A' <= c && c <= 'Z' || c == '_' }
	if start > 0 && inWord(text[start-1]) || end < len(text) && inWord(text[end]) {
		return false
	}
	tag := bytes.HasSuffix(text[:start], []byte("<")) || bytes.HasSuffix(text[:start], []byte("</"))
	return !tag
}

// ofLogin reports whether a word belongs to a login itself: its address, the name of a field, or the
// kind of grant. Whoever has the password "password" would otherwise record logins
// that no replay matches.
func ofLogin(text []byte, start, end int) bool {
	before, word, behind := text[:start], string(text[start:end]), text[end:]
	switch {
	case bytes.HasSuffix(before, []byte("grant_type=")):
		return word == "password"
	case bytes.HasSuffix(before, []byte("/oauth/")):
		return word == "token" || word == "revoke"
	}
	first := start == 0 || before[start-1] == '&' || before[start-1] == '\n' || before[start-1] == '\t'
	return first && bytes.HasPrefix(behind, []byte("=")) && (word == "password" || word == "username" || word == "scope")
}

// merged joins edits that overlap, so that each place is masked once.
func (e edits) merged() edits {
	slices.SortFunc(e, func(a, b edit) int { return a.start - b.start })
	joined := e[:1]
	for _, x := range e[1:] {
		last := &joined[len(joined)-1]
		if x.start > last.end {
			joined = append(joined, x)
			continue
		}
		last.end = max(last.end, x.end)
	}
	return joined
}
