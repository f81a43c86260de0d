package redact

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// spellings are the ways in which texts show a secret.
var spellings = map[string]func(string) string{
	"plain":             func(s string) string { return s },
	"query":             url.QueryEscape,
	"path":              url.PathEscape,
	"query twice":       func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"lower percent":     func(s string) string { return strings.ToLower(percent(s)) },
	"Go":                strconv.Quote,
	"Go ASCII":          strconv.QuoteToASCII,
	"Go in Go":          func(s string) string { return strconv.Quote(strconv.Quote(s)) },
	"JSON":              func(s string) string { b, _ := json.Marshal(s); return string(b) },
	"JSON in URL":       func(s string) string { b, _ := json.Marshal(s); return url.QueryEscape(string(b)) },
	"HTML":              html.EscapeString,
	"XML":               func(s string) string { var b strings.Builder; _ = xml.EscapeText(&b, []byte(s)); return b.String() },
	"references":        func(s string) string { return eachRune(s, "&#%d;") },
	"hex references":    func(s string) string { return eachRune(s, "&#x%X;") },
	"hex":               func(s string) string { return hex.EncodeToString([]byte(s)) },
	"base64":            func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"Basic":             func(s string) string { return base64.StdEncoding.EncodeToString([]byte("admin@internal:" + s)) },
	"base64 for URLs":   func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("ab" + s + "tail")) },
	"struct by %+v":     func(s string) string { return fmt.Sprintf("%+v", struct{ A string }{s}) },
	"in a word":         func(s string) string { return "xx" + s + "yy" },
	"bytes as %x in Go": func(s string) string { return fmt.Sprintf("%X", s) },
}

func percent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, "%%%02X", s[i])
	}
	return b.String()
}

func eachRune(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func TestKnownSecretsAreStruckInEverySpelling(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{
		"S3cReTXYZZY", `p&=+ä"<%20 1`, "pässwörd-ÄÖÜ", `back\slash/"quote"`, "emoji😀pass", "with space and + plus", "%41%42%43%44", "&amp;amp;",
		strings.Repeat("aB3-_", 20),
	} {
		var k Known
		k.Add(secret)
		for name, spell := range spellings {
			spelled := spell(secret)
			got := k.Strike("before " + spelled + " after")
			if strings.Contains(got, spelled) || strings.Contains(got, secret) {
				t.Errorf("%s of %q: %q is left", name, secret, got)
			}
			if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") || !strings.Contains(got, Mask) {
				t.Errorf("%s of %q became %q", name, secret, got)
			}
		}
	}
}

func TestWhatIsStruck(t *testing.T) {
	t.Parallel()
	token := "KxV0b2tlbi1vZi04Ni1jaGFyYWN0ZXJzLXRoYXQtdGhlLXNpbmdsZS1zaWduLW9uLWdpdmVzLW91dA"
	for _, tt := range []struct{ name, secret, in, want string }{
		{"three characters", "abc", "abc", "abc"},
		{"short word alone", "test", "login test: no", "login ***: no"},
		{"short word within another", "test", "latest tests", "latest tests"},
		{"short word as an element", "host", "<host>host</host>", "<host>***</host>"},
		{"short number within another", "1234", "/vms/12345 1234", "/vms/12345 ***"},
		{"short but not plain", "t3sT", "xt3sTx", "x***x"},
		{"beginning of a long one", token, "at \"" + token[:20] + "\"", "at \"***\""},
		{"part of a long one", token, "x" + token[5:30] + "y", "x***y"},
		{"twice", "S3cReT", "S3cReTS3cReT", "***"},
		{"lines", "#cloud-config\npassword: S3cReT\n", "bad line \"password: S3cReT\" at 2", "bad line \"***\" at 2"},
		{"mask", "******", "a ****** b", "a ****** b"},
		{"switch", "true", "enabled=true", "enabled=true"},
		{"nothing", "S3cReT", "all is well", "all is well"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var k Known
			k.Add(tt.secret)
			if got := k.Strike(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLearnedSecretsAreBounded(t *testing.T) {
	t.Parallel()
	var k Known
	k.Add("fixed-secret")
	for i := range 1000 {
		k.Learn(fmt.Sprintf("learned-%04d", i))
	}
	if n := len(k.all()); n != 1+maxLearned {
		t.Errorf("%d secrets are kept", n)
	}
	if got := k.Strike("fixed-secret learned-0999 learned-0000"); got != "*** *** learned-0000" {
		t.Errorf("got %s", got)
	}
	more := k.With("another-one")
	if got := more.Strike("another-one fixed-secret"); got != "*** ***" {
		t.Errorf("with another: %s", got)
	}
	if got := k.Strike("another-one"); got != "another-one" {
		t.Errorf("the set itself was changed: %s", got)
	}
	var none *Known
	if got := none.With("S3cReT").Strike("S3cReT"); got != Mask || none.Strike("S3cReT") != "S3cReT" {
		t.Errorf("nil with a secret returns %s", got)
	}
}

func TestErrorsAreStruckAndReachTheirCauses(t *testing.T) {
	t.Parallel()
	var k Known
	k.Add("S3cReTXYZZY")
	cause := &fs.PathError{Op: "open", Path: "/S3cReTXYZZY", Err: fs.ErrNotExist}
	err := k.Error(fmt.Errorf("outer: %w", cause))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%t"} {
		if got := fmt.Sprintf(verb, err); strings.Contains(got, "S3cReT") || strings.Contains(got, "533363") {
			t.Errorf("%s: %s", verb, got)
		}
	}
	if !errors.Is(err, fs.ErrNotExist) || !errors.Is(err, cause) {
		t.Error("errors.Is doesn't reach the cause")
	}
	if found, ok := errors.AsType[*fs.PathError](err); !ok || found != cause {
		t.Error("errors.As doesn't reach the cause")
	}
	for inner := error(err); inner != nil; inner = errors.Unwrap(inner) {
		if strings.Contains(inner.Error(), "S3cReT") {
			t.Errorf("unwrapped: %v", inner)
		}
	}
	if got := k.Error(io.EOF); got != io.EOF {
		t.Errorf("an error without a secret became %v", got)
	}
	if k.Error(nil) != nil {
		t.Error("nil became an error")
	}
}

func TestSecretsOfExchanges(t *testing.T) {
	t.Parallel()
	header := http.Header{
		"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte("u@p:basic-S3cReT"))}, "Cookie": {"JSESSIONID=cookie-S3cReT; a=b"},
		"X-Api-Key": {"key-S3cReT"}, "Accept": {"application/xml"},
	}
	address, err := url.Parse("https://u:user-S3cReT@h/api?token=query%2DS3cReT&max=1000")
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []struct{ media, text string }{
		{"application/xml", `<host><name>harmless</name><root_password>body-S3cReT</root_password><a/></host>`},
		{"application/xml", `<host><root_password><![CDATA[body-S3cReT]]></root_password><name>harmless</name></host>`},
		{"application/json", `{"root_password":"body-\u00533cReT","name":"harmless"}`},
		{"application/x-www-form-urlencoded", `password=body%2DS3cReT&scope=harmless`},
		{"application/x-virt-viewer", "[virt-viewer]\npassword=body-S3cReT\nhost=harmless\n"},
	} {
		header.Set("Content-Type", body.media)
		var k Known
		k.Add(RequestSecrets(address, header, []byte(body.text))...)
		text := "basic-S3cReT cookie-S3cReT key-S3cReT user-S3cReT query-S3cReT body-S3cReT"
		if got := k.Strike(text); strings.Contains(got, "S3cReT") {
			t.Errorf("%s: %s", body.media, got)
		}
		if got := k.Strike("harmless application/xml 1000"); got != "harmless application/xml 1000" {
			t.Errorf("%s: %s", body.media, got)
		}
	}
}

// TestWordsOfLoginsStay has a password that the texts of logins are full of.
func TestWordsOfLoginsStay(t *testing.T) {
	t.Parallel()
	var k Known
	k.Add("password")
	for text, want := range map[string]string{
		"grant_type=password&username=a&password=password&scope=s": "grant_type=password&username=a&password=***&scope=s",
		"password=password":                       "password=***",
		"<root_password>password</root_password>": "<root_password>***</root_password>",
		`{"password" : "other"}`:                  `{"***" : "other"}`,
		"the word is password.":                   "the word is ***.",
		"grant_type=passwords":                    "grant_type=passwords",
	} {
		if got := k.Strike(text); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}

// FuzzStrike looks for what is struck in what is left, and for growth beyond what masks need.
func FuzzStrike(f *testing.F) {
	for name := range spellings {
		f.Add("S3cReTXYZZY", "before "+spellings[name]("S3cReTXYZZY")+" after")
	}
	f.Add("%25%25%25", "%2525252525")
	f.Add("&amp;&lt;", "&amp;amp;&amp;lt;")
	f.Fuzz(func(t *testing.T, secret, text string) {
		var k Known
		k.Add(secret)
		got := k.Strike(text)
		if plain := strings.TrimSpace(secret); striking(plain) && !strings.Contains(plain, "*") &&
			!commonWord(plain) && strings.Contains(got, plain) {
			t.Errorf("%q in %q becomes %q", secret, text, got)
		}
		if len(got) > 3*len(text)+3 {
			t.Errorf("%d bytes become %d", len(text), len(got))
		}
	})
}
