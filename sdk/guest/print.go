package guest

import (
	"fmt"
	"log/slog"
)

// hide puts a word into the place of each text that may be a secret.
func hide(texts ...*string) {
	for _, text := range texts {
		if *text != "" {
			*text = "(hidden)"
		}
	}
}

// String returns the fields, without the password and the script, which may have secrets too.
func (c CloudInit) String() string {
	type fields CloudInit
	hide(&c.RootPassword, &c.CustomScript)
	return fmt.Sprintf("%+v", fields(c))
}

// Format hides the secrets from all verbs.
func (c CloudInit) Format(s fmt.State, _ rune) { fmt.Fprint(s, c.String()) }

// LogValue hides the secrets from logs.
func (c CloudInit) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText hides the secrets from encoders such as that of JSON.
func (c CloudInit) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// String returns the fields, without the passwords, the product key, and the script, which may have secrets too.
func (s Sysprep) String() string {
	type fields Sysprep
	hide(&s.DomainPassword, &s.AdminPassword, &s.WindowsLicenseKey, &s.CustomScript)
	return fmt.Sprintf("%+v", fields(s))
}

// Format hides the secrets from all verbs.
func (s Sysprep) Format(state fmt.State, _ rune) { fmt.Fprint(state, s.String()) }

// LogValue hides the secrets from logs.
func (s Sysprep) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secrets from encoders such as that of JSON.
func (s Sysprep) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
