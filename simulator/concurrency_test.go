package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

// TestManyClientsAtOnce lets clients add, start, follow, search and remove side by side; the race detector looks on.
func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	e := start(t, func(o *simulator.Options) {
		o.Clock, o.Step = nil, -1
		o.Inventory = &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 2, StorageDomains: 1, VMs: 20, DisksPerVM: 1, NICsPerVM: 1}
	})
	const clients, rounds = 8, 10
	errs := make(chan error, clients*rounds)
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			for round := range rounds {
				if err := e.round(fmt.Sprintf("c%d-%d", i, round)); err != nil {
					errs <- err
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
	if n := len(e.Engine.IDs("/vms")); n != 20 {
		t.Errorf("%d VMs are left, want the 20 of the start", n)
	}
}

// round lets one VM live from its making to its end.
func (e *engine) round(name string) error {
	made, err := e.try(http.MethodPost, "/vms", "<vm><name>"+name+"</name><cluster><name>Default</name></cluster><template><name>Blank</name></template></vm>", 201)
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(made, `id="`)
	id, _, _ := strings.Cut(rest, `"`)
	vm := "/vms/" + id
	for _, step := range []struct{ method, path, body string }{
		{"POST", vm + "/start", "<action/>"},
		{"GET", "/vms?follow=nics,disk_attachments.disk,permissions,statistics&search=status%3Ddown", ""},
		{"PUT", vm, "<vm><comment>c</comment></vm>"},
		{"GET", "/hosts?follow=statistics,nics", ""},
		{"GET", "/events?max=5", ""},
		{"POST", vm + "/stop", "<action/>"},
		{"DELETE", vm, ""},
	} {
		if _, err := e.try(step.method, step.path, step.body, 200); err != nil {
			return err
		}
	}
	return nil
}

// try sends a request from any goroutine.
func (e *engine) try(method, path, body string, status int) (string, error) {
	r, err := http.NewRequestWithContext(e.t.Context(), method, e.URL+path, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/xml")
	r.SetBasicAuth("admin@internal", "password")
	resp, err := e.http.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	doc, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != status {
		return "", fmt.Errorf("%s %s: status %d, want %d: %s", method, path, resp.StatusCode, status, doc)
	}
	return string(doc), nil
}
