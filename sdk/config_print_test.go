package sdk_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

func TestConfigIsPrintedWithoutSecrets(t *testing.T) {
	t.Parallel()
	cfg := sdk.Config{
		URL: "https://e/ovirt-engine/api", Username: "admin@internal", Password: "secret", Insecure: true, Timeout: time.Minute,
		Proxy: "http://me:secret@proxy:3128", Header: http.Header{"Authorization": {"secret"}}, CAPool: x509.NewCertPool(),
		SSOURL: "https://me:secret@sso/?key=secret", MaxConnections: 3, Token: "secret",
		Authenticator: sdk.BasicLogin("u@p", "secret"),
	}
	const want = "Config{URL:https://e/ovirt-engine/api Username:admin@internal Password:(hidden) Token:(hidden) " +
		"Authenticator:(hidden) SSOURL:https://me:xxxxx@sso/ CAPool:(hidden) Insecure:true Proxy:http://me:xxxxx@proxy:3128 " +
		"Header:(hidden) Timeout:1m0s MaxConnections:3}"
	for _, verb := range []string{"%v", "%+v", "%s"} {
		for _, v := range []any{cfg, &cfg} {
			if got := fmt.Sprintf(verb, v); got != want {
				t.Errorf("%s of %T gave\n%s\nwant\n%s", verb, v, got, want)
			}
		}
	}
	if got := fmt.Sprintf("%#v", cfg); got != "sdk."+want {
		t.Errorf("%%#v gave %s", got)
	}
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("x", "cfg", cfg, "ptr", &cfg)
	}
	if got := out.String(); strings.Contains(got, "secret") || !strings.Contains(got, "cfg.Username=admin@internal") {
		t.Errorf("the log is %s", got)
	}
}

// TestNoFieldOfAConfigIsShownUnlessItIsKnown finds new fields that hold text, of which somebody has
// to say that it is no secret.
func TestNoFieldOfAConfigIsShownUnlessItIsKnown(t *testing.T) {
	t.Parallel()
	harmless := map[string]bool{
		"URL": true, "Username": true, "SSOURL": true, "SSORevokeURL": true, "SSOTokenName": true, "CAFile": true, "CADir": true,
		"Fingerprint": true, "Proxy": true, "UserAgent": true,
	}
	typ := reflect.TypeFor[sdk.Config]()
	for i := range typ.NumField() {
		var cfg sdk.Config
		field := reflect.ValueOf(&cfg).Elem().Field(i)
		if field.Kind() != reflect.String {
			continue
		}
		field.SetString("text")
		name := typ.Field(i).Name
		if got := strings.Contains(cfg.String(), "text"); got != harmless[name] {
			t.Errorf("%s is shown: %t, want %t", name, got, harmless[name])
		}
	}
}
