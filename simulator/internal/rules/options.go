package rules

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed options.tsv
var optionsText string

// Option is one option of an engine's configuration.
type Option struct {
	Name   string
	Admin  bool // Admin says that ordinary users don't see it.
	Values []OptionValue
}

// OptionValue is what an option is for clusters of a version, such as 4.7, or for "general".
type OptionValue struct{ Version, Value string }

// Options returns the options of an engine in the order of its source. They must not be changed.
var Options = sync.OnceValue(func() []*Option {
	var options []*Option
	for line := range strings.Lines(optionsText) {
		words := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 4)
		if len(words) < 4 {
			continue // a comment
		}
		last := len(options) - 1
		if last < 0 || options[last].Name != words[0] {
			options = append(options, &Option{Name: words[0], Admin: words[1] == "admin"})
			last++
		}
		options[last].Values = append(options[last].Values, OptionValue{Version: words[2], Value: words[3]})
	}
	return options
})

// adminOptions says of each option whether only administrators see it.
var adminOptions = sync.OnceValue(func() map[string]bool {
	admin := make(map[string]bool)
	for _, o := range Options() {
		admin[o.Name] = o.Admin
	}
	return admin
})

// AdminOption reports whether only administrators see the option of that name.
func AdminOption(name string) bool { return adminOptions()[name] }

// GeneralOption returns the value of an option that doesn't depend on a version, or "".
func GeneralOption(name string) string {
	for _, o := range Options() {
		if o.Name == name {
			return o.Values[0].Value
		}
	}
	return ""
}
