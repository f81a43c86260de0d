package sdk

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// String names the engine.
func (c *Connection) String() string {
	if c == nil {
		return "Connection(nil)"
	}
	return "Connection(" + c.URL() + ")"
}

// Format prints what [Connection.String] returns, whatever the verb.
func (c *Connection) Format(s fmt.State, verb rune) {
	redact.Format(s, verb, c.String(), "sdk."+c.String())
}

// LogValue is what logs show: the address of the engine.
func (c *Connection) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText returns what [Connection.String] does, for encoders such as that of JSON.
func (c *Connection) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// String hides the credential.
func (Credential) String() string { return "Credential" + hidden }

// GoString hides the credential from %#v too.
func (c Credential) GoString() string { return c.String() }

// Format hides the credential from all verbs.
func (c Credential) Format(s fmt.State, verb rune) {
	redact.Format(s, verb, c.String(), c.String())
}

// LogValue hides the credential from logs.
func (c Credential) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText hides the credential from encoders such as that of JSON. Who keeps credentials has
// the fields.
func (c Credential) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// String names the engine.
func (s *Site) String() string {
	if s == nil {
		return "Site(nil)"
	}
	return "Site(" + redact.Place(s.URL) + ")"
}

// Format prints what [Site.String] returns, whatever the verb.
func (s *Site) Format(state fmt.State, verb rune) {
	redact.Format(state, verb, s.String(), "sdk."+s.String())
}

// LogValue is what logs show: the address of the engine.
func (s *Site) LogValue() slog.Value { return slog.StringValue(s.String()) }

// String returns the method, the path and the size of the body. Values of the query and the body
// may be secrets.
func (raw RawRequest) String() string {
	method := raw.Method
	if method == "" {
		method = "GET"
	}
	text := "RawRequest(" + method + " " + redact.Place(raw.Path)
	if raw.Body != nil {
		text += ", " + strconv.Itoa(len(raw.Body)) + " bytes"
	}
	return text + ")"
}

// Format prints what [RawRequest.String] returns, whatever the verb.
func (raw RawRequest) Format(s fmt.State, verb rune) {
	redact.Format(s, verb, raw.String(), "sdk."+raw.String())
}

// LogValue hides query and body from logs.
func (raw RawRequest) LogValue() slog.Value { return slog.StringValue(raw.String()) }

// MarshalText hides query and body from encoders such as that of JSON.
func (raw RawRequest) MarshalText() ([]byte, error) { return []byte(raw.String()), nil }

// String returns the status, the correlation ID and the size of the body. Headers and the body may
// hold secrets.
func (r RawResponse) String() string {
	text := "RawResponse(" + strconv.Itoa(r.Status) + ", " + strconv.Itoa(len(r.Body)) + " bytes"
	if r.CorrelationID != "" {
		text += ", correlation ID " + r.CorrelationID
	}
	return text + ")"
}

// Format prints what [RawResponse.String] returns, whatever the verb.
func (r RawResponse) Format(s fmt.State, verb rune) {
	redact.Format(s, verb, r.String(), "sdk."+r.String())
}

// LogValue hides headers and body from logs.
func (r RawResponse) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalText hides headers and body from encoders such as that of JSON.
func (r RawResponse) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Format prints the text of the error, whatever the verb: the fields hold a sample of the answer,
// in which there may be anything.
func (e Error) Format(s fmt.State, verb rune) { redact.Format(s, verb, e.Error(), e.goString()) }

func (e *Error) goString() string { return "&sdk.Error{" + strconv.Quote(e.Error()) + "}" }

// MarshalJSON returns what [Error.LogValue] does, as an object.
func (e Error) MarshalJSON() ([]byte, error) { return marshalGroup(e.LogValue()) }

// Format prints the text of the error, whatever the verb.
func (e ParseError) Format(s fmt.State, verb rune) { redact.Format(s, verb, e.Error(), e.Error()) }

// marshalGroup returns a group of a log as an object of JSON.
func marshalGroup(group slog.Value) ([]byte, error) {
	object := make(map[string]any)
	for _, attr := range group.Group() {
		value := attr.Value.Resolve().Any()
		if text, ok := value.(fmt.Stringer); ok {
			value = text.String()
		}
		object[attr.Key] = value
	}
	return json.Marshal(object)
}
