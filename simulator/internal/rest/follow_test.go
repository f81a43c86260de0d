package rest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/behavior"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func TestFollowIsBounded(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	const user = "admin@internal"
	world, err := behavior.New(store.NewStore(schema.New(m), route.New(m)), behavior.Config{
		Clock: time.Now, Zone: time.UTC, Users: map[string]string{user: "secret"},
	})
	if err != nil {
		t.Fatal(err)
	}
	world.Update(func() { world.Fill(behavior.Sizes{DataCenters: 1, Clusters: 3}) })
	h := New(Config{World: world, Zone: time.UTC})
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
