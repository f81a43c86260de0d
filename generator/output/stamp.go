package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// heading is the first line of a stamp.
const heading = "# The SHA-256 of each file that ovirtgen wrote here; it replaces and removes only these."

// hashes are the hashes that the content of a file may have, in hexadecimal, by its path. There are
// two while a file is being replaced.
type hashes map[string][]string

// match reports whether a file has one of its hashes.
func (h hashes) match(rel string, content []byte) bool {
	return slices.Contains(h[rel], hash(content))
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// readStamp reads the stamp of the directory, which may be missing.
func (t Tree) readStamp(root *os.Root) (hashes, error) {
	if t.Stamp == "" {
		return nil, nil
	}
	info, err := root.Lstat(t.Stamp)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &ForeignError{Dir: t.Dir, Files: []Foreign{{Path: t.Stamp, Why: kind(info.Mode())}}}
	}
	text, err := root.ReadFile(t.Stamp)
	if err != nil {
		return nil, err
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	if first != heading {
		return nil, &ForeignError{Dir: t.Dir, Files: []Foreign{{Path: t.Stamp, Why: "was not written by ovirtgen"}}}
	}
	h := make(hashes)
	n := 1
	for line := range strings.Lines(rest) {
		n++
		sum, rel, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || len(sum) != hex.EncodedLen(sha256.Size) || rel == "" {
			return nil, fmt.Errorf("%s: %s line %d is not a hash and a path; restore the file, or choose another directory",
				t.Dir, t.Stamp, n)
		}
		h[rel] = append(h[rel], sum)
	}
	return h, nil
}

// record writes a stamp for the wanted files and those with the old hashes.
func (t Tree) record(root *os.Root, old hashes, files map[string][]byte) error {
	if t.Stamp == "" {
		return nil
	}
	all := maps.Clone(old)
	if all == nil {
		all = make(hashes)
	}
	for rel, content := range files {
		if sum := hash(content); !slices.Contains(all[rel], sum) {
			all[rel] = append(slices.Clip(all[rel]), sum)
		}
	}
	text := []byte(heading + "\n")
	for _, rel := range slices.Sorted(maps.Keys(all)) {
		for _, sum := range all[rel] {
			text = fmt.Appendf(text, "%s  %s\n", sum, rel)
		}
	}
	if present, err := root.ReadFile(t.Stamp); err == nil && bytes.Equal(present, text) {
		return nil
	}
	return replace(root, t.Stamp, text)
}
