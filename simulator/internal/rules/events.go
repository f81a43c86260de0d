package rules

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
)

//go:embed events.txt
var eventsText string

// Event is one row of the table of events.
type Event struct {
	Severity string
	About    []string // About are the types of the objects that the event refers to.
	text     string
}

// SPM stands in [Event.About] for the host that manages the storage of the data center.
const SPM = "spm"

// Event returns the row of a code, or nil.
func (t *Table) Event(code int64) *Event { return t.events[code] }

// placeholder is what a text names.
var placeholder = regexp.MustCompile(`\{[A-Za-z_.]+\??\}`)

// Unknown stands for what a text names and nobody knows.
const Unknown = "<UNKNOWN>"

// fill completes a text by a function that returns the name of what it means, or "".
func fill(text string, name func(what string) string) string {
	return placeholder.ReplaceAllStringFunc(text, func(what string) string {
		what, optional := strings.CutSuffix(strings.Trim(what, "{}"), "?")
		if n := name(what); n != "" || optional {
			return n
		}
		return Unknown
	})
}

// Text returns the text of the event. The function returns the name of what the text means, or "".
func (e *Event) Text(name func(what string) string) string { return fill(e.text, name) }

func parseEvents(file, text string) (map[int64]*Event, error) {
	events := make(map[int64]*Event)
	var about []string
	for _, r := range rows(file, text) {
		if !r.indented {
			words := strings.Fields(r.text)
			if len(words) < 2 || words[0] != "about" {
				return nil, r.errorf("a section begins with: about TYPE ...")
			}
			if about = words[1:]; about[0] == "nothing" {
				about = nil
			}
			continue
		}
		head, text, ok := strings.Cut(r.text, " : ")
		words := strings.Fields(head)
		if !ok || len(words) != 2 {
			return nil, r.errorf("a row is: CODE SEVERITY : TEXT")
		}
		code, err := strconv.ParseInt(words[0], 10, 64)
		if err != nil || events[code] != nil {
			return nil, r.errorf("%q isn't a code, or the second row of one", words[0])
		}
		events[code] = &Event{Severity: words[1], About: about, text: text}
	}
	return events, nil
}
