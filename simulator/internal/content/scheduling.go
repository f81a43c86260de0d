package content

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed scheduling.txt
var schedulingText string

// Unit is one consideration of the scheduler: a filter, a weight or a way of balancing load.
type Unit struct {
	ID, Kind, Name, Description string
	Properties                  []Property // Properties are the patterns of what policies may set.
}

// Policy is a scheduling policy.
type Policy struct {
	ID, Name   string
	Default    bool // Default is the policy of clusters that name none.
	Properties []Property
	Filters    []PolicyUnit // Filters have the place in their order: 1 is the first, -1 the last.
	Weights    []PolicyUnit // Weights have their factor.
	Balances   []PolicyUnit
}

// Property is a property of a unit or policy.
type Property struct{ Name, Value string }

// PolicyUnit is a unit in a policy.
type PolicyUnit struct {
	Unit   string // Unit is the ID.
	Number int64
}

// Units returns the units of scheduling policies. They must not be changed.
var Units = sync.OnceValue(func() []*Unit {
	units, _ := scheduling()
	return units
})

// Policies returns the scheduling policies. They must not be changed.
var Policies = sync.OnceValue(func() []*Policy {
	_, policies := scheduling()
	return policies
})

// scheduling reads the file. It panics if a line makes no sense: the file is built in, and a test
// reads it.
func scheduling() (units []*Unit, policies []*Policy) {
	var properties *[]Property
	for line := range strings.Lines(schedulingText) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		first, last, _ := strings.Cut(rest, " ")
		switch kind {
		case "unit":
			kind, name, _ := strings.Cut(last, " ")
			u := &Unit{ID: first, Kind: kind, Name: name}
			units, properties = append(units, u), &u.Properties
		case "policy":
			name, mark, _ := strings.Cut(last, " ")
			p := &Policy{ID: first, Name: name, Default: mark == "default"}
			policies, properties = append(policies, p), &p.Properties
		case "text":
			units[len(units)-1].Description = rest
		case "property":
			*properties = append(*properties, Property{first, last})
		case "balance":
			p := policies[len(policies)-1]
			p.Balances = append(p.Balances, PolicyUnit{Unit: first})
		case "filter", "weight":
			number, err := strconv.ParseInt(first, 10, 64)
			if err != nil {
				panic(fmt.Sprintf("scheduling.txt: %q: %v", line, err))
			}
			p := policies[len(policies)-1]
			list := &p.Filters
			if kind == "weight" {
				list = &p.Weights
			}
			*list = append(*list, PolicyUnit{last, number})
		default:
			panic(fmt.Sprintf("scheduling.txt: %q is no line of it", line))
		}
	}
	return units, policies
}
