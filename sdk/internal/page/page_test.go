package page

import (
	"strings"
	"testing"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, contentType, body, want string }{
		{"nothing", "text/html", " \n", "empty answer"},
		{"the engine's 401", "text/html;charset=UTF-8", "<html><head><title>Error</title></head><body>Unauthorized</body></html>",
			`HTML page "Error": Unauthorized`},
		{"page by its type", "text/html", "<h1>No</h1>", "HTML page: No"},
		{"page by its beginning", "application/xml", "\n<!DOCTYPE HTML><TITLE>A &amp; B</TITLE>", `HTML page "A & B"`},
		{"scripts, styles and comments", "text/html",
			"<html><script>if (a<b) x()</script><style>b{}</style><!-- <b>no</b> --><p>yes</p></html>", "HTML page: yes"},
		{"title with attributes", "", `<html><title lang="en"> a
			b </title><body>c</body></html>`, `HTML page "a b": c`},
		{"title that repeats", "", "<html><title>a</title><body>a</body></html>", `HTML page "a"`},
		{"unclosed everything", "", "<html><head><title>a", "HTML page: a"},
		{"unclosed comment", "", "<html>a<!-- b", "HTML page: a"},
		{"title after letters that grow in lower case", "", "<html>" + strings.Repeat("İ", 9) + "<title>a</title>b</html>", `HTML page "a": b`},
		{"page without text", "text/html", "<html></html>", "HTML page without text"},
		{"document called a page", "text/html", "<fault><reason>x</reason></fault>", `text "<fault><reason>x</reason></fault>"`},
		{"plain text", "text/plain", "No such\n user: x", `text "No such user: x"`},
		{"bytes", "", "\x1f\x8b\x00\xff", "4 bytes that are no text"},
		{"long text", "", strings.Repeat("ä", 300), `text "` + strings.Repeat("ä", 100) + `..."`},
		{"long page", "", "<html>" + strings.Repeat("<p>word</p>", 5000), "HTML page: " + strings.Repeat("word ", 40) + "..."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Describe(tt.contentType, []byte(tt.body)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func FuzzDescribe(f *testing.F) {
	for _, body := range []string{"", "<", "<html", "<html><title", "<html><title>a</title", "<html><!--", "<html><script", "\xff<html>"} {
		f.Add("text/html", body)
	}
	f.Fuzz(func(t *testing.T, contentType, body string) {
		if got := Describe(contentType, []byte(body)); got == "" || len(got) > 4000 {
			t.Errorf("%q is described as %q", body, got)
		}
	})
}
