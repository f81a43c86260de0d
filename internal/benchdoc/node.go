package benchdoc

import (
	"strconv"
	"time"
)

// kind says how a node is written where the formats differ.
type kind int8

const (
	text   kind = iota // a string in both formats; the engine's JSON has booleans and integers as strings too
	date               // ISO 8601 with the server's offset in XML, milliseconds since 1970 in JSON
	object             // named children
	list               // a wrapper round items of one name, which is an array within an object in JSON
)

// node is a member of a document, the same for both formats.
type node struct {
	name  string
	kind  kind
	value string    // of text
	when  time.Time // of date
	attrs []attr    // of object, in the order in which the engine writes them
	nodes []node    // of object and list
}

type attr struct {
	name, value string
}

func str(name, value string) node {
	return node{name: name, value: value}
}

func flag(name string, value bool) node {
	return node{name: name, value: strconv.FormatBool(value)}
}

func integer(name string, value int64) node {
	return node{name: name, value: strconv.FormatInt(value, 10)}
}

func moment(name string, t time.Time) node {
	return node{name: name, kind: date, when: t}
}

func obj(name string, nodes ...node) node {
	return node{name: name, kind: object, nodes: nodes}
}

func items(name string, nodes ...node) node {
	return node{name: name, kind: list, nodes: nodes}
}

// ref is a reference to an object of a top-level collection.
func ref(name, collection, id string) node {
	return node{name: name, kind: object, attrs: []attr{{"href", base + "/" + collection + "/" + id}, {"id", id}}}
}

// linkTo is a link of the object with the address.
func linkTo(address, rel string) node {
	return node{name: "link", kind: object, attrs: []attr{{"href", address + "/" + rel}, {"rel", rel}}}
}
