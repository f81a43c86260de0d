// Package services has the tree of services of the API: a type per service, with a method per operation and a locator per service
// below it. All of it is generated from the model. Begin at sdk.Connection.SystemService; locators send no request and cannot fail.
//
// Methods send one request each and return nil or an *sdk.Error. They may be called by any number of goroutines.
package services
