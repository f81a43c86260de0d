// Package types contains the data of the API: a struct per type and a string type per enumeration,
// generated from the model. They are plain data: to create or change a value does nothing on the
// engine, and what happens there doesn't reach a value that was read before.
//
// # Fields
//
// Scalars are pointers, nil if they are not set: new("x") creates one, sdk.Value reads one. Objects
// are pointers and lists are slices; a nil list is absent, an empty one is present and empty.
// Enumerations are strings, empty if they are absent; values that a newer engine knows are kept.
//
// In XML, ID and Href are the attributes id and href, and every other field is an element whose name
// is the snake case of the Go name; a list is an element that contains one element per item. JSON uses
// the same names. Where a name differs, the comment of the field says so.
//
// # Links
//
// A field whose comment says that it is a link refers to another object or to a collection. The engine
// sends its address only, so an object has its ID and Href and a list is nil, unless the call asked
// for the content with the parameter Follow. sdk.Follow and sdk.FollowAll read it later.
//
// # Other encodings
//
// The fields have tags for encoding/json, so that a value within a struct of your own, a custom
// resource or a configuration file reads and writes under the names of the API: nil fields are left
// out, and an empty list stays. That form is not the engine's JSON, in which numbers and booleans are
// strings and lists have wrappers; packages readers and writers read and write that one. To read the
// engine's form with encoding/json is an error wherever the two differ.
package types
