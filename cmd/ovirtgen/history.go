package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ovirt-go/ovirt/generator/importer"
	"github.com/ovirt-go/ovirt/generator/output"
	"github.com/ovirt-go/ovirt/generator/upstream"
	"github.com/ovirt-go/ovirt/model"
)

func runHistory(ctx context.Context, c *cli, args []string) error {
	git := c.flags.String("git", "", "directory of a git clone of the API model, with its tags")
	data := c.flags.String("data", filepath.Join("model", "data"), "directory of the data files, where history.txt is written")
	if err := c.parse(args, 0); err != nil {
		return err
	}
	if *git == "" {
		return c.misuse("-git is needed")
	}
	repository, err := upstream.Open(*git)
	if err != nil {
		return err
	}
	tags, err := repository.Tags(ctx)
	if err != nil {
		return err
	}
	var releases []*model.Model
	for _, tag := range tags {
		sources, err := repository.Sources(ctx, tag)
		if err != nil {
			return err
		}
		m, err := importer.Java(sources, tag, importer.Options{})
		if err != nil {
			return fmt.Errorf("release %s: %w", tag, err)
		}
		releases = append(releases, m)
	}
	m, err := model.LoadDescription(os.DirFS(*data))
	if err != nil {
		return err
	}
	text := model.History(m, releases)
	if _, err := historyTree(*data).Sync(map[string][]byte{model.HistoryFile: text}); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%d releases, %s to %s: the ages of %d symbols\n", len(tags), tags[0], tags[len(tags)-1],
		bytes.Count(text, []byte("\n"))-1)
	return nil
}

// historyTree is a directory of data files of which only the history is written.
func historyTree(dir string) output.Tree {
	return output.Tree{
		Dir:  dir,
		Owns: func(rel string) bool { return rel == model.HistoryFile },
		Marked: func(_ string, content []byte) bool {
			return bytes.HasPrefix(content, []byte(model.HistoryHeading+"\n"))
		},
	}
}
