package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt"
	"github.com/ovirt-go/ovirt/generator"
	"github.com/ovirt-go/ovirt/generator/output"
	"github.com/ovirt-go/ovirt/model"
)

func runGenerate(_ context.Context, c *cli, args []string) error {
	module := c.flags.String("module", "", "import path of a complete module to write; needs -out")
	out := c.flags.String("out", "", "directory of that module")
	load := modelFlags(c)
	if err := c.parse(args, 0); err != nil {
		return err
	}
	if (*module == "") != (*out == "") {
		return c.misuse("-module and -out go together")
	}
	start := time.Now()
	report, err := generate(*module, *out, load)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%d files: %d written, %d removed, the rest was fresh; %.2f s\n",
		len(report.Written)+len(report.Unchanged), len(report.Written), len(report.Removed), time.Since(start).Seconds())
	return nil
}

// generate renews this module, or writes a complete one if its path is given.
func generate(module, out string, load func(home string) (*model.Model, error)) (output.Report, error) {
	if module == "" {
		home, files, err := renewed(load)
		if err != nil {
			return output.Report{}, err
		}
		return generator.Tree(home).Sync(files)
	}
	m, err := load("")
	if err != nil {
		return output.Report{}, err
	}
	files, err := generator.Module(m, module, ovirt.Source())
	if err != nil {
		return output.Report{}, err
	}
	return generator.ModuleTree(out).Sync(files)
}

func runCheck(_ context.Context, c *cli, args []string) error {
	load := modelFlags(c)
	if err := c.parse(args, 0); err != nil {
		return err
	}
	home, files, err := renewed(load)
	if err != nil {
		return err
	}
	report, err := generator.Tree(home).Diff(files)
	if err != nil {
		return err
	}
	for _, name := range report.Written {
		fmt.Fprintf(c.stdout, "stale: %s\n", name)
	}
	for _, name := range report.Removed {
		fmt.Fprintf(c.stdout, "orphan: %s\n", name)
	}
	if report.Stale() {
		fmt.Fprintln(c.stderr, "ovirtgen check: generated files don't match the model; run ovirtgen generate")
		return errStale
	}
	fmt.Fprintf(c.stdout, "%d generated files are fresh\n", len(report.Unchanged))
	return nil
}

// renewed returns the directory of this module and what its generated files should be.
func renewed(load func(home string) (*model.Model, error)) (string, map[string][]byte, error) {
	home, err := findHome()
	if err != nil {
		return "", nil, err
	}
	m, err := load(home)
	if err != nil {
		return "", nil, err
	}
	files, err := generator.Files(m, generator.Home)
	return home, files, err
}

// modelFlags adds the flags that choose a model. The function that it returns loads it: from the directories that were named, else
// from those of the module at home, else what is built in.
func modelFlags(c *cli) func(home string) (*model.Model, error) {
	data := c.flags.String("model", "", "directory of the model's data files (default model/data of this module, or the built-in model)")
	doc := c.flags.String("doc", "", "directory of sentences for the doc comments (default model/doc of this module, or the built-in ones)")
	return func(home string) (*model.Model, error) {
		m, err := loadModel(*data, home)
		if err != nil {
			return nil, err
		}
		return m, loadDocs(m, *doc, home)
	}
}

func loadModel(dir, home string) (*model.Model, error) {
	if dir == "" && home == "" {
		return model.Embedded()
	}
	if dir == "" {
		dir = filepath.Join(home, "model", "data")
	}
	m, err := model.Load(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return m, nil
}

// loadDocs lays the sentences over the model. Only those that belong to the very model, which are the module's own, must match it.
func loadDocs(m *model.Model, dir, home string) error {
	if dir == "" && home == "" {
		return model.EmbeddedDocs(m)
	}
	own := dir == ""
	if own {
		dir = filepath.Join(home, "model", "doc")
	}
	unmatched, err := model.LoadDocs(m, os.DirFS(dir))
	if err == nil && own {
		err = unmatched.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	return nil
}

// findHome returns the directory of this module, which the working directory must lie in.
func findHome() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for start := dir; ; {
		path, err := modulePath(filepath.Join(dir, "go.mod"))
		if err != nil {
			return "", err
		}
		if path == generator.Home {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("%s is not within the module %s; for a module of your own name -module and -out", start, generator.Home)
		}
		dir = parent
	}
}

// modulePath returns the path that a go.mod declares, or "" if the file isn't there.
func modulePath(file string) (string, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "module "); ok {
			return strings.TrimSpace(name), nil
		}
	}
	return "", nil
}
