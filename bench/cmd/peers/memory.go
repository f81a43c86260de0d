package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	many = 10_000 // virtual machines of a large engine
	few  = 1_000
)

// The names of the sides that stream.
const (
	streamed    = "ours, streamed"
	streamedFew = "ours, streamed 1,000"
)

// memoryGroup runs programs of their own, since the code of other clients would count as memory too.
var memoryGroup = group{
	name: "memory to list 10,000 VMs",
	targets: []target{
		{name: "peak memory to list 10,000 VMs: all kept with List, against go-ovirt", metric: peak, unit: mbytes, ours: ours, peer: peer, bound: 0.35},
		{name: "peak memory to list 10,000 VMs: streamed with Each, against go-ovirt", metric: peak, unit: mbytes, ours: streamed, peer: peer, bound: 0.05},
		{name: "peak memory with Each: 10,000 VMs against 1,000", metric: peak, unit: mbytes, ours: streamed, peer: streamedFew, bound: 1.15},
	},
	rounds: 3,
	open: func(ctx context.Context, e *env) ([]side, func(), error) {
		dir := filepath.Join(e.temp, "memory")
		build := exec.CommandContext(ctx, "go", "build", "-o", dir+string(filepath.Separator), "./programs/keep", "./programs/stream", "./programs/goovirtkeep")
		build.Dir = e.bench
		if _, err := build.Output(); err != nil {
			return nil, nil, fmt.Errorf("go build of the listing programs: %w", withStderr(err))
		}
		s, err := e.serve(ctx)
		if err != nil {
			return nil, nil, err
		}
		one := func(name, program string, n int) side {
			return side{name, func(ctx context.Context) (sample, error) {
				return listOnce(exec.CommandContext(ctx, filepath.Join(dir, program), s.url, s.caFile, strconv.Itoa(n)))
			}}
		}
		return []side{
			one(ours, "keep", many),
			one(peer, "goovirtkeep", many),
			one(streamed, "stream", many),
			one(streamedFew, "stream", few),
		}, s.stop, nil
	},
}

// listOnce runs a program whose output begins with the most memory that it had.
func listOnce(cmd *exec.Cmd) (sample, error) {
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(cmd.Path), withStderr(err))
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	most, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return nil, fmt.Errorf("%s printed %.100q instead of its memory", filepath.Base(cmd.Path), out)
	}
	return sample{peak: most}, nil
}
