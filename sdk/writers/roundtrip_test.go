package writers_test

import (
	"bytes"
	"reflect"
	"testing"
	"testing/iotest"

	"github.com/ovirt-go/ovirt/sdk/writers"
)

const depth = 5 // levels of objects in random values

// roundTrip writes the value in each format and reads it again, from memory and byte by byte, and once more from the other format.
func roundTrip(t *testing.T, c codec, v any) {
	t.Helper()
	for _, f := range formats {
		doc, err := c.write(f, v)
		if err != nil {
			t.Fatalf("%s as %s: %v", c.name, f, err)
		}
		got, err := c.read(f, doc)
		if err != nil {
			t.Fatalf("%s from %s: %v\nin %.1000q", c.name, f, err, doc)
		}
		compare(t, c.name+" from "+f.String(), v, got, doc)

		slow, err := c.readFrom(f, iotest.OneByteReader(bytes.NewReader(doc)))
		if err != nil {
			t.Fatalf("%s from %s byte by byte: %v\nin %.1000q", c.name, f, err, doc)
		}
		compare(t, c.name+" from "+f.String()+" byte by byte", v, slow, doc)

		other := writers.XML + writers.JSON - f
		doc, err = c.write(other, got)
		if err != nil {
			t.Fatalf("%s from %s as %s: %v", c.name, f, other, err)
		}
		again, err := c.read(other, doc)
		if err != nil {
			t.Fatalf("%s from %s: %v\nin %.1000q", c.name, other, err, doc)
		}
		compare(t, c.name+" from "+f.String()+" by "+other.String(), v, again, doc)
	}
}

// listTrip does for a collection what roundTrip does for an object.
func listTrip(t *testing.T, c codec, v any) {
	t.Helper()
	for _, f := range formats {
		doc, err := c.writeList(f, v)
		if err != nil {
			t.Fatalf("list of %s as %s: %v", c.name, f, err)
		}
		got, err := c.readList(f, doc)
		if err != nil {
			t.Fatalf("list of %s from %s: %v\nin %.1000q", c.name, f, err, doc)
		}
		compare(t, "list of "+c.name+" from "+f.String(), v, got, doc)
		slow, err := c.listFrom(f, iotest.OneByteReader(bytes.NewReader(doc)))
		if err != nil {
			t.Fatalf("list of %s from %s byte by byte: %v\nin %.1000q", c.name, f, err, doc)
		}
		compare(t, "list of "+c.name+" from "+f.String()+" byte by byte", v, slow, doc)
	}
}

// random returns a value of the type, and sometimes a list of such values too.
func (s *source) random(c codec) (one, list reflect.Value) {
	one = c.create()
	s.fill(one.Elem(), depth)
	s.objects = 20
	list = reflect.MakeSlice(reflect.SliceOf(one.Type()), 0, 3)
	for range s.pick(4) {
		v := c.create()
		s.fill(v.Elem(), 2)
		list = reflect.Append(list, v)
	}
	return one, list
}

func TestRandomValuesSurvive(t *testing.T) {
	t.Parallel()
	rounds := 12
	if testing.Short() {
		rounds = 2
	}
	for _, c := range codecs() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for seed := range rounds {
				s := seeded(uint64(seed))
				one, list := s.random(c)
				roundTrip(t, c, one.Interface())
				listTrip(t, c, list.Interface())
			}
		})
	}
}

func TestZeroValuesSurvive(t *testing.T) {
	t.Parallel()
	for _, c := range codecs() {
		roundTrip(t, c, c.create().Interface())
		none := reflect.MakeSlice(reflect.SliceOf(c.create().Type()), 0, 0)
		listTrip(t, c, none.Interface())
		listTrip(t, c, reflect.Append(none, c.create()).Interface())
	}
}

// The numbers choose the type, and its members and their values.
func FuzzWriteRead(f *testing.F) {
	all := codecs()
	for i := range all {
		f.Add(uint16(i), uint64(1000+i))
	}
	f.Fuzz(func(t *testing.T, kind uint16, seed uint64) {
		c := all[int(kind)%len(all)]
		one, list := seeded(seed).random(c)
		roundTrip(t, c, one.Interface())
		listTrip(t, c, list.Interface())
	})
}
