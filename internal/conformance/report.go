package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// formats are the columns of the report.
var formats = []string{"xml", "json"}

// report writes a table of the results in Markdown, one row per area, and below it what failed and
// what was skipped with the reasons.
func report(w io.Writer, engine string, results []result) {
	fmt.Fprintf(w, "Engine: %s\n\n", engine)
	fmt.Fprintln(w, "| area | checks | XML | JSON |")
	fmt.Fprintln(w, "|---|---|---|---|")
	var areas []string
	for _, r := range results {
		if !slices.Contains(areas, r.area) {
			areas = append(areas, r.area)
		}
	}
	for _, area := range areas {
		of := filter(results, func(r result) bool { return r.area == area })
		row(w, area, of)
	}
	row(w, "all", results)
	list(w, "Failed", filter(results, func(r result) bool { return r.outcome == failed }))
	list(w, "Skipped", filter(results, func(r result) bool { return r.outcome == skipped }))
}

// row writes how many checks there are and, for each format, what came of them.
func row(w io.Writer, name string, results []result) {
	var names []string
	for _, r := range results {
		if key := r.area + ": " + r.check; !slices.Contains(names, key) {
			names = append(names, key)
		}
	}
	fmt.Fprintf(w, "| %s | %d |", name, len(names))
	for _, format := range formats {
		of := filter(results, func(r result) bool { return r.format == format })
		fmt.Fprintf(w, " %s |", counts(of))
	}
	fmt.Fprintln(w)
}

// counts returns how many passed, failed and were skipped, such as "12 passed, 1 failed".
func counts(results []result) string {
	var parts []string
	for _, o := range []outcome{passed, failed, skipped} {
		if n := len(filter(results, func(r result) bool { return r.outcome == o })); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	if len(parts) == 0 {
		return "not run"
	}
	return strings.Join(parts, ", ")
}

// list writes the checks with their reasons; those with the same reason in one area share a line.
func list(w io.Writer, title string, results []result) {
	if len(results) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n\n", title)
	for i := 0; i < len(results); {
		r, n := results[i], 1
		for i+n < len(results) && results[i+n].area == r.area && results[i+n].format == r.format &&
			results[i+n].reason == r.reason {
			n++
		}
		switch n {
		case 1:
			fmt.Fprintf(w, "- %s, %s: %s: %s\n", r.area, r.format, r.check, r.reason)
		default:
			fmt.Fprintf(w, "- %s, %s: %d checks: %s\n", r.area, r.format, n, r.reason)
		}
		i += n
	}
}

func filter(results []result, keep func(result) bool) []result {
	var kept []result
	for _, r := range results {
		if keep(r) {
			kept = append(kept, r)
		}
	}
	return kept
}
