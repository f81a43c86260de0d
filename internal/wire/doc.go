// Package wire reads and writes the documents of the engine's REST API as named fields, alike in XML and in JSON.
//
// A [Reader] walks over a document without building it: Enter moves into an object, Next to its fields, and one of String, Bool,
// Int, Float, Time, Text, Enter, EnterList, EnterRepeated, Actions or Skip takes the value at hand. A [Writer] appends fields to a
// buffer. What differs between the formats stays inside: how lists are wrapped, how links are repeated, whether a scalar is text.
//
// # Two kinds of errors
//
// A document that is damaged (cut off, badly nested, badly encoded) ends the reading: [Reader.Err] gives a [*SyntaxError], a
// [*RootError] or a [*ReadError], the reader gives nothing more, and loops over fields and items end. A value that doesn't fit its
// field (text that is no number, an object where text is due) is a [*ValueError]: the field stays absent, reading goes on, and
// [Reader.ItemErr] gives the first of them.
//
// # What is accepted
//
// XML 1.0 in UTF-8 without document type, with the five predefined entities and character references; names are ASCII. JSON as
// RFC 8259 has it, in valid UTF-8, without lone surrogates. Everything is checked, in subtrees that nobody reads too. Nesting is bounded
// by [MaxDepth], and memory by the input.
//
// # What is retained
//
// Texts and scalars are carved out of chunks that the reader shares among documents. A kept text keeps its chunk of at most 8 kB,
// a kept pointer its chunk of at most 64 values and 8 kB, so a kept object keeps at most one such chunk for each of its parts, and never the document.
package wire
