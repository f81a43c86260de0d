package simulator_test

import (
	"bytes"
	"context"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

const nasty = `<script>document.title="broken in"</script>&"'`

// busyEngine returns an engine without TLS, where much has happened, and the address of its status page.
func busyEngine(t *testing.T) (e *simulator.Engine, address string) {
	t.Helper()
	e = newEngine(t, simulator.Options{
		Clock: simulator.NewClock(began), Control: true, DeterministicIDs: true,
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 1, VMs: 7, DisksPerVM: 1, NICsPerVM: 1},
	})
	s, err := e.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	conn := connect(t, e)
	t.Cleanup(func() { conn.Close() })
	if _, err := conn.SystemService().VmsService().List(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e.Fail(simulator.Rule{Op: "TagsService.Add", Detail: "[" + nasty + "]"})
	client := &http.Client{Transport: e.Transport()}
	attempt(t, client, "POST", inProcess+"/tags", newTag, "Correlation-Id", "mycorrelation")
	attempt(t, client, "GET", inProcess+"/moon?search=%3Cscript%3E", "")
	attempt(t, client, "GET", inProcess+"/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "")
	e.Log(1, "error", nasty)
	return e, strings.TrimSuffix(s.URL, "/ovirt-engine/api") + "/ovirt-simulator"
}

// wanted are texts that a browser shows of a busy engine.
var wanted = []string{
	"<h1>oVirt Engine simulator</h1>",
	`<li><span>vms</span> <strong>7</strong></li>`,
	`<li><span>hosts</span> <strong>2</strong></li>`,
	"<td>admin@internal</td>",
	`<tr><td>admin@internal</td><td>password</td><td class="time">10:30:00</td><td class="time">10:30:00</td></tr>`,
	"<td>VmsService.List</td>",
	"<code>mycorrelation</code>",
	"409 (rule 1)",
	`<code>GET /ovirt-engine/api/moon?search=%3Cscript%3E</code>`,
	"/ovirt-engine/api/&lt;script&gt;alert(1)&lt;/script&gt;",
	"&lt;script&gt;document.title=",
	"2026-05-04T10:30:00Z",
}

func TestStatusPageShowsWhatGoesOn(t *testing.T) {
	t.Parallel()
	e, address := busyEngine(t)
	before := e.Stats().Requests
	for _, url := range []string{address, address + "/"} {
		a := attempt(t, http.DefaultClient, "GET", url, "")
		if a.status != 200 || a.header.Get("Content-Type") != "text/html;charset=UTF-8" {
			t.Errorf("%s: status %d, type %s", url, a.status, a.header.Get("Content-Type"))
		}
		for _, want := range wanted {
			if !strings.Contains(a.body, want) {
				t.Errorf("%s lacks %s", url, want)
			}
		}
		if strings.Contains(a.body, "<script") {
			t.Errorf("%s isn't escaped", url)
		}
		for _, foreign := range []string{"src=", "href=", "url(", "@import"} {
			if strings.Contains(a.body, foreign) {
				t.Errorf("%s loads something by %s", url, foreign)
			}
		}
	}
	if got := e.Stats().Requests; got != before {
		t.Error("the page counts as requests to the engine")
	}
	if a := attempt(t, http.DefaultClient, "POST", address, ""); a.status != 405 {
		t.Errorf("POST: status %d", a.status)
	}
}

func TestStatusPageOfAnEngineWithNothing(t *testing.T) {
	t.Parallel()
	e := newEngine(t, simulator.Options{Inventory: &simulator.Inventory{}})
	a := attempt(t, &http.Client{Transport: e.Transport()}, "GET", "https://engine.example.com/ovirt-simulator", "")
	for _, want := range []string{"Nobody is logged in.", "No requests yet.", "switched off"} {
		if a.status != 200 || !strings.Contains(a.body, want) {
			t.Errorf("status %d, the page lacks %s", a.status, want)
		}
	}
	if err := e.Stop(simulator.Unavailable); err != nil {
		t.Fatal(err)
	}
	a = attempt(t, &http.Client{Transport: e.Transport()}, "GET", "https://engine.example.com/ovirt-simulator", "")
	if a.status != 200 || !strings.Contains(a.body, "The engine is stopped:</span> unavailable.") {
		t.Errorf("a stopped engine: status %d\n%s", a.status, a.body)
	}
}

// TestStatusPageIsAccessible checks what people with screen readers and keyboards go by.
func TestStatusPageIsAccessible(t *testing.T) {
	t.Parallel()
	_, address := busyEngine(t)
	page := attempt(t, http.DefaultClient, "GET", address, "").body
	for _, want := range []string{`<html lang="en">`, "<title>", `name="viewport"`, "<main>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	var ids []string
	for _, m := range regexp.MustCompile(`id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if slices.Contains(ids, m[1]) {
			t.Errorf("id %s is there twice", m[1])
		}
		ids = append(ids, m[1])
	}
	for _, m := range regexp.MustCompile(`<table([^>]*)>`).FindAllStringSubmatch(page, -1) {
		label := regexp.MustCompile(`aria-labelledby="([^"]*)"`).FindStringSubmatch(m[1])
		if label == nil || !slices.Contains(ids, label[1]) {
			t.Errorf("table%s has no label", m[1])
		}
	}
	if tables, regions := strings.Count(page, "<table"), strings.Count(page, `role="region"`); tables != regions ||
		strings.Count(page, `tabindex="0"`) != regions {
		t.Errorf("not all of %d tables can be scrolled by keys", tables)
	}
	for _, m := range regexp.MustCompile(`<th\b[^>]*>`).FindAllString(page, -1) {
		if !strings.Contains(m, `scope="col"`) {
			t.Errorf("%s says nothing of its scope", m)
		}
	}
	level := 0
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(page, -1) {
		next := int(m[1][0] - '0')
		if next > level+1 {
			t.Errorf("a heading of level %d follows one of %d", next, level)
		}
		level = next
	}
}

// browser returns the path of a browser that can run without a screen, or skips.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium is installed")
	return ""
}

// TestStatusPageInABrowser lets a real browser show the page and returns what it made of it.
func TestStatusPageInABrowser(t *testing.T) {
	t.Parallel()
	path := browser(t)
	_, address := busyEngine(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--dump-dom", address)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	dom := stdout.String()
	for _, want := range append(slices.Clone(wanted), "<title>oVirt Engine simulator</title>") {
		if !strings.Contains(dom, want) {
			t.Errorf("the browser lacks %s", want)
		}
	}
	if strings.Contains(dom, "<script") {
		t.Errorf("the page isn't escaped:\n%s", dom)
	}
	if t.Failed() {
		t.Log(dom)
	}
}
