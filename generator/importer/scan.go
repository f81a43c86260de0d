package importer

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ovirt-go/ovirt/model"
)

// tokenKind tells the tokens of the Java sources apart.
type tokenKind int

const (
	tokenEnd    tokenKind = iota // the end of the file
	tokenWord                    // an identifier or keyword
	tokenString                  // a string literal; the text is what stands between the quotes
	tokenMark                    // one character of punctuation
	tokenDoc                     // a Javadoc comment, with its delimiters
)

// token is a piece of a Java source.
type token struct {
	kind tokenKind
	text string
	pos  model.Pos
}

// String returns the token as an error text shows it.
func (t token) String() string {
	switch t.kind {
	case tokenEnd:
		return "the end of the file"
	case tokenDoc:
		return "a comment"
	}
	return fmt.Sprintf("%q", t.text)
}

// scanner splits a Java source into tokens.
type scanner struct {
	file string
	text string
	at   int // offset of the next byte
	line int
}

// scan returns all tokens of a source; the last one is the end. Comments are left out, save Javadoc.
func scan(file, text string) ([]token, *model.Problem) {
	s := &scanner{file: file, text: text, line: 1}
	tokens := make([]token, 0, len(text)/16+1)
	for {
		t, problem := s.next()
		if problem != nil {
			return nil, problem
		}
		tokens = append(tokens, t)
		if t.kind == tokenEnd {
			return tokens, nil
		}
	}
}

func (s *scanner) next() (token, *model.Problem) {
	for s.at < len(s.text) {
		pos := model.Pos{File: s.file, Line: s.line}
		rest := s.text[s.at:]
		switch c := rest[0]; {
		case c == '\n':
			s.line++
			s.at++
		case c == ' ' || c == '\t' || c == '\r' || c == '\f':
			s.at++
		case strings.HasPrefix(rest, "//"):
			end := strings.IndexByte(rest, '\n')
			if end < 0 {
				end = len(rest)
			}
			s.at += end
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return token{}, &model.Problem{Pos: pos, Text: "the comment isn't closed; expected */"}
			}
			comment := rest[:end+4]
			s.at += len(comment)
			s.line += strings.Count(comment, "\n")
			if strings.HasPrefix(comment, "/**") && comment != "/**/" {
				return token{kind: tokenDoc, text: comment, pos: pos}, nil
			}
		case c == '"':
			return s.literal(pos)
		case wordByte(c) && (c < '0' || c > '9'):
			end := 1
			for end < len(rest) && wordByte(rest[end]) {
				end++
			}
			s.at += end
			return token{kind: tokenWord, text: rest[:end], pos: pos}, nil
		case strings.IndexByte("{}()[];,.@=<>*", c) >= 0:
			s.at++
			return token{kind: tokenMark, text: rest[:1], pos: pos}, nil
		default:
			r, _ := utf8.DecodeRuneInString(rest)
			return token{}, &model.Problem{Pos: pos, Text: fmt.Sprintf("unexpected character %q", r)}
		}
	}
	return token{kind: tokenEnd, pos: model.Pos{File: s.file, Line: s.line}}, nil
}

// literal reads a string. The sources have no escapes in strings.
func (s *scanner) literal(pos model.Pos) (token, *model.Problem) {
	rest := s.text[s.at+1:]
	end := strings.IndexAny(rest, "\"\\\n")
	if end < 0 || rest[end] == '\n' {
		return token{}, &model.Problem{Pos: pos, Text: "the string isn't closed; expected \" in the same line"}
	}
	if rest[end] == '\\' {
		return token{}, &model.Problem{Pos: pos, Text: "the string has an escape, which the sources of the model never use"}
	}
	s.at += end + 2
	return token{kind: tokenString, text: rest[:end], pos: pos}, nil
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
