// Package names has the names of types and of their members, as the API model spells them. The
// compiler knows the constants, so that a name can't be misspelt, and a test compares them with the
// model.
package names
