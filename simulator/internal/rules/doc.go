// Package rules says what engines refuse in a document before any command looks at it: what must
// not be absent or empty, which characters a name may have, how long a text and how large a number
// may be. The rules are rows of the tables in this package, each with the engine's own words.
//
// Engines check a document in this order, and so does the simulator:
//
//  1. what the API model calls mandatory (package route reads that from the model);
//  2. what the resource itself insists on, although it may be present and empty: mandatory.txt;
//  3. the references, by name or ID;
//  4. the bean that a command is given: limits.txt;
//  5. the state of things, which the rooms of the simulator know.
//
// It also says what engines do around a command: how they describe its job and which events they
// log (commands.txt), and what events of each code say and refer to (events.txt).
package rules

// Refusal is what an engine says of a document that breaks a rule. The status is 400.
type Refusal struct {
	Reason string
	Detail string
}

// Object is a document whose members are looked up by paths of wire names, such as
// "cluster.id". Get returns nil for a member that is absent, and otherwise a string, an int64, a
// bool, or something else for parts and lists.
type Object interface {
	Get(path string) any
}
