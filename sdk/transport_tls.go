package sdk

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// newTLS says whom the transport trusts.
func newTLS(cfg *Config) (*tls.Config, error) {
	roots, err := trusted(cfg)
	if err != nil {
		return nil, err
	}
	t := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, InsecureSkipVerify: cfg.Insecure}
	if cfg.Fingerprint == "" {
		return t, nil
	}
	p, err := parsePin(cfg.Fingerprint)
	if err != nil {
		return nil, err
	}
	if roots == nil {
		// Without certificates to trust the pin alone decides, so the standard verification is
		// replaced.
		t.InsecureSkipVerify = true
		hosts := cfg.addresses()
		t.VerifyConnection = func(state tls.ConnectionState) error { return p.verifyAlone(state, hosts) }
		return t, nil
	}
	t.VerifyConnection = p.verifyToo
	return t, nil
}

// trusted returns the certificates to trust; nil stands for the system's.
func trusted(cfg *Config) (*x509.CertPool, error) {
	if cfg.Insecure || cfg.CAFile == "" && cfg.CADir == "" && cfg.CA == nil && cfg.CAPool == nil {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if cfg.CAPool != nil {
		pool = cfg.CAPool.Clone()
	}
	if cfg.CA != nil && !pool.AppendCertsFromPEM(cfg.CA) {
		return nil, errors.New("CA holds no PEM certificate")
	}
	if cfg.CAFile != "" {
		pem, err := os.ReadFile(cfg.CAFile)
		if err != nil {
			return nil, fmt.Errorf("CAFile: %w", err)
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("CAFile %s holds no PEM certificate", cfg.CAFile)
		}
	}
	if cfg.CADir != "" {
		if err := trustDir(pool, cfg.CADir); err != nil {
			return nil, fmt.Errorf("CADir: %w", err)
		}
	}
	return pool, nil
}

// maxCertFile bounds the files of a directory that are read; a bundle of all public CAs has 200 kB.
const maxCertFile = 4 << 20

// trustDir adds the certificates of a directory's files to the pool. Directories of certificates
// often hold other files too, so those without a certificate are ignored.
func trustDir(pool *x509.CertPool, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	found := false
	for _, entry := range entries {
		name := filepath.Join(dir, entry.Name())
		// Entries are links in the directories that openssl rehash makes.
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxCertFile {
			continue
		}
		pem, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		found = pool.AppendCertsFromPEM(pem) || found
	}
	if !found {
		return fmt.Errorf("no file in %s holds a PEM certificate", dir)
	}
	return nil
}

// pin is the SHA-256 of a certificate.
type pin [sha256.Size]byte

func parsePin(text string) (pin, error) {
	raw, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(text), ":", ""))
	if err != nil || len(raw) != sha256.Size {
		return pin{}, mistake(
			"Fingerprint %q is no SHA-256 in hexadecimal, which has 64 digits", text,
		)
	}
	return pin(raw), nil
}

// Fingerprint returns the SHA-256 of a certificate as [Config.Fingerprint] takes it: upper case,
// with colons.
func Fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return pin(sum).String()
}

func (p pin) String() string {
	var b strings.Builder
	for i, c := range p {
		if i > 0 {
			b.WriteByte(':')
		}
		fmt.Fprintf(&b, "%02X", c)
	}
	return b.String()
}

func (p pin) matches(cert *x509.Certificate) bool { return sha256.Sum256(cert.Raw) == p }

// verifyToo asks for the pinned certificate in a chain that was verified already.
func (p pin) verifyToo(state tls.ConnectionState) error {
	for _, chain := range state.VerifiedChains {
		for _, cert := range chain {
			if p.matches(cert) {
				return nil
			}
		}
	}
	return p.mismatch(state)
}

// verifyAlone accepts a server that shows the pinned certificate, whatever it says, or one whose
// certificate the pinned CA signed for that host. The pinned CA is one that the server sends along,
// or one of the system's store.
//
// The state names no host if that is an IP address, so the addresses of the Config stand in: the
// certificate must be for one.
func (p pin) verifyAlone(state tls.ConnectionState, addresses []string) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("the server shows no certificate")
	}
	leaf := state.PeerCertificates[0]
	if p.matches(leaf) {
		return nil
	}
	options := x509.VerifyOptions{DNSName: state.ServerName, Intermediates: x509.NewCertPool()}
	for _, cert := range state.PeerCertificates[1:] {
		options.Intermediates.AddCert(cert)
		if p.matches(cert) && cert.IsCA {
			options.Roots = x509.NewCertPool()
			options.Roots.AddCert(cert)
		}
	}
	chains, err := leaf.Verify(options)
	if err == nil && state.ServerName == "" {
		err = validForOne(leaf, addresses)
	}
	if options.Roots != nil {
		return err
	}
	if err == nil {
		state.VerifiedChains = chains
	}
	return p.verifyToo(state)
}

// validForOne reports whether a certificate is for one of the addresses at least.
func validForOne(leaf *x509.Certificate, addresses []string) error {
	err := errors.New("the host of the connection is unknown")
	for _, address := range addresses {
		if err = leaf.VerifyHostname(address); err == nil {
			return nil
		}
	}
	return err
}

// addresses returns the IP addresses of the servers that the Config names.
func (cfg *Config) addresses() []string {
	var all []string
	for _, text := range []string{cfg.URL, cfg.SSOURL, cfg.SSORevokeURL, cfg.Proxy} {
		u, err := url.Parse(text)
		if err != nil {
			continue
		}
		if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
			all = append(all, ip.WithZone("").String())
		}
	}
	return all
}

func (p pin) mismatch(state tls.ConnectionState) error {
	return &pinError{p.String(), Fingerprint(state.PeerCertificates[0])}
}

// pinError says that a server isn't the pinned one.
type pinError struct{ want, got string }

func (e *pinError) Error() string {
	return "no certificate of the server has the pinned fingerprint " + e.want +
		"; the server's own has " + e.got
}

// Permanent tells the retries that the next attempt would find the same.
func (e *pinError) Permanent() bool { return true }

// parseCert reads the first certificate of a PEM text.
func parseCert(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(bytes.TrimSpace(text))
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, errors.New("no PEM certificate")
	}
	return x509.ParseCertificate(block.Bytes)
}
