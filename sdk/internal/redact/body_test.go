package redact

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestBody(t *testing.T) {
	t.Parallel()
	const (
		anyXML  = "application/xml;charset=UTF-8"
		anyJSON = "application/json"
		form    = "application/x-www-form-urlencoded"
	)
	for _, tt := range []struct {
		name, path, media, in, want string
	}{
		{"nothing secret", "/vms", anyXML, "<vm>\n  <name>a&amp;b</name>\r\n</vm>\n", "<vm>\n  <name>a&amp;b</name>\r\n</vm>\n"},
		{"password", "/hosts", anyXML, `<host><name>a</name><root_password>s</root_password></host>`,
			`<host><name>a</name><root_password>***</root_password></host>`},
		{"empty elements stay", "/hosts", anyXML, `<host><root_password></root_password><password/></host>`,
			`<host><root_password></root_password><password/></host>`},
		{"CDATA with an end tag in it", "", anyXML, `<h><password><![CDATA[</password>s]]>s</password><name>n</name></h>`,
			`<h><password>***</password><name>n</name></h>`},
		{"references", "", anyXML, `<h><password>s&#115;&lt;</password></h>`, `<h><password>***</password></h>`},
		{"attributes", "", anyXML, `<h password='s"s' name="n"/>`, `<h password='***' name="n"/>`},
		{"attributes of a secret element", "", anyXML, `<h><password kind="s">s</password></h>`, `<h><password kind="***">***</password></h>`},
		{"prefix and capitals", "", anyXML, `<h><x:Root-Password>s</x:Root-Password></h>`, `<h><x:Root-Password>***</x:Root-Password></h>`},
		{"elements in a secret", "", anyXML, `<h><password><a>s</a><password>s</password>s</password><b>b</b></h>`,
			`<h><password>***</password><b>b</b></h>`},
		{"comment", "", anyXML, `<h><!-- <password>s</password> --><b>b</b></h>`, `<h><!-- <password***--><b>b</b></h>`},
		{"harmless comment", "", anyXML, `<h><!-- a < b --><b>b</b></h>`, `<h><!-- a < b --><b>b</b></h>`},
		{"ticket", "", anyXML, `<action><ticket><value>s</value><expiry>7</expiry></ticket></action>`,
			`<action><ticket><value>***</value><expiry>7</expiry></ticket></action>`},
		{"other values", "", anyXML, `<bookmark><value>vms: a</value></bookmark>`, `<bookmark><value>vms: a</value></bookmark>`},
		{"address of a transfer", "", anyXML, `<image_transfer><transfer_url>https://h:54322/images/s</transfer_url></image_transfer>`,
			`<image_transfer><transfer_url>https://h:54322/images/***</transfer_url></image_transfer>`},
		{"address of another form", "", anyXML, `<image_transfer><proxy_url>h/s</proxy_url></image_transfer>`,
			`<image_transfer><proxy_url>***</proxy_url></image_transfer>`},
		{"user in an address", "", anyXML, `<p><url>https://u:s@h/p</url></p>`, `<p><url>https://u:***@h/p</url></p>`},
		{"port in an address", "", anyXML, `<p><url>https://h:80/p</url></p>`, `<p><url>https://h:80/p</url></p>`},
		{"sensitive options", "", anyXML,
			`<s><driver_sensitive_options> <property><name>n</name><value>s</value></property></driver_sensitive_options><name>n</name></s>`,
			`<s><driver_sensitive_options> <property><name>n</name><value>***</value></property></driver_sensitive_options><name>n</name></s>`},
		{"stray elements among sensitive options", "", anyXML, `<s><driver_sensitive_options>s<x>s</x></driver_sensitive_options></s>`,
			`<s><driver_sensitive_options>***<x>***</x></driver_sensitive_options></s>`},
		{"option that says password", "", anyXML, `<options><option><name>san_password</name><type>t</type><value>s</value></option></options>`,
			`<options><option><name>san_password</name><type>t</type><value>***</value></option></options>`},
		{"option with the value first", "", anyXML, `<option><value>s</value><name>pass&#119;d</name></option>`,
			`<option><value>***</value><name>pass&#119;d</name></option>`},
		{"option that says nothing", "", anyXML, `<option><value>v</value><name>port</name></option>`,
			`<option><value>v</value><name>port</name></option>`},
		{"option with elements in its value", "", anyXML, `<option><value>s<b>s</b></value><name>passwd</name></option>`,
			`<option><value>***</value><name>passwd</name></option>`},
		{"file for a guest", "", anyXML, `<payload><files><file><name>n</name><content>s</content></file></files></payload>`,
			`<payload><files><file><name>n</name><content>***</content></file></files></payload>`},
		{"public key", "", anyXML, `<ssh_public_key><content>ssh-rsa A</content></ssh_public_key>`,
			`<ssh_public_key><content>ssh-rsa A</content></ssh_public_key>`},
		{"member of a newer engine", "", anyXML, `<h><luks_passphrase>s</luks_passphrase></h>`, `<h><luks_passphrase>***</luks_passphrase></h>`},

		{"breaks off in a secret", "", anyXML, `<h><name>n</name><password>s`, `<h><name>n</name><password>***`},
		{"breaks off in an end tag", "", anyXML, `<h><password>s</passwo`, `<h><password>***`},
		{"breaks off in a reference", "", anyXML, `<h><url>https://u:s&am`, `<h><url>https://u:***`},
		{"breaks off in plain text", "", anyXML, `<h><password>s</password><name>the n`, `<h><password>***</password><name>the n`},
		{"breaks off in the value of an option", "", anyXML, `<option><value>s`, `<option><value>***`},
		{"breaks off in the name of an option", "", anyXML, `<option><value>s</value><name>pass`, `<option><value>***</value><name>pass`},
		{"breaks off in an attribute", "", anyXML, `<h password="s`, `<h password***`},
		{"breaks off in a comment", "", anyXML, `<h><!-- password=s`, `<h><!-- password***`},
		{"wrong end tag", "", anyXML, `<h><name>n</nam><password>s</password>t`, `<h><name>n</nam><password***`},
		{"secret not ended", "", anyXML, `<h><password>s</h><name>t</name>`, `<h><password>***`},
		{"text behind a secret", "", anyXML, `<h><password>![CDATA[</password>s]]></h>`, `<h><password>***</password>***</h>`},
		{"end tag behind a secret", "", anyXML, `<h><password>s</password></s><b>t</b>`, `<h><password>***</password>***`},
		{"option whose begin is lost", "", anyXML, `<h>]option><value>s</value>`, `<h>]option><value>***</value>`},
		{"text behind the root", "", anyXML, `<h/>password: s`, `<h/>password***`},
		{"DTD", "", anyXML, `<!DOCTYPE h [<!ENTITY password "s">]><h/>`, `<!DOCTYPE h [<!ENTITY password***`},
		{"wide characters", "", anyXML, "<\x00p\x00a\x00s\x00s\x00w\x00o\x00r\x00d\x00>\x00s\x00", "<\x00p\x00a\x00s\x00s\x00w\x00o\x00r\x00d\x00***"},

		{"JSON", "", anyJSON, `{"name": "n", "root_password" : "s\"s", "x": [ {"password":"s"} ] }`,
			`{"name": "n", "root_password" : "***", "x": [ {"password":"***"} ] }`},
		{"numbers and nothing", "", anyJSON, `{"password":12.5e1,"token":null,"a":{"secret":true}}`,
			`{"password":"***","token":null,"a":{"secret":true}}`},
		{"escapes in a key", "", anyJSON, `{"p\u0061ssword":"s"}`, `{"p\u0061ssword":"***"}`},
		{"object in a secret", "", anyJSON, `{"password":{"s":"s","x":["s",1]},"n":"n"}`, `{"password":{"***":"***","***":["***","***"]},"n":"n"}`},
		{"list of secrets", "", anyJSON, `{"password":["s","t"],"n":["n"]}`, `{"password":["***","***"],"n":["n"]}`},
		{"JSON ticket", "", anyJSON, `{"ticket":{"value":"s","expiry":"7"}}`, `{"ticket":{"value":"***","expiry":"7"}}`},
		{"list of keys", "/ovirt-engine/api/openstackvolumeproviders/1/authenticationkeys", anyJSON,
			`{"openstack_volume_authentication_key":[{"value":"s"}]}`, `{"openstack_volume_authentication_key":[{"value":"***"}]}`},
		{"one key", "/ovirt-engine/api/openstackvolumeproviders/1/authenticationkeys/2", anyJSON, `{"uuid":"u","value":"s"}`,
			`{"uuid":"u","value":"***"}`},
		{"one bookmark", "/ovirt-engine/api/bookmarks/2", anyJSON, `{"value":"v"}`, `{"value":"v"}`},
		{"unknown object", "", anyJSON, `{"value":"s"}`, `{"value":"***"}`},
		{"sensitive options in JSON", "", anyJSON, `{"driver_sensitive_options":{"property":[{"name":"n","value":"s","x":"s"}]}}`,
			`{"driver_sensitive_options":{"property":[{"name":"n","value":"***","***":"***"}]}}`},
		{"JSON option", "/a", anyJSON, `{"option":[{"value":"s","name":"passwd"},{"value":"v","name":"port"}]}`,
			`{"option":[{"value":"***","name":"passwd"},{"value":"v","name":"port"}]}`},
		{"JSON option that is no text", "/a", anyJSON, `{"option":[{"value":1,"name":"passwd"},{"name":"passwd","value":{"a":["s"]}}]}`,
			`{"option":[{"value":"***","name":"passwd"},{"name":"passwd","value":"***"}]}`},
		{"escaped address of a transfer", "", anyJSON, `{"transfer_url":"https:\/\/h\/images\/s"}`, `{"transfer_url":"***"}`},
		{"token", "/sso/oauth/token", anyJSON, `[{"access_token":"s","token_type":"bearer","exp":"9","scope":"ovirt-app-api"}]`,
			`[{"access_token":"***","token_type":"bearer","exp":"9","scope":"ovirt-app-api"}]`},
		{"JSON breaks off in a secret", "", anyJSON, `{"password":"s`, `{"password":"***`},
		{"JSON breaks off in a number", "", anyJSON, `{"password":12`, `{"password":***`},
		{"JSON breaks off in plain text", "", anyJSON, `{"name":"the n`, `{"name":"the n`},
		{"JSON breaks off in a list", "", anyJSON, `{"password":["s","t`, `{"password":["***",***`},
		{"JSON breaks off in an option", "/a", anyJSON, `{"option":[{"value":"s"`, `{"option":[{"value":"***"`},
		{"missing comma", "", anyJSON, `{"a":1 "password":"s","b":"t"}`, `{"a":1 "password***`},
		{"missing quote", "", anyJSON, `{"a":"n,"password":"s"}`, `{"a":"n,"password***`},
		{"missing colon", "", anyJSON, `{"password" "s"}`, `{"password***`},
		{"single quotes", "", anyJSON, `{'p\u0061ssword':'s'}`, `{'p\u0061ssword***`},
		{"bracket behind a secret", "", anyJSON, `{"a":{"password":["s"]{"b":"t"}}}`, `{"a":{"password":["***"]***`},
		{"two documents", "", anyJSON, `{} {"password":"s"}`, `{} {"password***`},

		{"form", "/sso/oauth/token", form, "grant_type=password&username=a%40b&pass%77ord=s%26s&scope=x",
			"grant_type=password&username=a%40b&pass%77ord=***&scope=x"},
		{"logout", "", form, "scope=ovirt-app-api&token=s", "scope=ovirt-app-api&token=***"},
		{"form of no type", "", "", "grant_type=x&password=s", "grant_type=x&password***"},
		{"form that is JSON", "", form, `{"password":"s"}`, `{"password":"***"}`},
		{"viewer's file", "", "application/x-virt-viewer", "[virt-viewer]\r\nhost=h\r\npassword=s\r\n\r\n[ovirt]\r\nsso-token=s\nport=1",
			"[virt-viewer]\r\nhost=h\r\npassword=***\r\n\r\n[ovirt]\r\nsso-token=***\nport=1"},
		{"page", "", "text/html", "<html><br>The password is wrong.<p>Unauthorized", "<html><br>The password is wrong.<p>Unauthorized"},
		{"page with a form", "", "text/html", `<html><input name="password" value="s">`, `<html><input name="password***`},
		{"plain text", "", "text/plain", "No such user: admin\n", "No such user: admin\n"},
		{"empty", "", anyXML, " \n", " \n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := string(Body(tt.path, tt.media, []byte(tt.in))); got != tt.want {
				t.Errorf("in   %s\ngot  %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

// TestEveryBeginningOfADocumentHidesTheSecret cuts documents anywhere.
func TestEveryBeginningOfADocumentHidesTheSecret(t *testing.T) {
	t.Parallel()
	const marker = "qQzZ7"
	for _, doc := range []string{
		`<?xml version="1.0"?><action><ticket><value>qQzZ7</value></ticket><host password="qQzZ7"><root_password><![CDATA[qQzZ7]]></root_password>` +
			`<url>https://u:qQzZ7@h</url><transfer_url>https://h/images/qQzZ7</transfer_url><option><name>passwd</name><value>qQzZ7</value>` +
			`</option><option><value>qQzZ7</value><name>passwd</name></option><driver_sensitive_options><property><value>qQzZ7</value>` +
			`</property></driver_sensitive_options><password><x>qQzZ7</x></password><!-- password=qQzZ7 --></host></action>`,
		`{"ticket":{"value":"qQzZ7"},"host":{"root_password":"qQzZ7","url":"https://u:qQzZ7@h","transfer_url":"https://h/images/qQzZ7",` +
			`"option":[{"name":"passwd","value":"qQzZ7"},{"value":"qQzZ7","name":"passwd"}],"password":{"qQzZ7":["qQzZ7",{"a":"qQzZ7"}]},` +
			`"driver_sensitive_options":{"property":[{"value":"qQzZ7"}]},"p\u0061ssword":"qQzZ7"}}`,
		`grant_type=password&password=qQzZ7&token=qQzZ7`,
	} {
		for n := range len(doc) + 1 {
			got := string(Body("/x", "", []byte(doc[:n])))
			// What is cut to less than three characters of the marker tells nothing.
			if strings.Contains(got, marker[:3]) {
				t.Fatalf("%s\nbecomes\n%s", doc[:n], got)
			}
		}
	}
}

func TestHiddenDocumentsStayWellFormed(t *testing.T) {
	t.Parallel()
	in := `<a x="1"><password>s<b/></password><driver_sensitive_options><property><value>s</value></property></driver_sensitive_options></a>`
	dec := xml.NewDecoder(strings.NewReader(string(Body("", "", []byte(in)))))
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	in = `{"password":1,"token":{"a":[1,"s",{"b":null}]},"value":"s","driver_sensitive_options":{"property":[{"value":2}]}}`
	if out := Body("", "", []byte(in)); !json.Valid(out) {
		t.Errorf("%s becomes %s", in, out)
	}
}

func TestDeepDocumentsEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, open string }{{"XML", "<a>"}, {"JSON", "["}, {"objects", `{"a":`}, {"in a secret", "<password>"}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := strings.Repeat(tt.open, 100_000)
			want := doc
			if tt.open == "<password>" {
				want = tt.open + Mask
			}
			if got := string(Body("", "", []byte(doc))); got != want {
				t.Errorf("%d bytes become %d, want %d", len(doc), len(got), len(want))
			}
		})
	}
}

// TestLongNamesEnd fails by its time if places are looked at again and again.
func TestLongNamesEnd(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"password", "value", "<value", "\\u0070assword", "://a:b@"} {
		doc := strings.Repeat(word, 200_000)
		if got := Body("", "text/plain", []byte(doc)); len(got) == 0 {
			t.Errorf("%s: nothing is left", word)
		}
		if got := Text(doc); got == "" {
			t.Errorf("%s: no text is left", word)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"nothing secret", "dial tcp 127.0.0.1:80: connection refused", "dial tcp 127.0.0.1:80: connection refused"},
		{"user in an address", `proxy "http://u:s@h:1/x" says no`, `proxy "http://u:***@h:1/x" says no`},
		{"query", "Get https://h/?access_token=s: EOF", "Get https://h/?access_token***"},
		{"prose", "wrong password for admin", "wrong password for admin"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Text(tt.in); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestIndent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"XML", `<?xml version="1.0"?><vm id="1"><name>a &amp; b</name> <nics><nic/><nic></nic></nics></vm>`,
			"<?xml version=\"1.0\"?>\n<vm id=\"1\">\n    <name>a &amp; b</name>\n    <nics>\n        <nic/>\n        <nic></nic>\n    </nics>\n</vm>"},
		{"text beside elements", "<a> x <b/> </a>", "<a> x <b/> </a>"},
		{"blank text", "<a> </a>\n", "<a> </a>"},
		{"CDATA and comment", "<a><!-- c --><b><![CDATA[<x>]]></b></a>", "<a>\n    <!-- c -->\n    <b><![CDATA[<x>]]></b>\n</a>"},
		{"indented already", "<a>\n\t<b/>\n</a>\n", "<a>\n    <b/>\n</a>"},
		{"broken XML", "<a><b></a>", "<a><b></a>"},
		{"XML that breaks off", "<a><b>", "<a><b>"},
		{"two roots", "<a/><b/>", "<a/><b/>"},
		{"JSON", `{"a":[1,{}]}`, "{\n    \"a\": [\n        1,\n        {}\n    ]\n}"},
		{"broken JSON", `{"a":[1,`, `{"a":[1,`},
		{"text", "a  b\n", "a  b\n"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := string(Indent([]byte(tt.in))); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}
