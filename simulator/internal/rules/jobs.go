package rules

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed jobs.txt
var jobsText string

// job is one row of the table of jobs.
type job struct {
	member string // member must be in the document or the parameters; "" holds always.
	text   string // text is "" for a request that has no job after all.
}

func parseJobs(file, text string) (map[string][]job, error) {
	jobs := make(map[string][]job)
	for _, r := range rows(file, text) {
		head, text, ok := strings.Cut(r.text, " : ")
		words := strings.Fields(head)
		j := job{text: text}
		switch {
		case !ok:
			return nil, r.errorf("a row is: SERVICE METHOD [if MEMBER] : TEXT")
		case len(words) == 4 && words[2] == "if":
			j.member = words[3]
		case len(words) != 2:
			return nil, r.errorf("%q isn't SERVICE METHOD [if MEMBER]", head)
		}
		if text == "-" {
			j.text = ""
		}
		key := words[0] + " " + words[1]
		jobs[key] = append(jobs[key], j)
	}
	return jobs, nil
}

// placeholder is what a text names.
var placeholder = regexp.MustCompile(`\{[a-z_.]+\}`)

// Unknown stands for what the text of a job names and nobody knows.
const Unknown = "<UNKNOWN>"

// Job returns the text under which a request is listed as a job, or "" if it isn't. The two
// functions tell what the request has, and the name of what the text means, or "".
func (t *Table) Job(service, method string, has func(member string) bool, name func(what string) string) string {
	for _, j := range t.jobs[service+" "+method] {
		if j.member != "" && !has(j.member) {
			continue
		}
		return placeholder.ReplaceAllStringFunc(j.text, func(what string) string {
			if n := name(strings.Trim(what, "{}")); n != "" {
				return n
			}
			return Unknown
		})
	}
	return ""
}
