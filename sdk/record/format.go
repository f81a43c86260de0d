package record

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A file holds exchanges of this form; lines of a body are indented by a tab, unless they are empty:
//
//	=== 2 while 1
//	POST /ovirt-engine/api/vms?clone=true
//	Content-Type: application/xml
//
//		<vm/>
//	---
//	201 Created
//	Content-Type: application/xml
//
//		<vm id="1"/>
//
// A body whose last line has no newline is followed by the line \ no newline; one that isn't a text stands in base64 behind the line
// \ base64; one that was not read to its end is followed by the line \ cut. In the place of a status there may be ERROR and a text. Lines
// that begin with # say nothing.

const preamble = "# Recorded HTTP exchanges; see package record of github.com/ovirt-go/ovirt.\n"

const (
	noNewline = `\ no newline`
	inBase64  = `\ base64`
	isCut     = `\ cut`
)

// encode returns the text of a file.
func encode(all []*exchange) []byte {
	var b bytes.Buffer
	b.WriteString(preamble)
	for _, x := range all {
		fmt.Fprintf(&b, "\n=== %d", x.number)
		for i, n := range x.while {
			if i == 0 {
				b.WriteString(" while")
			}
			fmt.Fprintf(&b, " %d", n)
		}
		fmt.Fprintf(&b, "\n%s %s\n", x.request.Method, x.request.URL)
		encodeMessage(&b, &x.request, false)
		b.WriteString("---\n")
		if x.err != "" {
			fmt.Fprintf(&b, "ERROR %s\n", strings.Join(strings.Fields(x.err), " "))
			continue
		}
		fmt.Fprintf(&b, "%s\n", strings.TrimSpace(fmt.Sprintf("%03d %s", x.response.Status, http.StatusText(x.response.Status))))
		encodeMessage(&b, &x.response, x.cut)
	}
	return b.Bytes()
}

func encodeMessage(b *bytes.Buffer, m *Message, cut bool) {
	names := make([]string, 0, len(m.Header))
	for name := range m.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range m.Header[name] {
			fmt.Fprintf(b, "%s: %s\n", name, value)
		}
	}
	if m.Body == "" && !cut {
		return
	}
	b.WriteByte('\n')
	switch {
	case m.Body == "":
	case isText(m.Body):
		text, ended := strings.CutSuffix(m.Body, "\n")
		inner := len(strings.TrimRight(text, "\n"))
		for at, line := range lines(text) {
			// Empty lines at the end would pass for those between exchanges.
			if line != "" || at >= inner {
				b.WriteByte('\t')
			}
			b.WriteString(line + "\n")
		}
		if !ended {
			b.WriteString(noNewline + "\n")
		}
	default:
		b.WriteString(inBase64 + "\n")
		coded := base64.StdEncoding.EncodeToString([]byte(m.Body))
		for part := range slices.Chunk([]byte(coded), 96) {
			fmt.Fprintf(b, "\t%s\n", part)
		}
	}
	if cut {
		b.WriteString(isCut + "\n")
	}
}

// lines returns the lines of a text with the places where they begin.
func lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		at := 0
		for line := range strings.SplitSeq(text, "\n") {
			if !yield(at, line) {
				return
			}
			at += len(line) + 1
		}
	}
}

// isText reports whether a body can be written as lines, and comes back as it was from an editor and from git.
func isText(body string) bool {
	if !utf8.ValidString(body) {
		return false
	}
	for i := range len(body) {
		if c := body[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// decode reads a file.
func decode(name string, data []byte) ([]*exchange, error) {
	d := &decoder{name: name, lines: strings.Split(string(data), "\n")}
	var all []*exchange
	for d.skip(); d.at < len(d.lines); d.skip() {
		x, err := d.exchange(len(all) + 1)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

type decoder struct {
	name  string
	lines []string
	at    int
}

// line returns the line at hand without the carriage return that some editors put there; ok is false at the end and where another part
// begins.
func (d *decoder) line() (line string, ok bool) {
	if d.at >= len(d.lines) {
		return "", false
	}
	line = strings.TrimSuffix(d.lines[d.at], "\r")
	return line, line != "---" && !strings.HasPrefix(line, "=== ")
}

// skip skips empty lines and remarks between exchanges.
func (d *decoder) skip() {
	for ; d.at < len(d.lines); d.at++ {
		if line, ok := d.line(); !ok || line != "" && !strings.HasPrefix(line, "#") {
			return
		}
	}
}

func (d *decoder) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", d.name, min(d.at+1, len(d.lines)), fmt.Sprintf(format, args...))
}

func (d *decoder) exchange(number int) (*exchange, error) {
	x := &exchange{number: number, line: d.at + 1}
	line, _ := d.line()
	head, while, _ := strings.Cut(strings.TrimPrefix(line, "=== "), " while ")
	if !strings.HasPrefix(line, "=== ") || head != strconv.Itoa(number) {
		return nil, d.errorf("%q is not the begin of exchange %d, which is === %d", line, number, number)
	}
	for word := range strings.FieldsSeq(while) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n >= number {
			return nil, d.errorf("%q is not the number of an exchange before %d", word, number)
		}
		x.while = append(x.while, n)
	}
	d.at++
	line, ok := d.line()
	method, address, two := strings.Cut(line, " ")
	if !ok || !two || method == "" || address == "" {
		return nil, d.errorf("%q is not a method and an address", line)
	}
	d.at++
	x.request = Message{Method: method, URL: address}
	if _, err := d.message(&x.request); err != nil {
		return nil, err
	}
	if line, _ := d.line(); line != "---" {
		return nil, d.errorf("the answer to exchange %d is missing, which begins with ---", number)
	}
	d.at++
	return x, d.answer(x)
}

func (d *decoder) answer(x *exchange) (err error) {
	line, ok := d.line()
	if text, isErr := strings.CutPrefix(line, "ERROR "); ok && isErr {
		x.err = text
		d.at++
		return nil
	}
	code, _, _ := strings.Cut(line, " ")
	status, convErr := strconv.Atoi(code)
	if !ok || convErr != nil || status < 100 || status > 999 {
		return d.errorf("%q is not a status", line)
	}
	d.at++
	x.response = Message{Method: x.request.Method, URL: x.request.URL, Status: status}
	x.cut, err = d.message(&x.response)
	return err
}

// message reads headers and a body.
func (d *decoder) message(m *Message) (cut bool, err error) {
	m.Header = make(http.Header)
	for ; ; d.at++ {
		line, ok := d.line()
		if !ok {
			return false, nil
		}
		if line == "" {
			d.at++
			break
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, value, colon := strings.Cut(line, ":")
		if !colon || name == "" {
			return false, d.errorf("%q is not a header", line)
		}
		name = http.CanonicalHeaderKey(name)
		m.Header[name] = append(m.Header[name], strings.TrimPrefix(value, " "))
	}
	return d.body(m)
}

// body reads a body, up to where another part begins.
func (d *decoder) body(m *Message) (cut bool, err error) {
	var body strings.Builder
	// Empty lines count only if something follows, as one stands before each exchange.
	empty, coded := 0, false
	for ; ; d.at++ {
		line, ok := d.line()
		text, indented := strings.CutPrefix(line, "\t")
		switch {
		case !ok:
			return cut, d.unpack(m, body.String(), coded)
		case line == "":
			empty++
			continue
		case strings.HasPrefix(line, "#"):
			continue
		case line == noNewline:
			body.WriteString(strings.Repeat("\n", empty))
			m.Body = strings.TrimSuffix(body.String(), "\n")
			body.Reset()
			body.WriteString(m.Body)
		case line == inBase64:
			coded = true
		case line == isCut:
			cut = true
		case indented:
			body.WriteString(strings.Repeat("\n", empty) + text + "\n")
		default:
			return false, d.errorf("%q is not indented as the lines of a body are", line)
		}
		empty = 0
	}
}

func (d *decoder) unpack(m *Message, body string, coded bool) error {
	m.Body = body
	if !coded {
		return nil
	}
	plain, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\n", ""))
	if err != nil {
		return d.errorf("the body above: %v", err)
	}
	m.Body = string(plain)
	return nil
}
