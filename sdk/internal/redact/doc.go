// Package redact prepares for people's eyes what goes over the wire and what programs hold: secrets are hidden, all else stays byte by
// byte as it is.
//
// What is secret is decided by names, in the tables of names.go: members of the model, which a test compares with the model, what the
// single sign-on and HTTP add, and words such as password that give a member away which a newer engine brings. Where a document can't be
// followed to its end because it is damaged, what stands behind the name of a secret is hidden to the end. Any beginning of a document
// can be given, so that a dump may stop anywhere.
package redact
