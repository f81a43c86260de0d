package console

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// File is a connection file (.vv) of virt-viewer. It holds two secrets, the password of the console
// and a token of the engine that is good for all its owner may do; printing and logging hide them.
type File struct {
	Protocol types.GraphicsType // Protocol is what the console speaks.
	Host     string             // Host is the name or address that the viewer connects to.
	Port     int                // Port is the TCP port; 0 if the console is reached by TLS alone.
	TLSPort  int                // TLSPort is the TCP port for TLS; 0 if there is none.
	// Username goes with the password on hosts in FIPS mode; empty elsewhere.
	Username string
	// Password is good for one console, and for the time that the engine gave it.
	Password string
	// Title is what the viewer's window is called, mostly the VM's name.
	Title string
	Proxy string // Proxy is the address of a SPICE proxy; empty if there is none.
	// Subject is the subject of the certificate that a SPICE host must show; empty if nothing was
	// said.
	Subject string
	// CA is the certificate, as PEM, that a SPICE host or else the engine is trusted by; empty if
	// nothing was said.
	CA string
	// Token is the engine's token, with which the viewer shows its menus; empty if there is none.
	Token string

	text   string
	values map[string]string // by group/key
}

// hidden is what stands in the place of a secret.
const hidden = "(hidden)"

// The groups of the file.
const (
	viewer = "virt-viewer"
	engine = "ovirt"
)

// Parse reads the text of a connection file. It must be one: a group virt-viewer with type, host,
// and a port. What else stands in it is kept for [File.Value]. Errors name the line, and no value
// that may be a secret.
func Parse(text string) (*File, error) {
	values, err := keyFile(text)
	if err != nil {
		return nil, err
	}
	f := &File{text: text, values: values}
	f.Protocol = types.GraphicsType(f.known("type"))
	f.Host = f.known("host")
	f.Username = f.Value(viewer, "username")
	f.Password = f.known("password")
	f.Title = f.Value(viewer, "title")
	f.Proxy = f.Value(viewer, "proxy")
	f.Subject = f.Value(viewer, "host-subject")
	f.Token = f.Value(engine, "sso-token")
	if f.CA = f.Value(viewer, "ca"); f.CA == "" {
		f.CA = f.Value(engine, "ca")
	}
	if f.Port, err = f.port("port"); err != nil {
		return nil, err
	}
	if f.TLSPort, err = f.port("tls-port"); err != nil {
		return nil, err
	}
	switch {
	case f.Protocol == "":
		return nil, errors.New("connection file: type is missing")
	case f.Host == "":
		return nil, errors.New("connection file: host is missing")
	case f.Port == 0 && f.TLSPort == 0:
		return nil, errors.New("connection file: port and tls-port are missing")
	}
	return f, nil
}

// known returns a value of the viewer's; the engine writes null for what it doesn't know.
func (f *File) known(key string) string {
	text := f.Value(viewer, key)
	if text == "null" {
		return ""
	}
	return text
}

// port reads the number of a TCP port, or 0 if there is none.
func (f *File) port(key string) (int, error) {
	text := f.known(key)
	if text == "" || text == "-1" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("connection file: %s: %q is not a port", key, text)
	}
	return int(n), nil
}

// keyFile reads groups of keys and values in the form of GLib.
func keyFile(text string) (map[string]string, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("connection file: it is not UTF-8")
	}
	values := make(map[string]string)
	group, n := "", 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		name, inBrackets := strings.CutPrefix(line, "[")
		switch {
		case line == "" || line[0] == '#':
			continue
		case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			return nil, fmt.Errorf("connection file: line %d has a control character", n)
		case inBrackets && strings.HasSuffix(name, "]"):
			group = strings.TrimSuffix(name, "]")
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		if !ok || key == "" || group == "" {
			return nil, fmt.Errorf(
				"connection file: line %d is no group, no key with a value and no comment", n,
			)
		}
		values[group+"/"+key] = unescape.Replace(strings.TrimSpace(value))
	}
	for name := range values {
		if strings.HasPrefix(name, viewer+"/") {
			return values, nil
		}
	}
	return nil, errors.New("connection file: there is no group [virt-viewer]")
}

// unescape undoes what key files need for characters that they can't hold.
var unescape = strings.NewReplacer(`\n`, "\n", `\s`, " ", `\t`, "\t", `\r`, "\r", `\\`, `\`)

// Value returns any value of the file, such as that of versions in the group virt-viewer or of
// vm-guid in the group ovirt; it is empty if there is none. Those of password and sso-token are
// secrets.
func (f *File) Value(group, key string) string { return f.values[group+"/"+key] }

// Text returns the whole file as the engine wrote it, with its secrets.
func (f *File) Text() string { return f.text }

// String tells where the console is, without the secrets.
func (f File) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s console", f.Protocol)
	if f.Title != "" {
		fmt.Fprintf(&b, " of %s", f.Title)
	}
	fmt.Fprintf(&b, " at %s", f.Host)
	if f.Port != 0 {
		fmt.Fprintf(&b, " port %d", f.Port)
	}
	if f.TLSPort != 0 {
		fmt.Fprintf(&b, " TLS port %d", f.TLSPort)
	}
	if f.Password != "" {
		b.WriteString(" password " + hidden)
	}
	return b.String()
}

// GoString hides the secrets from %#v too.
func (f File) GoString() string { return "console.File(" + f.String() + ")" }

// Format hides the secrets from the verbs that don't ask for a text, such as %d.
func (f File) Format(s fmt.State, verb rune) {
	if verb == 'v' && s.Flag('#') {
		fmt.Fprint(s, f.GoString())
		return
	}
	fmt.Fprint(s, f.String())
}

// LogValue hides the secrets from logs.
func (f File) LogValue() slog.Value { return slog.StringValue(f.String()) }

// MarshalText hides the secrets from encoders, such as that of JSON: [File.Text] is what viewers
// read.
func (f File) MarshalText() ([]byte, error) { return []byte(f.String()), nil }
