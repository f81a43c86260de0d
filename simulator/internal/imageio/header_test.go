package imageio

import (
	"errors"
	"math"
	"net/http"
	"testing"
)

func TestRangeHeader(t *testing.T) {
	t.Parallel()
	const unsatisfied = "Cannot satisfy range "
	for _, tt := range []struct {
		in   string
		want byteRange
		err  string
	}{
		{"bytes=0-99", byteRange{0, 99}, ""},
		{"bytes=5-5", byteRange{5, 5}, ""},
		{"bytes=7-", byteRange{7, -1}, ""},
		{"bytes=-0", byteRange{0, -1}, ""},
		{"bytes=99999999999999999999-", byteRange{math.MaxInt64 / 4, -1}, ""},
		{"bytes=-5", byteRange{}, "suffix-byte-range-spec not supported yet"},
		{"bytes=-", byteRange{}, unsatisfied + "'bytes=-', no first or last"},
		{"bytes=2-1", byteRange{}, unsatisfied + "'bytes=2-1', first > last"},
		{"bytes=0-1,3-4", byteRange{}, unsatisfied + "'bytes=0-1,3-4', invalid range or multiple ranges"},
		{"bytes= 0-1", byteRange{}, unsatisfied + "'bytes= 0-1', invalid range or multiple ranges"},
		{"Bytes=0-1", byteRange{}, unsatisfied + "'Bytes=0-1', invalid range or multiple ranges"},
		{"it's", byteRange{}, unsatisfied + `"it's", invalid range or multiple ranges`},
		{"", byteRange{}, unsatisfied + "'', invalid range or multiple ranges"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			got, err := parseRange(tt.in)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err || err.(*failure).status != http.StatusRequestedRangeNotSatisfiable {
					t.Errorf("error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("range %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestContentRangeHeader(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in, err string
		want    int64
	}{
		{"bytes 0-99/*", "", 0},
		{"bytes 5-*/*", "", 5},
		{"bytes 5-9/10", "", 5},
		{"bytes 5-4/*", "Invalid Content-Range 'bytes 5-4/*', first > last", 0},
		{"bytes 5-10/10", "Invalid Content-Range 'bytes 5-10/10', last >= complete", 0},
		{"bytes */10", "Invalid Content-Range 'bytes */10'", 0},
		{"bytes 0-1", "Invalid Content-Range 'bytes 0-1'", 0},
		{"bytes=0-1/*", "Invalid Content-Range 'bytes=0-1/*'", 0},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			got, err := parseContentRange(tt.in)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err || err.(*failure).status != http.StatusBadRequest {
					t.Errorf("error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("first %d, %v, want %d", got, err, tt.want)
			}
		})
	}
}

// FuzzRange reads both headers: nothing may panic, and what is accepted can be added to without overflow.
func FuzzRange(f *testing.F) {
	for _, seed := range []string{"bytes=0-99", "bytes=-5", "bytes=9-", "bytes 0-1/*", "bytes 5-*/10", "bytes=99999999999999999999-999999999999999999999", "bytes=-", "\x00'\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		r, err := parseRange(in)
		var failed *failure
		switch {
		case err != nil && !errors.As(err, &failed):
			t.Errorf("error %v of another kind", err)
		case err == nil && (r.first < 0 || r.last < -1 || r.last >= 0 && r.last < r.first || r.last+1+r.first < 0):
			t.Errorf("range %v", r)
		}
		first, err := parseContentRange(in)
		if err == nil && (first < 0 || first > math.MaxInt64/4) || err != nil && !errors.As(err, &failed) {
			t.Errorf("first %d, %v", first, err)
		}
	})
}

// FuzzMessage reads the body of a PATCH: nothing may panic, and what is accepted lies behind the start of an image.
func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		`{"op":"zero","offset":4096,"size":8192,"flush":true}`, `{"op":"flush"}`, `{"op":"zero","size":99999999999999999999}`, `{"size":-1}`, `[{}]`, `{"op":1e3}`,
		`{"op":"zero","size":true,"offset":null}`, `{"op":{"a":[]}} x`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := parseMessage(in)
		if err != nil {
			return
		}
		_, err = m.operation()
		var failed *failure
		if err != nil && !errors.As(err, &failed) {
			t.Errorf("error %v of another kind", err)
		}
		if zero, err := m.zero(); err == nil && (zero.start < 0 || zero.end < zero.start) || err != nil && !errors.As(err, &failed) {
			t.Errorf("zeros %v, %v", zero, err)
		}
	})
}
