package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// server is the runner's hold on a server in a process of its own.
type server struct {
	url    string
	caFile string

	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines *bufio.Reader
}

// serve starts a server.
func (e *env) serve(ctx context.Context) (*server, error) {
	s := &server{cmd: exec.CommandContext(ctx, e.self, "serve"), caFile: filepath.Join(e.temp, "ca.pem")}
	s.cmd.Stderr = e.log
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if s.stdin, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.lines = bufio.NewReader(stdout)
	var g greeting
	if err := s.read(&g); err != nil {
		s.stop()
		return nil, fmt.Errorf("server didn't start: %w", err)
	}
	s.url = g.URL
	if err := os.WriteFile(s.caFile, []byte(g.CA), 0o600); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

func (s *server) read(v any) error {
	line, err := s.lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, v)
}

// counts returns what the server counted since it was last asked.
func (s *server) counts() (c counts, err error) {
	if _, err := io.WriteString(s.stdin, "counts\n"); err != nil {
		return c, err
	}
	return c, s.read(&c)
}

// stop ends the process and waits for it.
func (s *server) stop() {
	s.stdin.Close()
	s.cmd.Wait() // nothing depends on how it ended
}
