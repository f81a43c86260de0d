package simulator_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/internal/qcow2"
)

// noise returns bytes that are the same in each run.
func noise(n int) []byte {
	out := make([]byte, n)
	r := rand.New(rand.NewPCG(11, 12))
	for i := range out {
		out[i] = byte(r.UintN(255)) + 1
	}
	return out
}

// uploadDisk makes a disk without a VM that is ready, and returns its id.
func (e *engine) uploadDisk(format string, size int64) string {
	e.t.Helper()
	a := e.want(202, "POST", "/disks", fmt.Sprintf("<disk><alias>d</alias><format>%s</format><provisioned_size>%d</provisioned_size>"+
		"<backup>incremental</backup></disk>", format, size))
	e.clock.Advance(time.Second)
	return idOf(e.t, a.body)
}

// moving is an image transfer that is under way.
type moving struct {
	e                *engine
	path, url, proxy string
}

// begin starts a transfer and waits until its ticket is there. The members are those of the document beside the disk.
func (e *engine) begin(disk, members string) *moving {
	e.t.Helper()
	a := e.want(201, "POST", "/imagetransfers", `<image_transfer><disk id="`+disk+`"/>`+members+`</image_transfer>`)
	tr := &moving{e: e, path: "/imagetransfers/" + idOf(e.t, a.body)}
	e.clock.Advance(time.Second)
	doc := e.get(tr.path)
	tr.url, tr.proxy = between(e.t, doc, "<transfer_url>", "<"), between(e.t, doc, "<proxy_url>", "<")
	return tr
}

// send sends a request to the data path.
func (tr *moving) send(status int, method, rest string, body []byte, header ...string) string {
	tr.e.t.Helper()
	r, err := http.NewRequestWithContext(tr.e.t.Context(), method, tr.url+rest, bytes.NewReader(body))
	if err != nil {
		tr.e.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	a := tr.e.send(r)
	if a.status != status {
		tr.e.t.Fatalf("%s %s: status %d, want %d\n%.200s", method, rest, a.status, status, a.body)
	}
	return a.body
}

func (tr *moving) phase(want string) {
	tr.e.t.Helper()
	expect(tr.e.t, "phase", between(tr.e.t, tr.e.get(tr.path), "<phase>", "<"), want)
}

// finalize ends the transfer well.
func (tr *moving) finalize() {
	tr.e.t.Helper()
	tr.e.want(200, "POST", tr.path+"/finalize", "<action/>")
	tr.e.clock.Advance(time.Second)
	tr.phase("finished_success")
}

// bytesOf returns the disk as a VM sees it.
func (e *engine) bytesOf(disk string) []byte {
	e.t.Helper()
	m, err := e.Engine.Image(disk)
	if err != nil {
		e.t.Fatal(err)
	}
	out, err := io.ReadAll(io.NewSectionReader(m, 0, m.Size()))
	if err != nil {
		e.t.Fatal(err)
	}
	return out
}

// guest writes to a disk as its VM does.
func (e *engine) guest(disk string, p []byte, offset int64) {
	e.t.Helper()
	m, err := e.Engine.Image(disk)
	if err == nil {
		_, err = m.WriteAt(p, offset)
	}
	if err != nil {
		e.t.Fatal(err)
	}
}

const (
	raw      = "<format>raw</format>"
	cow      = "<format>cow</format>"
	download = "<direction>download</direction>"
)

func TestImageIsUploadedAndDownloaded(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"raw", "cow"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			data := noise(3<<20 + 1000)
			disk := e.uploadDisk(format, int64(len(data)))
			up := e.begin(disk, raw)
			if !strings.HasPrefix(up.url, e.ImageURL()+"/images/") || !strings.HasPrefix(up.proxy, e.ImageProxyURL()+"/images/") || e.ImageURL() == e.ImageProxyURL() {
				t.Errorf("addresses %s and %s", up.url, up.proxy)
			}
			up.send(200, "PUT", "?flush=n", data[:2<<20])
			up.url = up.proxy
			up.send(200, "PUT", "?close=y", data[2<<20:], "Content-Range", "bytes 2097152-*/*")
			doc := e.get(up.path)
			expect(t, "transferred", between(t, doc, "<transferred>", "<"), fmt.Sprint(len(data)))
			expect(t, "active", between(t, doc, "<active>", "<"), "false")
			up.finalize()
			e.steps("/disks/"+disk, "ok")
			up.send(403, "PUT", "", data)
			expect(t, "transferred", between(t, e.get(up.path), "<transferred>", "<"), fmt.Sprint(len(data)))
			if !bytes.Equal(e.bytesOf(disk), data) {
				t.Error("the disk has other bytes")
			}
			taken := map[string]string{"raw": fmt.Sprint(len(data)), "cow": fmt.Sprint(49 * 65536)} // raw disks have all their room from the start
			expect(t, "room", between(t, e.get("/disks/"+disk), "<actual_size>", "<"), taken[format])

			down := e.begin(disk, raw+download)
			if down.url == up.url {
				t.Error("two transfers have one ticket")
			}
			if down.send(200, "GET", "", nil) != string(data) {
				t.Error("other bytes come back")
			}
			if got := down.send(206, "GET", "", nil, "Range", "bytes=1000-1099"); got != string(data[1000:1100]) {
				t.Error("other bytes come back from a range")
			}
			down.send(403, "PUT", "", data)
		})
	}
}

func TestParallelUpload(t *testing.T) {
	t.Parallel()
	e := start(t)
	data := noise(16 << 20)
	disk := e.uploadDisk("cow", int64(len(data))+1<<30)
	up := e.begin(disk, raw)
	const writers, step = 8, 1<<20 + 333 // ranges that share chunks
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			for at := i * step; at < len(data); at += writers * step {
				part := data[at:min(at+step, len(data))]
				r, err := http.NewRequestWithContext(t.Context(), "PUT", up.url+"?flush=n", bytes.NewReader(part))
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/*", at, at+len(part)-1))
				resp, err := e.http.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				resp.Body.Close()
				if resp.StatusCode != 200 {
					t.Errorf("at %d: status %d", at, resp.StatusCode)
				}
			}
		})
	}
	all.Wait()
	e.http.CloseIdleConnections()
	up.send(200, "PATCH", "", []byte(`{"op": "flush"}`))
	up.send(200, "PATCH", "", []byte(`{"op": "zero", "offset": 100, "size": 65536, "flush": true}`))
	clear(data[100 : 100+65536])
	up.finalize()
	down := e.begin(disk, raw+download)
	want := `[{"start": 0, "length": 16777216, "zero": false, "hole": false}, {"start": 16777216, "length": 1073741824, "zero": true, "hole": true}]` + "\n"
	expect(t, "extents", down.send(200, "GET", "/extents", nil), want)
	got := make([]byte, len(data))
	var readers sync.WaitGroup
	for i := range 8 {
		readers.Go(func() {
			const part = 2 << 20
			r, err := http.NewRequestWithContext(t.Context(), "GET", down.url, nil)
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", i*part, (i+1)*part-1))
			resp, err := e.http.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if _, err := io.ReadFull(resp.Body, got[i*part:(i+1)*part]); err != nil {
				t.Error(err)
			}
		})
	}
	readers.Wait()
	if !bytes.Equal(got, data) {
		t.Error("other bytes come back")
	}
}

func TestFileOfADiskIsTransferred(t *testing.T) {
	t.Parallel()
	e := start(t)
	data := make([]byte, 4<<20)
	copy(data[1<<20:], noise(100000))
	view, err := qcow2.NewView(bytes.NewReader(data), int64(len(data)), []qcow2.Extent{{Start: 1 << 20, Length: 100000}})
	if err != nil {
		t.Fatal(err)
	}
	file, err := io.ReadAll(io.NewSectionReader(view, 0, view.Size()))
	if err != nil {
		t.Fatal(err)
	}
	disk := e.uploadDisk("cow", int64(len(data)))
	up := e.begin(disk, cow)
	up.send(200, "PUT", "", file)
	up.finalize()
	if !bytes.Equal(e.bytesOf(disk), data) {
		t.Error("the VM sees another disk")
	}
	down := e.begin(disk, cow+download)
	if down.send(200, "GET", "", nil) != string(file) {
		t.Error("another file comes back")
	}
	e.clock.Advance(21 * time.Second) // it ends by itself
	down = e.begin(disk, raw+download)
	if down.send(200, "GET", "", nil) != string(data) {
		t.Error("another disk comes back")
	}
}

func TestUploadOfAnotherFormatMakesTheDiskIllegal(t *testing.T) {
	t.Parallel()
	e := start(t)
	disk := e.uploadDisk("cow", 1<<20)
	up := e.begin(disk, cow)
	up.send(200, "PUT", "", []byte("this is no image"))
	e.want(200, "POST", up.path+"/finalize", "<action/>")
	e.clock.Advance(time.Second)
	e.clock.Advance(time.Second)
	up.phase("finished_failure")
	e.steps("/disks/"+disk, "illegal")
}

func TestTicketOfAPausedUploadExpires(t *testing.T) {
	t.Parallel()
	e := start(t)
	disk := e.uploadDisk("raw", 1000)
	up := e.begin(disk, raw+"<inactivity_timeout>0</inactivity_timeout>")
	e.clock.Advance(24 * time.Hour)
	up.send(200, "PUT", "", []byte("a"))
	e.want(200, "POST", up.path+"/pause", "<action/>")
	e.clock.Advance(299 * time.Second)
	up.send(200, "PUT", "", []byte("b")) // the host doesn't know of the pause
	e.clock.Advance(300 * time.Second)
	got := up.send(403, "PUT", "", []byte("c"))
	expect(t, "text", got, "You are not allowed to access this resource: Transfer="+strings.TrimPrefix(up.path, "/imagetransfers/")+" expired\n")
	if !strings.Contains(e.get(up.path), up.url) {
		t.Error("the address is gone")
	}
	e.want(200, "POST", up.path+"/resume", "<action/>")
	e.clock.Advance(time.Second)
	up.phase("transferring")
	up.send(200, "PUT", "", []byte("d"))
	e.want(200, "POST", up.path+"/cancel", "<action/>")
	e.clock.Advance(2 * time.Second)
	up.send(403, "PUT", "", []byte("e"))
	if _, err := e.Engine.Image(disk); !errors.Is(err, simulator.ErrNotFound) {
		t.Errorf("the bytes of a disk that is gone: %v", err)
	}
}

func TestWhoTransfersIsNotIdle(t *testing.T) {
	t.Parallel()
	e := start(t)
	up := e.begin(e.uploadDisk("raw", 1000), raw+"<inactivity_timeout>60</inactivity_timeout>")
	for range 5 {
		e.clock.Advance(50 * time.Second)
		up.send(200, "PUT", "", []byte("a"))
		up.phase("transferring")
	}
	e.clock.Advance(62 * time.Second)
	up.phase("paused_system")
}

func TestDownloadThatHasReadAllEndsByItself(t *testing.T) {
	t.Parallel()
	e := start(t)
	disk := e.uploadDisk("raw", 1000)
	down := e.begin(disk, raw+download)
	down.send(206, "GET", "", nil, "Range", "bytes=0-499")
	e.clock.Advance(10 * time.Second)
	down.phase("transferring")
	down.send(206, "GET", "", nil, "Range", "bytes=500-999")
	e.clock.Advance(19 * time.Second)
	down.phase("transferring")
	down.send(200, "GET", "", nil) // once more
	e.clock.Advance(19 * time.Second)
	down.phase("transferring")
	e.clock.Advance(time.Second)
	down.phase("finalizing_success")
	e.clock.Advance(time.Second)
	down.phase("finished_success")
	e.steps("/disks/"+disk, "ok")
	e.want(200, "POST", down.path+"/finalize", "<action/>") // too late, but no error
}

func TestIncrementalBackupReadsWhatChanged(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	a := e.want(202, "POST", vm+"/diskattachments", `<disk_attachment><interface>virtio</interface><bootable>true</bootable><active>true</active>
		<disk><format>cow</format><backup>incremental</backup><provisioned_size>1048576</provisioned_size></disk></disk_attachment>`)
	disk := idOf(t, a.body)
	e.clock.Advance(time.Second)
	e.guest(disk, noise(65536), 0)
	backup := func(from string) (path, to string) {
		t.Helper()
		a := e.want(201, "POST", vm+"/backups", "<backup>"+from+`<disks><disk id="`+disk+`"/></disks></backup>`)
		path = vm + "/backups/" + idOf(t, a.body)
		for range 5 {
			e.clock.Advance(time.Second)
			e.get(path)
		}
		doc := e.get(path)
		expect(t, "phase", between(t, doc, "<phase>", "<"), "ready")
		return path, between(t, doc, "<to_checkpoint_id>", "<")
	}
	finish := func(path string, tr *moving) {
		t.Helper()
		e.want(200, "POST", tr.path+"/finalize", "<action/>")
		e.clock.Advance(time.Second)
		e.want(200, "POST", path+"/finalize", "<action/>")
		for range 5 {
			e.clock.Advance(time.Second)
			e.get(vm)
		}
	}
	full, c1 := backup("")
	tr := e.begin(disk, raw+download+`<backup id="`+strings.TrimPrefix(full, vm+"/backups/")+`"/>`)
	tr.send(404, "GET", "/extents?context=dirty", nil)
	finish(full, tr)

	e.guest(disk, []byte("changed"), 5*65536)
	part, _ := backup("<from_checkpoint_id>" + c1 + "</from_checkpoint_id>")
	e.guest(disk, []byte("later"), 9*65536)
	tr = e.begin(disk, raw+download+`<backup id="`+strings.TrimPrefix(part, vm+"/backups/")+`"/>`)
	expect(t, "changes", tr.send(200, "GET", "/extents?context=dirty", nil), `[{"start": 0, "length": 65536, "dirty": false, "zero": false}, `+
		`{"start": 65536, "length": 262144, "dirty": false, "zero": true}, {"start": 327680, "length": 65536, "dirty": true, "zero": false}, `+
		`{"start": 393216, "length": 655360, "dirty": false, "zero": true}]`+"\n")
	if got := tr.send(206, "GET", "", nil, "Range", "bytes=327680-327686"); got != "changed" {
		t.Errorf("the change reads %q", got)
	}
	if got := tr.send(206, "GET", "", nil, "Range", "bytes=589824-589828"); got != "\x00\x00\x00\x00\x00" {
		t.Errorf("what changed after the backup began reads %q", got)
	}
	finish(part, tr)
}

func TestCopiesHaveTheBytes(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	a := e.want(202, "POST", vm+"/diskattachments", `<disk_attachment><interface>virtio</interface><bootable>true</bootable><active>true</active>
		<disk><format>cow</format><provisioned_size>1048576</provisioned_size></disk></disk_attachment>`)
	disk := idOf(t, a.body)
	finishWork := func() {
		t.Helper()
		for range 5 {
			e.clock.Advance(time.Second)
			e.get(vm)
		}
	}
	reads := func(what, disk, want string) {
		t.Helper()
		if got := string(e.bytesOf(disk)[:len(want)]); got != want {
			t.Errorf("%s reads %q, want %q", what, got, want)
		}
	}
	finishWork()
	e.guest(disk, []byte("first"), 0)
	snapshot := idOf(t, e.want(202, "POST", vm+"/snapshots", "<snapshot><description>s</description></snapshot>").body)
	finishWork()
	e.guest(disk, []byte("second"), 0)
	template := idOf(t, e.want(202, "POST", "/templates", `<template><name>t</name><vm id="`+strings.TrimPrefix(vm, "/vms/")+`"/></template>`).body)
	finishWork()
	e.guest(disk, []byte("third!"), 0)
	ofTemplate := e.Engine.IDs("/templates/" + template + "/diskattachments")
	if len(ofTemplate) != 1 {
		t.Fatalf("%d disks in the template", len(ofTemplate))
	}
	reads("the template", ofTemplate[0], "second")
	child := "/vms/" + idOf(t, e.want(202, "POST", "/vms", `<vm><name>child</name><cluster><name>Default</name></cluster><template id="`+template+`"/></vm>`).body)
	finishWork()
	ofChild := e.Engine.IDs(child + "/diskattachments")
	if len(ofChild) != 1 {
		t.Fatalf("%d disks in the child", len(ofChild))
	}
	reads("the child", ofChild[0], "second")
	e.guest(ofChild[0], []byte("child!"), 0)
	reads("the template", ofTemplate[0], "second")
	e.want(200, "POST", vm+"/snapshots/"+snapshot+"/restore", "<action><async>false</async></action>")
	finishWork()
	reads("the VM after going back", disk, "first")
	reads("the child", ofChild[0], "child!")
}

func TestEmptyDiskTakesNoMemory(t *testing.T) {
	e := start(t)
	disk := e.uploadDisk("cow", 100<<30)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	up := e.begin(disk, raw)
	up.send(200, "PUT", "", []byte("x"), "Content-Range", fmt.Sprintf("bytes %d-*/*", 50<<30))
	up.send(200, "PATCH", "", fmt.Appendf(nil, `{"op": "zero", "size": %d}`, 100<<30))
	up.send(200, "PUT", "", []byte("x"), "Content-Range", fmt.Sprintf("bytes %d-*/*", 70<<30))
	expect(t, "extents", up.send(200, "GET", "/extents", nil), `[{"start": 0, "length": 75161927680, "zero": true, "hole": false}, `+
		`{"start": 75161927680, "length": 65536, "zero": false, "hole": false}, {"start": 75161993216, "length": 32212189184, "zero": true, "hole": false}]`+"\n")
	up.finalize()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("the heap grew by %d bytes", grown)
	}
	runtime.KeepAlive(e)
}

func TestImagesAreKeptInADirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := start(t, func(o *simulator.Options) { o.ImageDirectory = dir })
	files := func() int {
		t.Helper()
		all, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	data := noise(1 << 20)
	disk := e.uploadDisk("cow", 1<<40)
	up := e.begin(disk, raw)
	up.send(200, "PUT", "", data, "Content-Range", fmt.Sprintf("bytes %d-*/*", 1<<39))
	up.finalize()
	if n := files(); n != 1 {
		t.Errorf("%d files", n)
	}
	e.want(202, "POST", "/disks/"+disk+"/copy", `<action><disk><name>twin</name></disk><storage_domain><name>data-001</name></storage_domain></action>`)
	e.clock.Advance(2 * time.Second)
	all := e.Engine.IDs("/disks")
	twin := all[len(all)-1]
	e.guest(disk, make([]byte, 100), 1<<39)
	m, err := e.Engine.Image(twin)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(data))
	if _, err := m.ReadAt(got, 1<<39); err != nil || !bytes.Equal(got, data) {
		t.Errorf("the copy has other bytes, %v", err)
	}
	for _, id := range []string{disk, twin} {
		e.want(200, "DELETE", "/disks/"+id, "")
		e.clock.Advance(2 * time.Second)
		e.do("GET", "/disks/"+id, "")
	}
	if n := files(); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

func TestRulesReachTheDataPath(t *testing.T) {
	t.Parallel()
	e := start(t)
	disk := e.uploadDisk("raw", 1000)
	up := e.begin(disk, raw)
	e.Engine.Fail(simulator.Rule{Status: 503, Times: 1, Path: "/images/*", Method: "PUT", Body: "busy"})
	general := e.Engine.Fail(simulator.Rule{Status: 500, Times: 1}) // for the API alone
	expect(t, "answer", up.send(503, "PUT", "", []byte("a")), "busy")
	up.send(200, "PUT", "", []byte("a"))
	if general.Hits() != 0 {
		t.Error("a rule for any path met the data path")
	}
	e.want(500, "GET", "/vms", "")
}

// TestDownloadOfATerabyteIsCutOff would end for want of memory if the answer weren't cut while it is sent.
func TestDownloadOfATerabyteIsCutOff(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rule simulator.Rule
		want int
	}{
		{"behind the header", simulator.Rule{Truncate: -1}, 0},
		{"within the first part", simulator.Rule{Truncate: 100}, 100},
		{"later", simulator.Rule{Truncate: 1<<20 + 1}, 1<<20 + 1},
		{"slowly", simulator.Rule{Truncate: 600, Slow: time.Millisecond}, 600},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			down := e.begin(e.uploadDisk("cow", 1<<40), raw+"<direction>download</direction>")
			tt.rule.Path = "/images/*"
			e.Engine.Fail(tt.rule)
			resp, err := e.http.Do(e.request("GET", down.url, ""))
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			got, err := io.Copy(io.Discard, resp.Body)
			if got != int64(tt.want) || resp.ContentLength != 1<<40 || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%d bytes of %d came, want %d, %v", got, resp.ContentLength, tt.want, err)
			}
		})
	}
}

// TestExabytesCostNothing has a disk for which the tables of qcow2 alone would take gigabytes.
func TestExabytesCostNothing(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		members      string
		put, extents int
	}{
		{raw, 200, 200},
		{"<format>cow</format>", 500, 500}, // QEMU has no such images either
	} {
		up := e.begin(e.uploadDisk("cow", 1<<62), tt.members)
		up.send(tt.put, "PUT", "", []byte("hello"))
		up.send(tt.put, "PATCH", "", fmt.Appendf(nil, `{"op": "zero", "size": %d}`, 1<<62))
		up.send(tt.extents, "GET", "/extents", nil)
	}
}

func TestDataPathWithinTheProcess(t *testing.T) {
	t.Parallel()
	e := start(t)
	disk := e.uploadDisk("raw", 1000)
	up := e.begin(disk, raw)
	client := &http.Client{Transport: e.Engine.Transport()}
	ticket := up.url[strings.LastIndex(up.url, "/"):]
	for _, tt := range []struct {
		method, body string
		status       int
		want         string
	}{
		{"PUT", "hello", 200, ""},
		{"GET", "", 200, "hello" + strings.Repeat("\x00", 995)},
		{"DELETE", "", 405, "Method 'DELETE' not defined for '/images" + ticket + "'\n"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), tt.method, "https://host-001:54322/images"+ticket, strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != tt.status || string(got) != tt.want {
			t.Errorf("%s: status %d, %q, %v", tt.method, resp.StatusCode, got, err)
		}
	}
}

func TestDataPathOfAServer(t *testing.T) {
	t.Parallel()
	engine, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := engine.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !strings.HasPrefix(s.ImageURL(), "http://127.0.0.1:") {
		t.Errorf("address %s", s.ImageURL())
	}
	resp, err := http.Get(s.ImageProxyURL() + "/info/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	address := strings.TrimPrefix(s.ImageURL(), "http://")
	s.Close()
	if _, err := http.Get(s.ImageProxyURL() + "/info/"); err == nil {
		t.Error("the proxy still answers")
	}
	engine, err = simulator.New(simulator.Options{ImageAddress: address, ImageProxyAddress: "moon"})
	if err != nil {
		t.Fatal(err)
	}
	if s, err := engine.StartTLS("127.0.0.1:0"); err == nil {
		s.Close()
		t.Error("a bad address is taken")
	}
	if _, err := simulator.New(simulator.Options{ImageDirectory: os.DevNull + "/x"}); err == nil {
		t.Error("a bad directory is taken")
	}
}
