// Package writers encodes package types as documents of the API, in XML and in JSON. Services do it for every call; programs use it
// to keep objects or to feed other tools:
//
//	err := writers.Write(file, writers.XML, writers.Vm, vm)
//
// Writing is exact: what is written reads back equal, in both formats. The order of members is that of the types, so that equal
// values give equal bytes.
package writers
