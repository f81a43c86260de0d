package model

import (
	"path"
	"strings"
)

// EncodeDocs returns the doc files of a model by their paths, with slashes, relative to the
// directory that [LoadDocs] reads. Types and services of which nothing is documented have no file.
// A locator that is called like a method of its service can't be told from it in a doc file and is
// left out.
func EncodeDocs(m *Model) map[string][]byte {
	files := make(map[string][]byte)
	for file, symbols := range m.declarations() {
		d := docEncoder{}
		methods := make(map[string]bool)
		for s := range symbols {
			switch {
			case s.Part == "":
				d.entry(path.Base(file), *s.Doc)
			case !s.Locator:
				methods[s.Part] = true
				d.entry(s.Part, *s.Doc)
			case !methods[s.Part]:
				d.entry(s.Part, *s.Doc)
			}
		}
		if d.texts > 0 {
			files[file+".txt"] = []byte(d.out.String())
		}
	}
	return files
}

// docEncoder writes symbols and texts. The first symbol, that of the type or service, has to stand
// there even without a text if others follow.
type docEncoder struct {
	out   strings.Builder
	texts int
}

// docWidth is the column at which the lines of texts are broken.
const docWidth = 95

func (d *docEncoder) entry(symbol, text string) {
	if text == "" && d.out.Len() > 0 {
		return
	}
	if text != "" {
		d.texts++
	}
	if d.out.Len() > 0 {
		d.out.WriteByte('\n')
	}
	d.out.WriteString(symbol + "\n")
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			d.out.WriteByte('\n')
		}
		d.paragraph(paragraph)
	}
}

// paragraph writes words, as many in a line as fit.
func (d *docEncoder) paragraph(text string) {
	column := 0
	for _, word := range strings.Fields(text) {
		switch {
		case column == 0:
			d.out.WriteString("    ")
			column = 4
		case column+1+len(word) > docWidth:
			d.out.WriteString("\n    ")
			column = 4
		default:
			d.out.WriteByte(' ')
			column++
		}
		d.out.WriteString(word)
		column += len(word)
	}
	if column > 0 {
		d.out.WriteByte('\n')
	}
}
