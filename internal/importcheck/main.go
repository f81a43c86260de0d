// Command importcheck imports the last release of each minor version of upstream's API model out of a git repository, generates a
// complete module of each, compiles it, and prints a table. It exits with 1 if one of them fails.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ovirt-go/ovirt"
	"github.com/ovirt-go/ovirt/generator"
	"github.com/ovirt-go/ovirt/generator/importer"
	"github.com/ovirt-go/ovirt/generator/upstream"
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
	repository, err := upstream.Open(git)
	if err != nil {
		return err
	}
	tags, err := repository.LastTags(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "release\tenums\ttypes\tservices\tmethods\tfiles\tMB\timport\tgenerate\tcompile\tresult\t")
	failed := 0
	for _, tag := range tags {
		row, err := check(ctx, repository, tag)
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

// check imports, generates and compiles one release. The row has what was found out until something failed.
func check(ctx context.Context, repository *upstream.Repository, tag string) (row string, err error) {
	columns := make([]string, 9)
	defer func() { row = strings.Join(columns, "\t") + "\t" }()

	sources, err := repository.Sources(ctx, tag)
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

// compile writes the module into a directory of its own, and builds and vets it without any network.
func compile(ctx context.Context, files map[string][]byte) error {
	dir, err := os.MkdirTemp("", "importcheck")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if _, err := generator.ModuleTree(dir).Sync(files); err != nil {
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
