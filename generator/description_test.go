package generator

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/model/description"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestDescriptionOfAnEngineGivesTheSameSDK imports what a simulated engine says of its API, over HTTP, and generates from it.
func TestDescriptionOfAnEngineGivesTheSameSDK(t *testing.T) {
	t.Parallel()
	m := loadEmbedded(t)
	data := fetchDescription(t)
	imported, missing, err := description.Decode("model.json", data, m.Version, m)
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) == 0 {
		t.Error("nothing is said to be missing, though constraints aren't in the document")
	}
	if err := model.EmbeddedDocs(imported); err != nil {
		t.Fatal(err)
	}
	got, err := Files(imported, Home)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Files(asDescribed(t), Home)
	if err != nil {
		t.Fatal(err)
	}
	differ := 0
	for name, text := range want {
		if differ == 5 {
			t.Fatal("and more")
		}
		if diff := cmp.Diff(string(text), string(got[name])); diff != "" {
			t.Errorf("%s differs (-from data +from description):\n%s", name, diff)
			differ++
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files are generated, want %d", len(got), len(want))
	}
}

// asDescribed returns the committed model less what a description lacks: constraints, and the history of releases.
func asDescribed(t *testing.T) *model.Model {
	t.Helper()
	m := loadEmbedded(t)
	for s := range m.Symbols() {
		s.Age.Seen = ""
	}
	for _, s := range m.Services {
		for _, method := range s.Methods {
			method.Input = nil
		}
	}
	return m
}

// fetchDescription reads the document from a simulated engine.
func fetchDescription(t *testing.T) []byte {
	t.Helper()
	engine := simtest.New(t)
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(engine.CA) {
		t.Fatal("the engine's CA is no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(transport.CloseIdleConnections)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, engine.URL+"/model.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(simtest.User, simtest.Password)
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET model.json: %s, %v: %.200s", resp.Status, err, data)
	}
	return data
}
