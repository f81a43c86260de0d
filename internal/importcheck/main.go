// Command importcheck imports the last release of each minor version of upstream's API model out of a git repository, generates a
// complete module of each, compiles it, and prints a table. It exits with 1 if one of them fails.
package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
	"text/tabwriter"
	"time"

	"github.com/ovirt-go/ovirt"
	"github.com/ovirt-go/ovirt/generator"
	"github.com/ovirt-go/ovirt/generator/importer"
	"github.com/ovirt-go/ovirt/generator/output"
	"github.com/ovirt-go/ovirt/model"
)

func main() {
	git := flag.String("git", "", "directory of the git repository of upstream's API model")
	flag.Parse()
	if *git == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *git); err != nil {
		fmt.Fprintln(os.Stderr, "importcheck:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, git string) error {
	tags, err := lastTags(ctx, git)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "release\tenums\ttypes\tservices\tmethods\tfiles\tMB\timport\tgenerate\tcompile\tresult\t")
	failed := 0
	for _, tag := range tags {
		row, err := check(ctx, git, tag)
		result := "ok"
		if err != nil {
			failed++
			result = "failed"
			fmt.Fprintf(os.Stderr, "%s: %v\n", tag, err)
		}
		fmt.Fprintf(table, "%s\t%s%s\t\n", tag, row, result)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d releases failed", failed, len(tags))
	}
	return nil
}

// lastTags gives the highest tag of each minor version.
func lastTags(ctx context.Context, git string) ([]string, error) {
	out, err := gitOutput(ctx, git, "tag")
	if err != nil {
		return nil, err
	}
	last := make(map[string]int)
	for tag := range strings.FieldsSeq(string(out)) {
		parts := strings.Split(tag, ".")
		if len(parts) != 3 || parts[0] != "4" {
			continue
		}
		patch, err := strconv.Atoi(parts[2])
		if err != nil {
			continue
		}
		minor := parts[0] + "." + parts[1]
		last[minor] = max(last[minor], patch)
	}
	if len(last) == 0 {
		return nil, errors.New("no tags such as 4.6.1 in " + git)
	}
	var tags []string
	for minor, patch := range last {
		tags = append(tags, fmt.Sprintf("%s.%d", minor, patch))
	}
	slices.SortFunc(tags, func(a, b string) int { return cmp.Compare(a, b) }) // Minor versions have one digit.
	return tags, nil
}

// check imports, generates and compiles one release. The row has what was found out until something failed.
func check(ctx context.Context, git, tag string) (row string, err error) {
	columns := make([]string, 9)
	defer func() { row = strings.Join(columns, "\t") + "\t" }()

	sources, err := archive(ctx, git, tag)
	if err != nil {
		return "", err
	}
	start := time.Now()
	m, err := importer.Java(sources, tag, importer.Options{})
	if err != nil {
		return "", err
	}
	columns[0], columns[1] = strconv.Itoa(len(m.Enums)), strconv.Itoa(len(m.Structs))
	columns[2], columns[3] = strconv.Itoa(len(m.Services)), strconv.Itoa(methods(m))
	columns[6] = since(start)

	start = time.Now()
	if err := model.EmbeddedDocs(m); err != nil {
		return "", err
	}
	files, err := generator.Module(m, "example.com/ovirt"+strings.ReplaceAll(tag, ".", ""), ovirt.Source())
	if err != nil {
		return "", err
	}
	size := 0
	for _, text := range files {
		size += len(text)
	}
	columns[4], columns[5] = strconv.Itoa(len(files)), fmt.Sprintf("%.1f", float64(size)/1e6)
	columns[7] = since(start)

	start = time.Now()
	if err := compile(ctx, files); err != nil {
		return "", err
	}
	columns[8] = since(start)
	return "", nil
}

func methods(m *model.Model) int {
	n := 0
	for _, s := range m.Services {
		n += len(s.Methods)
	}
	return n
}

func since(start time.Time) string { return fmt.Sprintf("%.2f s", time.Since(start).Seconds()) }

// archive gives the Java sources of a tag.
func archive(ctx context.Context, git, tag string) (fstest.MapFS, error) {
	out, err := gitOutput(ctx, git, "archive", tag, "src/main/java")
	if err != nil {
		return nil, err
	}
	files := make(fstest.MapFS)
	for r := tar.NewReader(bytes.NewReader(out)); ; {
		header, err := r.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		files[strings.TrimPrefix(header.Name, "src/main/java/")] = &fstest.MapFile{Data: data}
	}
}

// compile writes the module into a directory of its own, and builds and vets it without any network.
func compile(ctx context.Context, files map[string][]byte) error {
	dir, err := os.MkdirTemp("", "importcheck")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if _, err := output.Sync(dir, files, generator.InModule); err != nil {
		return err
	}
	for _, verb := range []string{"build", "vet"} {
		cmd := exec.CommandContext(ctx, "go", verb, "./...")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go %s: %w\n%s", verb, err, out)
		}
	}
	return nil
}

func gitOutput(ctx context.Context, dir string, args ...string) ([]byte, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", abs}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}
