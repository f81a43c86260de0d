package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/kerberos"
	"github.com/ovirt-go/ovirt/sdk"
)

// The login itself is tested with a KDC in the package above.
func TestMissingTicketsAreNamed(t *testing.T) {
	dir := t.TempDir()
	conf := filepath.Join(dir, "krb5.conf")
	if err := os.WriteFile(conf, []byte("[libdefaults]\ndefault_realm = EXAMPLE.COM\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KRB5_CONFIG", conf)
	cache := filepath.Join(dir, "tickets")
	t.Setenv("KRB5CCNAME", cache)
	cfg := sdk.Config{URL: "https://engine.example.com/ovirt-engine/api", Username: "ignored", Password: "ignored"}
	if err := run(t.Context(), cfg, io.Discard, kerberos.Config{}); err == nil || !strings.Contains(err.Error(), cache) {
		t.Errorf("error %v doesn't name the cache", err)
	}
}
