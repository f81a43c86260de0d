package redact

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestSecretsInProse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"assignment", "mount -o username=joe,password=S3cReT failed", "mount -o username=joe,password***"},
		{"colon", "the password: S3cReT", "the password***"},
		{"end of a message", "[Cannot add Host. Invalid root password.]", "[Cannot add Host. Invalid root password.]"},
		{"several messages", "[Wrong password., The token has expired.]", "[Wrong password., The token has expired.]"},
		{"Bearer", "invalid token Bearer S3cReT", "invalid token Bearer ***"},
		{"Bearer in a query", "auth=Bearer+S3cReT&x=1", "auth=Bearer+***&x=1"},
		{"Bearer in prose", "a Bearer token is missing", "a Bearer token is missing"},
		{"Basic", "rejected Basic dTpTM2NSZVQ=", "rejected Basic ***"},
		{"basic in prose", "Basic authentication failed; basic settings", "Basic authentication failed; basic settings"},
		{"user", "proxy http://u:S3cReT@h says no", "proxy http://u:***@h says no"},
		{"user in a URL in a query", "to=https%3A%2F%2Fu%3AS3cReT%40h", "to=https%3A%2F%2Fu%3A***%40h"},
		{"twice escaped", "to=https%253A%252F%252Fu%253AS3cReT%2540h", "to=https%253A%252F%252Fu%253A***%2540h"},
		{"masked already", "URL \"https://u:xxxxx@h\"", "URL \"https://u:xxxxx@h\""},
		{"nothing", "No such user: admin@internal", "No such user: admin@internal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Text(tt.in); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestForeignTextHidesWhatLooksRandom(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"the ticket aB3dE5fG7 expired":                                     "the ticket *** expired",
		"4f1c0d9e8b7a6f5e4d3c2b1a":                                         "***",
		"VM 0f0f0f0f-1111-2222-3333-444455556666 at 10.0.0.1:443 HTTP/1.1": "VM 0f0f0f0f-1111-2222-3333-444455556666 at 10.0.0.1:443 HTTP/1.1",
		"upstream connect error or disconnect/reset before headers":        "upstream connect error or disconnect/reset before headers",
		"DB Up!Welcome to Health Status!":                                  "DB Up!Welcome to Health Status!",
		"a%2FaB3dE5fG7":                                                    "a%2F***",
		"100%":                                                             "100%",
		"%2":                                                               "%2",
	} {
		if got := Foreign(in); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}

func TestOptionsAreHiddenFromTheFirstSecretOn(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"vers=3.0,username=joe,password=S3cReT,rw":      "vers=3.0,username=joe,password=***",
		"name=admin,secret=S3cReT":                      "name=admin,secret=***",
		"user=a,pass=S3c,ReT":                           "user=a,pass=***",
		"rw,soft,timeo=600,retrans=6,vers=4.2":          "rw,soft,timeo=600,retrans=6,vers=4.2",
		"inst.ks=http://u:S3cReT@h/ks quiet":            "inst.ks=http://u:***",
		"root=/dev/sda1 rootpw=S3cReT quiet":            "root=/dev/sda1 rootpw=***",
		"netroot=iscsi:u:S3cReT@h::3260::iqn":           "netroot=iscsi:***",
		"inst.ks=http://h:8080/ks console=ttyS0,115200": "inst.ks=http://h:8080/ks console=ttyS0,115200",
		"systemd.setenv=PASSWORD=S3cReT":                "systemd.setenv=PASSWORD=***",
		"p%61ssword=S3cReT":                             "p%61ssword=***",
	} {
		escaped := strings.ReplaceAll(in, "&", "&amp;")
		for _, doc := range []struct{ open, end string }{
			{"<storage_connection><mount_options>", "</mount_options></storage_connection>"}, {"<vm><os><cmdline>", "</cmdline></os></vm>"},
			{`{"mount_options":"`, `"}`}, {`{"os":{"custom_kernel_cmdline":"`, `"}}`},
		} {
			if got := string(Body("/x", "", []byte(doc.open+escaped+doc.end))); got != doc.open+want+doc.end {
				t.Errorf("got  %s\nwant %s", got, doc.open+want+doc.end)
			}
			if got := string(Body("/x", "", []byte(doc.open+escaped))); strings.Contains(got, "S3c") {
				t.Errorf("broken off: %s", got)
			}
		}
		if got := Value(&types.HostStorage{MountOptions: new(in)}); got != `HostStorage{MountOptions: "`+want+`"}` {
			t.Errorf("as a value: %s", got)
		}
		if got := Member("os.cmdline", in); got != want {
			t.Errorf("as a member: %s", got)
		}
	}
}

func TestOptionsOfAgentsAndDrivers(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"community", "snmp_community", "rbd_keyring", "passwd", "pw", "privpasswd", "login_pass", "bypass"} {
		secret := name != "bypass"
		doc := `<option><name>` + name + `</name><value>S3cReT</value></option>`
		if got := string(Body("/x", "", []byte(doc))); strings.Contains(got, "S3cReT") == secret {
			t.Errorf("%s: %s", name, got)
		}
		if got := Value(&types.Option{Name: new(name), Value: new("S3cReT")}); strings.Contains(got, "S3cReT") == secret {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://h/vms":                       "https://h/vms",
		"https://h:443/vms?x=1":               "https://h:443/vms?x=1",
		"https://h/x?y=S3cReT":                "https://h/x?***",
		"https://h/x#access_token=S3cReT":     "https://h/x#***",
		"/x;token=S3cReT/y":                   "/x;***",
		"https://u:S3cReT@h/x":                "https://u:***@h/x",
		"//u:S3cReT@h/x":                      "//u:***@h/x",
		"u:S3cReT@h:1":                        "u:***@h:1",
		"https://h:54322/images/S3cReT":       "https://h:54322/images/***",
		"/ovirt-engine/api/images/S3cReT":     "/ovirt-engine/api/images/***",
		"/storagedomains/1/images/2":          "/storagedomains/1/images/2",
		"/openstackimageproviders/1/images/2": "/openstackimageproviders/1/images/2",
		"":                                    "",
	} {
		if got := Place(in); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}

func FuzzProse(f *testing.F) {
	for _, text := range []string{"%", "a%", "%2", "\\", "&#", "Bearer ", "basic", "<input value=", "://:@", "password=", "password%3D%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, hide := range map[string]func(string) string{
			"Text": Text, "Foreign": Foreign, "Cause": Cause, "Place": Place, "Line": Line, "Address": Address,
		} {
			if got := hide(text); len(got) > 4*len(text)+8 {
				t.Errorf("%s makes %d bytes of %d", name, len(got), len(text))
			}
		}
		_ = Display("", "text/html", []byte(text))
	})
}
