package kerberos_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	realm    = "OVIRT.TEST"
	user     = "alice@" + realm
	password = "secret-alice"
	spn      = "HTTP/127.0.0.1"
)

// kdc is a Kerberos server of the test's own, of MIT, on the loopback.
type kdc struct {
	dir     string
	conf    string // krb5.conf for its clients
	keytab  string // keys of the user
	service string // keys of the service
}

// tool finds a program of MIT Kerberos, which Debian puts where only root looks.
func tool(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	return exec.LookPath(filepath.Join("/usr/sbin", name))
}

// startKDC starts a KDC that ends with the test.
func startKDC(t *testing.T) *kdc {
	t.Helper()
	for _, name := range []string{"krb5kdc", "kdb5_util", "kadmin.local", "kinit"} {
		if _, err := tool(name); err != nil {
			t.Skipf("%s isn't installed; Debian has it in krb5-kdc, krb5-admin-server and krb5-user", name)
		}
	}
	dir := t.TempDir()
	k := &kdc{
		dir: dir, conf: filepath.Join(dir, "krb5.conf"),
		keytab: filepath.Join(dir, "alice.keytab"), service: filepath.Join(dir, "http.keytab"),
	}
	port := freePort(t)
	k.write(t, "krb5.conf", fmt.Sprintf(`[libdefaults]
	default_realm = %[1]s
	dns_lookup_kdc = false
	dns_lookup_realm = false
	rdns = false
	dns_canonicalize_hostname = false
	udp_preference_limit = 1
[realms]
	%[1]s = {
		kdc = 127.0.0.1:%[2]d
	}
`, realm, port))
	k.write(t, "kdc.conf", fmt.Sprintf(`[kdcdefaults]
	kdc_listen = 127.0.0.1:%[2]d
	kdc_tcp_listen = 127.0.0.1:%[2]d
[realms]
	%[1]s = {
		database_name = %[3]s/principal
		key_stash_file = %[3]s/stash
		acl_file = %[3]s/acl
		supported_enctypes = aes256-cts-hmac-sha1-96:normal
		default_principal_flags = +preauth
	}
[logging]
	kdc = STDERR
`, realm, port, dir))
	k.run(t, "", "kdb5_util", "create", "-s", "-r", realm, "-P", "master")
	k.run(t, "", "kadmin.local", "-q", "addprinc -pw "+password+" "+user)
	k.run(t, "", "kadmin.local", "-q", "addprinc -randkey "+spn)
	k.run(t, "", "kadmin.local", "-q", "ktadd -norandkey -k "+k.keytab+" "+user)
	k.run(t, "", "kadmin.local", "-q", "ktadd -norandkey -k "+k.service+" "+spn)
	k.serve(t)
	return k
}

// serve runs the KDC until the test ends, and returns when it listens.
func (k *kdc) serve(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	path, err := tool("krb5kdc")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, path, "-n")
	cmd.Env = k.env()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	listening := make(chan bool)
	done := make(chan struct{})
	go func() {
		defer close(done)
		lines := bufio.NewScanner(stderr)
		said := false
		for lines.Scan() {
			if !said && strings.Contains(lines.Text(), "commencing operation") {
				said = true
				listening <- true
			}
		}
		if !said {
			close(listening)
		}
	}()
	t.Cleanup(func() {
		stop()
		<-done
		_ = cmd.Wait() // It was killed.
	})
	if !<-listening {
		t.Fatal("krb5kdc ended before it listened")
	}
}

func (k *kdc) env() []string {
	return append(os.Environ(),
		"KRB5_CONFIG="+k.conf, "KRB5_KDC_PROFILE="+filepath.Join(k.dir, "kdc.conf"), "KRB5CCNAME=FILE:"+filepath.Join(k.dir, "unused"))
}

// run runs a program of the KDC to its end.
func (k *kdc) run(t *testing.T, input, name string, args ...string) {
	t.Helper()
	path, err := tool(name)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env = k.env()
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

// kinit puts a ticket of the user into a cache.
func (k *kdc) kinit(t *testing.T, lifetime string) string {
	t.Helper()
	cache := filepath.Join(k.dir, "cache-"+lifetime)
	k.run(t, password+"\n", "kinit", "-l", lifetime, "-c", "FILE:"+cache, user)
	return cache
}

func (k *kdc) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// freePort returns a port of the loopback that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
