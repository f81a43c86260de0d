package dumping

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// text returns the whole exchange, with a newline at its end.
func (x *exchange) text() []byte {
	var b bytes.Buffer
	path := x.req.URL.EscapedPath()
	fmt.Fprintf(&b, "%s %s\n", x.req.Method, redact.URL(x.req.URL))
	if x.req.Host != "" && x.req.Host != x.req.URL.Host {
		fmt.Fprintf(&b, "Host: %s\n", x.req.Host)
	}
	writeHeader(&b, x.req.Header)
	x.sent.write(&b, path, x.req.Header, x.limit)
	b.WriteByte('\n')
	if x.resp == nil {
		fmt.Fprintf(&b, "ERROR %s\n", redact.Text(x.err.Error()))
		return b.Bytes()
	}
	fmt.Fprintf(&b, "HTTP %s\n", status(x.resp))
	writeHeader(&b, x.resp.Header)
	x.answer.write(&b, path, x.resp.Header, x.limit)
	return b.Bytes()
}

// status returns the code with its words: 200 OK.
func status(resp *http.Response) string {
	if resp.Status != "" {
		return resp.Status
	}
	return strings.TrimSpace(
		fmt.Sprintf("%03d %s", resp.StatusCode, http.StatusText(resp.StatusCode)),
	)
}

func writeHeader(b *bytes.Buffer, header http.Header) {
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range header[name] {
			shown := redact.HeaderValue(name, value)
			if name == "Location" {
				shown = redact.Foreign(shown) // Redirects carry tokens under any name.
			}
			fmt.Fprintf(b, "%s: %s\n", name, shown)
		}
	}
}

// write shows a body behind a blank line; without a body it writes nothing.
func (c *copied) write(b *bytes.Buffer, path string, header http.Header, limit int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	note := ""
	switch {
	case c.err != nil:
		note = fmt.Sprintf(
			"the body breaks off after %d bytes: %s", c.size, redact.Text(c.err.Error()),
		)
	case c.size > int64(len(c.kept)) && c.ended:
		note = fmt.Sprintf("%d of %d bytes are shown", len(c.kept), c.size)
	case c.size > int64(len(c.kept)):
		note = fmt.Sprintf("%d bytes are shown, there are more", len(c.kept))
	case !c.ended && c.size == 0:
		note = "the body was not read"
	case !c.ended:
		note = fmt.Sprintf("%d bytes were read, there may be more", c.size)
	}
	if shown := c.show(path, header, limit); len(shown) > 0 {
		b.WriteByte('\n')
		b.Write(shown)
		if shown[len(shown)-1] != '\n' {
			b.WriteByte('\n')
		}
	}
	if note != "" {
		fmt.Fprintf(b, "\n[%s]\n", note)
	}
}

// show returns what is shown of the bytes that were kept.
func (c *copied) show(path string, header http.Header, limit int) []byte {
	media := header.Get("Content-Type")
	kept, ok := decode(c.kept, header.Get("Content-Encoding"), limit)
	if len(c.kept) == 0 {
		return nil
	}
	if !ok {
		return fmt.Appendf(
			nil, "[%d bytes in %s encoding]", len(c.kept), header.Get("Content-Encoding"),
		)
	}
	if !readable(kept) || strings.HasPrefix(media, "application/octet-stream") ||
		strings.HasPrefix(media, "image/") {
		if media == "" {
			media = "no type"
		}
		return fmt.Appendf(nil, "[%d bytes of %s]", len(kept), redact.Text(media))
	}
	return redact.Indent(redact.Display(path, media, kept))
}

// decode returns the text of a compressed body, as far as it goes.
func decode(kept []byte, encoding string, limit int) ([]byte, bool) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return kept, true
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(bytes.NewReader(kept))
		if err != nil {
			return nil, false
		}
		// What breaks off is an error to the reader, but not to the one who looks for it.
		plain, _ := io.ReadAll(io.LimitReader(z, int64(limit)))
		return plain, true
	}
	return nil, false
}

// readable reports whether a body is a text. One that breaks off may end within a character.
func readable(body []byte) bool {
	for at := 0; at < len(body); {
		r, n := utf8.DecodeRune(body[at:])
		if r == utf8.RuneError && n == 1 {
			return !utf8.FullRune(body[at:])
		}
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			return false
		}
		at += n
	}
	return true
}
