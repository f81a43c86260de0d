// Package importer reads upstream's descriptions of the API into a model: the Java interfaces of the API model, which hold every
// fact, or the JSON document that each engine serves, which holds most of them.
//
// Nothing is guessed. Whatever isn't known or doesn't fit is an error with file and line, and all errors are reported at once.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package importer
