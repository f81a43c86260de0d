package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// clients are all of them. Scripts that drive them are ours, in the directory scripts.
var clients = []client{
	{name: "python-sdk", install: python("ovirt-engine-sdk-python==4.6.3"), run: pythonScript("python.py"), least: 150},
	{name: "fence-agents", install: debian("fence-agents", "python3-pycurl", "python3-pexpect", "python3-ptyprocess"), run: fence, least: 150},
	{name: "libgovirt", install: debian("libgovirt2", "gir1.2-govirt-1.0", "gir1.2-rest-1.0", "python3-gi", "glib-networking"), run: govirt, least: 150},
	{name: "ansible", install: ansible("12.3.0", "2.19.5", "4.6.3"), run: playbook, least: 150, slow: true},
	{name: "go-ovirt", install: installed("bench", "github.com/ovirt/go-ovirt"), run: goOvirt, least: 150},
	{name: "go-ovirt-client", install: module("github.com/ovirt/go-ovirt-client/v3", "v3.2.0"), run: liveTests, least: 150, slow: true},
}

// pythonScript runs a script with the Python of the virtual environment.
func pythonScript(name string) func(context.Context, work) error {
	return func(ctx context.Context, w work) error {
		script, err := w.script(name)
		if err != nil {
			return err
		}
		return w.command(ctx, filepath.Join(w.dir, "venv", "bin", "python"), script)
	}
}

// fence does with the fence agent what a cluster manager does to the nodes that it watches.
func fence(ctx context.Context, w work) error {
	root := filepath.Join(w.dir, "root")
	env := []string{"PYTHONPATH=" + filepath.Join(root, "usr/share/fence") + ":" + filepath.Join(root, "usr/lib/python3/dist-packages")}
	agent := func(args ...string) error {
		args = append([]string{
			filepath.Join(root, "usr/sbin/fence_rhevm"), "--ip", w.site.host, "--ipport", w.site.port,
			"--username", w.site.user, "--password", w.site.password, "--ssl-insecure", "--power-wait", "0",
			"--disable-http-filter",
		}, args...)
		return w.commandEnv(ctx, env, "/usr/bin/python3", args...)
	}
	if err := errors.Join(agent("--action", "list"), agent("--action", "monitor")); err != nil {
		return err
	}
	cookies := []string{"--use-cookies", "--cookie-file", filepath.Join(w.dir, "cookies"), "--api-version", "4"}
	for i := range 10 {
		vm := fmt.Sprintf("vm-%05d", i%4+1)
		options := []string{"--plug", vm}
		if i >= 4 {
			options = append(options, cookies...)
		}
		for _, action := range []string{"on", "status", "reboot", "status", "off"} {
			if err := agent(append(options, "--action", action)...); err != nil {
				return fmt.Errorf("%s of %s: %w", action, vm, err)
			}
		}
		// A plug that is off has the exit status 2.
		if err := agent(append(options, "--action", "status")...); exitCode(err) != 2 {
			return fmt.Errorf("status of %s after off: %v, want exit status 2", vm, err)
		}
	}
	if err := agent("--action", "off", "--plug", "nothing"); err == nil {
		return errors.New("a VM that doesn't exist was fenced")
	}
	return nil
}

// exitCode returns the exit status that an error of a command has; 0 for another or none.
func exitCode(err error) int {
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return e.ExitCode()
	}
	return 0
}

// govirt does with libgovirt, through its bindings for Python, what viewers of consoles do.
func govirt(ctx context.Context, w work) error {
	script, err := w.script("govirt.py")
	if err != nil {
		return err
	}
	libs, err := filepath.Glob(filepath.Join(w.dir, "root/usr/lib/*-linux-gnu"))
	if err != nil || len(libs) == 0 {
		return errors.Join(err, errors.New("the packages have no libraries"))
	}
	env := []string{
		"LD_LIBRARY_PATH=" + libs[0], "GI_TYPELIB_PATH=" + filepath.Join(libs[0], "girepository-1.0"),
		"GIO_MODULE_DIR=" + filepath.Join(libs[0], "gio/modules"),
		"PYTHONPATH=" + filepath.Join(w.dir, "root/usr/lib/python3/dist-packages"),
	}
	return w.commandEnv(ctx, env, "/usr/bin/python3", script)
}

// ansible installs Ansible, and of the package with all collections that of oVirt alone.
func ansible(collections, core, sdk string) func(context.Context, string) (string, error) {
	return func(ctx context.Context, dir string) (string, error) {
		if _, err := python("ansible-core=="+core, "ovirt-engine-sdk-python=="+sdk)(ctx, dir); err != nil {
			return "", err
		}
		where := filepath.Join(dir, "ansible_collections", "ovirt", "ovirt")
		if _, err := os.Stat(where); err == nil {
			return collections, nil
		}
		pip := filepath.Join(dir, "venv", "bin", "pip")
		_, err := tool(ctx, dir, pip, "download", "--quiet", "--disable-pip-version-check", "--no-deps", "-d", dir, "ansible=="+collections)
		if err != nil {
			return "", err
		}
		wheels, err := filepath.Glob(filepath.Join(dir, "ansible-*.whl"))
		if err != nil || len(wheels) != 1 {
			return "", errors.Join(err, fmt.Errorf("pip downloaded %d wheels of ansible", len(wheels)))
		}
		return collections, unpack(wheels[0], "ansible_collections/ovirt/", dir)
	}
}

// unpack writes the files of a ZIP archive whose names begin with prefix into the directory.
func unpack(archive, prefix, dir string) error {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, prefix) || strings.HasSuffix(f.Name, "/") || !filepath.IsLocal(f.Name) {
			continue
		}
		data, err := fs.ReadFile(z, f.Name)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(to, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// playbook runs a playbook whose tasks begin with a login and end with a logout.
func playbook(ctx context.Context, w work) error {
	script, err := w.script("ansible.yml")
	if err != nil {
		return err
	}
	bin := filepath.Join(w.dir, "venv", "bin")
	env := []string{
		"ANSIBLE_COLLECTIONS_PATH=" + w.dir, "ANSIBLE_LOCALHOST_WARNING=false", "ANSIBLE_INVENTORY_UNPARSED_WARNING=false",
		"ANSIBLE_NOCOLOR=1", "ANSIBLE_PYTHON_INTERPRETER=" + filepath.Join(bin, "python"), "LC_ALL=C.UTF-8",
	}
	return w.commandEnv(ctx, env, filepath.Join(bin, "ansible-playbook"), script)
}

// installed returns the version of a module that another module of this repository requires.
func installed(in, path string) func(context.Context, string) (string, error) {
	return func(ctx context.Context, _ string) (string, error) {
		version, err := tool(ctx, in, "go", "list", "-m", "-f", "{{.Version}}", path)
		return strings.TrimSpace(version), err
	}
}

// goOvirt builds and runs our program on go-ovirt.
func goOvirt(ctx context.Context, w work) error {
	program := filepath.Join(w.dir, "goovirttour")
	if _, err := tool(ctx, "bench", "go", "build", "-o", program, "./programs/goovirttour"); err != nil {
		return err
	}
	return w.command(ctx, program)
}

// liveTests runs the tests of go-ovirt-client against the engine rather than its own fake.
func liveTests(ctx context.Context, w work) error {
	// What was compiled and downloaded before is used again, wherever HOME is.
	caches, err := tool(ctx, w.dir, "go", "env", "GOCACHE", "GOMODCACHE")
	if err != nil {
		return err
	}
	dirs := strings.Fields(caches)
	if len(dirs) != 2 {
		return fmt.Errorf("go env printed %q, not two directories", caches)
	}
	env := []string{"GOCACHE=" + dirs[0], "GOMODCACHE=" + dirs[1]}
	return w.commandEnv(ctx, env, "go", "-C", filepath.Join(w.dir, "source"), "test", "-count=1", "-timeout", "12m", ".", "-client", "live")
}
