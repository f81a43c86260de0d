package simulator

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/capture"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/state"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Source is an engine whose inventory is read.
type Source struct {
	// URL is the address of its API, such as https://engine.example.com/ovirt-engine/api.
	URL string
	// Client sends the requests, and puts the credentials into them; nil is [http.DefaultClient].
	Client *http.Client
	// Get gets the XML document at a path behind URL, instead of Client. An error is for what the engine didn't answer.
	Get func(ctx context.Context, path string) (status int, body io.ReadCloser, err error)
	// Model is the release of the API; nil is the one that this module is made of. What it doesn't know is left out.
	Model *model.Model
	// Workers is how many requests are under way at once; 0 means 4.
	Workers int
	// Skip names collections that are not read, by their segments, such as events.
	Skip []string
}

// Capture reads the inventory of a live engine through its API and writes it as [Engine.Save] does. It sends nothing but GET, so the
// engine stays as it is. There is one request for each collection that has objects of its own: about twenty for each VM. Collections that the engine
// refuses with 404, 405 or 500 are left out. What the API doesn't tell isn't there: the bytes of disks, passwords, what waits for the next start of a VM.
func Capture(ctx context.Context, from Source, out io.Writer) error {
	base, err := url.Parse(from.URL)
	if err != nil {
		return err
	}
	if from.Client == nil {
		from.Client = http.DefaultClient
	}
	if from.Get == nil {
		from.Get = from.get
	}
	if from.Model == nil {
		if from.Model, err = embedded(); err != nil {
			return err
		}
	}
	if from.Workers == 0 {
		from.Workers = 4
	}
	from.URL = strings.TrimSuffix(from.URL, "/")
	instance, err := from.instance(ctx)
	if err != nil {
		return err
	}
	r := newRooms(store.NewStore(schema.New(from.Model), route.New(from.Model)),
		world.Config{Clock: time.Now, Zone: time.UTC}, access.Directory{}, nil)
	err = capture.Read(ctx, r.world, capture.Config{
		Access:  r.access,
		Fetch:   from.fetch,
		Prefix:  strings.TrimSuffix(base.EscapedPath(), "/"),
		Workers: from.Workers,
		Skip:    from.Skip,
	})
	if err != nil {
		return err
	}
	return state.Save(out, r.state(), instance)
}

// instance returns the id of the engine, and so finds out whether there is one and whether the credentials are good.
func (s *Source) instance(ctx context.Context) (string, error) {
	body, err := s.fetch(ctx, "")
	if err != nil {
		return "", fmt.Errorf("capture: %w", err)
	}
	defer body.Close()
	var entry struct {
		XMLName xml.Name `xml:"api"`
		ID      string   `xml:"product_info>instance_id"`
	}
	if err := xml.NewDecoder(body).Decode(&entry); err != nil {
		return "", fmt.Errorf("capture: %s isn't the entry point of an API: %w", s.URL, err)
	}
	return entry.ID, nil
}

// get sends a request by the client.
func (s *Source) get(ctx context.Context, path string) (status int, body io.ReadCloser, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, nil)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Accept", "application/xml")
	r.Header.Set("Version", "4")
	resp, err := s.Client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	return resp.StatusCode, resp.Body, nil
}

// fetch gets a document.
func (s *Source) fetch(ctx context.Context, path string) (io.ReadCloser, error) {
	status, body, err := s.Get(ctx, path)
	if err != nil || status == http.StatusOK {
		return body, err
	}
	if body != nil {
		body.Close()
	}
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusInternalServerError:
		if path != "" {
			return nil, capture.ErrAbsent
		}
	case http.StatusUnauthorized, http.StatusForbidden:
		return nil, fmt.Errorf("the engine refuses the credentials: %d %s", status, http.StatusText(status))
	}
	return nil, fmt.Errorf("GET %s: %d %s", s.URL+path, status, http.StatusText(status))
}
