package sdk

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// address is where things are on the engine.
type address struct {
	base   url.URL // address of the API, its path without a slash at the end
	path   string  // escaped path of base
	token  string  // address of the single sign-on
	ticket string  // the same for logins by HTTP authentication
	logout string
	site   string // the engine's root, which the paths above begin with
}

const usualURL = "https://HOST/ovirt-engine/api"

// parseURL checks the address of the API. Nothing is added to it: a guess would send the password
// to a place that nobody named.
func parseURL(text string) (address, error) {
	if text == "" {
		return address{}, errors.New("URL is empty; usual is " + usualURL)
	}
	u, err := url.Parse(text)
	if err != nil {
		// The error of url.Parse quotes the text, in which there may be a password.
		return address{}, errors.New("URL can't be parsed; usual is " + usualURL)
	}
	shown := place(u)
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return address{}, fmt.Errorf(
			"URL %q begins with neither https:// nor http://; usual is %s", shown, usualURL,
		)
	case u.Hostname() == "":
		return address{}, fmt.Errorf("URL %q names no host; usual is %s", shown, usualURL)
	case u.User != nil:
		return address{}, fmt.Errorf(
			"URL %q holds a user; give Username and Password instead", shown,
		)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return address{}, fmt.Errorf(
			"URL %q holds more than a path behind the host; usual is %s", shown, usualURL,
		)
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	root, ok := strings.CutSuffix(strings.TrimSuffix(path, "/v4"), "/api")
	if !ok || strings.Contains(path, "%") {
		return address{}, fmt.Errorf(
			"URL %q is not the address of an API, which ends in /api; usual is %s://%s/ovirt-engine/api",
			shown,
			u.Scheme,
			u.Host,
		)
	}
	u.Path, u.RawPath = path, ""
	site := u.Scheme + "://" + u.Host + root
	return address{
		base:   *u,
		path:   path,
		token:  site + "/sso/oauth/token",
		ticket: site + "/sso/oauth/token-http-auth",
		logout: site + "/services/sso-logout",
		site:   site,
	}, nil
}

// place returns what errors show of an address: the password of its user, its query and its
// fragment aren't.
func place(u *url.URL) string { return redact.Place(u.Redacted()) }

// setSSO takes the addresses of another single sign-on.
func (a *address) setSSO(cfg *Config) error {
	var errs []error
	for _, given := range []struct {
		name, text string
		into       []*string
	}{
		{"SSOURL", cfg.SSOURL, []*string{&a.token, &a.ticket}},
		{"SSORevokeURL", cfg.SSORevokeURL, []*string{&a.logout}},
	} {
		if given.text == "" {
			continue
		}
		if err := a.checkSSO(given.text); err != nil {
			errs = append(errs, fmt.Errorf("%s %w", given.name, err))
		}
		for _, place := range given.into {
			*place = given.text
		}
	}
	return errors.Join(errs...)
}

// checkSSO refuses what is no address, or a less safe one than that of the API.
func (a *address) checkSSO(text string) error {
	u, err := url.Parse(text)
	if err != nil {
		return errors.New("can't be parsed") // The text may hold a secret.
	}
	shown := place(u)
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return fmt.Errorf("%q is no address that begins with https:// and a host", shown)
	case u.User != nil:
		return fmt.Errorf("%q holds a user; give Username and Password instead", shown)
	case a.base.Scheme == "https" && u.Scheme == "http":
		return fmt.Errorf("%q would send the password unencrypted, unlike URL", shown)
	}
	return nil
}

// url returns the address of a path below that of the API.
func (a *address) url(path, query string) (*url.URL, error) {
	u := a.base
	u.Path += path
	if strings.Contains(path, "%") {
		plain, err := url.PathUnescape(path)
		if err != nil {
			return nil, err
		}
		u.Path, u.RawPath = a.path+plain, a.path+path
	}
	u.RawQuery = query
	return &u, nil
}
