package simulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/xsd"
)

// checker compares answers with the model: those in JSON member by member, those in XML with xmllint and the schema of the engine.
type checker struct {
	t      *testing.T
	schema *schema.Schema
	dir    string   // dir is where the documents in XML are kept.
	asked  []string // asked are the requests that they answer.
}

func newChecker(t *testing.T, m *model.Model) *checker {
	t.Helper()
	return &checker{t: t, schema: schema.New(m), dir: t.TempDir()}
}

// add takes an answer. The root is that of the document in XML, which JSON doesn't show.
func (j *checker) add(what string, f wire.Format, doc, root string) {
	j.t.Helper()
	if f == wire.JSON {
		for _, complaint := range j.json(doc, root) {
			j.t.Errorf("%s: %s", what, complaint)
		}
		return
	}
	if err := os.WriteFile(j.file(len(j.asked)), []byte(doc), 0o600); err != nil {
		j.t.Fatal(err)
	}
	j.asked = append(j.asked, what)
}

func (j *checker) file(i int) string { return filepath.Join(j.dir, strconv.Itoa(i)+".xml") }

// finish lets xmllint read all documents in one go.
func (j *checker) finish(m *model.Model) {
	j.t.Helper()
	if len(j.asked) == 0 {
		return
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		j.t.Log("without xmllint, of the package libxml2-utils, the documents aren't held against the schema")
		return
	}
	rules := filepath.Join(j.dir, xsd.Name)
	if err := os.WriteFile(rules, xsd.New(m), 0o600); err != nil {
		j.t.Fatal(err)
	}
	args := []string{"--nonet", "--noout", "--schema", rules}
	for i := range j.asked {
		args = append(args, j.file(i))
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(j.t.Context(), "xmllint", args...)
	cmd.Stderr = &said
	err := cmd.Run()
	good := 0
	for line := range strings.Lines(said.String()) {
		line = strings.TrimPrefix(strings.TrimSpace(line), j.dir+"/")
		number, rest, _ := strings.Cut(line, ".xml")
		i, bad := strconv.Atoi(number)
		switch {
		case rest == " validates":
			good++
		case bad == nil && i < len(j.asked) && !strings.HasSuffix(rest, "fails to validate"):
			j.t.Errorf("%s%s", j.asked[i], rest)
		}
	}
	j.t.Logf("%d documents fit the schema", good)
	if err != nil || good != len(j.asked) {
		j.t.Errorf("%d of %d documents fit the schema: %v", good, len(j.asked), err)
	}
}

// json returns what is wrong with a document.
func (j *checker) json(doc, root string) []string {
	d := json.NewDecoder(strings.NewReader(doc))
	d.UseNumber()
	var o map[string]any
	if err := d.Decode(&o); err != nil {
		return []string{err.Error()}
	}
	if root == "creation" {
		root = "fault" // It isn't in the model.
	}
	if t := j.schema.Tagged(root); t != nil {
		return members(t, root, o)
	}
	for _, s := range j.schema.Model.Structs {
		if s.ListTag() == root {
			return list(root, j.schema.Type(s.Name), o)
		}
	}
	return []string{"no type has the tag " + root}
}

// list looks at a collection: an array under the name of its objects, and actions perhaps.
func list(at string, t *schema.Type, o map[string]any) (wrong []string) {
	for _, key := range slices.Sorted(maps.Keys(o)) {
		switch key {
		case "actions":
			wrong = append(wrong, links(at+"/actions", o[key])...)
		case t.Tag:
			wrong = append(wrong, array(at, o[key], func(at string, v any) []string { return object(t, at, v) })...)
		default:
			wrong = append(wrong, at+" has "+key)
		}
	}
	return wrong
}

func array(at string, v any, each func(at string, v any) []string) (wrong []string) {
	items, ok := v.([]any)
	if !ok || len(items) == 0 {
		return []string{fmt.Sprintf("%s is no list with items: %v", at, v)}
	}
	for i, item := range items {
		wrong = append(wrong, each(at+"["+strconv.Itoa(i+1)+"]", item)...)
	}
	return wrong
}

func links(at string, v any) []string {
	o, ok := v.(map[string]any)
	if !ok || len(o) > 1 {
		return []string{at + " holds more than links"}
	}
	if o["link"] == nil {
		return nil
	}
	return array(at, o["link"], link)
}

func link(at string, v any) []string {
	o, _ := v.(map[string]any)
	href, _ := o["href"].(string)
	rel, _ := o["rel"].(string)
	if len(o) != 2 || href == "" || rel == "" {
		return []string{at + " is no link"}
	}
	return nil
}

func object(t *schema.Type, at string, v any) []string {
	o, ok := v.(map[string]any)
	if !ok {
		return []string{at + " is no object"}
	}
	return members(t, at, o)
}

// members looks at one object: known members only, each written as its kind is.
func members(t *schema.Type, at string, o map[string]any) (wrong []string) {
	for _, key := range slices.Sorted(maps.Keys(o)) {
		v, at := o[key], at+"/"+key
		m := t.Wire(key)
		switch {
		case m != nil && m.List:
			wrong = append(wrong, wrapped(m, at, v)...)
		case m != nil && m.Kind == schema.Struct:
			wrong = append(wrong, object(m.Type, at, v)...)
		case m != nil:
			wrong = append(wrong, scalar(m, at, v)...)
		case key == "link":
			wrong = append(wrong, array(at, v, link)...)
		case key == "actions":
			wrong = append(wrong, links(at, v)...)
		case key == "href" || key == "id" || key == "creation_status":
			if text, ok := v.(string); !ok || text == "" {
				wrong = append(wrong, fmt.Sprintf("%s is %v", at, v))
			}
		default:
			wrong = append(wrong, at+" isn't in the model")
		}
	}
	return wrong
}

// wrapped looks at a list in its wrapper, which is empty if the list is.
func wrapped(m *schema.Member, at string, v any) []string {
	o, ok := v.(map[string]any)
	if !ok || len(o) > 1 || len(o) == 1 && o[m.Item] == nil {
		return []string{fmt.Sprintf("%s doesn't wrap %s: %v", at, m.Item, v)}
	}
	if len(o) == 0 {
		return nil
	}
	return array(at, o[m.Item], func(at string, v any) []string {
		if m.Kind == schema.Struct {
			return object(m.Type, at, v)
		}
		return scalar(m, at, v)
	})
}

// scalar looks at a value: decimals and dates are numbers, all others texts.
func scalar(m *schema.Member, at string, v any) []string {
	good := false
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	switch m.Kind {
	case schema.String:
		good = isText
	case schema.Bool:
		good = text == "true" || text == "false"
	case schema.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		good = err == nil && n >= m.Least && n <= m.Most
	case schema.Decimal:
		good = isNumber
	case schema.Date:
		_, err := number.Int64()
		good = isNumber && err == nil
	case schema.Enum:
		for _, value := range m.Enum.Values {
			good = good || value.Name == text
		}
	}
	if !good {
		return []string{fmt.Sprintf("%s: %v is no value of it", at, v)}
	}
	return nil
}

// TestJudgeFindsFaults shows that the checker can say no.
func TestJudgeFindsFaults(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	j := newChecker(t, m)
	for _, tt := range []struct{ name, doc, root, want string }{
		{"nothing wrong", `{"name":"a","memory":"1","stateless":"true","status":"up","creation_time":1,"nics":{"nic":[{"id":"1"}]},"cdroms":{}}`, "vm", ""},
		{"nothing wrong with a list", `{"vm":[{"id":"1","link":[{"href":"a","rel":"b"}],"actions":{"link":[{"href":"a","rel":"b"}]}}]}`, "vms", ""},
		{"broken", `{`, "vm", "unexpected EOF"},
		{"unknown member", `{"moon":"1"}`, "vm", "vm/moon isn't in the model"},
		{"unknown member inside", `{"cpu":{"topology":{"moon":"1"}}}`, "vm", "vm/cpu/topology/moon isn't in the model"},
		{"number for an integer", `{"memory":1}`, "vm", "vm/memory: 1 is no value of it"},
		{"too big an integer", `{"cpu_shares":"4294967296"}`, "vm", "vm/cpu_shares: 4294967296 is no value of it"},
		{"boolean", `{"stateless":true}`, "vm", "vm/stateless: true is no value of it"},
		{"value that the enum lacks", `{"status":"moon"}`, "vm", "vm/status: moon is no value of it"},
		{"date as a text", `{"creation_time":"2026"}`, "vm", "vm/creation_time: 2026 is no value of it"},
		{"list without wrapper", `{"nics":[{"id":"1"}]}`, "vm", "vm/nics doesn't wrap nic: [map[id:1]]"},
		{"item of another name", `{"nics":{"vm":[]}}`, "vm", "vm/nics doesn't wrap nic: map[vm:[]]"},
		{"empty array", `{"vm":[]}`, "vms", "vms is no list with items: []"},
		{"object in a list of others", `{"host":[{}]}`, "vms", "vms has host"},
		{"link without rel", `{"link":[{"href":"a"}]}`, "vm", "vm/link[1] is no link"},
		{"unknown root", `{}`, "moon", "no type has the tag moon"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, "complaints", strings.Join(j.json(tt.doc, tt.root), "; "), tt.want)
		})
	}
}
