package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// python makes a virtual environment with packages of fixed versions, the first of which is the
// client.
func python(packages ...string) func(context.Context, string) (string, error) {
	return func(ctx context.Context, dir string) (string, error) {
		_, version, _ := strings.Cut(packages[0], "==")
		done := filepath.Join(dir, "installed-"+strings.NewReplacer("==", "-", " ", "-").Replace(strings.Join(packages, " ")))
		if _, err := os.Stat(done); err == nil {
			return version, nil
		}
		if _, err := tool(ctx, dir, "python3", "-m", "venv", "venv"); err != nil {
			return "", err
		}
		args := append([]string{"install", "--quiet", "--disable-pip-version-check"}, packages...)
		if _, err := tool(ctx, dir, filepath.Join(dir, "venv", "bin", "pip"), args...); err != nil {
			return "", err
		}
		return version, os.WriteFile(done, nil, 0o666)
	}
}

// debian unpacks packages of Debian, with those of their dependencies that the system lacks, into
// the directory. Nothing is installed in the system.
func debian(packages ...string) func(context.Context, string) (string, error) {
	return func(ctx context.Context, dir string) (string, error) {
		done := filepath.Join(dir, "version")
		if version, err := os.ReadFile(done); err == nil {
			return string(version), nil
		}
		archives := filepath.Join(dir, "archives")
		if err := os.MkdirAll(filepath.Join(archives, "partial"), 0o777); err != nil {
			return "", err
		}
		args := append([]string{
			"install", "--download-only", "--reinstall", "--yes", "--no-install-recommends",
			"-o", "Dir::Cache::archives=" + archives, "-o", "APT::Sandbox::User=root",
		}, packages...)
		if _, err := tool(ctx, dir, "apt-get", args...); err != nil {
			return "", err
		}
		files, err := filepath.Glob(filepath.Join(archives, "*.deb"))
		if err != nil {
			return "", err
		}
		if len(files) == 0 {
			return "", errors.New("apt-get downloaded nothing")
		}
		for _, file := range files {
			if _, err := tool(ctx, dir, "dpkg", "-x", file, filepath.Join(dir, "root")); err != nil {
				return "", err
			}
		}
		version, err := versionOf(files, packages[0])
		if err != nil {
			return "", err
		}
		return version, os.WriteFile(done, []byte(version), 0o666)
	}
}

// versionOf returns the version in the name of a package's file, as in name_1.2-3_amd64.deb.
func versionOf(files []string, name string) (string, error) {
	for _, file := range files {
		parts := strings.Split(filepath.Base(file), "_")
		if len(parts) == 3 && parts[0] == name {
			return strings.ReplaceAll(parts[1], "%3a", ":"), nil
		}
	}
	return "", fmt.Errorf("%s isn't among what apt-get downloaded", name)
}

// module copies a Go module with its tests into the directory.
func module(path, version string) func(context.Context, string) (string, error) {
	return func(ctx context.Context, dir string) (string, error) {
		source := filepath.Join(dir, "source")
		if _, err := os.Stat(filepath.Join(source, "go.mod")); err == nil {
			return version, nil
		}
		// The checksum database may be out of reach. The module's own go.sum is checked later.
		cmd := "GOFLAGS=-mod=mod GONOSUMDB=* go mod download " + path + "@" + version + " && go env GOMODCACHE"
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module empty\n"), 0o666); err != nil {
			return "", err
		}
		cache, err := tool(ctx, dir, "sh", "-c", cmd)
		if err != nil {
			return "", err
		}
		from := filepath.Join(strings.TrimSpace(cache), filepath.FromSlash(path)+"@"+version)
		if err := os.CopyFS(source, os.DirFS(from)); err != nil {
			return "", err
		}
		return version, nil
	}
}
