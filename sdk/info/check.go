package info

import (
	"fmt"
	"slices"
	"strings"
)

// Check is what a connection does about calls that use what its engine is too old for: a member, a parameter, a value of an
// enumeration or a method. It is the value for sdk.Config.CheckVersion.
type Check int

const (
	// Refuse makes such calls sdk.ErrInvalid; the error names all that is too new, and nothing is sent.
	Refuse Check = iota + 1
	// Drop sends them without what is too new, and leaves the caller's objects as they are. Only a method that the engine
	// doesn't have is refused.
	Drop
)

// CheckVersion compares a call with the release of the engine, which it asks for if the call uses anything that came after the
// first release. The method is named as in errors, such as VmsService.Add. Query holds the names of the parameters in the query;
// body is the object, the list of objects, or the params of an action; nil is none. With [Drop] it returns the parameters to leave
// out and what to send instead of body.
func (c Check) CheckVersion(method string, query []string, body any, release func() (string, error)) (drop []string, instead any, err error) {
	u := uses{op: method}
	u.find(query, body)
	if len(u.found) == 0 {
		return nil, body, nil
	}
	engine, err := release()
	if err != nil {
		return nil, nil, err
	}
	u.found = slices.DeleteFunc(u.found, func(one use) bool { return !lacks(engine, one.since) })
	if len(u.found) == 0 {
		return nil, body, nil
	}
	if c != Drop || slices.ContainsFunc(u.found, func(one use) bool { return one.kind == ofMethod }) {
		return nil, nil, u.refusal(engine)
	}
	for _, one := range u.found {
		if one.kind == ofQuery {
			drop = append(drop, one.path)
		}
	}
	return drop, prune(body, u.params, engine), nil
}

// Supports reports whether a release has something that is named as for [Since]. The error says that there is no such thing.
func (c Check) Supports(symbol, release string) (bool, error) {
	since, ok := Since(symbol)
	if !ok {
		return false, fmt.Errorf("release %s of the API has no %q", Version(), symbol)
	}
	return since == "" || !lacks(release, since), nil
}

// use is something in a call that came after the first release.
type use struct {
	kind  kind
	path  string // path is a name, or fields joined by dots with [] behind lists.
	since string
}

type kind int

const (
	ofMethod kind = iota
	ofQuery
	ofBody
)

// uses gathers what a call uses.
type uses struct {
	op     string
	params ages // params are the ages of the fields of the params; nil if the method isn't known.
	found  []use
}

func (u *uses) note(k kind, path, since string) {
	if since != "" && earlier("4.0", since) {
		u.found = append(u.found, use{k, path, since})
	}
}

func (u *uses) find(query []string, body any) {
	service, name, _ := strings.Cut(u.op, ".")
	if s, ok := ServiceByName(service); ok {
		m, ok := s.Method(name)
		if !ok && (name == "All" || name == "Each") { // They are other ways to list.
			m, ok = s.Method("List")
		}
		if ok {
			u.method(&s, &m, query)
		}
	}
	walk(body, u.params, func(path, since string) bool {
		u.note(ofBody, path, since)
		return false
	})
}

func (u *uses) method(s *Service, m *Method, query []string) {
	u.note(ofMethod, "the method", later(s.Since, m.Since))
	u.params = make(ages, len(m.Params))
	for _, p := range m.Params {
		u.params[p.Go] = p.Since
		if slices.Contains(query, p.Name) {
			u.note(ofQuery, p.Name, p.Since)
		}
	}
}

// refusal returns the error that names all that is too new; what is inside of that goes without saying.
func (u *uses) refusal(engine string) error {
	var texts []string
	for i, one := range u.found {
		inside := one.kind == ofBody && slices.ContainsFunc(u.found[:i], func(outer use) bool {
			return strings.HasPrefix(one.path, outer.path+".")
		})
		if !inside {
			texts = append(texts, fmt.Sprintf("%s came with release %s", one.path, one.since))
		}
	}
	return fmt.Errorf("%s, but the engine is of release %s", strings.Join(texts, ", "), engine)
}

// prune returns a body without what came after the release. The body itself isn't changed.
func prune(body any, params ages, release string) any {
	return walk(body, params, func(_, since string) bool { return lacks(release, since) })
}

// engines are the releases of the engine that came with a release of the API, where the numbers differ: there is no engine 4.6.
var engines = map[string]string{"4.6": "4.5.4", "4.6.0": "4.5.4", "4.6.1": "4.5.7"}

// lacks reports whether an engine is older than a release of the API.
func lacks(engine, since string) bool {
	if first, ok := engines[since]; ok {
		since = first
	}
	return earlier(engine, since)
}
