// Package state writes the whole inventory of a simulated engine as a text that people can read and change, and reads it again.
//
// The text begins with the version of the form. Then each collection that holds something follows, with its path in brackets; behind
// it stand its objects as XML documents in the engine's form, with every "<" and ">" of a text escaped. Lines that begin
// with "@" put objects that live elsewhere into the collection; a document behind one is what the collection adds to the object.
// Lines that begin with "note" keep what the model has no member for; "next" stands before what a VM will be at its next start. Behind the collections "deleted"
// stands before events that can come back, "outside" before storage domains that the engine doesn't know any more, and "holds" with a collection before
// what is on them. Empty lines, and lines that begin with "#" between objects, say nothing.
package state
