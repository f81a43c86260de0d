// Command commitcheck checks the messages of commits: the one in a file, for the hook commit-msg,
// or those of all commits after one, for make check.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

func main() {
	os.Exit(run(os.Args[1:], ".", os.Stdout, os.Stderr))
}

const usage = "usage: commitcheck FILE\n       commitcheck -since COMMIT\n"

// run checks what the arguments name and returns the exit code. It is 1 if a message is wrong.
func run(args []string, dir string, stdout, stderr io.Writer) int {
	var err error
	switch {
	case len(args) == 2 && args[0] == "-since":
		err = since(dir, args[1], stdout)
	case len(args) == 1 && !strings.HasPrefix(args[0], "-"):
		err = file(args[0])
	default:
		io.WriteString(stderr, usage)
		return 2
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

// file checks the message in a file, as git passes it to the hook.
func file(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return check(plain(string(text)))
}

// scissors is the line behind which git commit -v shows the change.
const scissors = "# ------------------------ >8 ------------------------\n"

// plain removes from a message what git adds for the editor.
func plain(text string) string {
	text, _, _ = strings.Cut(text, scissors)
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// since checks the commits after base that aren't merges. It says so if it can't: in an export
// without a repository, without git, or where the clone is too shallow to have base.
func since(dir, base string, stdout io.Writer) error {
	if _, err := git(dir, "rev-parse", "--git-dir"); err != nil {
		fmt.Fprintln(stdout, "commit messages not checked: there is no git repository here")
		return nil
	}
	if _, err := git(dir, "merge-base", "--is-ancestor", base, "HEAD"); err != nil {
		fmt.Fprintf(stdout, "commit messages not checked: commit %.12s isn't in the history here\n", base)
		return nil
	}
	log, err := git(dir, "log", "-z", "--no-merges", "--format=%h%n%B", base+"..HEAD")
	if err != nil {
		return err
	}
	var errs []error
	for commit := range strings.SplitSeq(strings.TrimSuffix(log, "\x00"), "\x00") {
		id, message, ok := strings.Cut(commit, "\n")
		if !ok {
			continue // nothing after base
		}
		if err := check(message); err != nil {
			errs = append(errs, fmt.Errorf("commit %s: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

// git returns what git prints.
func git(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	return string(out), err
}
