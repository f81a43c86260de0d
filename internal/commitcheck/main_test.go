package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, message string
		want          string // want is part of the error; empty for none
	}{
		{"subject and body", "Add a page\n\nIt was missing.\n", ""},
		{"60 characters, not bytes", strings.Repeat("é", 60) + "\n\nWhy.\n", ""},
		{"regeneration", "Regenerate the comments\n", ""},
		{"merge", "Merge branch 'x'\n", ""},
		{"61 characters", strings.Repeat("x", 61) + "\n\nWhy.\n", "61 characters, more than 60"},
		{"no body", "Add a page\n", `no body that says why: "Add a page"`},
		{"blank body", "Add a page\n\n  \n\n", "no body"},
		{"trailers alone", "Add a page\n\nSigned-off-by: A <a@x.org>\nCo-authored-by: B <b@x.org>\n", "no body"},
		{"no empty line", "Add a page\nand another\n", `isn't empty: "and another"`},
		{"full stop", "Add a page.\n\nWhy.\n", "full stop"},
		{"empty", "\n\n", "the message is empty"},
		{"two mistakes", strings.Repeat("x", 61) + "\n", "x\"\nthe message has no body"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := check(tt.message)
			if tt.want == "" && err != nil {
				t.Errorf("error is %v, want none", err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestFileWithoutWhatGitAdds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		code int
	}{
		"comments":      {"Add a page\n\n# Please enter the commit message\n#\n", 1},
		"verbose":       {"Add a page\n" + scissors + "diff --git a b\n", 1},
		"comment first": {"# one\nAdd a page\n\nWhy.\n", 0},
	} {
		path := filepath.Join(t.TempDir(), "COMMIT_EDITMSG")
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs strings.Builder
		if code := run([]string{path}, ".", &out, &errs); code != tt.code {
			t.Errorf("%s: exit code %d, want %d: %s", name, code, tt.code, errs.String())
		}
	}
}

func TestHook(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for message, want := range map[string]bool{"Add a page\n\nWhy.\n": true, "Add a page\n": false} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "message"), []byte(message), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), filepath.Join(root, ".githooks", "commit-msg"), "message")
		cmd.Dir = dir // git passes a path below the directory in which it runs the hook
		if out, err := cmd.CombinedOutput(); (err == nil) != want {
			t.Errorf("%q: %v\n%s", message, err, out)
		}
	}
}

// repository is a git repository of a test.
type repository struct {
	t   *testing.T
	dir string
}

func (r repository) git(args ...string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r repository) commit(message string) string {
	r.t.Helper()
	r.git("commit", "--allow-empty", "--no-verify", "-m", message)
	return r.git("rev-parse", "HEAD")
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git isn't installed")
	}
	r := repository{t, t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func TestCommitsSinceOne(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("old and wrong.")
	base := r.commit("Begin\n\nHere.")
	check := func(dir string) (code int, stdout, stderr string) {
		var out, errs strings.Builder
		code = run([]string{"-since", base}, dir, &out, &errs)
		return code, out.String(), errs.String()
	}
	if code, stdout, stderr := check(r.dir); code != 0 || stdout+stderr != "" {
		t.Errorf("nothing since: exit code %d, %s%s", code, stdout, stderr)
	}
	r.commit("Good\n\nWhy.")
	r.git("checkout", "-q", "-b", "side", base)
	r.commit("Regenerate")
	r.git("checkout", "-q", "main")
	r.git("merge", "-q", "--no-ff", "-m", "join them all.", "side")
	if code, stdout, stderr := check(r.dir); code != 0 || stdout+stderr != "" {
		t.Errorf("good ones and a merge: exit code %d, %s%s", code, stdout, stderr)
	}
	id := r.commit("Bad")
	code, _, stderr := check(r.dir)
	if code != 1 || !strings.HasPrefix(stderr, "commit "+id[:7]) || strings.Count(stderr, "\n") != 1 {
		t.Errorf("one bad: exit code %d, %q", code, stderr)
	}

	// What can't be checked is no mistake.
	shallow := t.TempDir()
	r.git("clone", "-q", "--depth", "1", "file://"+r.dir, shallow)
	if code, stdout, _ := check(shallow); code != 0 || !strings.Contains(stdout, "isn't in the history") {
		t.Errorf("shallow clone: exit code %d, %q", code, stdout)
	}
	export := t.TempDir()
	if code, stdout, _ := check(export); code != 0 || !strings.Contains(stdout, "no git repository") {
		t.Errorf("export: exit code %d, %q", code, stdout)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"-since"}, {"-x"}, {"a", "b"}} {
		var out, errs strings.Builder
		if code := run(args, ".", &out, &errs); code != 2 || errs.String() != usage {
			t.Errorf("%q: exit code %d, %q", args, code, errs.String())
		}
	}
	var out, errs strings.Builder
	if code := run([]string{filepath.Join(t.TempDir(), "none")}, ".", &out, &errs); code != 1 {
		t.Errorf("missing file: exit code %d", code)
	}
}
