package apicheck

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pages returns the documents of the module with their texts.
func pages(t *testing.T) map[string]string {
	t.Helper()
	texts := make(map[string]string)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if isOutside(d) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".md") {
			return nil
		}
		text, err := os.ReadFile(path)
		texts[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) < 5 {
		t.Fatalf("there are %d documents", len(texts))
	}
	return texts
}

// isOutside reports whether a directory holds what isn't part of the project: git's own files, or
// what was built and downloaded.
func isOutside(d fs.DirEntry) bool {
	return d.IsDir() && (d.Name() == ".git" || d.Name() == "build")
}

var (
	codeBlocks = regexp.MustCompile("(?s)```.*?```")
	links      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headings   = regexp.MustCompile(`(?m)^#+ (.*)$`)
	marks      = regexp.MustCompile(`[^\pL\pN_ -]`)
	targets    = regexp.MustCompile(`(?m)^([a-z-]+):`)
	madeTarget = regexp.MustCompile("(?m)(?:^|`|; | {4})make ([a-z-]+)")
	programs   = regexp.MustCompile(`go run (\./[\w./]+)`)
	places     = regexp.MustCompile(`^(?:bench|cmd|docs|examples|generator|internal|kerberos|model|otel|sdk|simulator)/[\w./]+$`)
)

func TestLinksOfTheDocumentsLeadSomewhere(t *testing.T) {
	t.Parallel()
	texts := pages(t)
	for page, text := range texts {
		for _, match := range links.FindAllStringSubmatch(codeBlocks.ReplaceAllString(text, ""), -1) {
			if strings.HasPrefix(match[1], "https://") {
				continue
			}
			path, heading, _ := strings.Cut(match[1], "#")
			to := page
			if path != "" {
				to = filepath.Join(filepath.Dir(page), path)
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s: the link to %s leads nowhere: %v", page, match[1], err)
			} else if heading != "" && !slices.Contains(anchors(texts[to]), heading) {
				t.Errorf("%s: the link to %s leads to no heading", page, match[1])
			}
		}
	}
}

// anchors are what links call the headings of a document.
func anchors(text string) []string {
	var names []string
	for _, match := range headings.FindAllStringSubmatch(text, -1) {
		names = append(names, strings.ReplaceAll(marks.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-"))
	}
	return names
}

func TestDocumentsNameCommandsThatExist(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	exist := make(map[string]bool)
	for _, match := range targets.FindAllStringSubmatch(string(makefile), -1) {
		exist[match[1]] = true
	}
	named := 0
	for page, text := range pages(t) {
		for _, match := range madeTarget.FindAllStringSubmatch(text, -1) {
			if named++; !exist[match[1]] {
				t.Errorf("%s names make %s, which isn't in the Makefile", page, match[1])
			}
		}
		for _, match := range programs.FindAllStringSubmatch(text, -1) {
			_, here := os.Stat(filepath.Join(root, match[1]))
			_, there := os.Stat(filepath.Join(root, "bench", match[1]))
			if named++; here != nil && there != nil {
				t.Errorf("%s names go run %s, which isn't there", page, match[1])
			}
		}
	}
	if named < 10 {
		t.Errorf("only %d commands are named", named)
	}
}

// TestFeaturesNamePlacesThatExist looks for the files and the exported names in the column where.
func TestFeaturesNamePlacesThatExist(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "features.txt"))
	if err != nil {
		t.Fatal(err)
	}
	exported := make(map[string]string) // what a package exports, by its name
	for _, pkg := range append([]string{"simulator", "simulator/simtest"}, public...) {
		lines, err := Exports(filepath.Join(root, pkg))
		if err != nil {
			t.Fatal(err)
		}
		exported[filepath.Base(pkg)] = strings.Join(lines, "\n") + "\n"
	}
	checked := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 {
			continue
		}
		for _, word := range strings.FieldsFunc(cells[3], func(r rune) bool { return strings.ContainsRune(" ,;`", r) }) {
			if places.MatchString(word) {
				if _, err := os.Stat(filepath.Join(root, word)); err != nil {
					t.Errorf("row%s: %s isn't there", cells[1], word)
				}
				checked++
			}
			pkg, name, _ := strings.Cut(word, ".")
			lines, ok := exported[pkg]
			if !ok || name == "" {
				continue
			}
			name, _, _ = strings.Cut(name, ".")
			if checked++; !regexp.MustCompile(`(?m)(?:^(?:func|type|const|var) |\) )` + name + `\b`).MatchString(lines) {
				t.Errorf("row%s: package %s exports no %s", cells[1], pkg, name)
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d places were found", checked)
	}
}

// TestEveryExampleHasATest is about the programs; what they share is tested with them.
func TestEveryExampleHasATest(t *testing.T) {
	t.Parallel()
	mains, err := filepath.Glob(filepath.Join(root, "examples", "*", "*", "main.go"))
	if err != nil || len(mains) < 100 {
		t.Fatalf("%d examples, %v", len(mains), err)
	}
	for _, main := range mains {
		dir := filepath.Dir(main)
		if tests, err := filepath.Glob(filepath.Join(dir, "*_test.go")); err != nil || len(tests) == 0 {
			t.Errorf("%s has no test", dir)
		}
	}
}
