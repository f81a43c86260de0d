package importer

import (
	"os"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/generator/upstream"
	"github.com/ovirt-go/ovirt/model"
)

// TestReleases imports the last release of each minor from 4.0 to 4.6 out of a clone of upstream's repository, and compares the one
// that is committed with model/data.
func TestReleases(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("JAVA_GIT")
	if dir == "" {
		t.Skip("JAVA_GIT doesn't name a clone of oVirt/ovirt-engine-api-model")
	}
	committed, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	repository, err := upstream.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	releases, err := repository.LastTags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(releases, committed.Version) {
		releases = append(releases, committed.Version)
	}
	if len(releases) < 7 {
		t.Errorf("there are only the releases %v", releases)
	}
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			sources, err := repository.Sources(t.Context(), release)
			if err != nil {
				t.Fatal(err)
			}
			m, err := Java(sources, release, Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d enums, %d structs, %d services", len(m.Enums), len(m.Structs), len(m.Services))
			if release != committed.Version {
				return
			}
			if diff := gocmp.Diff(model.Encode(committed), model.Encode(m)); diff != "" {
				t.Errorf("model/data isn't what the import returns (-data +import):\n%s", diff)
			}
		})
	}
}

// TestSlips shows that each row of the table is needed for the release that it names, and enough.
func TestSlips(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("JAVA_GIT")
	if dir == "" {
		t.Skip("JAVA_GIT doesn't name a clone of oVirt/ovirt-engine-api-model")
	}
	repository, err := upstream.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range slips {
		t.Run(s.where, func(t *testing.T) {
			t.Parallel()
			fsys, err := repository.Sources(t.Context(), s.release)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Java(fsys, s.release, Options{}); err != nil {
				t.Errorf("%s: %v", s.release, err)
			}
			others := slices.Delete(slices.Clone(slips), i, i+1)
			if _, err := java(fsys, s.release, Options{}, others); err == nil {
				t.Errorf("%s is imported without the row, too", s.release)
			}
		})
	}
}

// TestHistory finds the ages in upstream's tags once more.
func TestHistory(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("JAVA_GIT")
	if dir == "" {
		t.Skip("JAVA_GIT doesn't name a clone of oVirt/ovirt-engine-api-model")
	}
	repository, err := upstream.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	tags, err := repository.Tags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var releases []*model.Model
	for _, tag := range tags {
		sources, err := repository.Sources(t.Context(), tag)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Java(sources, tag, Options{})
		if err != nil {
			t.Fatal(err)
		}
		releases = append(releases, m)
	}
	const data = "../../model/data"
	m, err := model.LoadDescription(os.DirFS(data))
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile(data + "/" + model.HistoryFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(committed), string(model.History(m, releases))); diff != "" {
		t.Errorf("the history isn't what the tags give (-data +tags):\n%s", diff)
	}
}
