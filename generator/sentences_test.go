package generator

import (
	"strings"
	"testing"
	"unicode"

	"github.com/ovirt-go/ovirt/model"
)

// TestSentences reads what model/doc says about the committed model: no sentence stands twice, and each says something.
func TestSentences(t *testing.T) {
	t.Parallel()
	first := make(map[string]string)
	for _, s := range sentences(loadEmbedded(t)) {
		if s.text == "" {
			continue
		}
		if other, ok := first[s.text]; ok {
			t.Errorf("%s and %s have the same sentence: %s", other, s.symbol, s.text)
		}
		first[s.text] = s.symbol
		if !says(s.symbol, s.text) {
			t.Errorf("%s: the sentence is made of the symbol's own words: %s", s.symbol, s.text)
		}
		if !strings.HasSuffix(s.text, ".") {
			t.Errorf("%s: the sentence lacks a full stop: %s", s.symbol, s.text)
		}
		if c := rune(s.text[0]); !unicode.IsLower(c) {
			t.Errorf("%s: the sentence goes on behind the name, but begins with %q", s.symbol, c)
		}
	}
	if len(first) < 1000 {
		t.Errorf("there are only %d sentences", len(first))
	}
}

func TestSaysSomething(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		symbol, text string
		want         bool
	}{
		{"vm.fqdn", "is the fqdn of the VM.", false},
		{"vms.list", "lists the VMs.", false},
		{"disk_attachment.disk", "holds the disks of a disk-attachment.", false},
		{"vm.fqdn", "is the name by which the guest is found.", true},
	} {
		if got := says(tt.symbol, tt.text); got != tt.want {
			t.Errorf("says(%q, %q) = %t, want %t", tt.symbol, tt.text, got, tt.want)
		}
	}
}

// documented is a symbol of the model with its sentence.
type documented struct{ symbol, text string }

// sentences lists the sentences of a model.
func sentences(m *model.Model) []documented {
	var all []documented
	add := func(text string, symbol ...string) { all = append(all, documented{strings.Join(symbol, "."), text}) }
	for _, e := range m.Enums {
		add(e.Doc, e.Name)
		for _, v := range e.Values {
			add(v.Doc, e.Name, v.Name)
		}
	}
	for _, s := range m.Structs {
		add(s.Doc, s.Name)
		for _, member := range s.Members {
			add(member.Doc, s.Name, member.Name)
		}
	}
	for _, s := range m.Services {
		add(s.Doc, s.Name)
		for _, method := range s.Methods {
			add(method.Doc, s.Name, method.Name)
			for _, p := range method.Params {
				add(p.Doc, s.Name, method.Name, p.Name)
			}
		}
		for _, l := range s.Locators {
			add(l.Doc, s.Name, l.Name)
		}
	}
	return all
}

// stopWords say nothing about anything.
const stopWords = " a an and are as at be been being by can each for from returns given had has have held holds if in into is it" +
	" its kind list lists manages means name names object objects of on or reads returns service services set sets" +
	" tells that the their them these this those to type types value values was what when which whose will with" +
	" collection item items member "

// says reports whether a sentence has a word that is neither one of the symbol nor a stop word.
func says(symbol, text string) bool {
	notLetter := func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }
	own := make(map[string]bool)
	for _, word := range strings.FieldsFunc(symbol, notLetter) {
		own[model.Singular(word)] = true
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), notLetter) {
		if !own[model.Singular(word)] && !strings.Contains(stopWords, " "+word+" ") {
			return true
		}
	}
	return false
}
