// Package plain has structs for the standard library's encoders, with the members that the documents of the benchmark have. They are
// as light as a user would write them by hand: the JSON ones keep every scalar as the text that engines send.
package plain
