package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/console"
	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/record"
	"github.com/ovirt-go/ovirt/sdk/types"
)

const planted = "S3cReTXYZZY"

// holders are the public types that can hold a secret, each with one in every place. Data of
// package types and parameters of methods aren't among them: they are plain structs, which have no
// methods by design; sdk.String prints them.
func holders(t *testing.T) map[string]any {
	t.Helper()
	header := http.Header{"Authorization": {"Bearer " + planted}, "Cookie": {"a=" + planted}, "X-Api-Key": {planted}, "X-Other": {planted}}
	cfg := sdk.Config{
		URL: "https://h/ovirt-engine/api", Username: user, Password: planted, Header: header,
		Proxy: "http://u:" + planted + "@proxy:1", SSOURL: "https://h/sso?key=" + planted, SSORevokeURL: "https://h/out;token=" + planted,
	}
	refused := roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("refused " + planted) })
	c, err := sdk.New(sdk.Config{URL: cfg.URL, Username: user, Password: planted, Header: header, Transport: refused})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	file, err := console.Parse("[virt-viewer]\ntype=vnc\nhost=h\nport=1\npassword=" + planted + "\n[ovirt]\nsso-token=" + planted + "\n")
	if err != nil {
		t.Fatal(err)
	}
	token := call.Apply([]call.Option{call.Header("X-Other", planted), call.Query("x", planted)})
	answer := call.Response{Method: "GET", Path: "/vms", Status: 200, Header: header}
	raw := sdk.RawRequest{Method: "POST", Path: "vms?password=" + planted, Query: url.Values{"x": {planted}}, Body: []byte(planted)}
	failure := &sdk.Error{Op: "Op", Method: "GET", Path: "/images/" + planted, Status: 400, Class: sdk.ErrInvalid, Body: planted}
	linux := guest.CloudInit{RootPassword: planted, CustomScript: planted}
	windows := guest.Sysprep{DomainPassword: planted, AdminPassword: planted, WindowsLicenseKey: planted, CustomScript: planted}
	cache := sdk.CachedLogin(t.TempDir()+"/token", sdk.PasswordLogin(user, planted))
	dumped := sdk.Dump(dump.Writer(new(strings.Builder))).Attempt(refused)
	recorder := record.New(new(recordingTest), t.TempDir()+"/a.txt", refused, true)
	for _, transport := range []http.RoundTripper{dumped, recorder} {
		req, err := http.NewRequest("POST", "https://u:"+planted+"@h/x?token="+planted, strings.NewReader("password="+planted))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = header
		_, _ = transport.RoundTrip(req)
	}
	return map[string]any{
		"sdk.Config": cfg, "*sdk.Config": &cfg, "sdk.Connection": c, "sdk.Credential": sdk.Credential{Token: planted, Header: header},
		"*sdk.Credential": &sdk.Credential{Token: planted, Header: header},
		"sdk.RawRequest":  raw, "*sdk.RawRequest": &raw, "sdk.RawResponse": sdk.RawResponse{Status: 200, Header: header, Body: []byte(planted)},
		"*sdk.RawResponse": &sdk.RawResponse{Status: 200, Header: header, Body: []byte(planted)},
		"sdk.Error":        failure, "sdk.Error by value": *failure,
		"call.Options": token, "*call.Options": &token, "call.Response": answer, "*call.Response": &answer,
		"console.File": file, "console.File by value": *file,
		"guest.CloudInit": linux, "*guest.CloudInit": &linux, "guest.Sysprep": windows, "*guest.Sysprep": &windows,
		"PasswordLogin": sdk.PasswordLogin(user, planted), "BasicLogin": sdk.BasicLogin(user, planted), "CachedLogin": cache,
		"TokenFrom": sdk.TokenFrom(func(context.Context) (string, error) { return planted, nil }),
		"a service": c.SystemService().VmsService(), "a service by value": *c.SystemService(),
		"dump.Transport": dumped, "record.Transport": recorder,
		"ensure.Plan": ensure.NewPlan(c),
		"holder of a connection": struct {
			c *sdk.Connection
			s any
		}{c, c.SystemService()},
		"holder of logins": struct{ l sdk.Authenticator }{cache},
		"list of Configs":  []sdk.Config{cfg}, "map of Credentials": map[string]sdk.Credential{"a": {Token: planted}},
		"object": struct{ Text string }{sdk.String(&types.Host{
			RootPassword: new(planted), Os: &types.OperatingSystem{CustomKernelCmdline: new("rootpw=" + planted)},
		})},
	}
}

func TestNothingIsPrintedWithASecret(t *testing.T) {
	t.Parallel()
	for name, v := range holders(t) {
		out := new(texts)
		if list, ok := v.([]sdk.Config); ok {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
				fmt.Fprintf(out, verb, list)
			}
			v = struct{ List []sdk.Config }{list}
			out.handlers(v)
		} else {
			out.add(v)
		}
		if leak := out.leaks(planted); leak != "" {
			t.Errorf("%s: %s", name, leak)
		}
		if out.Len() == 0 {
			t.Errorf("%s: nothing is printed", name)
		}
	}
}

// secretish are names of fields that may hold a secret.
var secretish = regexp.MustCompile(`(?i)passw|token|secret|credential|ticket|script|licensekey|^header$|^query$|^body$|^text$`)

// harmlessFields are fields of such names that hold none, or what is hidden already.
var harmlessFields = map[string]string{
	"sdk.ParseError.Text":   "what may be quoted of an answer, struck where the error is made",
	"dump.Exchange.Text":    "an exchange with its secrets hidden",
	"record.Message.Header": "a header as it is recorded, secrets hidden",
	"record.Message.Body":   "a body as it is recorded, secrets hidden",
	"ensure.Step.Body":      "a document with its secrets hidden",
	"sdk.Site.TokenURL":     "an address",
	"sdk.Site.TicketURL":    "an address",
}

// TestEveryHolderOfSecretsIsPrinted reads the exported structs of all packages below sdk, so that a
// new field brings its type into the list above.
func TestEveryHolderOfSecretsIsPrinted(t *testing.T) {
	t.Parallel()
	listed := holders(t)
	found := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains([]string{"internal", "types", "services", "testdata"}, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_gen.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok {
				return true
			}
			structure, ok := spec.Type.(*ast.StructType)
			if !ok || !spec.Name.IsExported() {
				return false
			}
			name := file.Name.Name + "." + spec.Name.Name
			for _, field := range structure.Fields.List {
				for _, ident := range field.Names {
					_, call := field.Type.(*ast.FuncType)
					if !ident.IsExported() || call || !secretish.MatchString(ident.Name) {
						continue
					}
					if _, harmless := harmlessFields[name+"."+ident.Name]; harmless {
						continue
					}
					found++
					if listed[name] == nil {
						t.Errorf("%s has a field %s and isn't in the list of what is printed", name, ident.Name)
					}
				}
			}
			return false
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 10 {
		t.Errorf("only %d fields were found in %v", found, os.Args[0])
	}
}

func TestErrorsAreOneBoundedLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	for name, v := range map[string]*sdk.Error{
		"fault":        {Op: "Op", Fault: &types.Fault{Detail: new("a\nlevel=ERROR\r\nforged\u2028b\x1b[31m"), Reason: new("c\vd")}},
		"long fault":   {Op: "Op", Fault: &types.Fault{Detail: new(long), Reason: new(long)}},
		"long cause":   {Op: "Op", Err: errors.New(strings.Repeat("ä\n", 1<<18))},
		"method":       {Op: "Op", Method: "GET\r\nX: y", Path: "/a\nb", Err: errors.New("no")},
		"long path":    {Op: "Op", Method: "GET", Path: "/" + long},
		"joined":       {Op: "Op", Err: errors.Join(errors.New("a"), errors.New("b"), errors.New(long))},
		"long and bad": {Op: long + "\n", Method: long, Path: long + "\n", Err: errors.New(long + "\n" + long)},
	} {
		text := v.Error()
		if strings.ContainsAny(text, "\n\r\v\f\x1b\u0085\u2028\u2029") || len(text) > 8<<10 {
			t.Errorf("%s: %d bytes: %.200q", name, len(text), text)
		}
		if log := fmt.Sprint(v.LogValue()); len(log) > 32<<10 {
			t.Errorf("%s: the log has %d bytes", name, len(log))
		}
	}
	parse := &sdk.ParseError{Path: long, Err: errors.New(long + "\n" + long)}
	if text := parse.Error(); strings.Contains(text, "\n") || len(text) > 8<<10 {
		t.Errorf("a ParseError has %d bytes", len(text))
	}
}
