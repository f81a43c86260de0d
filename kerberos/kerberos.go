package kerberos

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/jcmturner/gokrb5/v8/client"
	"github.com/jcmturner/gokrb5/v8/config"
	"github.com/jcmturner/gokrb5/v8/credentials"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/krberror"
	"github.com/jcmturner/gokrb5/v8/spnego"

	"github.com/ovirt-go/ovirt/sdk"
)

// Config says who logs in. The zero value is whoever ran kinit.
type Config struct {
	// Principal is the user: alice or alice@EXAMPLE.COM. Without a realm it is of the default realm. It is needed with Keytab or
	// Password, and not allowed with Cache, which holds its own.
	Principal string

	// Keytab names a file with the keys of the Principal.
	Keytab string

	// Password is that of the Principal. It appears in no error.
	Password string

	// Cache names the file of a ticket cache. It is read at each login, so that somebody else may renew it. Empty, without a
	// Keytab and a Password, is the file of KRB5CCNAME, or else /tmp/krb5cc_UID. Caches of other kinds than files can't be read.
	Cache string

	// File names the configuration of Kerberos. Empty is the file of KRB5_CONFIG, or else /etc/krb5.conf.
	File string

	// Service is the principal of the engine's front end. Empty is HTTP/HOST with the host of the engine's address as it is
	// written there: no name server is asked for another name.
	Service string

	// NoFAST leaves out the negotiation of FAST, which some KDCs of Active Directory don't take.
	NoFAST bool
}

// String returns a Config without its password.
func (cfg Config) String() string {
	who := cmp.Or(cfg.Principal, cfg.Cache, "the default cache")
	return "kerberos.Config(" + who + ")"
}

// GoString hides the password from %#v too.
func (cfg Config) GoString() string { return cfg.String() }

// Authenticator logs in by Kerberos. It is an [sdk.Authenticator] and may serve several connections, at the same time too.
type Authenticator struct {
	cfg   Config
	conf  *config.Config
	keys  *keytab.Keytab // nil without Keytab
	user  string         // empty for a cache
	realm string
}

var _ sdk.Authenticator = (*Authenticator)(nil)

// New prepares logins. It reads the configuration and the keytab, and asks no KDC. The error names what is wrong with the Config.
func New(cfg Config) (*Authenticator, error) {
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("kerberos: %w", err)
	}
	a := &Authenticator{cfg: cfg}
	file := cmp.Or(cfg.File, os.Getenv("KRB5_CONFIG"), "/etc/krb5.conf")
	conf, err := config.Load(file)
	if err != nil {
		return nil, fmt.Errorf("kerberos: File %s: %w", file, err)
	}
	a.conf = conf
	a.user, a.realm, _ = strings.Cut(cfg.Principal, "@")
	if a.realm == "" {
		a.realm = conf.LibDefaults.DefaultRealm
	}
	if a.user != "" && a.realm == "" {
		return nil, fmt.Errorf("kerberos: Principal %q has no realm, and %s no default_realm", cfg.Principal, file)
	}
	if cfg.Keytab != "" {
		if a.keys, err = keytab.Load(cfg.Keytab); err != nil {
			return nil, fmt.Errorf("kerberos: Keytab %s: %w", cfg.Keytab, err)
		}
	}
	return a, nil
}

// check returns the mistakes of a Config.
func (cfg *Config) check() error {
	ways := 0
	for _, way := range []string{cfg.Keytab, cfg.Password, cfg.Cache} {
		if way != "" {
			ways++
		}
	}
	switch named := cfg.Principal != ""; {
	case ways > 1:
		return errors.New("more than one of Keytab, Password and Cache are given")
	case named && cfg.Keytab == "" && cfg.Password == "":
		return fmt.Errorf("the Principal %q is given without Keytab or Password", cfg.Principal)
	case !named && (cfg.Keytab != "" || cfg.Password != ""):
		return errors.New("no Principal is given")
	}
	return nil
}

// Login obtains a token of the engine for a ticket. The error matches [sdk.ErrAuth] if the KDC or the engine refuses the user. When
// the context ends, Login returns at once; a request to the KDC that is under way then ends by itself after some seconds.
func (a *Authenticator) Login(ctx context.Context, site *sdk.Site) (sdk.Credential, error) {
	service := a.cfg.Service
	if service == "" {
		u, err := url.Parse(site.TicketURL)
		if err != nil || u.Hostname() == "" {
			return sdk.Credential{}, errors.New("kerberos: the address of the single sign-on names no host")
		}
		service = "HTTP/" + u.Hostname()
	}
	type result struct {
		header string
		err    error
	}
	got := make(chan result, 1)
	go func() {
		header, err := a.negotiate(service)
		got <- result{header, err}
	}()
	var r result
	select {
	case <-ctx.Done():
		return sdk.Credential{}, fmt.Errorf("kerberos: %w", ctx.Err())
	case r = <-got:
	}
	if r.err != nil {
		return sdk.Credential{}, r.err
	}
	form := url.Values{"grant_type": {"urn:ovirt:params:oauth:grant-type:http"}, "scope": {"ovirt-app-api"}}
	c, err := site.Grant(ctx, site.TicketURL, form, http.Header{"Authorization": {r.header}})
	if err != nil {
		return sdk.Credential{}, fmt.Errorf("kerberos: ticket for %s: %w", service, err)
	}
	return c, nil
}

// Logout revokes the token.
func (a *Authenticator) Logout(ctx context.Context, site *sdk.Site, c sdk.Credential) error {
	return site.Revoke(ctx, c.Token)
}

// negotiate obtains a ticket for the service and returns the header that shows it.
func (a *Authenticator) negotiate(service string) (string, error) {
	cl, err := a.client()
	if err != nil {
		return "", err
	}
	defer cl.Destroy() // It would renew its tickets in the background.
	who := cl.Credentials.UserName() + "@" + cl.Credentials.Domain()
	if !a.fromCache() {
		if err := cl.Login(); err != nil {
			return "", failed("login as "+who, err)
		}
	}
	doing := "ticket of " + who + " for " + service
	if _, _, err := cl.GetServiceTicket(service); err != nil { // The client keeps it for what follows.
		return "", failed(doing, err)
	}
	req, err := http.NewRequest(http.MethodPost, "/", nil)
	if err != nil {
		return "", err
	}
	if err := spnego.SetSPNEGOHeader(cl, req, service); err != nil {
		return "", failed(doing, err)
	}
	return req.Header.Get("Authorization"), nil
}

// fromCache reports whether tickets come from a cache.
func (a *Authenticator) fromCache() bool { return a.user == "" }

// failed returns the error of an exchange with the KDC. It is the user's fault unless the KDC couldn't be reached.
func failed(doing string, err error) error {
	if k, ok := errors.AsType[krberror.Krberror](err); ok && k.RootCause == krberror.NetworkingError {
		return fmt.Errorf("kerberos: %s: %w", doing, err)
	}
	return fmt.Errorf("kerberos: %s: %w: %w", doing, sdk.ErrAuth, err)
}

// client prepares a client of the KDC.
func (a *Authenticator) client() (*client.Client, error) {
	fast := client.DisablePAFXFAST(a.cfg.NoFAST)
	switch {
	case a.keys != nil:
		return client.NewWithKeytab(a.user, a.realm, a.keys, a.conf, fast), nil
	case a.cfg.Password != "":
		return client.NewWithPassword(a.user, a.realm, a.cfg.Password, a.conf, fast), nil
	}
	path, err := a.cachePath()
	if err != nil {
		return nil, err
	}
	cache, err := credentials.LoadCCache(path)
	if err != nil {
		return nil, fmt.Errorf("kerberos: %w: ticket cache %s: %w", sdk.ErrAuth, path, err)
	}
	cl, err := client.NewFromCCache(cache, a.conf, fast)
	if err != nil {
		return nil, fmt.Errorf("kerberos: %w: ticket cache %s: %w", sdk.ErrAuth, path, err)
	}
	return cl, nil
}

// cachePath returns the file of the ticket cache.
func (a *Authenticator) cachePath() (string, error) {
	if a.cfg.Cache != "" {
		return strings.TrimPrefix(a.cfg.Cache, "FILE:"), nil
	}
	name := os.Getenv("KRB5CCNAME")
	if name == "" {
		return "/tmp/krb5cc_" + strconv.Itoa(os.Getuid()), nil
	}
	kind, path, ok := strings.Cut(name, ":")
	if !ok {
		return name, nil
	}
	if kind != "FILE" {
		return "", fmt.Errorf("kerberos: KRB5CCNAME is a ticket cache of kind %s; only FILE can be read", kind)
	}
	return path, nil
}
