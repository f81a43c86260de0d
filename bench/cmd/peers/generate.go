package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

var generateGroup = group{
	name: "generation",
	targets: []target{
		{name: "generation of the whole SDK from model/data, all files written", metric: wall, unit: seconds, ours: ours, bound: 2},
	},
	open: func(ctx context.Context, e *env) ([]side, func(), error) {
		tool := filepath.Join(e.temp, "ovirtgen")
		build := exec.CommandContext(ctx, "go", "build", "-o", tool, "./cmd/ovirtgen")
		build.Dir = e.module()
		if _, err := build.Output(); err != nil {
			return nil, nil, fmt.Errorf("go build ./cmd/ovirtgen: %w", withStderr(err))
		}
		home := filepath.Join(e.temp, "module")
		return []side{{ours, func(ctx context.Context) (sample, error) { return generate(ctx, e, tool, home) }}}, func() { os.RemoveAll(home) }, nil
	},
}

// generate has the tool write all generated files of a fresh copy of the module.
func generate(ctx context.Context, e *env, tool, home string) (sample, error) {
	if err := os.RemoveAll(home); err != nil {
		return nil, err
	}
	if err := copyHandwritten(e.module(), home); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, tool, "generate")
	cmd.Dir = home
	start := time.Now()
	if _, err := cmd.Output(); err != nil {
		return nil, fmt.Errorf("ovirtgen generate: %w", withStderr(err))
	}
	elapsed := time.Since(start)
	return sample{wall: elapsed.Seconds(), cpu: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}, sameGenerated(e.module(), home)
}

// copied are the parts of the module that generation reads or writes.
var copied = []string{"go.mod", "go.sum", "model", "sdk", "internal/wire"}

// copyHandwritten copies what is not generated.
func copyHandwritten(from, to string) error {
	for _, part := range copied {
		err := filepath.WalkDir(filepath.Join(from, part), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(from, path)
			if err != nil {
				return err
			}
			target := filepath.Join(to, rel)
			if d.IsDir() {
				return os.MkdirAll(target, 0o755)
			}
			if generated(path) {
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
				return err
			}
			return os.WriteFile(target, text, 0o644)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sameGenerated checks that as many files were generated as the module has: a run that did less would be no measure.
func sameGenerated(module, home string) error {
	want, err := countGenerated(module)
	if err != nil {
		return err
	}
	got, err := countGenerated(home)
	if err != nil {
		return err
	}
	if got != want || got == 0 {
		return fmt.Errorf("ovirtgen generate wrote %d files, want %d", got, want)
	}
	return nil
}

func countGenerated(home string) (n int, err error) {
	err = filepath.WalkDir(filepath.Join(home, "sdk"), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && generated(path) {
			n++
		}
		return err
	})
	return n, err
}

func generated(path string) bool { return strings.HasSuffix(path, "_gen.go") }
