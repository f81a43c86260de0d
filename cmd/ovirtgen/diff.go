package main

import (
	"context"
	"encoding/json"

	"github.com/ovirt-go/ovirt/generator/diff"
	"github.com/ovirt-go/ovirt/generator/graph"
)

func runDiff(_ context.Context, c *cli, args []string) error {
	asJSON := c.flags.Bool("json", false, "print JSON instead of text")
	if err := c.parse(args, 2); err != nil {
		return err
	}
	old, err := loadGraph(c.flags.Arg(0))
	if err != nil {
		return err
	}
	new, err := loadGraph(c.flags.Arg(1))
	if err != nil {
		return err
	}
	report := diff.New(old, new)
	if !*asJSON {
		return report.Text(c.stdout)
	}
	enc := json.NewEncoder(c.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(report)
}

// loadGraph resolves the model whose data files are in the directory.
func loadGraph(dir string) (*graph.Graph, error) {
	m, err := loadModel(dir, "")
	if err != nil {
		return nil, err
	}
	return graph.New(m)
}
