package redact

import (
	"bytes"
	"slices"
	"strings"
)

// optionNames are names of options, of mount, of kernels, of storage drivers and of fence agents,
// that are secret beside those that give themselves away.
var optionNames = []string{"pw", "pwd", "psk", "rootpw", "bootpw", "community", "passcode", "pin"}

// optionWords are parts of such names.
var optionWords = []string{"keyring", "passw", "pwd", "community"}

// secretOption reports whether an option of that normal name has a secret as its value.
func secretOption(name string) bool {
	pass := strings.HasSuffix(name, "pass") && !strings.HasSuffix(name, "bypass") && !strings.HasSuffix(name, "compass")
	return tells(name) || pass || slices.Contains(optionNames, name) ||
		slices.ContainsFunc(optionWords, func(word string) bool { return strings.Contains(name, word) })
}

// optionSecret returns where the first secret value begins in options such as
// vers=3.0,username=a,password=b or root=/dev/sda rootpw=b, and the length of the text if there is
// none. A value has no end that can be relied on: a comma may belong to it.
func optionSecret(text string) int {
	first := len(text)
	for _, l := range layers(text) {
		if at := firstValue(l.text); at >= 0 {
			first = min(first, l.from[at])
		}
	}
	return first
}

// firstValue returns the place of the first secret value, or -1.
func firstValue(text []byte) int {
	for i, c := range text {
		switch c {
		case '=', ':':
			name := i
			for name > 0 && inOptionName(text[name-1]) {
				name--
			}
			if secretOption(normal(string(text[name:i]))) {
				return i + 1
			}
			if c == ':' && !bytes.HasPrefix(text[i:], []byte("://")) && userAhead(text[i+1:]) {
				return i + 1
			}
		}
	}
	return -1
}

// userAhead reports whether the word at hand goes on to an @, so that it is the password of a user.
func userAhead(rest []byte) bool {
	end := bytes.IndexAny(rest, " \t\r\n,")
	if end < 0 {
		end = len(rest)
	}
	return bytes.IndexByte(rest[:end], '@') >= 0
}

func inOptionName(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.'
}
