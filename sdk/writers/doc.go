// Package writers encodes package types as documents of the API, in XML and in JSON. Services use it
// for every call; programs use it to store objects or to pass them to other tools:
//
//	err := writers.Write(file, writers.XML, writers.Vm, vm)
//
// A document that was written reads back equal, in both formats. Fields are written in the order of
// the type, so that equal values have equal documents.
package writers
