// Package dump writes the exchanges with an engine for people who look for a fault: the method and
// address, the headers in order, an empty line and the indented body, then the same of the answer.
//
//	cfg.Middleware = append(cfg.Middleware, sdk.Dump(dump.Open(os.Getenv("OVIRT_DEBUG"))))
//
// Secrets are hidden, by the names of fields, headers and parameters. A value that was hidden once is
// also removed wherever else it appears in what the transport writes, unless it is shorter than four
// bytes.
//
// A dump never changes the result of a call. Bodies are copied while they are read, at most 1 MB of
// each; answers arrive as they come; and an error of the target doesn't affect the call.
package dump
