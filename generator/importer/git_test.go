package importer

import (
	"archive/tar"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
)

// TestReleases imports the last release of each minor from 4.0 to 4.6 out of a clone of upstream's repository, and compares the one
// that is committed with model/data.
func TestReleases(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("JAVA_GIT")
	if dir == "" {
		t.Skip("JAVA_GIT doesn't name a clone of oVirt/ovirt-engine-api-model")
	}
	committed, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	releases := lastReleases(t, dir)
	if !slices.Contains(releases, committed.Version) {
		releases = append(releases, committed.Version)
	}
	if len(releases) < 7 {
		t.Errorf("there are only the releases %v", releases)
	}
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			m, err := Java(sourcesOf(t, dir, release), release, Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d enums, %d structs, %d services", len(m.Enums), len(m.Structs), len(m.Services))
			if release != committed.Version {
				return
			}
			if diff := gocmp.Diff(model.Encode(committed), model.Encode(m)); diff != "" {
				t.Errorf("model/data isn't what the import gives (-data +import):\n%s", diff)
			}
		})
	}
}

// TestSlips shows that each row of the table is needed for the release that it names, and enough.
func TestSlips(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("JAVA_GIT")
	if dir == "" {
		t.Skip("JAVA_GIT doesn't name a clone of oVirt/ovirt-engine-api-model")
	}
	for i, s := range slips {
		t.Run(s.where, func(t *testing.T) {
			t.Parallel()
			fsys := sourcesOf(t, dir, s.release)
			if _, err := Java(fsys, s.release, Options{}); err != nil {
				t.Errorf("%s: %v", s.release, err)
			}
			others := slices.Delete(slices.Clone(slips), i, i+1)
			if _, err := java(fsys, s.release, Options{}, others); err == nil {
				t.Errorf("%s is imported without the row, too", s.release)
			}
		})
	}
}

// lastReleases gives the last tag of each minor release of version 4.
func lastReleases(t *testing.T, dir string) []string {
	t.Helper()
	last := make(map[int]int) // patch by minor
	for tag := range strings.Lines(string(git(t, dir, "tag", "--list", "4.*"))) {
		parts := strings.Split(strings.TrimSpace(tag), ".")
		if len(parts) != 3 {
			continue
		}
		minor, err1 := strconv.Atoi(parts[1])
		patch, err2 := strconv.Atoi(parts[2])
		if err := cmp.Or(err1, err2); err != nil {
			t.Fatalf("tag %s: %v", tag, err)
		}
		last[minor] = max(last[minor], patch)
	}
	var tags []string
	for minor, patch := range last {
		tags = append(tags, "4."+strconv.Itoa(minor)+"."+strconv.Itoa(patch))
	}
	slices.Sort(tags)
	return tags
}

// sourcesOf reads the Java sources of a tag.
func sourcesOf(t *testing.T, dir, tag string) fs.FS {
	t.Helper()
	fsys := make(fstest.MapFS)
	archive := tar.NewReader(bytes.NewReader(git(t, dir, "archive", "--format=tar", tag, "src/main/java")))
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if head.Typeflag != tar.TypeReg {
			continue
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		fsys[strings.TrimPrefix(head.Name, "src/main/java/")] = &fstest.MapFile{Data: text}
	}
	return fsys
}

func git(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	var errs bytes.Buffer
	c := exec.CommandContext(t.Context(), "git", append([]string{"-C", dir}, args...)...)
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out
}
