// Package wire reads and writes the documents of the engine's REST API as named fields, alike in XML and in JSON.
//
// A [Reader] walks over a document without building it: Enter moves into an object, Next to its fields, and one of String, Bool,
// Int, Float, Time, Text, Enter, EnterList, EnterRepeated, Actions or Skip takes the value at hand. A [Writer] appends fields to a
// buffer. What differs between the formats stays inside: how lists are wrapped, how links are repeated, whether a scalar is text.
//
// # Two kinds of errors
//
// A document that is damaged (cut off, badly nested, badly encoded) ends the reading: [Reader.Err] returns a [*SyntaxError], a
// [*RootError] or a [*ReadError], the reader returns nothing more, and loops over fields and items end. A value that doesn't fit its
// field (text that is no number, an object where text is due) is a [*ValueError]: the field stays absent, reading goes on, and
// [Reader.ItemErr] returns the first of them.
//
// # What is accepted
//
// XML 1.0 in UTF-8 without document type, with the five predefined entities and character
// references; names are ASCII. JSON as RFC 8259 has it, in valid UTF-8, without lone surrogates.
// Everything is checked, in subtrees that nobody reads too.
//
// # What a document costs
//
// Time and memory grow with the length of a document and no faster, whatever it contains and
// however small the pieces are in which it arrives. [MaxName], [MaxNumber], [MaxAttributes],
// [MaxText] and [MaxDepth] bound its parts, and errors quote at most 64 bytes of a text or a name.
// What isn't read (blanks, comments, unknown fields) is checked as it passes and takes no memory.
//
// # What is retained
//
// Objects and scalars are carved out of chunks of at most 8 kB that 32 items of a list share, or as many single documents in turn. So a
// kept object keeps, beside itself, at most 31 neighbors that were read just before or after it, however long the list was;
// each of its texts keeps a chunk of at most 8 kB of other texts, or stands alone if it has more than 1 kB. The document itself is
// never kept. [Reader.Isolate] keeps an object apart from its neighbors.
package wire
