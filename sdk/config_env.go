package sdk

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/dump"
)

// ConfigFromEnv returns the Config that the environment describes, by the names that oVirt's tools
// use:
//
//	OVIRT_URL       address of the API, https://HOST/ovirt-engine/api
//	OVIRT_HOSTNAME  host of the engine, instead of OVIRT_URL
//	OVIRT_USERNAME  user with the profile: admin@internal
//	OVIRT_PASSWORD  password of the user
//	OVIRT_TOKEN     access token, instead of user and password
//	OVIRT_CAFILE    file of PEM certificates to trust
//	OVIRT_INSECURE  true, yes, on or 1 accepts any certificate; false, no, off or 0 doesn't
//	OVIRT_PROFILE   profile of a file; see ConfigFromFile
//	OVIRT_CONFIG    that file; without it ovirt/profiles in the user's directory of
//	                configurations, ~/.config on Linux
//	OVIRT_DEBUG     1 shows all exchanges, without their secrets, on standard error; else a
//	                directory that gets a file for each
//
// An empty variable is as good as none. OVIRT_URL beats OVIRT_HOSTNAME. A variable beats the
// profile: OVIRT_URL and OVIRT_HOSTNAME its address, OVIRT_TOKEN its user and password,
// OVIRT_USERNAME and OVIRT_PASSWORD its token. The environment has to tell where the engine is; who
// logs in may be left to the program. The error is [ErrInvalid], names all variables that are
// wrong, and shows no password and no token. It also names variables that are nearly right, such as
// OVIRT_USER, ovirt_url or ENGINE_URL, if what they mean isn't set; those that begin with OVIRT, or
// nearly so, are an error of their own.
func ConfigFromEnv() (Config, error) {
	const op = "ConfigFromEnv"
	var s settings
	var errs []error
	if profile := os.Getenv("OVIRT_PROFILE"); profile != "" {
		path, err := profilePath()
		if err == nil {
			s, err = readProfile(path, profile)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("OVIRT_PROFILE: %w", err))
		}
	}
	env := settings{}
	for key := range settingNames {
		name := "OVIRT_" + strings.ToUpper(key)
		value := os.Getenv(name)
		if value == "" {
			continue
		}
		env[key] = setting{value, name}
	}
	given := s.under(env)
	cfg, err := given.config()
	if err != nil {
		errs = append(errs, err)
	}
	if cfg.URL == "" && len(errs) == 0 {
		errs = append(
			errs,
			errors.New("neither OVIRT_URL nor OVIRT_HOSTNAME is set; usual is OVIRT_URL="+usualURL),
		)
	}
	if near := misnamed(given); len(errs) > 0 || slices.ContainsFunc(near, misname.certain) {
		for _, m := range near {
			errs = append(errs, m)
		}
		return Config{}, &Error{Op: op, Class: ErrInvalid, Err: errors.Join(errs...)}
	}
	if target := dump.Open(os.Getenv("OVIRT_DEBUG")); target != nil {
		cfg.Middleware = []Middleware{Dump(target)}
	}
	return cfg, nil
}

// ConfigFromFile returns the Config that a profile of a file describes. The file has lines of this
// form:
//
//	# production
//	[prod]
//	url      = https://engine.example.com/ovirt-engine/api
//	username = admin@internal
//	password = secret
//	cafile   = ca.pem
//
// The keys are url, hostname, username, password, token, cafile and insecure, which mean what the
// variables of [ConfigFromEnv] mean. A value is the rest of the line without the blanks around it:
// nothing is quoted, and a # belongs to it. A cafile that is no absolute path is looked for beside
// the file. A file with a password or a token is refused if others than its owner can read it,
// except on Windows. The error is [ErrInvalid], names the line, and shows no password and no token.
func ConfigFromFile(path, profile string) (Config, error) {
	const op = "ConfigFromFile"
	s, err := readProfile(path, profile)
	if err != nil {
		return Config{}, &Error{Op: op, Class: ErrInvalid, Err: err}
	}
	cfg, err := s.config()
	if err == nil && cfg.URL == "" {
		err = fmt.Errorf("%s: profile %q has neither url nor hostname", path, profile)
	}
	if err != nil {
		return Config{}, &Error{Op: op, Class: ErrInvalid, Err: err}
	}
	return cfg, nil
}

// settings are what the environment or a profile says, by key.
type settings map[string]setting

type setting struct{ value, from string } // from says where it stands

var settingNames = map[string]bool{
	"url": true, "hostname": true, "username": true, "password": true, "token": true,
	"cafile": true, "insecure": true,
}

// under returns the settings with others put over them.
func (s settings) under(over settings) settings {
	all := maps.Clone(s)
	if all == nil {
		all = settings{}
	}
	for _, rival := range []struct{ given, gone string }{
		{"url", "hostname"}, {"hostname", "url"},
		{"token", "username"}, {"token", "password"}, {"username", "token"}, {"password", "token"},
	} {
		if _, given := over[rival.given]; given {
			delete(all, rival.gone)
		}
	}
	maps.Copy(all, over)
	return all
}

// config makes a Config of the settings.
func (s settings) config() (Config, error) {
	var errs []error
	cfg := Config{
		URL:      s["url"].value,
		Username: s["username"].value,
		Password: s["password"].value,
		Token:    s["token"].value,
		CAFile:   s["cafile"].value,
	}
	if cfg.URL != "" {
		if _, err := parseURL(cfg.URL); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s["url"].from, err))
		}
	} else if host := s["hostname"]; host.value != "" {
		cfg.URL = "https://" + host.value + "/ovirt-engine/api"
		if strings.ContainsAny(host.value, "/?#@% ") {
			errs = append(errs, fmt.Errorf("%s: %q is no host", host.from, host.value))
		} else if _, err := parseURL(cfg.URL); err != nil {
			errs = append(errs, fmt.Errorf("%s: %q is no host", host.from, host.value))
		}
	}
	if token := s["token"]; token.value != "" {
		for _, key := range []string{"username", "password"} {
			if rival := s[key]; rival.value != "" {
				errs = append(
					errs, fmt.Errorf("%s: there is a token too, by %s", rival.from, token.from),
				)
			}
		}
	}
	if insecure := s["insecure"]; insecure.value != "" {
		var err error
		if cfg.Insecure, err = parseSwitch(insecure.value); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", insecure.from, err))
		}
	}
	return cfg, errors.Join(errs...)
}

func parseSwitch(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "yes", "on":
		return true, nil
	case "no", "off":
		return false, nil
	}
	on, err := strconv.ParseBool(strings.ToLower(text))
	if err != nil {
		return false, fmt.Errorf("%q is neither true nor false", text)
	}
	return on, nil
}

// profilePath returns the file in which OVIRT_PROFILE is looked up.
func profilePath() (string, error) {
	if path := os.Getenv("OVIRT_CONFIG"); path != "" {
		return path, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "ovirt", "profiles"), nil
}

// readProfile reads one profile of a file. Mistakes in other profiles are found too.
func readProfile(path, profile string) (settings, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	profiles, err := parseProfiles(file, path)
	if err != nil {
		return nil, err
	}
	s, ok := profiles[profile]
	if !ok {
		return nil, fmt.Errorf("%s has no profile %q", path, profile)
	}
	if err := keptSecret(file, path, profiles); err != nil {
		return nil, err
	}
	if ca := s["cafile"]; ca.value != "" && !filepath.IsAbs(ca.value) {
		ca.value = filepath.Join(filepath.Dir(path), ca.value)
		s["cafile"] = ca
	}
	return s, nil
}

// keptSecret refuses a file with secrets that others can read.
func keptSecret(file *os.File, path string, profiles map[string]settings) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if runtime.GOOS == "windows" || info.Mode().Perm()&0o044 == 0 {
		return nil
	}
	for _, s := range profiles {
		if s["password"].value != "" || s["token"].value != "" {
			return fmt.Errorf(
				"%s holds a secret and can be read by others (mode %v); chmod 600 fixes that",
				path,
				info.Mode().Perm(),
			)
		}
	}
	return nil
}

// parseProfiles reads the lines of a file of profiles.
func parseProfiles(r io.Reader, path string) (map[string]settings, error) {
	profiles := map[string]settings{}
	var now settings // nil before the first profile
	n := 0
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		n++
		at := fmt.Sprintf("%s:%d", path, n)
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if line[0] == '[' {
			name := strings.TrimSpace(strings.Trim(line, "[]"))
			if name == "" || line[len(line)-1] != ']' {
				return nil, fmt.Errorf("%s: a profile begins with its name in brackets", at)
			}
			if profiles[name] != nil {
				return nil, fmt.Errorf("%s: profile %q is there already", at, name)
			}
			now = settings{}
			profiles[name] = now
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		switch {
		case !ok:
			// It may be a piece of a secret.
			return nil, fmt.Errorf("%s: the line is neither [profile] nor key = value", at)
		case now == nil:
			return nil, fmt.Errorf("%s: key %q stands before the first [profile]", at, key)
		case !settingNames[key]:
			return nil, fmt.Errorf("%s: key %q is unknown", at, key)
		case now[key] != (setting{}):
			return nil, fmt.Errorf("%s: key %q is there already", at, key)
		}
		now[key] = setting{strings.TrimSpace(value), at}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", path, n+1, err)
	}
	return profiles, nil
}
