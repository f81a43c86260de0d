package sdk_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/console"
	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/record"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// plant is an answer with a secret in it: {r} is the secret as it is, {q} as in a query, {j} as in
// JSON, {x} as in XML, {b} in base64.
type plant struct{ name, contentType, header, body string }

// named are answers in which the place says that something is a secret, so that no text may show it
// though nobody knows it.
var named = []plant{
	{"host", "application/xml", "", `<host><name>a</name><root_password>{x}</root_password></host>`},
	{"host without its end", "application/xml", "", `<host><root_password>{x}`},
	{"password before damage", "application/xml", "", `<vm><initialization><root_password>{x}</initialization></vm>`},
	{"password with a bad reference", "application/xml", "", `<vm><initialization><root_password>{x}&bad;</root_password></initialization></vm>`},
	{"password with a control character", "application/xml", "", "<vm><initialization><root_password>{x}\x01</root_password></initialization></vm>"},
	{"password that isn't UTF-8", "application/xml", "", "<vm><initialization><root_password>{x}\xff</root_password></initialization></vm>"},
	{"list", "application/xml", "", `<hosts><host><root_password>{x}</root_password></host></hosts>`},
	{"ticket", "application/xml", "", `<action><ticket><value>{x}</value></ticket></action>`},
	{"transfer", "application/xml", "", `<image_transfer><transfer_url>https://h:54322/images/{q}</transfer_url></image_transfer>`},
	{"proxy of a transfer", "application/xml", "", `<image_transfer><proxy_url>https://h:54323/images/{q}</proxy_url></image_transfer>`},
	{"console", "application/xml", "", `<graphics_console><remote_viewer_connection_file>{x}</remote_viewer_connection_file></graphics_console>`},
	{"mount options", "application/xml", "", `<host_storage><mount_options>vers=3.0,username=joe,password={x}</mount_options></host_storage>`},
	{"command line", "application/xml", "", `<vm><os><cmdline>inst.ks=http://u:{x}@h rootpw={x}</cmdline></os></vm>`},
	{"kernel", "application/xml", "", `<host><os><custom_kernel_cmdline>rootpw={x}</custom_kernel_cmdline></os></host>`},
	{"community", "application/xml", "", `<agent><options><option><name>community</name><value>{x}</value></option></options></agent>`},
	{"keyring", "application/xml", "", `<host_storage><driver_options><property><value>{x}</value><name>rbd_keyring</name></property></driver_options></host_storage>`},
	{"script", "application/xml", "", `<vm><initialization><custom_script>{x}</custom_script></initialization></vm>`},
	{"comment", "application/xml", "", `<vm><!-- password={x} --></vm>`},
	{"CDATA", "application/xml", "", `<vm><initialization><root_password><![CDATA[{r}]]></root_password></initialization></vm>`},
	{"attribute", "application/xml", "", `<host password="{x}"/>`},
	{"XML as text", "text/plain", "", `<host><root_password>{x}</root_password></host>`},
	{"XML behind a BOM", "application/xml", "", "\ufeff<host><root_password>{x}</root_password></host>"},
	{"token in XML", "application/xml", "", `<response><access_token>{x}</access_token></response>`},
	{"fault that repeats", "application/xml", "", `<fault><reason>Bad</reason><detail>[mount -o username=joe,password={x} failed]</detail></fault>`},
	{"fault with a colon", "application/xml", "", `<fault><detail>The password: {x}</detail><reason>Bad</reason></fault>`},
	{"fault with a URL", "application/xml", "", `<fault><detail>Cannot reach https://u:{q}@h/x</detail><reason>Bad</reason></fault>`},
	{"fault with a token", "application/xml", "", `<fault><detail>invalid token Bearer {x}</detail><reason>Bad</reason></fault>`},
	{"fault in an action", "application/xml", "", `<action><status>failed</status><fault><detail>root_password={x}</detail></fault></action>`},
	{"fault on two lines", "application/xml", "", "<fault><detail>a\nlevel=INFO password={x}\n</detail></fault>"},
	{"JSON host", "application/json", "", `{"name":"a","root_password":"{j}"}`},
	{"JSON cut off", "application/json", "", `{"name":"a","root_password":"{j}`},
	{"JSON value", "application/json", "", `{"initialization":{"root_password":{"{j}":1}}}`},
	{"JSON with a bad escape", "application/json", "", `{"initialization":{"root_password":"{j}\q"}}`},
	{"JSON fault", "application/json", "", `{"reason":"Bad","detail":"password={j}"}`},
	{"JSON token", "application/json", "", `[{"access_token":"{j}"}]`},
	{"JSON token cut off", "application/json", "", `{"access_token":"{j}`},
	{"JSON behind a BOM", "application/json", "", "\ufeff{\"error\":\"x\",\"access_token\":\"{j}\"}"},
	{"token twice", "application/json", "", `{"access_token":"{j}"}{"access_token":"{j}"}`},
	{"JSONP", "text/javascript", "", `callback({"access_token":"{j}"})`},
	{"JSON as text", "application/json", "", `"access_token={j}"`},
	{"form", "application/x-www-form-urlencoded", "", `access_token={q}&scope=x`},
	{"form as text", "text/plain", "", `grant_type=password&password={q}`},
	{"viewer", "application/x-virt-viewer", "", "[virt-viewer]\ntype=vnc\nhost=h\nport=1\npassword={r}\n[ovirt]\nsso-token={r}\n"},
	{"broken viewer", "application/x-virt-viewer", "", "[virt-viewer]\ntype=vnc\nhost=h\nport=x\npassword={r}\n"},
	{"viewer as text", "text/plain", "", "[virt-viewer]\npassword={r}\n"},
	{"SAML", "text/html", "", `<html><form><input type="hidden" name="SAMLResponse" value="{x}"/></form></html>`},
	{"form page", "text/html", "", `<html><title>Login</title><input name=password value='{x}'>Please log in</html>`},
	{"hidden field of another name", "text/html", "", `<html><input type=hidden name=x value={b}></html>`},
	{"script", "text/html", "", `<html><script>var token = "{j}";</script></html>`},
	{"page with a token", "text/html", "", `<html><body><p>access_token={q}</p></body></html>`},
	{"title with a password", "text/html", "", `<html><title>password={x}</title></html>`},
	{"page that breaks off", "text/html", "", `<html><input name="password" value="{x}`},
	{"page with a URL", "text/html", "", `<html>see https://u:{q}@h/</html>`},
	{"text with a URL", "text/plain", "", `upstream https://u:{q}@h/ failed`},
	{"text with a URL in a URL", "text/plain", "", `GET /?to=https%3A%2F%2Fu%3A{q}%40h`},
	{"text with Bearer", "text/plain", "", `rejected Authorization: Bearer {q}`},
	{"text with Basic", "text/plain", "", `rejected Basic {b}`},
	{"text with a name", "text/plain", "", `password: {r}`},
	{"text that is a token", "text/plain", "", `{r}`},
	{"text with a token", "text/plain", "", `the ticket {r} has expired`},
	{"Location: token", "", "Location: https://h/x#access_token={q}", ``},
	{"Location: code", "", "Location: https://h/x?code={q}&state=1", ``},
	{"Location: unknown parameter", "", "Location: https://h/x?y={q}", ``},
	{"Location: user", "", "Location: https://u:{q}@h/x", ``},
	{"Location: user without a scheme", "", "Location: //u:{q}@h/x", ``},
	{"Location: parameter of a segment", "", "Location: /x;token={q}/y", ``},
	{"Location: ticket", "", "Location: https://h:54322/images/{q}", ``},
	{"cookie", "text/plain", "Set-Cookie: JSESSIONID={q}; Path=/", `no`},
	{"challenge", "", "WWW-Authenticate: Negotiate {b}", ``},
	{"header of a newer engine", "text/plain", "X-Auth-Token: {q}", `no`},
	{"bytes", "application/octet-stream", "", "\x00\x01{r}\xff"},
	{"bytes of no type", "", "", "\x1f\x8b{r}\x00"},
}

// anywhere are answers with a secret where no rule looks for one, so that only who knows it can
// strike it.
var anywhere = []plant{
	{"name", "application/xml", "", `<vm><name>{x}</vm>`},
	{"number", "application/xml", "", `<vm><memory>{x}</memory></vm>`},
	{"number in JSON", "application/json", "", `{"memory":"{j}"}`},
	{"fault", "application/xml", "", `<fault><detail>[Cannot use {x} here]</detail><reason>{x}</reason></fault>`},
	{"JSON fault", "application/json", "", `{"detail":"[Cannot use {j} here]","reason":"{j}"}`},
	{"failed action", "application/xml", "", `<action><status>failed</status><fault><detail>{x}</detail></fault></action>`},
	{"error of the single sign-on", "application/json", "", `{"error":"access_denied","error_description":"no {j} here"}`},
	{"code of the single sign-on", "application/json", "", `{"error_code":"{j}","error":"no"}`},
	{"title", "text/html", "", `<html><title>{x}</title></html>`},
	{"page", "text/html", "", `<html><body>user {x} and {q}</body></html>`},
	{"text", "text/plain", "", `user {r} and {q}`},
	{"text in base64", "text/plain", "", `user {b}`},
	{"element", "application/xml", "", `<e{q}/>`},
	{"other root", "application/xml", "", `<e><{b}/></e>`},
	{"path of a redirect", "", "Location: https://h/{q}", ``},
	{"host of a redirect", "", "Location: https://{q}.example.com/", ``},
	{"correlation ID", "text/plain", "Correlation-Id: {q}", `no`},
	{"comment before the root", "application/xml", "", `<!-- {x} --><vm`},
	{"stray text", "application/xml", "", `<vm/>{x}`},
}

// fill puts a secret into an answer.
func (p plant) fill(secret string) plant {
	quoted, _ := json.Marshal(secret)
	forms := strings.NewReplacer("{r}", secret, "{q}", url.QueryEscape(secret), "{j}", string(quoted[1:len(quoted)-1]),
		"{x}", html.EscapeString(secret), "{b}", base64.StdEncoding.EncodeToString([]byte("u:"+secret)))
	p.header, p.body = forms.Replace(p.header), forms.Replace(p.body)
	return p
}

func (p plant) serve(w http.ResponseWriter, status int) {
	if name, value, ok := strings.Cut(p.header, ": "); ok {
		w.Header().Set(name, value)
	}
	say(w, status, p.contentType, p.body)
}

// spelled returns the forms of a secret that are looked for in texts.
func spelled(secret string) []string {
	quoted, _ := json.Marshal(secret)
	coded := base64.StdEncoding.EncodeToString([]byte("u:" + secret))
	return []string{
		secret, url.QueryEscape(secret), string(quoted[1 : len(quoted)-1]), html.EscapeString(secret), coded[4 : len(coded)-4],
		fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), strings.Trim(fmt.Sprint([]byte(secret)), "[]"),
	}
}

// texts is what a call leaves for people: what its logger wrote, its dump, and its error by every
// verb and handler.
type texts struct {
	bytes.Buffer
	dump bytes.Buffer
}

// add writes what is shown of a value.
func (out *texts) add(v any) {
	if v == nil {
		return
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t"} {
		switch v.(type) {
		case sdk.Config, *sdk.Config:
			if verb == "%d" || verb == "%t" {
				continue // See the comment of Config.
			}
		}
		fmt.Fprintf(out, verb+"\n", v)
	}
	out.handlers(v)
	if err, ok := v.(error); ok {
		for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
			fmt.Fprintln(out, inner)
		}
		if failure, ok := errors.AsType[*sdk.Error](err); ok {
			fmt.Fprintln(out, failure.Err, failure.CorrelationID, sdk.String(failure.Fault))
			if failure.Fault != nil {
				fmt.Fprintln(out, sdk.Value(failure.Fault.Detail), sdk.Value(failure.Fault.Reason))
			}
		}
		if parse, ok := errors.AsType[*sdk.ParseError](err); ok {
			fmt.Fprintln(out, parse.Path, parse.Text, parse.Err)
		}
	}
}

// handlers writes what logs and encoders show of a value.
func (out *texts) handlers(v any) {
	for _, h := range []slog.Handler{slog.NewTextHandler(out, nil), slog.NewJSONHandler(out, nil)} {
		slog.New(h).Info("shown", "value", v, "list", []any{v}, slog.Group("g", "value", v))
	}
	if text, err := json.Marshal(v); err == nil {
		out.Write(text)
	}
}

func (out *texts) leaks(secret string) string {
	for _, text := range []string{out.String(), out.dump.String()} {
		for _, form := range spelled(secret) {
			if i := strings.Index(text, form); i >= 0 {
				return text[max(0, i-150):min(len(text), i+len(form)+50)]
			}
		}
	}
	return ""
}

// calls are the ways to speak with an engine.
var calls = map[string]func(context.Context, *sdk.Connection) (any, error){
	"get": func(ctx context.Context, c *sdk.Connection) (any, error) {
		_, err := vmService(c).Get(ctx, nil)
		return nil, err
	},
	"lenient get": func(ctx context.Context, c *sdk.Connection) (any, error) {
		var all []any
		var result call.Response
		_, err := vmService(c).Get(ctx, nil, call.Lenient(func(err error) { all = append(all, err) }), call.Result(&result))
		return append(all, result, &result), err
	},
	"list": func(ctx context.Context, c *sdk.Connection) (any, error) {
		_, err := c.SystemService().HostsService().List(ctx, nil)
		return nil, err
	},
	"all": func(ctx context.Context, c *sdk.Connection) (any, error) {
		var errs []any
		for _, err := range c.SystemService().VmsService().All(ctx, nil) {
			errs = append(errs, err)
		}
		return errs, nil
	},
	"each": func(ctx context.Context, c *sdk.Connection) (any, error) {
		return nil, c.SystemService().VmsService().Each(ctx, nil, func(*types.Vm) error { return nil })
	},
	"add": func(ctx context.Context, c *sdk.Connection) (any, error) {
		_, err := c.SystemService().TagsService().Add(ctx, &types.Tag{Name: new("a")}, nil)
		return nil, err
	},
	"update": func(ctx context.Context, c *sdk.Connection) (any, error) {
		_, err := vmService(c).Update(ctx, &types.Vm{Name: new("a")}, nil)
		return nil, err
	},
	"remove": func(ctx context.Context, c *sdk.Connection) (any, error) { return nil, vmService(c).Remove(ctx, nil) },
	"action": func(ctx context.Context, c *sdk.Connection) (any, error) { return nil, vmService(c).Start(ctx, nil) },
	"follow": func(ctx context.Context, c *sdk.Connection) (any, error) {
		_, err := sdk.Follow(ctx, c, &types.Vm{Href: new("/ovirt-engine/api/vms/1")})
		return nil, err
	},
	"do": func(ctx context.Context, c *sdk.Connection) (any, error) {
		answer, err := c.Do(ctx, sdk.RawRequest{Path: "vms"})
		if err != nil {
			return nil, err
		}
		return []any{answer, *answer}, nil
	},
	"do POST": func(ctx context.Context, c *sdk.Connection) (any, error) {
		_, err := c.Do(ctx, sdk.RawRequest{Method: "POST", Path: "vms", Body: []byte("<vm/>")})
		return nil, err
	},
	"ping":    func(ctx context.Context, c *sdk.Connection) (any, error) { return nil, c.Ping(ctx) },
	"version": func(ctx context.Context, c *sdk.Connection) (any, error) { _, err := c.Version(ctx); return nil, err },
	"console": func(ctx context.Context, c *sdk.Connection) (any, error) {
		answer, err := c.Do(ctx, sdk.RawRequest{Path: "vms/1/graphicsconsoles/2", Accept: "application/x-virt-viewer"})
		if err != nil {
			return nil, err
		}
		return console.Parse(string(answer.Body))
	},
}

// engineOf answers logins of its own accord, and all else with what a test plants.
func engineOf(p plant, status int, login bool) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		switch {
		case !login && strings.Contains(req.URL.Path, "/sso/oauth/"):
			say(w, 200, "application/json", `{"access_token":"granted-token-0123456789"}`)
		default:
			p.serve(w, status)
		}
		if req.Body != nil {
			_, _ = io.Copy(io.Discard, req.Body)
			req.Body.Close()
		}
		return w.Result(), nil
	})
}

var plantedStatuses = []int{200, 202, 302, 400, 401, 409, 503}

// TestNoAnswerBringsASecretIntoAText feeds answers with a secret in them to every kind of call, and
// looks for it in errors, logs and dumps: first in places that say that they hold one, then the
// user's own password anywhere.
func TestNoAnswerBringsASecretIntoAText(t *testing.T) {
	t.Parallel()
	n := 0
	for _, known := range []bool{false, true} {
		plants, secret := named, "S3cReTXYZZY"
		if known {
			plants, secret = append(anywhere, named...), `S3cReT"<&XYZZY ü`
		}
		for turn, p := range plants {
			filled := p.fill(secret)
			for _, status := range plantedStatuses {
				for i, name := range slices.Sorted(maps.Keys(calls)) {
					// Every call meets every answer with 200 and 400; the other statuses take
					// turns.
					if status != 200 && status != 400 && i%4 != turn%4 {
						continue
					}
					do := calls[name]
					n++
					out := new(texts)
					got, err := shoot(t, filled, status, secret, known, do, out)
					out.add(err)
					if list, ok := got.([]any); ok {
						for _, v := range list {
							out.add(v)
						}
					}
					if leak := out.leaks(secret); leak != "" {
						t.Errorf("%s, %d, %s: %s", p.name, status, name, leak)
						break
					}
				}
			}
		}
	}
	t.Logf("%d calls", n)
}

// shoot makes one call with an engine that answers what is planted.
func shoot(
	t *testing.T, p plant, status int, secret string, known bool, do func(context.Context, *sdk.Connection) (any, error), out *texts,
) (any, error) {
	t.Helper()
	transport := engineOf(p, status, false)
	cfg := sdk.Config{URL: "https://h/ovirt-engine/api", Username: user, Password: "another-Passw0rd", Retry: call.RetryPolicy{Attempts: 1}}
	if known {
		cfg.Password = secret
	}
	cfg.Transport = sdk.Dump(dump.Writer(&out.dump)).Attempt(transport)
	cfg.Logger = slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c, err := sdk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { out.add(c.Close()) }()
	return do(t.Context(), c)
}

// TestNoLoginBringsASecretIntoAText lets the single sign-on answer so, and logs in in every way.
func TestNoLoginBringsASecretIntoAText(t *testing.T) {
	t.Parallel()
	n := 0
	for _, known := range []bool{false, true} {
		plants, secret := named, "S3cReTXYZZY"
		if known {
			plants, secret = append(anywhere, named...), "S3cReT/XYZZY+known=" // as a token or a ticket may be
		}
		for _, p := range plants {
			filled := p.fill(secret)
			own := "another-Passw0rd"
			if known {
				own = secret
			}
			for _, status := range plantedStatuses {
				for name, login := range map[string]sdk.Authenticator{
					"password": sdk.PasswordLogin(user, own),
					"basic":    sdk.BasicLogin(user, own),
					"ticket":   ticketLogin{own},
					"token":    sdk.TokenFrom(func(context.Context) (string, error) { return own, nil }),
				} {
					n++
					out := new(texts)
					cfg := sdk.Config{URL: "https://h/ovirt-engine/api", Authenticator: login, Retry: call.RetryPolicy{Attempts: 1}}
					cfg.Transport = sdk.Dump(dump.Writer(&out.dump)).Attempt(engineOf(filled, status, true))
					cfg.Logger = slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
					c, err := sdk.New(cfg)
					if err != nil {
						t.Fatal(err)
					}
					_, err = vmService(c).Get(t.Context(), nil)
					out.add(err)
					out.add(c)
					out.add(c.Close())
					if leak := out.leaks(secret); leak != "" {
						t.Errorf("%s, %d, %s: %s", p.name, status, name, leak)
					}
				}
			}
		}
	}
	t.Logf("%d logins", n)
}

// ticketLogin logs in as Kerberos does.
type ticketLogin struct{ ticket string }

func (l ticketLogin) Login(ctx context.Context, site *sdk.Site) (sdk.Credential, error) {
	form := url.Values{"grant_type": {"urn:ovirt:params:oauth:grant-type:http"}, "scope": {"ovirt-app-api"}}
	return site.Grant(ctx, site.TicketURL, form, http.Header{"Authorization": {"Negotiate " + l.ticket}})
}

func (ticketLogin) Logout(ctx context.Context, site *sdk.Site, c sdk.Credential) error {
	return site.Revoke(ctx, c.Token)
}

// TestNoVisitBringsASecretIntoAText asks strangers what they are.
func TestNoVisitBringsASecretIntoAText(t *testing.T) {
	t.Parallel()
	const secret = "S3cReTXYZZY"
	for _, p := range named {
		filled := p.fill(secret)
		for _, status := range plantedStatuses {
			out := new(texts)
			cfg := sdk.Config{Transport: engineOf(filled, status, false)}
			found, err := sdk.Probe(t.Context(), "https://h/ovirt-engine/api", cfg)
			out.add(err)
			if found != nil {
				out.add(*found)
			}
			if leak := out.leaks(secret); leak != "" {
				t.Errorf("%s, %d, Probe: %s", p.name, status, leak)
			}
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { filled.serve(w, 200) }))
		_, _, err := sdk.FetchCA(t.Context(), server.URL+"/ovirt-engine/api")
		server.Close()
		out := new(texts)
		out.add(err)
		if leak := out.leaks(secret); leak != "" {
			t.Errorf("%s, FetchCA: %s", p.name, leak)
		}
	}
}

// TestNoAnswerBringsASecretIntoARecording records what the calls say and hear.
func TestNoAnswerBringsASecretIntoARecording(t *testing.T) {
	t.Parallel()
	const secret = `S3cReT"<&XYZZY ü`
	for _, p := range append(anywhere, named...) {
		if strings.HasPrefix(p.name, "bytes") {
			continue // They are recorded as they are, in base64.
		}
		filled := p.fill(secret)
		for _, status := range []int{200, 400} {
			file := t.TempDir() + "/recording.txt"
			fake := new(recordingTest)
			cfg := sdk.Config{URL: "https://h/ovirt-engine/api", Username: user, Password: secret, Retry: call.RetryPolicy{Attempts: 1}}
			cfg.Transport = record.New(fake, file, engineOf(filled, status, false), true)
			c, err := sdk.New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = vmService(c).Get(t.Context(), nil)
			_ = c.Close()
			fake.end()
			out := new(texts)
			readInto(t, out, file)
			if leak := out.leaks(secret); leak != "" {
				t.Errorf("%s, %d: %s", p.name, status, leak)
			}
		}
	}
}
