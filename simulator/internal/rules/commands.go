package rules

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

//go:embed commands.txt
var commandsText string

// Command is what engines do around a method: the job as which they list it, and the events that
// they log. A nil command has neither.
type Command struct {
	jobs    []job
	events  []logged
	Refused int64    // Refused is the code of what is logged when the state of things forbids it, or 0.
	Failed  []int64  // Failed are the codes of what is logged when it was allowed and failed.
	Async   bool     // Async says that it goes on after the answer; its job has a step Finalizing.
	before  string   // before describes a job that is done before the command's own, or is "".
	Steps   []string // Steps are those below Executing.
}

// job is a row of a command that says how it is described.
type job struct {
	member string // member must be in the document or the parameters; "" holds always.
	text   string // text is "" for a request that has no job after all.
}

// logged is a row of a command that says what is logged when it went well.
type logged struct {
	member string // member must be in the document or the parameters; "" holds always.
	codes  []int64
}

// Command returns the command of a method of a service, or nil.
func (t *Table) Command(service, method string) *Command {
	return t.commands[service+" "+method]
}

// Locked reports whether the text of a refusal says that another command holds what this one needs.
// Such refusals leave no event.
func (t *Table) Locked(text string) bool {
	return slices.ContainsFunc(t.locks, func(l string) bool { return strings.Contains(text, l) })
}

// Job returns the text under which a request is listed as a job, or "" if it isn't. The two
// functions tell what the request has, and the name of what the text means, or "".
func (c *Command) Job(has func(member string) bool, name func(what string) string) string {
	if c == nil {
		return ""
	}
	for _, j := range c.jobs {
		if j.member == "" || has(j.member) {
			return fill(j.text, name)
		}
	}
	return ""
}

// Before returns the text of the job that is done before the command's own, or "".
func (c *Command) Before(name func(what string) string) string { return fill(c.before, name) }

// Events returns the codes of what is logged when the command went well.
func (c *Command) Events(has func(member string) bool) []int64 {
	for _, e := range c.events {
		if e.member == "" || has(e.member) {
			return e.codes
		}
	}
	return nil
}

// codes returns the codes of all events that the command may leave.
func (c *Command) codes() []int64 {
	var out []int64
	for _, e := range c.events {
		out = append(out, e.codes...)
	}
	if c.Refused != 0 {
		out = append(out, c.Refused)
	}
	return append(out, c.Failed...)
}

func parseCommands(file, text string) (commands map[string]*Command, locks []string, err error) {
	commands = make(map[string]*Command)
	var c *Command
	for _, r := range rows(file, text) {
		head, text, _ := strings.Cut(r.text, " : ")
		words := strings.Fields(head)
		switch {
		case !r.indented && words[0] == "locked":
			locks = append(locks, text)
		case !r.indented:
			if len(words) != 2 || commands[r.text] != nil {
				return nil, nil, r.errorf("%q isn't SERVICE METHOD, or the second row of one", r.text)
			}
			c = &Command{}
			commands[r.text] = c
		case c == nil:
			return nil, nil, r.errorf("belongs to no command")
		default:
			if err := c.parse(r, words, text); err != nil {
				return nil, nil, err
			}
		}
	}
	return commands, locks, nil
}

// parse adds one row to a command.
func (c *Command) parse(r row, words []string, text string) error {
	kind, words, member := words[0], words[1:], ""
	if len(words) > 1 && words[0] == "if" {
		member, words = words[1], words[2:]
	}
	codes := make([]int64, len(words))
	for i, word := range words {
		code, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return r.errorf("%q isn't the code of an event", word)
		}
		codes[i] = code
	}
	switch {
	case kind == "job" && len(codes) == 0 && text != "":
		if text == "-" {
			text = ""
		}
		c.jobs = append(c.jobs, job{member: member, text: text})
	case kind == "before" && len(codes) == 0 && member == "":
		c.before = text
	case kind == "event" && len(codes) > 0:
		c.events = append(c.events, logged{member: member, codes: codes})
	case kind == "async" && len(codes) == 0 && member == "":
		c.Async = true
		if text != "" {
			c.Steps = strings.Split(text, ", ")
		}
	case kind == "refused" && len(codes) == 1 && member == "":
		c.Refused = codes[0]
	case kind == "failed" && len(codes) > 0 && member == "":
		c.Failed = codes
	default:
		return r.errorf("isn't job, before, async, event, refused or failed")
	}
	return nil
}
