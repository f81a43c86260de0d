package access

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
)

// keyFields are how many fields a public key has behind its type.
var keyFields = map[string]int{
	"ssh-rsa": 2, "ssh-dss": 4, "ssh-ed25519": 1,
	"ecdsa-sha2-nistp256": 2, "ecdsa-sha2-nistp384": 2, "ecdsa-sha2-nistp521": 2,
	"sk-ecdsa-sha2-nistp256@openssh.com": 3, "sk-ssh-ed25519@openssh.com": 2,
}

// validPublicKeys reports whether each line of a text is a public key of OpenSSH.
func validPublicKeys(text string) bool {
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if !validPublicKey(line) {
			return false
		}
	}
	return true
}

// validPublicKey reports whether a line is the type of a key, the key in base64, and perhaps a
// comment; options may come before.
func validPublicKey(line string) bool {
	words := strings.Fields(line)
	at := slices.IndexFunc(words, func(word string) bool { return keyFields[word] > 0 })
	if at < 0 || at+1 >= len(words) {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(words[at+1])
	if err != nil {
		return false
	}
	fields, whole := sshFields(key)
	switch {
	case !whole || len(fields) != keyFields[words[at]]+1 || fields[0] != words[at]:
		return false
	case words[at] == "ssh-ed25519":
		return len(fields[1]) == 32
	}
	return true
}

// sshFields returns the fields of a key, each of which comes with its length, and whether nothing else
// is there.
func sshFields(key []byte) (fields []string, whole bool) {
	for len(key) >= 4 {
		n := binary.BigEndian.Uint32(key)
		key = key[4:]
		if uint64(n) > uint64(len(key)) {
			return fields, false
		}
		fields = append(fields, string(key[:n]))
		key = key[n:]
	}
	return fields, len(key) == 0
}
