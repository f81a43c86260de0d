package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// binaryGroup has the sizes, which are the same in every round.
var binaryGroup = group{
	name: "binary",
	targets: []target{
		{name: "binary of a program that lists VMs: over the floor, against go-ovirt", metric: size, unit: mbytes, ours: listProgram, peer: peerProgram, over: floorProgram, bound: 0.8},
		{name: "binary, stripped: over the floor, against go-ovirt", metric: bare, unit: mbytes, ours: listProgram, peer: peerProgram, over: floorProgram, bound: 0.8},
		{name: "binary, Follow used: over the floor, against go-ovirt without it", metric: size, unit: mbytes, ours: followProgram, peer: peerProgram, over: floorProgram, bound: 0.8},
		{name: "binary, Follow used, stripped: against go-ovirt without it", metric: bare, unit: mbytes, ours: followProgram, peer: peerProgram, over: floorProgram, bound: 0.8},
		{name: "binary, Follow used: over the floor, against go-ovirt's FollowLink", metric: size, unit: mbytes, ours: followProgram, peer: peerFollowProgram, over: floorProgram, bound: 0.8},
	},
	rounds: 1,
	open: func(_ context.Context, e *env) ([]side, func(), error) {
		var sides []side
		for _, name := range []string{listProgram, followProgram, peerProgram, peerFollowProgram, floorProgram} {
			sides = append(sides, side{name, func(ctx context.Context) (sample, error) { return sizes(ctx, e, name) }})
		}
		return sides, func() {}, nil
	},
}

// sizes builds a program with and without symbols.
func sizes(ctx context.Context, e *env, program string) (sample, error) {
	s := make(sample)
	for m, flags := range map[metric]string{size: "", bare: "-s -w"} {
		binary := filepath.Join(e.temp, "binary-"+program)
		cmd := exec.CommandContext(ctx, "go", "build", "-p=2", "-ldflags="+flags, "-o", binary, "./programs/"+program)
		cmd.Dir = e.bench
		if _, err := cmd.Output(); err != nil {
			return nil, fmt.Errorf("go build ./programs/%s: %w", program, withStderr(err))
		}
		info, err := os.Stat(binary)
		if err != nil {
			return nil, err
		}
		s[m] = float64(info.Size())
	}
	return s, nil
}
