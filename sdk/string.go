package sdk

import "github.com/ovirt-go/ovirt/sdk/internal/redact"

// String renders a value of package types, or a list of them, on one line for people: what is set,
// by field, with passwords, keys and tickets hidden. Printing with %+v shows addresses of pointers
// instead, and secrets.
func String(v any) string { return redact.Value(v) }

// Lines is [String] over several lines, a field on each.
func Lines(v any) string { return redact.Lines(v) }
