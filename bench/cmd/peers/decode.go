package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	ovirtsdk "github.com/ovirt/go-ovirt"

	"github.com/ovirt-go/ovirt/bench/plain"
	"github.com/ovirt-go/ovirt/internal/benchdoc"
	"github.com/ovirt-go/ovirt/sdk/readers"
)

// The names of sides.
const (
	ours   = "ours"
	peer   = "go-ovirt"
	tokens = "encoding/xml"
	stdlib = "encoding/json"
)

const (
	listed  = 1000 // virtual machines in the list that is decoded
	singles = 100  // different documents of one virtual machine
)

var decodeGroup = group{
	name: "decode 1,000 VMs",
	targets: []target{
		{name: "decode 1,000 VMs of XML: time per VM, against go-ovirt", metric: wall, unit: micros, ours: ours, peer: peer, bound: 1.0 / 16},
		{name: "decode 1,000 VMs of XML: time per VM, against encoding/xml tokens", metric: wall, unit: micros, ours: ours, peer: tokens, bound: 0.09},
		{name: "decode 1,000 VMs of XML: allocations per VM", metric: allocs, unit: count, ours: ours, peer: peer, bound: 7, alone: true},
		{name: "decode 1,000 VMs of XML: bytes allocated per VM", metric: heap, unit: kbytes, ours: ours, peer: peer, bound: 11e3, alone: true},
	},
	open: func(context.Context, *env) ([]side, func(), error) {
		doc := benchdoc.VmsXML(listed)
		return []side{
			{ours, func(context.Context) (sample, error) {
				return loop(listed, func() error { return decodeOurs(doc, readers.XML) })
			}},
			{peer, func(context.Context) (sample, error) { return loop(listed, func() error { return decodePeer(doc) }) }},
			{tokens, func(context.Context) (sample, error) { return loop(listed, func() error { return decodeTokens(doc) }) }},
		}, func() {}, nil
	},
}

func decodeOurs(doc []byte, f readers.Format) error {
	vms, err := readers.ReadListBytes(doc, f, readers.Vm)
	return complete(len(vms), err)
}

func decodePeer(doc []byte) error {
	vms, err := ovirtsdk.XMLVmReadMany(ovirtsdk.NewXMLReader(doc), nil)
	if err != nil {
		return err
	}
	return complete(len(vms.Slice()), nil)
}

// decodeTokens goes through the document and keeps nothing, which no decoder over encoding/xml can undercut.
func decodeTokens(doc []byte) error {
	vms := 0
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return complete(vms, nil)
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "vm" {
			vms++
		}
	}
}

// complete checks that the whole list was read.
func complete(n int, err error) error {
	if err == nil && n != listed {
		err = fmt.Errorf("%d VMs were read, want %d", n, listed)
	}
	return err
}

var singleGroup = group{
	name: "decode one VM",
	targets: []target{
		{name: "decode one VM of XML from a reader: time, against go-ovirt", metric: wall, unit: micros, ours: ours, peer: peer, bound: 1.0 / 14},
		{name: "decode one VM of XML from a reader: allocations", metric: allocs, unit: count, ours: ours, peer: peer, bound: 12, alone: true},
	},
	open: func(context.Context, *env) ([]side, func(), error) {
		docs := make([][]byte, singles)
		for i := range docs {
			docs[i] = benchdoc.VmXML(i)
		}
		var src bytes.Reader
		return []side{
			{ours, func(context.Context) (sample, error) {
				return loop(singles, func() error {
					for _, doc := range docs {
						src.Reset(doc)
						if _, err := readers.Read(&src, readers.XML, readers.Vm); err != nil {
							return err
						}
					}
					return nil
				})
			}},
			{peer, func(context.Context) (sample, error) {
				return loop(singles, func() error {
					for _, doc := range docs {
						if _, err := ovirtsdk.XMLVmReadOne(ovirtsdk.NewXMLReader(doc), nil, ""); err != nil {
							return err
						}
					}
					return nil
				})
			}},
		}, func() {}, nil
	},
}

var jsonGroup = group{
	name: "decode 1,000 VMs of JSON",
	targets: []target{
		{name: "decode 1,000 VMs of JSON: time per VM, against encoding/json", metric: wall, unit: micros, ours: ours, peer: stdlib, bound: 0.18},
		{name: "decode 1,000 VMs of JSON: time per VM, against our XML", metric: wall, unit: micros, ours: ours, peer: "our XML", bound: 1.25},
	},
	open: func(context.Context, *env) ([]side, func(), error) {
		doc, other := benchdoc.VmsJSON(listed), benchdoc.VmsXML(listed)
		return []side{
			{ours, func(context.Context) (sample, error) {
				return loop(listed, func() error { return decodeOurs(doc, readers.JSON) })
			}},
			{stdlib, func(context.Context) (sample, error) {
				return loop(listed, func() error {
					var vms plain.JSONVms
					err := json.Unmarshal(doc, &vms)
					return complete(len(vms.Vm), err)
				})
			}},
			{"our XML", func(context.Context) (sample, error) {
				return loop(listed, func() error { return decodeOurs(other, readers.XML) })
			}},
		}, func() {}, nil
	},
}
