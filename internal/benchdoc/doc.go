// Package benchdoc composes the documents on which speed is measured: an inventory of virtual machines as an engine lists it, in
// XML and in JSON.
//
// The documents are the same on every machine and in every run. A virtual machine has all members that real ones always have, those
// that real ones have sometimes in the same share of the machines, 17 links to collections, 22 actions, and the certificate of its
// display while it runs: about 10.3 kB of XML. Every text is made up.
package benchdoc
