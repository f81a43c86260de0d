// Package apicheck has the tests of the module itself: which package may import which, whether generated files are fresh, and what
// the public packages export, which is kept as text in the directory api so that a change shows in review.
package apicheck
