package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"regexp"

	ovirtsdk "github.com/ovirt/go-ovirt"

	"github.com/ovirt-go/ovirt/bench/plain"
	"github.com/ovirt-go/ovirt/internal/benchdoc"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

// written is the number of virtual machines that are encoded in turn.
const written = 100

var encodeGroup = group{
	name: "encode a VM",
	targets: []target{
		{name: "encode a VM as XML: time, against go-ovirt", metric: wall, unit: micros, ours: ours, peer: peer, bound: 0.62},
		{name: "encode a VM as XML: time, against encoding/xml", metric: wall, unit: micros, ours: ours, peer: tokens, bound: 0.16},
		{name: "encode a VM as XML: allocations into a reused buffer", metric: allocs, unit: count, ours: ours, peer: peer, bound: 0, alone: true},
	},
	open: func(context.Context, *env) ([]side, func(), error) {
		v, err := readWritten()
		if err != nil {
			return nil, nil, err
		}
		return []side{
			{ours, func(context.Context) (sample, error) { return loop(written, v.encodeOurs()) }},
			{peer, func(context.Context) (sample, error) { return loop(written, v.encodePeer()) }},
			{tokens, func(context.Context) (sample, error) { return loop(written, v.encodePlain()) }},
		}, func() {}, nil
	},
}

// writtenVms are the same virtual machines as each side has them. They have no links, actions and addresses: go-ovirt writes none, and
// nobody sends them.
type writtenVms struct {
	ours  []*types.Vm
	peer  []*ovirtsdk.Vm
	plain []*plain.XMLVm
}

func readWritten() (*writtenVms, error) {
	v := new(writtenVms)
	addresses := regexp.MustCompile(` href="[^"]*"`)
	for i := range written {
		mine, err := readers.ReadBytes(benchdoc.VmXML(i), readers.XML, readers.Vm)
		if err != nil {
			return nil, err
		}
		mine.Links, mine.Actions = nil, nil
		doc, err := writers.Append(nil, writers.XML, writers.Vm, mine)
		if err != nil {
			return nil, err
		}
		doc = addresses.ReplaceAll(doc, nil)
		if mine, err = readers.ReadBytes(doc, readers.XML, readers.Vm); err != nil {
			return nil, err
		}
		theirs, err := ovirtsdk.XMLVmReadOne(ovirtsdk.NewXMLReader(doc), nil, "")
		if err != nil {
			return nil, err
		}
		flat := new(plain.XMLVm)
		if err := xml.Unmarshal(doc, flat); err != nil {
			return nil, err
		}
		v.ours, v.peer, v.plain = append(v.ours, mine), append(v.peer, theirs), append(v.plain, flat)
	}
	return v, nil
}

func (v *writtenVms) encodeOurs() func() error {
	var buf []byte
	return func() error {
		for _, vm := range v.ours {
			var err error
			if buf, err = writers.Append(buf[:0], writers.XML, writers.Vm, vm); err != nil {
				return err
			}
		}
		return nil
	}
}

// encodePeer spares go-ovirt a new writer per object, which it makes for each request.
func (v *writtenVms) encodePeer() func() error {
	var buf bytes.Buffer
	w := ovirtsdk.NewXMLWriter(&buf)
	return func() error {
		for _, vm := range v.peer {
			buf.Reset()
			if err := ovirtsdk.XMLVmWriteOne(w, vm, "vm"); err != nil {
				return err
			}
			if err := w.Flush(); err != nil {
				return err
			}
		}
		return nil
	}
}

func (v *writtenVms) encodePlain() func() error {
	var buf bytes.Buffer
	enc := xml.NewEncoder(&buf)
	return func() error {
		for _, vm := range v.plain {
			buf.Reset()
			if err := enc.Encode(vm); err != nil {
				return err
			}
		}
		return nil
	}
}
