package sdk_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// bomb is a transport whose answer is small on the wire.
type bomb struct {
	contentType string
	body        []byte
}

// newBomb makes an answer of so many MB of a unit, with a head and a tail.
func newBomb(format sdk.Format, head, unit, tail string, megabytes int) *bomb {
	text := strings.Repeat(unit, (1<<20)/len(unit))
	// Members of a gzip file stand side by side, so the text is compressed once.
	body := bytes.Join([][]byte{
		zipped(head), bytes.Repeat(zipped(text), megabytes), zipped(tail),
	}, nil)
	return &bomb{format.MediaType(), body}
}

func (b *bomb) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close()
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {b.contentType}, "Content-Encoding": {"gzip"}},
		Body:       io.NopCloser(bytes.NewReader(b.body)), ContentLength: int64(len(b.body)),
		Request: req,
	}, nil
}

func zipped(text string) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = io.WriteString(z, text)
	z.Close()
	return out.Bytes()
}

// allocated returns how many bytes a call takes in all.
func allocated(call func() error) (int64, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := call()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc), err
}

// bombCalls are calls of every kind.
var bombCalls = []struct {
	name     string
	streamed bool
	xml, jso [2]string // what stands around the blanks
	call     func(context.Context, *sdk.Connection) error
}{
	{
		"List", true, [2]string{"<vms><vm/>", "<vm/></vms>"}, [2]string{`{"vm":[{},`, `{}]}`},
		func(ctx context.Context, c *sdk.Connection) error {
			_, err := c.SystemService().VmsService().List(ctx, nil)
			return err
		},
	},
	{
		"Each", true, [2]string{"<vms><vm>", "</vm></vms>"}, [2]string{`{"vm":[{"x":`, `1}]}`},
		func(ctx context.Context, c *sdk.Connection) error {
			ignore := func(*types.Vm) error { return nil }
			return c.SystemService().VmsService().Each(ctx, nil, ignore)
		},
	},
	{
		"Get", false, [2]string{"<vm>", "</vm>"}, [2]string{`{`, `}`},
		func(ctx context.Context, c *sdk.Connection) error {
			_, err := vmService(c).Get(ctx, nil)
			return err
		},
	},
	{
		"Update", false, [2]string{"<vm><nics>", "</nics></vm>"}, [2]string{`{"nics":{`, `}}`},
		func(ctx context.Context, c *sdk.Connection) error {
			_, err := vmService(c).Update(ctx, &types.Vm{}, nil)
			return err
		},
	},
	{
		"action", false, [2]string{"<action>", "<status>complete</status></action>"},
		[2]string{`{`, `"status":"complete"}`},
		func(ctx context.Context, c *sdk.Connection) error { return vmService(c).Start(ctx, nil) },
	},
	{
		"Remove", false, [2]string{"<action>", "</action>"}, [2]string{`{`, `}`},
		func(ctx context.Context, c *sdk.Connection) error { return vmService(c).Remove(ctx, nil) },
	},
	{
		"Ping", false, [2]string{"<api>", "</api>"}, [2]string{`{`, `}`},
		func(ctx context.Context, c *sdk.Connection) error { return c.Ping(ctx) },
	},
}

// TestBlanksTakeNoMemory lets calls read 8 and 16 MB of blanks that have some kB on the wire. The
// memory is the same.
func TestBlanksTakeNoMemory(t *testing.T) {
	const most = 512 << 10 // for the connection, the decompressor and the window
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		for _, tt := range bombCalls {
			t.Run(format.String()+" "+tt.name, func(t *testing.T) {
				around := tt.xml
				if format == sdk.JSON {
					around = tt.jso
				}
				for _, megabytes := range []int{8, 16} {
					bomb := newBomb(format, around[0], " \r\n\t", around[1], megabytes)
					c := connectTo(t, format, bomb)
					got, err := allocated(func() error { return tt.call(t.Context(), c) })
					if err != nil {
						t.Error(err)
					}
					if got > most {
						t.Errorf("%d MB took %d bytes of memory, want %d", megabytes, got, most)
					}
				}
			})
		}
	}
}

// TestAnswersOfOneObjectAreBounded reads more than any object has. A list may be as long.
func TestAnswersOfOneObjectAreBounded(t *testing.T) {
	const most = 512 << 10
	for _, tt := range bombCalls {
		if tt.name != "Get" && tt.name != "action" && tt.name != "Each" {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			c := connectTo(t, sdk.XML, newBomb(sdk.XML, tt.xml[0], " ", tt.xml[1], 65))
			got, err := allocated(func() error { return tt.call(t.Context(), c) })
			checkBound(t, err, !tt.streamed, sdk.DefaultMaxBody)
			if got > most {
				t.Errorf("%d bytes of memory were taken, want %d", got, most)
			}
		})
	}
}

// TestAnswersThatAreKeptAreBounded looks at the calls that need the whole answer before they can
// say what it is.
func TestAnswersThatAreKeptAreBounded(t *testing.T) {
	add := func(ctx context.Context, c *sdk.Connection) error {
		_, err := c.SystemService().VmsService().Add(ctx, &types.Vm{Name: new("a")}, nil)
		return err
	}
	do := func(most int64) func(context.Context, *sdk.Connection) error {
		return func(ctx context.Context, c *sdk.Connection) error {
			_, err := c.Do(ctx, sdk.RawRequest{Method: "POST", Path: "vms", MaxBody: most})
			return err
		}
	}
	for _, tt := range []struct {
		name   string
		format sdk.Format
		call   func(context.Context, *sdk.Connection) error
		bound  int64
		memory int64
	}{
		// Buffers grow twice under the race detector.
		{"add in JSON", sdk.JSON, add, 8 << 20, 80 << 20},
		{"add in XML", sdk.XML, add, sdk.DefaultMaxBody, 512 << 10},
		{"raw", sdk.XML, do(1 << 20), 1 << 20, 16 << 20},
		{"raw in JSON", sdk.JSON, do(3 << 20), 3 << 20, 32 << 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			head, tail := "<vm>", "</vm>"
			if tt.format == sdk.JSON {
				head, tail = "{", "}"
			}
			for _, megabytes := range []int{1, 65} {
				c := connectTo(t, tt.format, newBomb(tt.format, head, " ", tail, megabytes))
				got, err := allocated(func() error { return tt.call(t.Context(), c) })
				if got > tt.memory {
					t.Errorf("%d MB took %d bytes of memory, want %d", megabytes, got, tt.memory)
				}
				length := int64(megabytes)<<20 + int64(len(head+tail))
				checkBound(t, err, length > tt.bound, tt.bound)
			}
		})
	}
}

// TestLongTextIsRefused reads an item whose name never ends.
func TestLongTextIsRefused(t *testing.T) {
	const most = 192 << 20 // buffers that double up to 32 MB, twice under the race detector
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		head, tail := "<vms><vm><name>", "</name></vm></vms>"
		if format == sdk.JSON {
			head, tail = `{"vm":[{"name":"`, `"}]}`
		}
		c := connectTo(t, format, newBomb(format, head, "a ", tail, 65))
		got, err := allocated(func() error {
			ignore := func(*types.Vm) error { return nil }
			return c.SystemService().VmsService().Each(t.Context(), nil, ignore)
		})
		const want = "text longer than 16777216 bytes"
		if !errors.Is(err, sdk.ErrParse) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: the error is %v", format, err)
		}
		if got > most {
			t.Errorf("%v: 65 MB of text took %d bytes of memory, want %d", format, got, most)
		}
	}
}

// TestLongTokensAreRefusedAtOnce lets calls read names and numbers that never end. They are refused
// when their bound is reached, so that a call neither outlasts its context nor needs memory.
func TestLongTokensAreRefusedAtOnce(t *testing.T) {
	const most = 512 << 10
	for _, tt := range []struct {
		name             string
		format           sdk.Format
		head, unit, want string
	}{
		{"name", sdk.XML, "<vms><", "n", "name longer than 256 bytes"},
		{"end tag", sdk.XML, "<vms></", "n", "name longer than 256 bytes"},
		{"attribute", sdk.XML, "<vms><vm ", "n", "name longer than 256 bytes"},
		{"instruction", sdk.XML, "<vms><?", "n", "name longer than 256 bytes"},
		{"member", sdk.JSON, `{"`, "n", "name longer than 256 bytes"},
		{"number", sdk.JSON, `{"x":`, "1", "number longer than 4096 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := connectTo(t, tt.format, newBomb(tt.format, tt.head, tt.unit, "", 16))
			got, err := allocated(func() error {
				_, err := c.SystemService().VmsService().List(t.Context(), nil)
				return err
			})
			if !errors.Is(err, sdk.ErrParse) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want %s", err, tt.want)
			}
			if got > most || err != nil && len(err.Error()) > 1000 {
				t.Errorf("%d bytes of memory were taken, want %d: %v", got, most, err)
			}
		})
	}
}

func connectTo(t *testing.T, format sdk.Format, transport http.RoundTripper) *sdk.Connection {
	t.Helper()
	c, err := sdk.New(sdk.Config{
		URL: "https://engine/ovirt-engine/api", Token: "t", Format: format, Transport: transport,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// checkBound compares an error with the one that names a bound, or with none.
func checkBound(t *testing.T, err error, refused bool, bound int64) {
	t.Helper()
	if !refused {
		if err != nil {
			t.Error(err)
		}
		return
	}
	want := "the answer has more than " + strconv.FormatInt(bound, 10) + " bytes"
	if !errors.Is(err, sdk.ErrUnexpected) || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %v, want one that says %q", err, want)
	}
	if e, ok := errors.AsType[*sdk.Error](err); ok && e.Method != "GET" && !e.MaybeExecuted {
		t.Error("MaybeExecuted is false although the engine may have done it")
	}
}
