package importer

import (
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// javadoc is a documentation comment: its text and those of its tags that are facts.
type javadoc struct {
	lines []string // lines are the text without tags and without the stars in front
	since string   // since is the lowest version of the since tags; empty if none holds a version

	deprecated      bool   // deprecated says that there is such a tag, in either case
	deprecatedSince string // deprecatedSince is the version in that tag; empty if it holds none
}

// parseJavadoc reads a comment. A tag begins at the start of a line, and everything behind the first tag belongs to tags.
func parseJavadoc(t token) javadoc {
	var d javadoc
	var sinces []string
	tags := false
	body := strings.TrimSuffix(strings.TrimPrefix(t.text, "/**"), "*/")
	for s := range strings.Lines(body) {
		s = strings.TrimSpace(s)
		s = strings.TrimLeft(s, "*")
		text := strings.TrimPrefix(strings.TrimRight(s, " \t\r\n"), " ")
		tag, value, _ := strings.Cut(strings.TrimSpace(text), " ")
		if !strings.HasPrefix(tag, "@") {
			if !tags {
				d.lines = append(d.lines, text)
			}
			continue
		}
		tags = true
		switch strings.ToLower(tag) {
		case "@since":
			sinces = append(sinces, value)
		case "@deprecated":
			d.deprecated = true
			if version := model.LowestVersion([]string{value}); version != "" {
				d.deprecatedSince = version
			}
		}
	}
	d.since = model.LowestVersion(sinces)
	return d
}

// age puts the facts of the comment and of the Deprecated annotation together.
func (d javadoc) age(marks []javaMark) model.Age {
	return model.Age{
		Since:           d.since,
		Deprecated:      d.deprecated || has(marks, "Deprecated"),
		DeprecatedSince: d.deprecatedSince,
	}
}

// text returns the prose of the comment.
func (d javadoc) text() string { return prose(d.lines) }

// prose returns the paragraphs of a text joined by empty lines. Samples of code, which stand between fences, are left out.
func prose(lines []string) string {
	var paragraphs []string
	var words []string
	end := func() {
		if len(words) > 0 {
			paragraphs = append(paragraphs, strings.Join(words, " "))
			words = nil
		}
	}
	fenced := false
	for _, s := range lines {
		switch s = strings.Join(strings.Fields(s), " "); {
		case strings.HasPrefix(s, "```"):
			fenced = !fenced
			end()
		case fenced:
		case s == "":
			end()
		default:
			words = append(words, s)
		}
	}
	end()
	return strings.Join(paragraphs, "\n\n")
}
