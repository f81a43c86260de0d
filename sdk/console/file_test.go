package console_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ovirt-go/ovirt/sdk/console"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// spice is a file as an engine writes it for SPICE.
const spice = `[virt-viewer]
type=spice
host=10.0.0.7
port=null
password=S3cret/Pass
# Password is valid for 120 seconds.
delete-this-file=1
fullscreen=0
title=web 1
toggle-fullscreen=shift+f11
release-cursor=shift+f12
tls-port=5901
enable-smartcard=0
enable-usb-autoshare=1
usb-filter=null
tls-ciphers=DEFAULT
host-subject=O=example,CN=host1
ca=-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n
secure-channels=smain;sinputs

[ovirt]
host=engine.example.com:443
vm-guid=123
sso-token=T0ken
admin=1
`

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		want     *console.File
		err      string
	}{
		{"SPICE", spice, &console.File{
			Protocol: types.GraphicsTypeSpice, Host: "10.0.0.7", TLSPort: 5901, Password: "S3cret/Pass", Title: "web 1",
			Subject: "O=example,CN=host1", CA: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", Token: "T0ken",
		}, ""},
		{"VNC with a user", "\r\n[virt-viewer]\r\ntype = vnc\r\nhost=h\r\nport=5900\r\nusername=vnc-1\r\n[ovirt]\r\nca=x\\ny\r\n", &console.File{
			Protocol: types.GraphicsTypeVnc, Host: "h", Port: 5900, Username: "vnc-1", CA: "x\ny",
		}, ""},
		{"value with an equals sign", "[virt-viewer]\ntype=vnc\nhost=h\nport=1\npassword=a=b=\nproxy=http://p:1\ntitle=null", &console.File{
			Protocol: types.GraphicsTypeVnc, Host: "h", Port: 1, Password: "a=b=", Proxy: "http://p:1", Title: "null",
		}, ""},
		{"last of two counts", "[virt-viewer]\ntype=vnc\nhost=h\nport=1\nport=2", &console.File{Protocol: types.GraphicsTypeVnc, Host: "h", Port: 2}, ""},
		{"nothing", "", nil, "connection file: there is no group [virt-viewer]"},
		{"another group", "[ovirt]\nhost=h\n", nil, "connection file: there is no group [virt-viewer]"},
		{"a page", "<!DOCTYPE html>", nil, "connection file: line 1 is no group, no key with a value and no comment"},
		{"key before the group", "\ntype=vnc\n[virt-viewer]\n", nil, "connection file: line 2 is no group, no key with a value and no comment"},
		{"no key", "[virt-viewer]\n=secret", nil, "connection file: line 2 is no group, no key with a value and no comment"},
		{"control character", "[virt-viewer]\npassword=a\x00b", nil, "connection file: line 2 has a control character"},
		{"another encoding", "[virt-viewer]\ntitle=\xff", nil, "connection file: it is not UTF-8"},
		{"no type", "[virt-viewer]\nhost=h\nport=1", nil, "connection file: type is missing"},
		{"no host", "[virt-viewer]\ntype=vnc\nhost=null\nport=1", nil, "connection file: host is missing"},
		{"no port", "[virt-viewer]\ntype=vnc\nhost=h\nport=-1\ntls-port=null", nil, "connection file: port and tls-port are missing"},
		{"port too large", "[virt-viewer]\ntype=vnc\nhost=h\nport=65536", nil, `connection file: port: "65536" is not a port`},
		{"port is 0", "[virt-viewer]\ntype=vnc\nhost=h\ntls-port=0", nil, `connection file: tls-port: "0" is not a port`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := console.Parse(tt.in)
			if text := fmt.Sprint(err); err != nil && text != tt.err || err == nil && tt.err != "" {
				t.Fatalf("error %s, want %s", text, tt.err)
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreUnexported(console.File{})); diff != "" {
				t.Errorf("file differs (-want +got):\n%s", diff)
			}
			if got != nil && got.Text() != tt.in {
				t.Errorf("the text is %q", got.Text())
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(spice)
	f.Add("[virt-viewer]\ntype=vnc\nhost=h\nport=1")
	f.Add("[\n]=\n[virt-viewer]\n=")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := console.Parse(text)
		if err != nil {
			return
		}
		if file.Protocol == "" || file.Host == "" || file.Port == 0 && file.TLSPort == 0 || file.Text() != text {
			t.Errorf("%q returns %s", text, file)
		}
	})
}

func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	f, err := console.Parse(spice)
	if err != nil {
		t.Fatal(err)
	}
	if want := "spice console of web 1 at 10.0.0.7 TLS port 5901 password (hidden)"; f.String() != want {
		t.Errorf("String returns %s", f)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("a", "file", f, "value", *f)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("b", "file", f, "in", []any{f, *f})
	doc, err := json.Marshal(map[string]any{"file": f, "value": *f})
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(doc)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		all += fmt.Sprintf(verb, f) + fmt.Sprintf(verb, *f) + fmt.Sprintf(verb, []*console.File{f}) + fmt.Sprintf(verb, struct{ F console.File }{*f})
	}
	for _, secret := range []string{"S3cret", "T0ken", "533363726574"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s is in %s", secret, all)
		}
	}
}

func TestFileIsWrittenForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	f, err := console.Parse(spice)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "web.vv")
	if err := os.WriteFile(path, []byte("a longer text that was there before"+spice), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := f.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{path: true}
	for range 3 {
		temp, err := f.WriteTemp(dir)
		if err != nil {
			t.Fatal(err)
		}
		if seen[temp] || filepath.Dir(temp) != dir || filepath.Ext(temp) != ".vv" {
			t.Errorf("WriteTemp returns %s", temp)
		}
		seen[temp] = true
	}
	for path := range seen {
		text, err := os.ReadFile(path)
		if err != nil || string(text) != spice {
			t.Errorf("%s has %q, %v", path, text, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s has the mode %v, %v", path, info.Mode(), err)
		}
	}
	onlyTheseAreThere(t, dir, len(seen))
}

func TestFailedWriteLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	f, err := console.Parse(spice)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "web.vv")
	if err := os.Mkdir(path, 0o700); err != nil { // A directory can't be replaced by a file.
		t.Fatal(err)
	}
	if err := f.WriteFile(path); err == nil {
		t.Error("the directory is replaced")
	}
	onlyTheseAreThere(t, dir, 1)
	if path, err := f.WriteTemp(filepath.Join(dir, "none")); err == nil || path != "" {
		t.Errorf("WriteTemp returns %q, %v", path, err)
	}
}

func onlyTheseAreThere(t *testing.T, dir string, n int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != n {
		t.Errorf("the directory has %v, %v", entries, err)
	}
}
