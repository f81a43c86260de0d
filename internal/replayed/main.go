// Command replayed holds the simulator against answers recorded from a real engine, and fails if fewer
// are alike than the file equal.txt says:
//
//	go run ./internal/replayed DIR
//
// DIR has the recordings, one file per area below recorded, and replay.py, which sends their requests
// to a simulator of its own per area and compares. The areas are those of equal.txt; with -update the
// file is rewritten where more answers are alike than it says.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed equal.txt
var expected string

func main() {
	update := flag.Bool("update", false, "raise the figures in equal.txt")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, flag.Args(), *update); err != nil {
		fmt.Fprintln(os.Stderr, "replayed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string, update bool) error {
	if len(args) != 1 {
		return fmt.Errorf("one argument is needed, the directory of the recordings")
	}
	least, err := parseExpected(expected)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "replayed")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	sim := filepath.Join(dir, "ovirtsim")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", sim, "./cmd/ovirtsim").CombinedOutput(); err != nil {
		return fmt.Errorf("build ovirtsim: %w\n%s", err, text)
	}
	command := []string{filepath.Join(args[0], "replay.py"), "--sim", sim, "--show", "0"}
	for _, area := range least {
		command = append(command, filepath.Join(args[0], "recorded", area.name+".jsonl"))
	}
	// It exits with 1 if anything differs, which the table says better.
	table, err := exec.CommandContext(ctx, "python3", command...).Output()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		return fmt.Errorf("replay: %w", err)
	}
	found := parseTable(table)
	fewer := 0
	for i, area := range least {
		got, ok := found[area.name]
		switch {
		case !ok:
			return fmt.Errorf("replay.py printed nothing of %s:\n%s", area.name, table)
		case got < area.equal-slack:
			fewer++
			fmt.Fprintf(out, "%s: %d answers are alike, and %d were\n", area.name, got, area.equal)
		case got > area.equal:
			fmt.Fprintf(out, "%s: %d answers are alike; raise equal.txt, which says %d\n", area.name, got, area.equal)
			least[i].equal = got
		}
	}
	if update {
		if err := os.WriteFile("internal/replayed/equal.txt", format(least), 0o644); err != nil {
			return err
		}
	}
	if fewer > 0 {
		return fmt.Errorf("%d areas have fewer answers alike than before", fewer)
	}
	fmt.Fprintf(out, "%d areas have as many answers alike as before\n", len(least))
	return nil
}

// slack is how many answers of an area may differ from run to run, by the order of a hash or by time.
const slack = 2

// area is how many answers of an area are alike.
type area struct {
	name  string
	equal int
}

func parseExpected(text string) ([]area, error) {
	var areas []area
	number := 0
	for line := range strings.Lines(text) {
		number++
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if len(words) != 2 {
			return nil, fmt.Errorf("equal.txt:%d: a line is: AREA COUNT", number)
		}
		equal, err := strconv.Atoi(words[1])
		if err != nil {
			return nil, fmt.Errorf("equal.txt:%d: %w", number, err)
		}
		areas = append(areas, area{words[0], equal})
	}
	return areas, nil
}

// parseTable returns how many answers are alike, by area: the third column of the table.
func parseTable(table []byte) map[string]int {
	found := make(map[string]int)
	for line := range bytes.Lines(table) {
		words := strings.Fields(string(line))
		if len(words) < 3 {
			continue
		}
		if equal, err := strconv.Atoi(words[2]); err == nil {
			found[words[0]] = equal
		}
	}
	return found
}

// heading is the comment of equal.txt.
const heading = "# How many answers of the simulator are those recorded from a real engine, by area.\n" +
	"# go run ./internal/replayed -update DIR raises the figures.\n"

func format(areas []area) []byte {
	b := []byte(heading)
	for _, a := range areas {
		b = fmt.Appendf(b, "%s %d\n", a.name, a.equal)
	}
	return b
}
