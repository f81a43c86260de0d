package model

import (
	"strconv"
	"strings"
)

// LowestVersion returns the lowest of the versions that texts begin with, such as 4.2 in "4.2" or in "4.2 and later"; empty if none
// does. Tags of the sources are free text: some hold dates.
func LowestVersion(texts []string) string {
	lowest := ""
	for _, text := range texts {
		words := strings.Fields(text)
		if len(words) > 0 && validVersion(words[0]) && (lowest == "" || versionLess(words[0], lowest)) {
			lowest = words[0]
		}
	}
	return lowest
}

// validVersion reports whether the text is two to four numbers joined by dots.
func validVersion(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) < 2 || len(parts) > 4 {
		return false
	}
	for _, part := range parts {
		if _, err := strconv.ParseUint(part, 10, 31); err != nil {
			return false
		}
	}
	return true
}

// versionLess compares versions number by number; a missing number is 0.
func versionLess(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if x, y := number(as, i), number(bs, i); x != y {
			return x < y
		}
	}
	return false
}

// number returns a part of a valid version.
func number(parts []string, i int) uint64 {
	if i >= len(parts) {
		return 0
	}
	n, err := strconv.ParseUint(parts[i], 10, 31)
	if err != nil {
		return 0
	}
	return n
}
