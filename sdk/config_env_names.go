package sdk

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// variables are those that ConfigFromEnv reads.
var variables = []string{
	"OVIRT_URL", "OVIRT_HOSTNAME", "OVIRT_USERNAME", "OVIRT_PASSWORD", "OVIRT_TOKEN", "OVIRT_CAFILE", "OVIRT_INSECURE",
	"OVIRT_PROFILE", "OVIRT_CONFIG", "OVIRT_DEBUG",
}

// synonyms are the words by which other tools, and people, call the variables: without prefix and
// underscores, in capitals.
var synonyms = map[string]string{
	"API": "OVIRT_URL", "APIURL": "OVIRT_URL", "ENDPOINT": "OVIRT_URL", "ENGINEURL": "OVIRT_URL", "URI": "OVIRT_URL", "ADDRESS": "OVIRT_URL",
	"FQDN": "OVIRT_HOSTNAME", "HOST": "OVIRT_HOSTNAME", "SERVER": "OVIRT_HOSTNAME", "ENGINE": "OVIRT_HOSTNAME", "ENGINEFQDN": "OVIRT_HOSTNAME",
	"ENGINEHOST": "OVIRT_HOSTNAME", "ENGINEHOSTNAME": "OVIRT_HOSTNAME",
	"USER": "OVIRT_USERNAME", "LOGIN": "OVIRT_USERNAME", "ENGINEUSER": "OVIRT_USERNAME", "ENGINEUSERNAME": "OVIRT_USERNAME",
	"PASS": "OVIRT_PASSWORD", "PASSWD": "OVIRT_PASSWORD", "PWD": "OVIRT_PASSWORD", "PW": "OVIRT_PASSWORD", "ENGINEPASSWORD": "OVIRT_PASSWORD",
	"ACCESSTOKEN": "OVIRT_TOKEN", "SSOTOKEN": "OVIRT_TOKEN", "APITOKEN": "OVIRT_TOKEN", "BEARERTOKEN": "OVIRT_TOKEN",
	"CA": "OVIRT_CAFILE", "CACERT": "OVIRT_CAFILE", "CAPEM": "OVIRT_CAFILE", "CABUNDLE": "OVIRT_CAFILE", "CAPATH": "OVIRT_CAFILE",
	"CERT": "OVIRT_CAFILE", "CERTFILE": "OVIRT_CAFILE", "CERTIFICATE": "OVIRT_CAFILE", "ENGINECAFILE": "OVIRT_CAFILE", "ENGINECA": "OVIRT_CAFILE",
	"TLSINSECURE": "OVIRT_INSECURE", "SKIPVERIFY": "OVIRT_INSECURE", "INSECURESKIPVERIFY": "OVIRT_INSECURE", "NOVERIFY": "OVIRT_INSECURE",
	"PROFILENAME": "OVIRT_PROFILE", "CONFIGFILE": "OVIRT_CONFIG", "TRACE": "OVIRT_DEBUG", "VERBOSE": "OVIRT_DEBUG",
}

// prefixes are what the variables of tools for engines begin with.
var prefixes = []string{"OVIRT", "ENGINE", "RHV", "RHEVM", "OVIRTENGINE"}

// misname is a variable that is nearly one of ConfigFromEnv's.
type misname struct{ name, meant string }

// Error names both, and shows no value.
func (m misname) Error() string {
	return fmt.Sprintf("%.60s is set, but isn't read; is %s meant?", m.name, m.meant)
}

// certain reports whether the variable can hardly be meant for anything else: one of the settings,
// with the prefix of oVirt.
func (m misname) certain() bool {
	_, setting := settingNames[strings.ToLower(strings.TrimPrefix(m.meant, "OVIRT_"))]
	word := plainWord(m.name)
	return setting && len(word) > 5 && distance(word[:5], "OVIRT") <= 2
}

// misnamed returns the variables of the environment that are nearly among those that are read, if
// what they mean isn't given.
func misnamed(given settings) []misname {
	var found []misname
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if value == "" {
			continue
		}
		meant := meantBy(name)
		if meant == "" || os.Getenv(meant) != "" || given.covers(strings.ToLower(strings.TrimPrefix(meant, "OVIRT_"))) {
			continue
		}
		found = append(found, misname{name, meant})
	}
	slices.SortFunc(found, func(a, b misname) int { return strings.Compare(a.name, b.name) })
	return found
}

// covers reports whether a setting is given, or one that takes its place.
func (s settings) covers(key string) bool {
	instead := map[string][]string{"url": {"hostname"}, "hostname": {"url"}, "username": {"token"}, "password": {"token"}, "token": {"password"}}
	for _, k := range append(instead[key], key) {
		if s[k].value != "" {
			return true
		}
	}
	return false
}

// plainWord returns a name in capitals, without separators.
func plainWord(name string) string {
	return strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToUpper(name))
}

// meantBy returns the variable that a name is nearly, or "" if it is one itself or none.
func meantBy(name string) string {
	if slices.Contains(variables, name) {
		return ""
	}
	word := plainWord(name)
	for _, v := range variables {
		if word == strings.ReplaceAll(v, "_", "") {
			return v // another case or other separators
		}
	}
	for _, prefix := range prefixes {
		rest, ok := strings.CutPrefix(word, prefix)
		if !ok || rest == "" {
			continue
		}
		if meant := synonyms[rest]; meant != "" {
			return meant
		}
		if v := "OVIRT_" + rest; slices.Contains(variables, v) {
			return v
		}
	}
	return nearest(word)
}

// nearest returns the variable that a typing error makes of the word, or "". Words of other tools
// are further away: a name must begin with something like OVIRT.
func nearest(word string) string {
	if len(word) < 7 || len(word) > 24 || distance(word[:5], "OVIRT") > 2 {
		return ""
	}
	best, meant := 3, ""
	for _, v := range variables {
		plain := strings.ReplaceAll(v, "_", "")
		if d := distance(word, plain); d < best && d*4 <= len(plain) {
			best, meant = d, v
		}
	}
	return meant
}

// distance counts the letters to insert, remove, replace or swap with their neighbor that make one
// word of the other.
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	before, last, row := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
