package wire

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"testing"
)

// The figures to hold are ratios: see docs/design.md. Run with -bench . -benchmem; each case reads 1,000 machines of 10 kB.
const benchVms = 1000

func BenchmarkRead(b *testing.B) {
	for _, f := range formats {
		doc := testDoc(f, benchVms)
		b.Run(f.String(), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, NewBytesReader(doc, f))
			}
		})
		b.Run(f.String()+"-stream", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, NewReader(bytes.NewReader(doc), f))
			}
		})
		b.Run(f.String()+"-skip", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				r := NewBytesReader(doc, f)
				if err := r.Finish(); err != nil {
					b.Fatal(err)
				}
				r.Release()
			}
		})
	}
}

var sink []*vm

func readAll(b *testing.B, r *Reader) {
	defer r.Release()
	if !r.RootIs("vms") {
		b.Fatal(r.Err())
	}
	sink = Objects(r, "vm", readVm)
	if err := r.Finish(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkReadOne(b *testing.B) {
	for _, f := range formats {
		w := NewWriter(f)
		w.Declare, w.Indent = true, true
		w.Begin("vm")
		writeVm(w, testVm(1))
		w.End("vm")
		doc := bytes.Clone(w.Bytes())
		w.Release()
		b.Run(f.String(), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				r := NewReader(bytes.NewReader(doc), f)
				r.RootIs("vm")
				sink = append(sink[:0], readVm(r))
				if err := r.Finish(); err != nil {
					b.Fatal(err)
				}
				r.Release()
			}
		})
	}
}

// BenchmarkPeerTokens is the loop over encoding/xml's tokens that keeps nothing.
func BenchmarkPeerTokens(b *testing.B) {
	doc := testDoc(XML, benchVms)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(doc))
		for {
			if _, err := d.Token(); err != nil {
				break
			}
		}
	}
}

// BenchmarkPeerJSON reads the JSON document into structs by encoding/json.
func BenchmarkPeerJSON(b *testing.B) {
	doc := testDoc(JSON, benchVms)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		var list jsonVms
		if err := json.Unmarshal(doc, &list); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	v := testVm(1)
	for _, f := range formats {
		b.Run(f.String(), func(b *testing.B) {
			w := NewWriter(f)
			defer w.Release()
			w.OmitLinks = true
			b.ReportAllocs()
			for b.Loop() {
				w.Reset(f)
				w.Begin("vm")
				writeVm(w, v)
				w.End("vm")
			}
			b.SetBytes(int64(len(w.Bytes())))
		})
	}
}

// BenchmarkPeerEncoder writes the same fields by encoding/xml.
func BenchmarkPeerEncoder(b *testing.B) {
	w := NewWriter(XML)
	w.OmitLinks = true
	w.Begin("vm")
	writeVm(w, testVm(1))
	w.End("vm")
	var v xmlVm
	if err := xml.Unmarshal(w.Bytes(), &v); err != nil {
		b.Fatal(err)
	}
	w.Release()
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := xml.NewEncoder(&out).Encode(&v); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(out.Len()))
}
