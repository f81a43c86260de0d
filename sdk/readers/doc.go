// Package readers decodes documents of the API, in XML and in JSON, into package types. Services do
// it for every call; programs use it for documents that they have from elsewhere:
//
//	vm, err := readers.Read(file, readers.XML, readers.Vm)
//	vms, err := readers.ReadList(file, readers.JSON, readers.Vm)
//
// Reading is strict about form and tolerant about content: a document that is truncated, badly
// nested or badly encoded is an error with path and offset, while unknown elements are skipped and
// unknown values of enumerations are kept.
//
// Text and small values of a document are allocated together. Keeping one object of a large
// document therefore keeps parts of its neighbours too, up to about a megabyte, but never the
// document; object.Clone returns a copy that stands alone.
package readers
