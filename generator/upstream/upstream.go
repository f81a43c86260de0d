// Package upstream reads the Java sources of the API model out of a git clone of oVirt/ovirt-engine-api-model, which has a tag for
// each release.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package upstream

import (
	"archive/tar"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
)

// Repository is a clone in a directory, bare or with a work tree.
type Repository struct{ dir string }

// Open returns the clone in a directory. Whether it is one is seen at the first use.
func Open(dir string) (*Repository, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return &Repository{abs}, nil
}

// release is the version in a tag.
type release struct {
	tag          string
	minor, patch int
}

// releases returns those of version 4, the oldest first.
func (r *Repository) releases(ctx context.Context) ([]release, error) {
	out, err := r.git(ctx, "tag")
	if err != nil {
		return nil, err
	}
	var all []release
	for tag := range strings.FieldsSeq(string(out)) {
		parts := strings.Split(tag, ".")
		if len(parts) != 3 || parts[0] != "4" {
			continue
		}
		minor, err1 := strconv.Atoi(parts[1])
		patch, err2 := strconv.Atoi(parts[2])
		if err1 == nil && err2 == nil {
			all = append(all, release{tag, minor, patch})
		}
	}
	if len(all) == 0 {
		return nil, errors.New("no tags such as 4.6.1 in " + r.dir)
	}
	slices.SortFunc(all, func(a, b release) int { return cmp.Or(cmp.Compare(a.minor, b.minor), cmp.Compare(a.patch, b.patch)) })
	return all, nil
}

// Tags returns the releases of version 4, the oldest first.
func (r *Repository) Tags(ctx context.Context) ([]string, error) {
	all, err := r.releases(ctx)
	tags := make([]string, len(all))
	for i, one := range all {
		tags[i] = one.tag
	}
	return tags, err
}

// LastTags returns the last release of each minor version, the oldest first.
func (r *Repository) LastTags(ctx context.Context) ([]string, error) {
	all, err := r.releases(ctx)
	var tags []string
	for i, one := range all {
		if i+1 == len(all) || all[i+1].minor != one.minor {
			tags = append(tags, one.tag)
		}
	}
	return tags, err
}

// Sources returns the Java sources of a release.
func (r *Repository) Sources(ctx context.Context, tag string) (fs.FS, error) {
	const root = "src/main/java"
	out, err := r.git(ctx, "archive", "--format=tar", tag, root)
	if err != nil {
		return nil, err
	}
	files := make(fstest.MapFS)
	for archive := tar.NewReader(bytes.NewReader(out)); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, err
		}
		files[strings.TrimPrefix(header.Name, root+"/")] = &fstest.MapFile{Data: data}
	}
}

func (r *Repository) git(ctx context.Context, args ...string) ([]byte, error) {
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", r.dir}, args...)...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}
