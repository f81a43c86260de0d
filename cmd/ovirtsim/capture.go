package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// longest bounds the document of one collection, in bytes.
const longest = 8 << 30

// capture writes the inventory of the engine that the environment names into a file. The engine stays as it is.
func capture(ctx context.Context, file string, skip []string) error {
	ctx, done := signal.NotifyContext(ctx, stopping...)
	defer done()
	to, err := placeOf(file)
	if err != nil {
		return fmt.Errorf("-capture %s: %w", file, err)
	}
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
	err = to.write(func(w io.Writer) error { return simulator.Capture(ctx, source, w) })
	return errors.Join(err, conn.Close())
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

// saver returns what writes the inventory when the engine ends, if that was asked for. An error says that it couldn't.
func (s *settings) saver() (func(*simulator.Engine) error, error) {
	if s.saveTo == "" {
		return func(*simulator.Engine) error { return nil }, nil
	}
	to, err := placeOf(s.saveTo)
	if err != nil {
		return nil, fmt.Errorf("-save %s: %w", s.saveTo, err)
	}
	return func(engine *simulator.Engine) error {
		if err := to.write(engine.Save); err != nil {
			return fmt.Errorf("save the inventory: %w", err)
		}
		return nil
	}, nil
}
