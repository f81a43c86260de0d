package model

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// HistoryFile holds what the sources of all releases tell about when things came, where the sources
// of the model's own don't.
const HistoryFile = "history.txt"

// HistoryHeading is the first line of what [History] writes.
const HistoryHeading = "# The minor release that first had it, where the description doesn't say; " +
	"written by ovirtgen history."

// Release returns the release that introduced it: Since, or else Seen. Empty means 4.0 or earlier,
// or that nobody knows.
func (a *Age) Release() string { return cmp.Or(a.Since, a.Seen) }

// parent returns the symbol that one belongs to, or "".
func parent(symbol string) string {
	return symbol[:max(strings.LastIndexAny(symbol, "./"), 0)]
}

// History compares a model with those of earlier releases, and returns its history file: when
// things came about whose age the model doesn't tell. The releases are in any order; that of the
// model may be among them. Members count as old as the oldest of the types that inherit them, since
// they may have moved.
func History(m *Model, releases []*Model) []byte {
	first := make(map[string]string)
	for _, r := range releases {
		seen := minor(r.Version)
		note := func(symbol string) {
			if old, ok := first[symbol]; !ok || versionLess(seen, old) {
				first[symbol] = seen
			}
		}
		for s := range r.Symbols() {
			note(s.Name)
		}
		for _, s := range r.Structs {
			for _, member := range r.Members(s) {
				for now := m.Struct(s.Name); now != nil; now = m.Struct(now.Base) {
					note(now.Name + "." + member.Name)
				}
			}
		}
		for _, s := range r.Services {
			for _, method := range r.Methods(s) {
				for now := m.Service(s.Name); now != nil; now = m.Service(now.Base) {
					note("service:" + now.Name + "." + method.Name)
					for _, p := range method.Params {
						note("service:" + now.Name + "." + method.Name + "." + p.Name)
					}
				}
			}
		}
	}
	ages := make(map[string]string)
	// Forms aren't on the wire: engines took them before the sources told them apart.
	forms := make(map[string]bool)
	for s := range m.Symbols() {
		ages[s.Name] = cmp.Or(s.Age.Since, first[s.Name], minor(m.Version))
		forms[s.Name] = s.Variant
	}
	var text strings.Builder
	text.WriteString(HistoryHeading + "\n")
	var lines []string
	for s := range m.Symbols() {
		above := parent(s.Name)
		floor := cmp.Or(ages[above], "4.0")
		if s.Age.Since == "" && !forms[s.Name] && !forms[above] && versionLess(floor, ages[s.Name]) {
			lines = append(lines, s.Name+" "+ages[s.Name]+"\n")
		}
	}
	slices.Sort(lines)
	for _, line := range lines {
		text.WriteString(line)
	}
	return []byte(text.String())
}

// minor returns the first two numbers of a version.
func minor(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(len(parts), 2)], ".")
}

// history lays the history file over the model, if there is one.
func (l *loader) history(m *Model) error {
	text, err := fs.ReadFile(l.fsys, HistoryFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	ages := make(map[string]*Age)
	for s := range m.Symbols() {
		ages[s.Name] = s.Age
	}
	for _, line := range scanLines(HistoryFile, string(text), &l.errs) {
		if line.depth != 0 || len(line.words) != 2 || !validVersion(line.words[1]) {
			l.errs.Addf(line.Pos, "unexpected %q; a line is SYMBOL VERSION", strings.Join(line.words, " "))
			continue
		}
		age := ages[line.words[0]]
		switch {
		case age == nil:
			l.errs.Addf(line.Pos, "the model has no %s; ovirtgen history writes the file anew", line.words[0])
		case age.Release() != "":
			l.errs.Addf(line.Pos, "%s is known to be of %s", line.words[0], age.Release())
		default:
			age.Seen = line.words[1]
		}
	}
	return l.errs.Err()
}
