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
// Texts, scalars and objects are carved out of chunks of at most 8 kB and, for objects and scalars, 64 values, which are filled in the
// order of reading and shared among items and documents. So a kept object keeps, beside itself, up to 64 neighbours that were
// read just before or after it with what they refer to: for a machine of 5 kB some 100 kB, however long the list was.
// Texts over 1 kB stand alone; the document itself is never kept. [Reader.Isolate] keeps an object apart from its neighbours.
package wire
