package main

import (
	"bytes"
	"encoding/xml"
	"html"
	"strings"
	"testing"

	ovirtsdk "github.com/ovirt/go-ovirt"

	"github.com/ovirt-go/ovirt/sdk/writers"
)

func TestAllSidesEncodeTheSame(t *testing.T) {
	t.Parallel()
	v, err := readWritten()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for i := range written {
		mine, err := writers.Append(nil, writers.XML, writers.Vm, v.ours[i])
		if err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		w := ovirtsdk.NewXMLWriter(&buf)
		if err := ovirtsdk.XMLVmWriteOne(w, v.peer[i], "vm"); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		flat, err := xml.Marshal(v.plain[i])
		if err != nil {
			t.Fatal(err)
		}
		// They differ in the order of members, in escaping, and in whether empty elements are closed at once.
		want := weight(mine)
		if got := weight(buf.Bytes()); got != want {
			t.Errorf("VM %d: go-ovirt writes %d bytes of text and tags, want %d", i, got, want)
		}
		if got := weight(flat); got != want {
			t.Errorf("VM %d: encoding/xml writes %d bytes of text and tags, want %d", i, got, want)
		}
		total += len(mine)
	}
	if mean := total / written; mean < 4_000 || mean > 5_000 {
		t.Errorf("a VM has %d bytes, want 4,000 to 5,000", mean)
	}
}

// weight is the length of the document when references stand for themselves and no element is closed at once.
func weight(doc []byte) int {
	text := html.UnescapeString(string(doc))
	for {
		i := strings.Index(text, "/>")
		if i < 0 {
			return len(text)
		}
		start := strings.LastIndexByte(text[:i], '<')
		name, _, _ := strings.Cut(text[start+1:i], " ")
		text = text[:i] + "></" + name + ">" + text[i+2:]
	}
}
