// Package types has the data of the API: a struct per type, a string type per enumeration. All of it is generated from the model,
// and none of it has behaviour: making or changing a value does nothing on the engine, and what happens there does not reach a value
// that was read before.
//
// Scalars are pointers, where nil means that nothing was said: new("x") makes one, sdk.Value reads one. Objects are pointers, lists
// are slices, of which nil is absent and an empty one is present and empty. Enumerations are strings; the empty one is absent.
package types
