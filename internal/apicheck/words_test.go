package apicheck

import (
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// unused are words and phrases that the texts of this project don't use, with what they say instead.
var unused = []struct{ pattern, instead string }{
	{`gives`, "returns"},
	{`tells? whether`, "reports whether, specifies whether"},
	{`(has|have|had) the engine (answer|do|put)`, "makes the engine answer"},
	{`be there`, "exist"},
	{`pass(es|ed)? over`, "ignores, skips"},
	{`bears?`, "has, tolerates"},
	{`behaviours?`, "behavior"},
	{`otherwise than`, "in another way than"},
	{`borne`, "held, carried"},
	{`mends?|mended`, "fixes"},
	{`by chance`, "random"},
	{`exacter`, "more exact"},
	{`centres?`, "center"},
	{`hand(s|ed)? out`, "returns"},
	{`takes away`, "removes"},
	{`looks until`, "waits until"},
	{`signature1`, "a name for the form"},
	{`restricts what is seen`, "limits the list to"},
}

var unusedWords = regexp.MustCompile(`(?i)\b(` + joined() + `)\b`)

func joined() string {
	var all []string
	for _, u := range unused {
		all = append(all, u.pattern)
	}
	return strings.Join(all, "|")
}

// TestTextsUsePlainWords looks at comments, string literals, documents and the sentences of the
// model. This file, which lists the words, is left out.
func TestTextsUsePlainWords(t *testing.T) {
	t.Parallel()
	places, files := 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if isOutside(d) || d.IsDir() && d.Name() == "testdata" {
			return filepath.SkipDir
		}
		read := textsOf(path)
		if d.IsDir() || read == nil {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		read(content, func(line int, text string) {
			for _, word := range unusedWords.FindAllString(text, -1) {
				places++
				t.Errorf("%s:%d: %q isn't a word of this project: %s", path, line, word, instead(word))
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 1000 {
		t.Errorf("%d files were read, want more than 1,000", files)
	}
	t.Logf("%d places in %d files", places, files)
}

// instead says which word takes the place of one.
func instead(word string) string {
	for _, u := range unused {
		if regexp.MustCompile(`(?i)^(` + u.pattern + `)$`).MatchString(word) {
			return "say " + u.instead
		}
	}
	return ""
}

// textsOf returns what finds the texts of a file, or nil if it has none that a user reads.
func textsOf(path string) func([]byte, func(line int, text string)) {
	slashed := filepath.ToSlash(path)
	switch {
	case strings.HasSuffix(slashed, "apicheck/words_test.go"):
		return nil
	case strings.HasSuffix(slashed, ".go"):
		return goTexts
	case strings.HasSuffix(slashed, ".md"), strings.HasSuffix(slashed, "Makefile"), strings.Contains(slashed, "model/doc/"):
		return lines
	}
	return nil
}

func lines(content []byte, each func(int, string)) {
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		each(number, line)
	}
}

// goTexts calls each with the comments and string literals of Go source. Lines of a comment that
// follow each other are read as one text, so that a phrase may wrap.
func goTexts(content []byte, each func(int, string)) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(content))
	var s scanner.Scanner
	s.Init(file, content, nil, scanner.ScanComments)
	var comment strings.Builder
	first := 0
	flush := func() {
		if comment.Len() > 0 {
			each(first, comment.String())
			comment.Reset()
		}
	}
	for {
		pos, tok, literal := s.Scan()
		line := file.Line(pos)
		switch tok {
		case token.EOF:
			flush()
			return
		case token.COMMENT:
			if comment.Len() == 0 {
				first = line
			}
			fmt.Fprint(&comment, strings.TrimPrefix(literal, "//"))
		case token.STRING:
			flush()
			each(line, literal)
		default:
			flush()
		}
	}
}

func TestGoTextsFindsWrappedPhrases(t *testing.T) {
	t.Parallel()
	const source = "package p\n\n// F tells\n// whether it is.\nfunc F() string { return \"it gives\" }\n"
	var found []string
	goTexts([]byte(source), func(_ int, text string) { found = append(found, unusedWords.FindAllString(text, -1)...) })
	if got := strings.Join(found, ","); got != "tells whether,gives" {
		t.Errorf("found %q", got)
	}
}
