// Package dump shows what goes over the wire, for people who look for a fault: method and address,
// headers in order, a blank line and the indented body, then the same of the answer. Secrets are
// hidden: by the names of members, headers and parameters, and what was hidden so is struck out of
// all else that the transport shows then, whatever its place. Secrets of less than 4 bytes are
// hidden by name alone.
//
//	cfg.Middleware = append(cfg.Middleware, sdk.Dump(dump.Open(os.Getenv("OVIRT_DEBUG"))))
//
// A dump never changes what becomes of a call: bodies are copied while they pass, at most 1 MB of
// each, answers arrive as they come, and what goes wrong with the target stays with it.
package dump
