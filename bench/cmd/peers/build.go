package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The programs that are built, which are directories of the bench module, by what they stand for.
const (
	floorProgram      = "floor"
	listProgram       = "list"
	followProgram     = "follow"
	peerProgram       = "goovirt"
	peerFollowProgram = "goovirtfollow"
)

var buildGroup = group{
	name: "build",
	targets: []target{
		{name: "build of a program that lists VMs: CPU over the floor, against go-ovirt", metric: cpu, unit: seconds, ours: listProgram, peer: peerProgram, over: floorProgram, bound: 0.5},
		{name: "build of a program that lists VMs: peak memory, against go-ovirt", metric: peak, unit: mbytes, ours: listProgram, peer: peerProgram, bound: 0.35},
	},
	rounds: 3,
	open: func(ctx context.Context, e *env) ([]side, func(), error) {
		programs := []string{listProgram, peerProgram, floorProgram}
		seed := filepath.Join(e.temp, "seed")
		if err := seedCache(ctx, e.bench, seed, programs); err != nil {
			return nil, nil, err
		}
		sides := make([]side, len(programs))
		for i, name := range programs {
			sides[i] = side{name, func(ctx context.Context) (sample, error) {
				cache, err := os.MkdirTemp(e.temp, "cache-")
				if err != nil {
					return nil, err
				}
				defer os.RemoveAll(cache)
				return e.spawn(ctx, "build", "-program", name, "-seed", seed, "-cache", cache)
			}}
		}
		return sides, func() { os.RemoveAll(seed) }, nil
	},
}

// seedCache fills a build cache with what the programs need of the standard library, which nobody has to answer for.
func seedCache(ctx context.Context, bench, cache string, programs []string) error {
	args := []string{"list", "-deps", "-f", "{{if .Standard}}{{.ImportPath}}{{end}}"}
	for _, name := range programs {
		args = append(args, "./programs/"+name)
	}
	list := exec.CommandContext(ctx, "go", args...)
	list.Dir = bench
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", withStderr(err))
	}
	packages := slices.DeleteFunc(strings.Fields(string(out)), func(p string) bool { return p == "unsafe" })
	build := exec.CommandContext(ctx, "go", append([]string{"build"}, packages...)...)
	build.Dir, build.Env = bench, append(os.Environ(), "GOCACHE="+cache)
	if _, err := build.Output(); err != nil {
		return fmt.Errorf("go build of the standard library: %w", withStderr(err))
	}
	return nil
}

// buildRole is the role of the process that builds a program and says what that took. It is small, because the peak of its children's
// memory begins with its own.
func buildRole(args []string) error {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	program := flags.String("program", "", "program to build")
	seed := flags.String("seed", "", "build cache to begin with")
	cache := flags.String("cache", "", "empty directory for the build cache")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := linkTree(*seed, *cache); err != nil {
		return err
	}
	s, err := goBuild(*program, *cache)
	if err != nil {
		return err
	}
	return s.tell()
}

// goBuild builds the program with two compilers at a time.
func goBuild(program, cache string) (sample, error) {
	cmd := exec.Command("go", "build", "-p=2", "-o", filepath.Join(cache, "program"), "./programs/"+program)
	cmd.Env = append(os.Environ(), "GOCACHE="+cache)
	start := time.Now()
	if _, err := cmd.Output(); err != nil {
		return nil, fmt.Errorf("go build ./programs/%s: %w", program, withStderr(err))
	}
	elapsed := time.Since(start)
	used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return nil, errors.New("this system doesn't say what a process used")
	}
	return sample{
		wall: elapsed.Seconds(),
		cpu:  (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		peak: float64(used.Maxrss) * 1024,
	}, nil
}

// linkTree fills the directory with hard links to the files of another. Files of a build cache are never changed in place.
func linkTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		return os.Link(path, filepath.Join(to, rel))
	})
}
