package rules

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed limits.txt
var limitsText string

//go:embed mandatory.txt
var mandatoryText string

// Table holds all rules. It is immutable.
type Table struct {
	limits    map[string][]*limit  // by type
	mandatory map[string][]*check  // by service
	commands  map[string]*Command  // by service and method
	locks     []string             // what refusals say that another command holds what one needs
	events    map[int64]*Event     // by code
	orphans   map[string]*Orphan   // by pattern
	addresses map[string][]address // by type
	retired   map[string]bool      // by segment
	absent    map[string]*Absent   // by verb and pattern
	uncut     map[string]bool      // by service
	odd       map[string]bool      // rows
}

// New reads the tables that are built in.
func New() (*Table, error) {
	limits, err := parseLimits("limits.txt", limitsText)
	if err != nil {
		return nil, err
	}
	mandatory, err := parseMandatory("mandatory.txt", mandatoryText)
	if err != nil {
		return nil, err
	}
	commands, locks, err := parseCommands("commands.txt", commandsText)
	if err != nil {
		return nil, err
	}
	events, err := parseEvents("events.txt", eventsText)
	if err != nil {
		return nil, err
	}
	orphans, err := parseOrphans("orphans.txt", orphansText)
	if err != nil {
		return nil, err
	}
	addresses, err := parseAddresses("addresses.txt", addressesText)
	if err != nil {
		return nil, err
	}
	retired, err := parseWords("retired.txt", retiredText)
	if err != nil {
		return nil, err
	}
	uncut, err := parseWords("uncut.txt", uncutText)
	if err != nil {
		return nil, err
	}
	odd, err := parseOdd("odd.txt", oddText)
	if err != nil {
		return nil, err
	}
	absent, err := parseAbsent("absent.txt", absentText)
	if err != nil {
		return nil, err
	}
	return &Table{
		limits: limits, mandatory: mandatory, commands: commands, locks: locks, events: events,
		orphans: orphans, addresses: addresses, retired: retired,
		absent: absent, uncut: uncut, odd: odd,
	}, nil
}

// row is a line of a table without comments.
type row struct {
	file     string
	number   int
	text     string
	indented bool
}

func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.file, r.number, fmt.Errorf(format, args...))
}

func rows(file, text string) []row {
	var out []row
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, " \n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		indented := strings.HasPrefix(line, " ")
		out = append(out, row{file: file, number: number, text: strings.TrimSpace(line), indented: indented})
	}
	return out
}
