package sdk_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// TestWhatACallSendsIsStruckFromItsError has an engine that repeats, in a fault, all that it was
// sent.
func TestWhatACallSendsIsStruckFromItsError(t *testing.T) {
	t.Parallel()
	repeat := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		text := fmt.Sprintf("cannot use %s with %s and %s", body, r.URL.RawQuery, r.Header.Get("X-Auth-Token"))
		say(w, 400, "application/xml", "<fault><reason>Bad</reason><detail>"+html.EscapeString(text)+"</detail></fault>")
	}
	bare := func(w http.ResponseWriter, _ *http.Request) {
		say(w, 400, "application/xml", "<fault><detail>["+planted+" is too simple for host web01]</detail></fault>")
	}
	host := &types.Host{Name: new("web01"), Address: new("h"), RootPassword: new(planted)}
	for _, tt := range []struct {
		name string
		call func(*sdk.Connection) error
	}{
		{"root password of a host", func(c *sdk.Connection) error {
			_, err := c.SystemService().HostsService().Add(t.Context(), host, nil)
			return err
		}},
		{"parameter of an action", func(c *sdk.Connection) error {
			return c.SystemService().HostsService().HostService("1").Install(t.Context(), &services.HostInstallParams{RootPassword: new(planted)})
		}},
		{"password of cloud-init", func(c *sdk.Connection) error {
			_, err := vmService(c).Update(t.Context(), &types.Vm{Initialization: &types.Initialization{RootPassword: new(planted)}}, nil)
			return err
		}},
		{"options of mount", func(c *sdk.Connection) error {
			_, err := c.SystemService().StorageConnectionsService().Add(t.Context(), &types.StorageConnection{
				Type: types.StorageTypePosixfs, MountOptions: new("username=joe,password=" + planted),
			}, nil)
			return err
		}},
		{"document of one's own", func(c *sdk.Connection) error {
			_, err := c.Do(t.Context(), sdk.RawRequest{
				Method: "POST", Path: "hosts", ContentType: "application/json", Body: []byte(`{"root_password":"` + planted + `"}`),
			})
			return err
		}},
		{"query", func(c *sdk.Connection) error {
			_, err := vmService(c).Get(t.Context(), nil, call.Query("token", planted))
			return err
		}},
		{"header", func(c *sdk.Connection) error {
			_, err := vmService(c).Get(t.Context(), nil, call.Header("X-Auth-Token", planted))
			return err
		}},
	} {
		for engine, api := range map[string]http.HandlerFunc{"all": repeat, "the secret": bare} {
			for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
				c := newEngine(t, api).connect(func(cfg *sdk.Config) { cfg.Format = format })
				err := tt.call(c)
				out := new(texts)
				out.add(err)
				if leak := out.leaks(planted); leak != "" || err == nil {
					t.Errorf("%s, repeating %s, %v: %s", tt.name, engine, format, leak)
				}
				if engine == "the secret" && !strings.Contains(err.Error(), "[*** is too simple for host web01]") {
					t.Errorf("%s: the engine's words are lost: %v", tt.name, err)
				}
			}
		}
	}
}

// TestRenewedTokensAreStruck has an engine that repeats the token of the request, after it refused
// the one before.
func TestRenewedTokensAreStruck(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		say(w, 409, "application/xml", "<fault><detail>session of "+token+" is busy</detail></fault>")
	})
	c := e.connect()
	for range 3 {
		_, err := vmService(c).Get(t.Context(), nil)
		if err == nil || !strings.Contains(err.Error(), "session of *** is busy") {
			t.Errorf("error is %v", err)
		}
		e.expire()
	}
	if logins, _, _ := e.count(); logins != 3 {
		t.Errorf("%d logins, want 3", logins)
	}
}

func TestTokensBehindAByteOrderMark(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	e.login = func(w http.ResponseWriter, _ *http.Request) {
		e.mu.Lock()
		e.tokens["secret-token-bom"] = true
		e.mu.Unlock()
		say(w, 200, "application/json", "\ufeff{\"access_token\":\"secret-token-bom\"}")
	}
	if _, err := vmService(e.connect()).Get(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func TestMistypedAddressesAreQuotedWithoutSecrets(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"https://h/ovirt-engine/api?password=" + planted, "https://h/ovirt-engine/api?" + planted, "https://h/ovirt-engine/api#" + planted,
		"https://h/ovirt-engine/api;token=" + planted, "https://h/ovirt-engine/api;" + planted, "u:" + planted + "@h/ovirt-engine/api",
		"u:" + planted + "@h:1", "https://u:" + planted + "@h/ovirt-engine/api", "//u:" + planted + "@h/api", "ftp://u:" + planted + "@h/api",
		"https://u:" + planted + "?x@h/api", "https://u:a/" + planted + "@h/api", "https:u:" + planted + "@h/api", "https:/u:" + planted + "@h",
		"u:pa:" + planted + "@h", "https://h/api?x=1&key=" + planted, "https://u:" + planted + "#1@h/api",
	} {
		out := new(texts)
		for _, cfg := range []sdk.Config{
			{URL: text, Username: user, Password: "x"},
			{URL: "https://h/ovirt-engine/api", Username: user, Password: "x", Proxy: text},
			{URL: "https://h/ovirt-engine/api", Username: user, Password: "x", SSOURL: text},
			{URL: "https://h/ovirt-engine/api", Username: user, Password: "x", SSORevokeURL: text},
		} {
			c, err := sdk.New(cfg)
			if err == nil {
				c.Close()
			}
			out.add(err)
			out.add(cfg)
		}
		c, err := sdk.New(sdk.Config{URL: "https://h/ovirt-engine/api", Token: "t"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = sdk.Follow(t.Context(), c, &types.Vm{Href: new(text)})
		out.add(err)
		if strings.Contains(text, "//") { // What has no scheme is a path below the API, and Do would ask for it.
			_, err = c.Do(t.Context(), sdk.RawRequest{Path: "../" + text})
			out.add(err)
		}
		c.Close()
		if leak := out.leaks(planted); leak != "" {
			t.Errorf("%s: %s", text, leak)
		}
	}
}

func TestValuesThatCannotBeWrittenAreNotQuoted(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	for _, bad := range []string{planted + "\xff", "\x00\xff" + planted} {
		for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
			c := e.connect(func(cfg *sdk.Config) { cfg.Format = format })
			for name, vm := range map[string]*types.Vm{
				"root_password": {Initialization: &types.Initialization{RootPassword: &bad}},
				"custom_script": {Initialization: &types.Initialization{CustomScript: &bad}},
				"content":       {Payloads: []*types.Payload{{Files: []*types.File{{Content: &bad}}}}},
				"cmdline":       {Os: &types.OperatingSystem{Cmdline: &bad}},
			} {
				_, err := vmService(c).Update(t.Context(), vm, nil)
				out := new(texts)
				out.add(err)
				if leak := out.leaks(planted); leak != "" || err == nil || !strings.Contains(err.Error(), name) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}
