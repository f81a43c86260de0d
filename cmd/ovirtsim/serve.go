package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
)

// options returns what the flags say about the engine.
func (s *settings) options() (simulator.Options, error) {
	clock := simulator.NewScaledClock(s.speed)
	if s.start != "" {
		at, err := time.Parse(time.RFC3339, s.start)
		if err != nil {
			return simulator.Options{}, err
		}
		clock.Advance(at.Sub(clock.Now()))
	}
	o := simulator.Options{
		Users: map[string]string{s.user: s.password}, DeterministicIDs: s.countedIDs, Inventory: &s.inventory, Step: s.step, Clock: clock,
		Rules: s.rules, Control: s.control, Hosts: s.hosts, Requests: s.requests, Base: s.base, Version: s.version,
		ImageDirectory: s.imageDir, ImageAddress: s.imageAddress, ImageProxyAddress: s.imageProxy,
	}
	maps.Copy(o.Users, s.users)
	if s.roles != nil {
		o.Roles = map[string]string{s.user: "SuperUser"}
		maps.Copy(o.Roles, s.roles)
	}
	if s.members != nil {
		o.Groups = map[string][]string{}
		for group, users := range s.members {
			o.Groups[group] = strings.Split(users, ",")
		}
	}
	if s.step == 0 {
		o.Step = -1
	}
	if o.SessionIdle = s.idle; s.idle == 0 {
		o.SessionIdle = -1
	}
	if s.requests == 0 {
		o.Requests = -1
	}
	m, err := s.theModel()
	o.Model = m
	return o, err
}

// theModel returns the model that the flags name; nil is the one built in.
func (s *settings) theModel() (*model.Model, error) {
	if s.model == "" && s.release == "" {
		return nil, nil
	}
	m, err := model.Embedded()
	if s.model != "" {
		if m, err = model.Load(os.DirFS(s.model)); err != nil {
			err = fmt.Errorf("-model %s: %w", s.model, err)
		}
	}
	if err != nil || s.release == "" {
		return m, err
	}
	return m.At(s.release)
}

// serve runs the engine until ctx ends or a signal arrives.
func (s *settings) serve(ctx context.Context, stdout, stderr io.Writer) (err error) {
	ctx, done := signal.NotifyContext(ctx, stopping...)
	defer done()
	r, err := s.begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.remove()) }()
	defer r.server.Close()
	s.tell(stdout, stderr, r)
	<-ctx.Done()
	return errors.Join(s.stop(r.server, stderr), r.save(r.server.Engine))
}

// running is the engine while it listens.
type running struct {
	server *simulator.Server
	ca     string                        // file of the certificate to trust, or empty
	remove func() error                  // removes that file, if it was made for this run
	save   func(*simulator.Engine) error // writes the inventory, if that was asked for
}

// begin makes the engine and lets it listen. The caller closes the server and calls remove.
func (s *settings) begin() (*running, error) {
	save, err := s.saver() // A mistake shows here, because at the end all work would be lost.
	if err != nil {
		return nil, err
	}
	options, err := s.options()
	if err != nil {
		return nil, err
	}
	done, err := s.load(&options)
	if err != nil {
		return nil, err
	}
	engine, err := simulator.New(options)
	if err := errors.Join(err, done()); err != nil {
		return nil, err
	}
	ca, remove, err := s.authority(engine)
	if err != nil {
		return nil, err
	}
	server, err := s.listenTo(engine)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	return &running{server: server, ca: ca, remove: remove, save: save}, nil
}

// variables are the names that clients read from their environment, with their values.
func (s *settings) variables(r *running) [][2]string {
	v := [][2]string{
		{"OVIRT_URL", r.server.URL},
		{"OVIRT_USERNAME", s.user},
		{"OVIRT_PASSWORD", s.password},
	}
	if r.ca != "" {
		v = append(v, [2]string{"OVIRT_CAFILE", r.ca})
	}
	return v
}

// tell prints what clients need to know, and to people what else there is.
func (s *settings) tell(stdout, stderr io.Writer, r *running) {
	var all strings.Builder
	for _, v := range s.variables(r) {
		fmt.Fprintf(&all, "export %s=%s\n", v[0], quote(v[1]))
	}
	io.WriteString(stdout, all.String()) // at once, for who waits for the first line reads them all
	scheme, rest, _ := strings.Cut(r.server.URL, "://")
	host, _, _ := strings.Cut(rest, "/")
	fmt.Fprintf(stderr, "ovirtsim: status page at %s://%s/ovirt-simulator\n", scheme, host)
	if s.control {
		fmt.Fprintf(stderr, "ovirtsim: control at %s://%s/ovirt-simulator/\n", scheme, host)
	}
}

// quote writes a value so that the shell reads it back.
func quote(text string) string {
	plain := strings.IndexFunc(text, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("@%+=:,./_-", c))
	}) < 0
	if plain && text != "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// stop lets requests that are under way end, but not for longer than the time of grace, nor after another signal.
func (s *settings) stop(server *simulator.Server, stderr io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.grace)
	defer cancel()
	ctx, done := signal.NotifyContext(ctx, stopping...)
	defer done()
	if err := server.Shutdown(ctx); err != nil {
		fmt.Fprintln(stderr, "ovirtsim: requests that took too long were broken off")
	}
	return nil
}

// authority writes the certificate that clients must trust into a file, and returns its path and what takes it away again. The path is
// empty without TLS, and is that of the flag if the server's certificate was given.
func (s *settings) authority(engine *simulator.Engine) (path string, remove func() error, err error) {
	none := func() error { return nil }
	switch {
	case s.plain:
		return "", none, nil
	case s.cert != "":
		path, err = filepath.Abs(s.cert)
		return path, none, err
	}
	pem, err := engine.CA()
	if err != nil {
		return "", none, err
	}
	if s.ca != "" {
		if path, err = filepath.Abs(s.ca); err != nil {
			return "", none, err
		}
		return path, func() error { return os.Remove(path) }, os.WriteFile(path, pem, 0o644)
	}
	dir, err := os.MkdirTemp("", "ovirtsim")
	if err != nil {
		return "", none, err
	}
	path = filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(path, pem, 0o644); err != nil {
		return "", none, errors.Join(err, os.RemoveAll(dir))
	}
	return path, func() error { return os.RemoveAll(dir) }, nil
}

// listenTo lets the engine listen as the flags say.
func (s *settings) listenTo(engine *simulator.Engine) (*simulator.Server, error) {
	switch {
	case s.plain:
		return engine.Start(s.listen)
	case s.cert != "":
		cert, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			return nil, err
		}
		return engine.StartWith(s.listen, cert)
	}
	return engine.StartTLS(s.listen)
}
