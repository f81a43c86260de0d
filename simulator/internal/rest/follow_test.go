package rest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/centers"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/inventory"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func TestFollowIsBounded(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	const user = "admin@internal"
	w := world.New(store.NewStore(schema.New(m), route.New(m)), world.Config{Clock: time.Now, Zone: time.UTC})
	ac := access.Register(w, access.Directory{Users: map[string]string{user: "secret"}})
	st := storage.Register(w, nil)
	ms := machines.Register(w, ac, st)
	hs := hosts.Register(w, ms, st)
	cs := centers.Register(w, st, hs)
	in := inventory.Register(w, ac, st, ms, hs, cs)
	w.Update(func() {
		if err = in.Seed(); err == nil {
			in.Fill(inventory.Sizes{DataCenters: 1, Clusters: 3})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	h := New(Config{World: w, Access: ac, Zone: time.UTC})
	h.most = 3 + 3 + 3*3
	for _, tt := range []struct {
		name, path string
		status     int
		want       string
		times      int
	}{
		{"up to the bound", "/datacenters?follow=clusters.data_center.clusters", 200, "<cluster ", 3 + 3*3},
		{"beyond in a list", "/datacenters?follow=clusters.data_center.clusters.data_center", 400, "<detail>[follow leads to more than 15 objects]</detail>", 1},
		{"beyond twice", "/datacenters?follow=clusters.data_center.clusters.networks", 400, "<reason>Operation Failed</reason>", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, tt.path, nil)
			h.Serve(w, r, r.URL.Path, user)
			if body := w.Body.String(); w.Code != tt.status || strings.Count(body, tt.want) != tt.times {
				t.Errorf("status %d, want %d, with %d times %s in\n%s", w.Code, tt.status, tt.times, tt.want, body)
			}
		})
	}
}
