package transport

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
)

func TestPathsAreBuiltOfSegments(t *testing.T) {
	t.Parallel()
	root := Root(nil)
	if got := root.Path(); got != "" {
		t.Errorf("the root is at %q", got)
	}
	vms := root.Sub("vms")
	nic := vms.Item("VmsService.VmService", "a b").Sub("nics").Item("NicsService.NicService", "1")
	if got, want := nic.Path(), "/vms/a%20b/nics/1"; got != want {
		t.Errorf("path is %q, want %q", got, want)
	}
	if got := vms.Path(); got != "/vms" {
		t.Errorf("the place above became %q", got)
	}
	if got := At(nil, "/x%2Fy").Path(); got != "/x%2Fy" {
		t.Errorf("a given path became %q", got)
	}
}

func TestFirstMistakeIsKept(t *testing.T) {
	t.Parallel()
	ref := Root(nil).Item("A.B", "").Sub("x").Item("C.D", "..")
	if req := ref.request("op", "GET", Query{}); req.Invalid == nil || req.Invalid.Error() != `A.B: "" is not an id` {
		t.Errorf("mistake is %v", req.Invalid)
	}
}

func TestServiceWithoutAConnection(t *testing.T) {
	t.Parallel()
	err := Remove(t.Context(), Ref{}, "op", Query{}, Body{}, nil)
	if err == nil || err.Error() != "the service was not obtained from a connection" {
		t.Errorf("error is %v", err)
	}
}

// plainID reports whether an ID has only characters that all servers leave alone.
func plainID(id string) bool {
	return regexp.MustCompile(`^[\pL\pN_:@&=$!*'(),+?#-][\pL\pN_:@&=$!*'(),+?#. -]{0,200}$`).MatchString(id)
}

// FuzzItem shows that no id, whatever it holds, leaves its segment of the path.
func FuzzItem(f *testing.F) {
	for _, id := range []string{
		"", ".", "..", "a", "a/b", "../..", "a?b=c", "a#b", "%2e%2e", "%", "%zz", "a b", "a+b", "ä", "\x00", "\r\nHost: x", `\`, ";x=1",
		"a,b", "//host", "123e4567-e89b-12d3-a456-426614174000", "\xff\xfe", "@:&=$!*'()~", strings.Repeat("/", 100),
	} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		ref := Root(nil).Sub("vms").Item("VmsService.VmService", id).Sub("nics")
		if ref.invalid != nil {
			if plainID(id) {
				t.Fatalf("%q is refused: %v", id, ref.invalid)
			}
			return
		}
		segment, ok := strings.CutPrefix(ref.Path(), "/vms/")
		if !ok {
			t.Fatalf("%q gave %q", id, ref.Path())
		}
		if segment, ok = strings.CutSuffix(segment, "/nics"); !ok || strings.ContainsAny(segment, "/?# \\") {
			t.Fatalf("%q gave %q", id, ref.Path())
		}
		if plain, err := url.PathUnescape(segment); err != nil || plain != id {
			t.Fatalf("%q came back as %q, %v", id, plain, err)
		}
		// A server that unescapes again and again, and takes a backslash for a slash, still finds one segment.
		for plain := id; ; {
			if strings.ContainsAny(plain, "/\\\x00\r\n") || path.Clean("/vms/"+plain) != "/vms/"+plain {
				t.Fatalf("%q becomes %q on the way", id, plain)
			}
			next, err := url.PathUnescape(plain)
			if err != nil || next == plain {
				break
			}
			plain = next
		}
		req, err := http.NewRequest("GET", "https://h"+ref.Path(), nil)
		if err != nil || req.URL.Host != "h" || req.URL.RequestURI() != ref.Path() {
			t.Fatalf("%q is asked for as %v, %v", id, req, err)
		}
	})
}
