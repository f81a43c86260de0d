package guest

import (
	"encoding/base64"
	"encoding/binary"
	"net/netip"
	"strings"
)

// letters reports whether a text is made of ASCII letters, digits and some more characters.
func letters(text, more string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(more, r))
	})
}

// domain checks the name of a host or a domain.
func (c *checker) domain(member, name string) {
	switch {
	case name == "":
		return
	case len(name) > 253:
		c.add(member, name, "is longer than 253 characters")
		return
	}
	for label := range strings.SplitSeq(name, ".") {
		switch {
		case label == "":
			c.add(member, name, "has an empty part")
		case len(label) > 63:
			c.add(member, name, "has a part with more than 63 characters")
		case !letters(label, "-_"):
			c.add(member, name, "has characters other than letters, digits, hyphens and dots")
		case label[0] == '-' || label[len(label)-1] == '-':
			c.add(member, name, "has a part that begins or ends with a hyphen")
		default:
			continue
		}
		return
	}
}

// maxPassword is how many bytes the key of an engine, RSA with 2,048 bits, encrypts at once by OAEP with SHA-256.
const maxPassword = 190

// password checks a password, which no error shows.
func (c *checker) password(member, value string) {
	switch err := plain(value, ""); {
	case err != nil:
		c.add(member, "", "%s", err)
	case value == "******":
		c.add(member, "", "is ******, which the engine shows in the place of a password")
	case len(value) > maxPassword:
		c.add(member, "", "has %d bytes; the engine can encrypt %d", len(value), maxPassword)
	}
}

// user checks the name of an account in Linux.
func (c *checker) user(member, name string) {
	switch {
	case name == "" || !c.text(member, name, 256):
	case strings.ContainsAny(name, " \t:/,") || name[0] == '-':
		c.add(member, name, "is no name of an account")
	}
}

// keys checks public keys of SSH, one each.
func (c *checker) keys(member string, keys []string) {
	for i, key := range keys {
		member := at(member, i)
		switch {
		case strings.Contains(key, "PRIVATE KEY"):
			c.add(member, "", "is a private key")
		case plain(key, "\t") != nil:
			c.add(member, key, "%s", plain(key, "\t"))
		case !publicKey(key):
			c.add(member, key, "is no public key of SSH in one line")
		}
	}
}

// publicKey reports whether a line has a type of key and, behind it, a key of that type. There may be options before them.
func publicKey(line string) bool {
	fields := strings.Fields(line)
	for i := 1; i < len(fields); i++ {
		blob, err := base64.StdEncoding.DecodeString(fields[i])
		if err != nil || len(blob) < 4 {
			continue
		}
		kind, n := fields[i-1], int64(binary.BigEndian.Uint32(blob))
		if n == int64(len(kind)) && strings.HasPrefix(string(blob[4:]), kind) {
			return true
		}
	}
	return false
}

// addresses checks a list of IP addresses.
func (c *checker) addresses(member string, list []string) {
	for i, text := range list {
		if addr, err := netip.ParseAddr(text); text == "" {
			c.add(at(member, i), "", "is empty")
		} else if err != nil || addr.IsUnspecified() || addr.IsMulticast() {
			c.add(at(member, i), text, "is no IP address of a host")
		}
	}
}

// domains checks a list of names of domains.
func (c *checker) domains(member string, list []string) {
	for i, name := range list {
		if name == "" {
			c.add(at(member, i), "", "is empty")
		}
		c.domain(at(member, i), name)
	}
}

// tzZone checks a time zone of Linux.
func (c *checker) tzZone(member, name string) {
	switch {
	case name == "" || !c.text(member, name, 40):
	case strings.Contains(name, " "):
		c.add(member, name, "has a blank; Linux has names such as Europe/Prague")
	case !letters(name, "/_+-") || strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/"):
		c.add(member, name, "is no name of a time zone, such as Europe/Prague")
	}
}

// windowsZone checks a time zone of Windows.
func (c *checker) windowsZone(member, name string) {
	if name != "" && c.text(member, name, 40) && strings.Contains(name, "/") {
		c.add(member, name, "is a name of Linux; Windows has names such as Central Europe Standard Time")
	}
}
