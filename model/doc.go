// Package model holds the description of the oVirt Engine REST API: its types, services, methods and links, and how each of them
// is spelled on the wire.
//
// The description is data, not code: one text file per type and per service below model/data, written by ovirtgen import and read
// by [Load]. The generator makes the SDK of it and the simulator answers by it, so that both agree on every name.
package model
