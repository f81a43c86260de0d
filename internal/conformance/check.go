package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// An area is a group of checks about one subject, which share the objects that they make.
type area struct {
	name string
	// lacks returns why the checks can't run on this engine, such as having no host; empty if they
	// can. Nil means that they always can.
	lacks func(*session) string
	// checks returns the checks, in the order in which they run.
	checks func(*session) []check
}

// A check is one thing that engines do.
type check struct {
	name string // what the engine does, as a sentence
	run  func(ctx context.Context) error
	// needed means that the checks after it in the area can't run if this one fails.
	needed bool
}

// outcome is how a check ended.
type outcome string

const (
	passed  outcome = "passed"
	failed  outcome = "failed"
	skipped outcome = "skipped"
)

// A result is what came of one check over one format.
type result struct {
	area, check string
	format      string
	outcome     outcome
	reason      string // why it failed or was skipped; empty if it passed
	took        time.Duration
}

// A skip is the error of a check that can't run here.
type skip struct{ reason string }

func (s skip) Error() string { return s.reason }

// A session runs checks over one connection and removes afterwards what they made.
type session struct {
	cfg  sdk.Config
	conn *sdk.Connection
	// prefix begins the name of everything that the checks make.
	prefix string
	format string
	out    io.Writer
	site   site
	undo   []undo
}

// An undo removes one object.
type undo struct {
	what   string
	remove func(context.Context) error
}

const (
	checkTimeout = 10 * time.Minute
	undoTimeout  = 5 * time.Minute
)

// name returns the name of an object that the checks make.
func (s *session) name(of string) string { return s.prefix + "-" + of }

// later notes how an object is removed when its area ends. What was made last is removed first.
func (s *session) later(what string, remove func(context.Context) error) {
	s.undo = append(s.undo, undo{what, remove})
}

// run runs the checks of the area and then removes what they made, also if ctx has ended.
func (s *session) run(ctx context.Context, a area) []result {
	var results []result
	note := func(name string, o outcome, reason string, took time.Duration) {
		results = append(results, result{a.name, name, s.format, o, reason, took})
		fmt.Fprintf(s.out, "%-4s %-7s %s: %s", s.format, o, a.name, name)
		if reason != "" {
			fmt.Fprintf(s.out, ": %s", reason)
		}
		fmt.Fprintln(s.out)
	}
	var why string
	if a.lacks != nil {
		why = a.lacks(s)
	}
	for _, c := range a.checks(s) {
		why = cmp.Or(ended(ctx), why)
		if why != "" {
			note(c.name, skipped, why, 0)
			continue
		}
		start := time.Now()
		err := s.try(ctx, c)
		took := time.Since(start)
		if err == nil {
			note(c.name, passed, "", took)
			continue
		}
		s, skips := errors.AsType[skip](err)
		switch {
		case skips:
			note(c.name, skipped, s.reason, took)
		case ended(ctx) != "":
			note(c.name, skipped, ended(ctx), took)
		default:
			note(c.name, failed, err.Error(), took)
		}
		if c.needed {
			why = fmt.Sprintf("needs %q", c.name)
		}
	}
	const cleanUp = "what the checks made is removed"
	start := time.Now()
	if err := s.cleanUp(context.WithoutCancel(ctx)); err != nil {
		note(cleanUp, failed, err.Error(), time.Since(start))
	}
	return results
}

func ended(ctx context.Context) string {
	if ctx.Err() != nil {
		return "the run was interrupted"
	}
	return ""
}

// try runs one check. A panic is an error of that check, so that the clean-up still happens.
func (s *session) try(ctx context.Context, c check) (err error) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return c.run(ctx)
}

// cleanUp removes what was made, last things first. It returns an error that names all that is left.
func (s *session) cleanUp(ctx context.Context) error {
	var errs []error
	for len(s.undo) > 0 {
		last := s.undo[len(s.undo)-1]
		s.undo = s.undo[:len(s.undo)-1]
		ctx, cancel := context.WithTimeout(ctx, undoTimeout)
		err := last.remove(ctx)
		cancel()
		if err != nil && !errors.Is(err, sdk.ErrNotFound) {
			errs = append(errs, fmt.Errorf("%s is left: %w", last.what, err))
		}
	}
	return errors.Join(errs...)
}

// equal returns an error unless got is what was wanted.
func equal[T comparable](what string, got, want T) error {
	if got != want {
		return fmt.Errorf("%s is %v, want %v", what, got, want)
	}
	return nil
}

// refused returns an error unless err is of the class.
func refused(err, class error) error {
	switch {
	case err == nil:
		return fmt.Errorf("accepted, want %w", class)
	case !errors.Is(err, class):
		return fmt.Errorf("refused as another class than %q: %w", class, err)
	}
	return nil
}

// rejected returns an error unless err is a refusal of the engine, with a status from 400 to 499.
// It is for what engines of different releases refuse by different statuses.
func rejected(err error) error {
	e, ok := errors.AsType[*sdk.Error](err)
	switch {
	case err == nil:
		return errors.New("accepted")
	case !ok || e.Status < 400 || e.Status > 499:
		return fmt.Errorf("not refused, but failed: %w", err)
	}
	return nil
}

// among returns an error unless the list has an object of the ID.
func among[T any](list iter.Seq2[*T, error], id string) error {
	for v, err := range list {
		if err != nil {
			return err
		}
		if textOf(v, "ID") == id {
			return nil
		}
	}
	return errors.New("it isn't there")
}

// count returns an error unless the list has so many objects.
func count[T any](list []*T, err error, want int) error {
	if err != nil {
		return err
	}
	return equal("number of objects", len(list), want)
}
