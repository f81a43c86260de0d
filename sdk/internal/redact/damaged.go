package redact

import (
	"slices"
	"strconv"
	"strings"
)

// needles are the names behind which a text that can't be followed is hidden. Short ones must begin a name, as they are part of many.
var (
	needles     = makeNeedles()
	shortNeedle = []string{"value", "content", "data", "otp", "ticket"}
)

func makeNeedles() []string {
	all := slices.Clone(giveaways)
	for name, rs := range rules {
		if rs[0].kind != userinfo && !tells(name) && !slices.Contains(shortNeedle, name) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// damaged hides what follows the first name of a secret in a text whose structure is lost. members says that names of members count
// beside those that give themselves away. It reports whether there is one.
func (e *edits) damaged(doc []byte, start, end int, members bool) bool {
	text, places := flatten(doc[start:end])
	words, behind := giveaways, "=\"':>/<&\\{["
	if members {
		words, behind = needles, behind+"}]" // In prose these end something, such as the list of an engine's messages.
	}
	first := end - start
	for _, word := range words {
		first = min(first, find(text, places, word, false, behind))
	}
	if members {
		for _, word := range shortNeedle {
			first = min(first, find(text, places, word, true, behind))
		}
	}
	e.hide(start+first, end)
	return start+first < end
}

// find returns the place in the document behind the first occurrence of a word that looks like a name with something that belongs to it,
// or that of the end. What belongs to it begins with one of the characters of behind.
func find(text string, places []int, word string, begins bool, behind string) int {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return places[len(places)-1]
		}
		from, to := at+i, at+i+len(word)
		head := from
		for head > 0 && letter(text[head-1]) {
			head--
		}
		tail := to
		for tail < len(text) && letter(text[tail]) {
			tail++
		}
		at = tail // What is around the name is the same wherever in it the word stands.
		before, after := byte(' '), strings.TrimLeft(text[tail:], " \t\r\n,;.!")
		if head > 0 {
			before = text[head-1]
		}
		if begins && head != from {
			continue
		}
		if begins && tail != to && !(before == '<' && unclosed(text[tail:])) {
			continue
		}
		if strings.IndexByte(`<"'?&;{,\`, before) >= 0 || after != "" && strings.IndexByte(behind, after[0]) >= 0 {
			return places[to]
		}
	}
}

// unclosed reports whether a tag goes on with another one, so that its name may have run into its content.
func unclosed(rest string) bool {
	i := strings.IndexAny(rest, "<>")
	return i < 0 || rest[i] == '<'
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c >= 0x80 }

// flatten returns a text in lower case with escapes of JSON and XML resolved and separators within names left out, and for each of its
// bytes, and for its end, the place that it came from.
func flatten(doc []byte) (string, []int) {
	text := make([]byte, 0, len(doc))
	places := make([]int, 0, len(doc)+1)
	for i := 0; i < len(doc); {
		c, n := unescape(doc[i:])
		if c != '_' && c != '-' && c != 0 {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			text = append(text, c)
			places = append(places, i)
		}
		i += n
	}
	return string(text), append(places, len(doc))
}

// unescape returns the first character of a text, if it is ASCII, and how many bytes it takes.
func unescape(s []byte) (byte, int) {
	switch {
	case s[0] == '\\' && len(s) >= 6 && s[1] == 'u':
		if v, err := strconv.ParseUint(string(s[2:6]), 16, 32); err == nil && v < 0x80 {
			return byte(v), 6
		}
	case s[0] == '%' && len(s) >= 3:
		if v, err := strconv.ParseUint(string(s[1:3]), 16, 32); err == nil && v < 0x80 {
			return byte(v), 3
		}
	case s[0] == '&' && len(s) > 3 && s[1] == '#':
		// 10 bytes hold any character reference that stands for ASCII, but for those with idle zeros, which nobody writes.
		end := slices.Index(s[:min(len(s), 10)], ';')
		if end < 0 {
			break
		}
		digits, base := string(s[2:end]), 10
		if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
			digits, base = hex, 16
		}
		if v, err := strconv.ParseUint(digits, base, 32); err == nil && v < 0x80 {
			return byte(v), end + 1
		}
	}
	return s[0], 1
}
