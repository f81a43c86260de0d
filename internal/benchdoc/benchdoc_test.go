package benchdoc

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"testing"
)

func TestDocumentsAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, want string
		doc        []byte
	}{
		{"xml", "27273da3393cde01", VmsXML(200)},
		{"json", "002c0a0b274c38b6", VmsJSON(200)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sum := sha256.Sum256(tt.doc)
			if got := hex.EncodeToString(sum[:8]); got != tt.want {
				t.Errorf("digest is %s, want %s: figures measured before can't be compared with later ones", got, tt.want)
			}
		})
	}
}

func TestAVmHasTheSizeOfRealOnes(t *testing.T) {
	t.Parallel()
	const n = 1000
	for _, tt := range []struct {
		name     string
		doc      []byte
		low, top int
	}{
		{"xml", VmsXML(n), 10_250, 10_350},
		{"json", VmsJSON(n), 9_800, 10_000},
	} {
		if size := len(tt.doc) / n; size < tt.low || size > tt.top {
			t.Errorf("a VM has %d bytes of %s, want %d to %d", size, tt.name, tt.low, tt.top)
		}
	}
}

func TestXMLIsWellFormedAndComplete(t *testing.T) {
	t.Parallel()
	const n = 1000
	seen := make(map[string]int)
	var path []string
	for d := xml.NewDecoder(bytes.NewReader(VmsXML(n))); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			path = append(path, e.Name.Local)
			if len(path) > 2 {
				seen[path[len(path)-2]+"/"+e.Name.Local]++
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	for _, tt := range []struct {
		member   string
		low, top int
	}{
		{"actions/link", 22 * n, 22 * n},
		{"vm/link", 17 * n, 17 * n},
		{"vm/bios", n, n},
		{"vm/quota", n, n},
		{"vm/stop_time", n, n},
		{"vm/comment", n * 80 / 100, n * 90 / 100},
		{"vm/host", n * 56 / 100, n * 66 / 100},
		{"display/certificate", n * 56 / 100, n * 66 / 100},
		{"vm/initialization", n * 46 / 100, n * 56 / 100},
		{"vm/guest_operating_system", n * 26 / 100, n * 36 / 100},
		{"vm/stop_reason", n * 11 / 100, n * 21 / 100},
		{"vm/rng_device", n * 4 / 100, n * 10 / 100},
	} {
		if got := seen[tt.member]; got < tt.low || got > tt.top {
			t.Errorf("%s occurs %d times, want %d to %d", tt.member, got, tt.low, tt.top)
		}
	}
}

func TestJSONIsTheEnginesDialect(t *testing.T) {
	t.Parallel()
	var doc struct {
		Vm []struct {
			ID     string
			Memory string
			Sso    struct {
				Methods struct{ Method []struct{ ID string } }
			}
			Link    []struct{ Href, Rel string }
			Actions struct{ Link []struct{ Href, Rel string } }

			CreationTime int64 `json:"creation_time"`
		}
	}
	if err := json.Unmarshal(VmsJSON(10), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Vm) != 10 {
		t.Fatalf("%d VMs, want 10", len(doc.Vm))
	}
	for i, v := range doc.Vm {
		if len(v.ID) != 36 || v.Memory == "" || len(v.Link) != 17 || len(v.Actions.Link) != 22 || len(v.Sso.Methods.Method) != 1 {
			t.Errorf("VM %d has not the shape that engines send: %+v", i, v)
		}
		if v.CreationTime < epoch.UnixMilli() {
			t.Errorf("VM %d was created at %d, before %d", i, v.CreationTime, epoch.UnixMilli())
		}
	}
}

func TestEmptyCollections(t *testing.T) {
	t.Parallel()
	if got, want := string(VmsXML(0)), declaration+"<vms/>\n"; got != want {
		t.Errorf("xml is %q, want %q", got, want)
	}
	if got, want := string(VmsJSON(0)), "{}"; got != want {
		t.Errorf("json is %q, want %q", got, want)
	}
}

func TestWritingStopsAtTheFirstError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken pipe")
	w := &failing{after: 3, err: broken}
	if err := WriteVmsXML(w, 1000); !errors.Is(err, broken) {
		t.Errorf("error is %v, want %v", err, broken)
	}
	if w.calls != 4 {
		t.Errorf("%d writes, want 4", w.calls)
	}
}

// failing returns an error after some writes.
type failing struct {
	calls, after int
	err          error
}

func (w *failing) Write(p []byte) (int, error) {
	w.calls++
	if w.calls > w.after {
		return 0, w.err
	}
	return len(p), nil
}
