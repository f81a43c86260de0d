// Package readers decodes documents of the API, in XML and in JSON, into package types. Services use
// it for every call; programs use it for documents from elsewhere:
//
//	vm, err := readers.Read(file, readers.XML, readers.Vm)
//	vms, err := readers.ReadList(file, readers.JSON, readers.Vm)
//
// Reading is strict about form and tolerant about content. A document that is truncated, badly nested
// or badly encoded is an error with path and offset; unknown elements are skipped, and unknown values
// of enumerations are kept.
//
// Strings and small values of a document are allocated together. An object of a large document that
// is kept therefore keeps parts of its neighbors in memory too, up to about a megabyte, but never the
// whole document. object.Clone returns an independent copy.
package readers
