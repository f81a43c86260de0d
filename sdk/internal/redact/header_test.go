package redact

import (
	"net/http"
	"net/url"
	"testing"
)

func TestHeaderValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"Authorization", "Bearer s.s", "Bearer ***"},
		{"authorization", "Basic czpz", "Basic ***"},
		{"Authorization", "Negotiate YII", "Negotiate ***"},
		{"Authorization", "s", "***"},
		{"Proxy-Authorization", "Own s", "***"},
		{"WWW-Authenticate", `Basic realm="RESTAPI"`, `Basic realm="RESTAPI"`},
		{"WWW-Authenticate", "Negotiate", "Negotiate"},
		{"WWW-Authenticate", "Negotiate oYG2", "Negotiate ***"},
		{"Cookie", "JSESSIONID=s; locale=s", "JSESSIONID=***; locale=***"},
		{"Set-Cookie", "JSESSIONID=s; path=/ovirt-engine/api; HttpOnly", "JSESSIONID=***; path=/ovirt-engine/api; HttpOnly"},
		{"JSESSIONID", "s", "***"},
		{"X-Auth-Token", "s", "***"},
		{"X-Api-Key", "s", "***"},
		{"Location", "https://h/ovirt-engine/sso?code=s&state=x", "https://h/ovirt-engine/sso?code=***&state=x"},
		{"Prefer", "persistent-auth, csrf-protection", "persistent-auth, csrf-protection"},
		{"Session-TTL", "30", "30"},
		{"Correlation-Id", "c", "c"},
		{"Cookie", "", ""},
	} {
		t.Run(tt.name+" "+tt.in, func(t *testing.T) {
			t.Parallel()
			if got := HeaderValue(tt.name, tt.in); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestHeaderIsNotChanged(t *testing.T) {
	t.Parallel()
	in := http.Header{"Authorization": {"Bearer s", "Bearer t"}}
	if got := Header(in); len(got["Authorization"]) != 2 || got["Authorization"][1] != "Bearer ***" {
		t.Errorf("got %v", got)
	}
	if in.Get("Authorization") != "Bearer s" {
		t.Errorf("the header itself became %v", in)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"nothing secret", "https://h:443/ovirt-engine/api/vms?search=name%3Da+b&max=1#x", "https://h:443/ovirt-engine/api/vms?search=name%3Da+b&max=1#x"},
		{"user", "https://u:s%40s@h/p", "https://u:***@h/p"},
		{"user without a password", "https://u@h/p", "https://u@h/p"},
		{"query", "/p?a=1&root%5Fpassword=s;b=2&token=", "/p?a=1&root%5Fpassword=***;b=2&token="},
		{"key that can't be read", "/p?%zz=s", "/p?%zz=***"},
		{"parameters run into each other", "/p?user=apassword=s&passwords&password&x=YQ==", "/p?user=***&***&password&x=YQ=="},
		{"fragment", "/p#access_token=s&x=y", "/p#access_token=***&x=y"},
		{"parameter of a segment", "/p;jsessionid=s/vms;max=1", "/p;jsessionid=***/vms;max=1"},
		{"transfer", "https://h:54322/images/s", "https://h:54322/images/***"},
		{"extents of a transfer", "/images/s/extents?context=zero", "/images/***/extents?context=zero"},
		{"all transfers", "https://h/images/*", "https://h/images/*"},
		{"images of a storage domain", "/ovirt-engine/api/storagedomains/1/images/2", "/ovirt-engine/api/storagedomains/1/images/2"},
		{"switch", "/p?case_sensitive=true&regenerate_ssh_keys", "/p?case_sensitive=true&regenerate_ssh_keys"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Address(tt.in); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if got := URL(nil); got != "" {
		t.Errorf("nil is %q", got)
	}
	if got := URL(&url.URL{Scheme: "https", Host: "h", Path: "/p", User: url.UserPassword("u", "s")}); got != "https://u:***@h/p" {
		t.Errorf("got %s", got)
	}
}
