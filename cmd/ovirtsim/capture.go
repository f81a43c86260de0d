package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// longest bounds the document of one collection, in bytes.
const longest = 8 << 30

// capture writes the inventory of the engine that the environment names into a file. The engine stays as it is.
func capture(ctx context.Context, file string, skip []string) error {
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		return err
	}
	cfg.Format = sdk.XML
	conn, err := sdk.New(cfg)
	if err != nil {
		return err
	}
	source := simulator.Source{URL: conn.URL(), Skip: skip, Get: func(ctx context.Context, path string) (int, io.ReadCloser, error) {
		answer, err := conn.Do(ctx, sdk.RawRequest{Path: path, MaxBody: longest})
		if refused, ok := errors.AsType[*sdk.Error](err); ok && refused.Status >= 400 {
			return refused.Status, nil, nil
		}
		if err != nil {
			return 0, nil, err
		}
		return answer.Status, io.NopCloser(bytes.NewReader(answer.Body)), nil
	}}
	err = writeFile(file, func(w io.Writer) error { return simulator.Capture(ctx, source, w) })
	return errors.Join(err, conn.Close())
}

// writeFile replaces a file if all went well, and else leaves it as it was. The file "-" is the standard output.
func writeFile(name string, write func(io.Writer) error) error {
	if name == "-" {
		return write(os.Stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".ovirtsim-*")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// load opens the inventory to begin with, if one was given.
func (s *settings) load(o *simulator.Options) (done func() error, err error) {
	if s.state == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Open(s.state)
	if err != nil {
		return nil, err
	}
	o.State = f
	return f.Close, nil
}

// save writes the inventory when the engine ends, if that was asked for.
func (s *settings) save(engine *simulator.Engine) error {
	if s.saveTo == "" {
		return nil
	}
	if err := writeFile(s.saveTo, engine.Save); err != nil {
		return fmt.Errorf("save the inventory: %w", err)
	}
	return nil
}
