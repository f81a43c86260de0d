package sdk

import (
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
	"strings"
)

// hidden is what stands in the place of a secret.
const hidden = "(hidden)"

// String returns what a Config says, without what it leaves open, and without secrets.
func (cfg Config) String() string {
	var b strings.Builder
	b.WriteString("Config{")
	for i, attr := range cfg.said() {
		if i > 0 {
			b.WriteString(" ")
		}
		fmt.Fprintf(&b, "%s:%v", attr.Key, attr.Value)
	}
	b.WriteString("}")
	return b.String()
}

// GoString hides the secrets from %#v too.
func (cfg Config) GoString() string { return "sdk." + cfg.String() }

// LogValue hides the secrets from logs.
func (cfg Config) LogValue() slog.Value { return slog.GroupValue(cfg.said()...) }

// MarshalJSON returns what a Config says as an object, without secrets, so that lists of them can
// be logged. It can't be read back: what it hides is lost.
func (cfg Config) MarshalJSON() ([]byte, error) { return marshalGroup(cfg.LogValue()) }

// MarshalText returns what [Config.String] does, for other encoders.
func (cfg Config) MarshalText() ([]byte, error) { return []byte(cfg.String()), nil }

// said returns the fields that aren't zero. Only kinds that can't hide a secret, and fields that
// are known for none, are shown.
func (cfg Config) said() []slog.Attr {
	var attrs []slog.Attr
	v := reflect.ValueOf(cfg)
	for i := range v.NumField() {
		field := v.Field(i)
		if field.IsZero() {
			continue
		}
		name := v.Type().Field(i).Name
		attrs = append(attrs, slog.Any(name, shown(name, field)))
	}
	return attrs
}

// shown returns what may be seen of a field.
func shown(name string, field reflect.Value) any {
	switch name {
	case "URL", "SSOURL", "SSORevokeURL", "Proxy":
		u, err := url.Parse(field.String())
		if err != nil {
			return hidden
		}
		u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = "", false, "", ""
		return place(u)
	case "Username", "CAFile", "CADir", "Fingerprint", "UserAgent", "SSOTokenName",
		"Format", "Timeout", "KeepAlive", "ConnectTimeout":
		return field.Interface()
	}
	switch field.Kind() {
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return field.Interface()
	}
	return hidden
}
