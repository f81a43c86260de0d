// Package services contains the tree of services of the API: a type per service, with a method per
// operation and a method per service below it. All of it is generated from the model.
//
// Start at sdk.Connection.SystemService. A service holds an address and no data: methods that return
// services send no request and cannot fail. An ID that is empty or that names nothing is reported by
// the first call that sends a request.
//
// # Calls
//
// Every other method sends one request and returns nil or an *sdk.Error. Methods may be called by any
// number of goroutines at once. Each has a struct of parameters, of which nil sends none; a nil or
// empty field isn't sent, and the struct is never modified. Parameters of actions are members of the
// request's body, all others are query parameters. Names on the wire are the snake case of the Go
// names, unless the comment says otherwise.
//
//   - Get returns the object, never nil without an error.
//   - List returns the objects of a collection, an empty slice if there are none and never nil without
//     an error. All iterates over them, and Each decodes one at a time from the connection.
//   - Add returns the object as the engine created it, which may still be locked while the engine
//     works on it.
//   - Update sends the fields that are set: a nil field keeps its value, an empty one is cleared.
//   - Remove returns once the engine has accepted the removal.
//   - All others are actions.
//
// Fields that a comment lists as required are checked before a request is sent, unless a method has
// several forms: then the engine decides.
package services
