package wire

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCountersOfTheRootList(t *testing.T) {
	t.Parallel()
	for f, doc := range map[Format]string{
		XML:  `<vms><actions><link rel="x" href="/x"/></actions><size>2</size><total>9</total><active/><vm><size>7</size></vm><moon/><vm/></vms>`,
		JSON: `{"actions":{"link":[]},"size":"2","total":9,"active":null,"vm":[{"size":7},{}],"moon":1}`,
	} {
		for _, r := range []*Reader{NewBytesReader([]byte(doc), f), NewReader(&pieces{doc: doc, size: 1}, f)} {
			n := 0
			r.RootIs("vms")
			for r.EnterList("vm"); r.NextItem(); n++ {
				r.Skip()
			}
			if err := r.Finish(); err != nil || n != 2 {
				t.Errorf("%v: %v, %d items", f, err, n)
			}
			size, total, active := r.Counters()
			if size == nil || *size != 2 || total == nil || *total != 9 || active != nil {
				t.Errorf("%v: counters %v %v %v", f, size, total, active)
			}
			r.Release()
		}
	}
}

// TestBadItemCostsOneItem reads a list of which two items have a bad value.
func TestBadItemCostsOneItem(t *testing.T) {
	t.Parallel()
	for f, tt := range map[Format]struct{ doc, second, fourth string }{
		XML: {
			`<vms><vm><memory>1</memory></vm><vm><memory>12x</memory></vm><vm/><vm><cpu><topology><cores>?</cores></topology></cpu></vm></vms>`,
			`read vms/vm[2]/memory: XML offset 44: "12x" is not an integer`,
			`read vms/vm[4]/cpu/topology/cores: XML offset 92: "?" is not an integer`,
		},
		JSON: {
			`{"vm":[{"memory":"1"},{"memory":"12x"},{},{"cpu":{"topology":{"cores":"?"}}}]}`,
			`read vms/vm[2]/memory: JSON offset 32: "12x" is not an integer`,
			`read vms/vm[4]/cpu/topology/cores: JSON offset 70: "?" is not an integer`,
		},
	} {
		r := NewBytesReader([]byte(tt.doc), f)
		var got []string
		r.RootIs("vms")
		for r.EnterList("vm"); r.NextItem(); {
			readVm(r)
			got = append(got, text(r.ItemErr()))
		}
		if err := r.Finish(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"", tt.second, "", tt.fourth}, got); diff != "" {
			t.Errorf("%v differs (-want +got):\n%s", f, diff)
		}
		r.Release()
	}
}

func TestLenientReportsEachBadValue(t *testing.T) {
	t.Parallel()
	r := NewBytesReader([]byte(`<vm><memory>x</memory><stateless>y</stateless><name>a</name></vm>`), XML)
	defer r.Release()
	var got []string
	r.Lenient(func(err error) {
		var value *ValueError
		if !errors.As(err, &value) {
			t.Errorf("%T", err)
		}
		got = append(got, err.Error())
	})
	r.RootIs("vm")
	v := readVm(r)
	if err := errors.Join(r.ItemErr(), r.Finish()); err != nil {
		t.Error(err)
	}
	want := []string{`read vm/memory: XML offset 12: "x" is not an integer`, `read vm/stateless: XML offset 33: "y" is not a boolean`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
	if v.Memory != nil || v.Stateless != nil || *v.Name != "a" {
		t.Errorf("got %+v", v)
	}
}

func TestPathAndOffset(t *testing.T) {
	t.Parallel()
	for f, tt := range map[Format]struct{ doc, want string }{
		XML: {
			`<vms><vm/><vm id="1"><nics><nic><name/></nic></nics></vm></vms>`,
			"vms 4|vms/vm[1] 8|vms/vm[2] 13|vms/vm[2]/@id 18|vms/vm[2]/nics 26|vms/vm[2]/nics/nic[1] 31|vms/vm[2]/nics/nic[1]/name 37|vms 57| 63",
		},
		JSON: {
			`{"vm":[{},{"id":"1","nics":{"nic":[{"name":""}]}}]}`,
			"vms 0|vms/vm[1] 7|vms/vm[2] 10|vms/vm[2]/id 16|vms/vm[2]/nics 27|vms/vm[2]/nics/nic[1] 35|vms/vm[2]/nics/nic[1]/name 43|vms 49| 51",
		},
	} {
		r := NewBytesReader([]byte(tt.doc), f)
		var got []string
		here := func() { got = append(got, fmt.Sprint(r.Path(), " ", r.Offset())) }
		r.RootIs("vms")
		here()
		r.EnterList("vm")
		r.NextItem()
		here()
		r.NextItem()
		here()
		for ok := r.Enter(); ok; ok = r.Next() {
			here()
			if string(r.Name()) != "nics" {
				r.Skip()
				continue
			}
			for r.EnterList("nic"); r.NextItem(); {
				here()
				for ok := r.Enter(); ok; ok = r.Next() {
					here()
				}
			}
		}
		here()
		r.NextItem()
		here()
		if diff := cmp.Diff(strings.Split(tt.want, "|"), got); diff != "" {
			t.Errorf("%v differs (-want +got):\n%s", f, diff)
		}
		if err := r.Finish(); err != nil {
			t.Error(err)
		}
		r.Release()
	}
}

// TestFinishReadsTheRest stops in the middle of a document, at each step that a reader has.
func TestFinishReadsTheRest(t *testing.T) {
	t.Parallel()
	for f, doc := range map[Format]string{
		XML:  `<vms><vm id="1"><link rel="a" href="b"/><nics><nic/></nics></vm></vms>`,
		JSON: `{"vm":[{"id":"1","link":[{"rel":"a","href":"b"}],"nics":{"nic":[{}]}}]}`,
	} {
		for _, end := range []struct{ text, want string }{
			{"", ""},
			{"x", fmt.Sprintf(`read document: %v offset %d: text behind the root at "x"`, f, len(doc))},
		} {
			for steps := range 9 {
				r := NewReader(&pieces{doc: doc + end.text, size: 9}, f)
				walkSteps(r, steps)
				if got := text(r.Finish()); got != end.want {
					t.Errorf("%v after %d steps: got %s, want %s", f, steps, got, end.want)
				}
				if r.Path() != "" {
					t.Errorf("%v after %d steps: still in %s", f, steps, r.Path())
				}
				r.Release()
			}
		}
	}
}

// walkSteps goes n steps into the document of TestFinishReadsTheRest.
func walkSteps(r *Reader, n int) {
	for i, step := range []func(){
		func() { r.RootIs("vms") }, func() { r.EnterList("vm") }, func() { r.NextItem() }, func() { r.Enter() }, func() { r.Next() },
		func() { r.EnterRepeated() }, func() { r.NextItem() }, func() { r.Enter() }, func() { r.Next() },
	} {
		if i < n {
			step()
		}
	}
}

// TestWrongOrderOfCallsIsHarmless calls methods where they have nothing to give.
func TestWrongOrderOfCallsIsHarmless(t *testing.T) {
	t.Parallel()
	for f, doc := range map[Format]string{XML: "<vm><name>a</name></vm>", JSON: `{"name":"a"}`} {
		r := NewBytesReader([]byte(doc), f)
		if r.Next() || r.NextItem() || r.Enter() || r.String() != nil || r.Text() != "" || r.Int() != nil {
			t.Errorf("%v: something before the root", f)
		}
		r.RootIs("vm")
		if !r.Enter() || r.Text() != "a" || r.Text() != "" || r.Enter() || r.Next() || r.Next() || r.NextItem() {
			t.Errorf("%v: something behind the last value", f)
		}
		if len(Objects(r, "a", readVm)) != 0 || len(Links[vmLink](r, slotLink, nil)) != 0 || len(Append(r, slotRef, nil, func(*Reader, *ref) {})) != 0 || len(r.Actions()) != 0 {
			t.Errorf("%v: a list without a value", f)
		}
		r.Skip()
		if err := r.Finish(); err != nil {
			t.Errorf("%v: %v", f, err)
		}
		r.Release()
	}
}
