package readers_test

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// describe returns all that an object or a list of objects says, a line per member in the order of the alphabet: texts in quotes,
// words of enumerations without, dates in UTC, [] and {} for lists and objects that are there and empty.
func describe(v any) string {
	var lines []string
	describeValue(&lines, "", reflect.ValueOf(v))
	slices.SortFunc(lines, func(a, b string) int {
		a, _, _ = strings.Cut(a, " = ")
		b, _, _ = strings.Cut(b, " = ")
		return strings.Compare(a, b)
	})
	return strings.Join(lines, "")
}

func describeValue(lines *[]string, path string, v reflect.Value) {
	say := func(text string) { *lines = append(*lines, strings.TrimPrefix(path+" = ", " = ")+text+"\n") }
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		v = v.Elem()
		if v.Kind() == reflect.String {
			say(strconv.Quote(v.String()))
			return
		}
		describeValue(lines, path, v)
	case reflect.String:
		switch {
		case v.Type() == reflect.TypeFor[string]():
			say(strconv.Quote(v.String()))
		case v.String() != "":
			say(v.String())
		}
	case reflect.Bool, reflect.Int64:
		say(fmt.Sprint(v))
	case reflect.Float64:
		say(strconv.FormatFloat(v.Float(), 'f', -1, 64))
	case reflect.Slice:
		switch {
		case v.IsNil():
		case strings.HasSuffix(path, "Actions"):
			say("[" + strings.Join(v.Interface().([]string), " ") + "]")
		case v.Len() == 0:
			say("[]")
		}
		for i := range v.Len() {
			if !strings.HasSuffix(path, "Actions") {
				describeValue(lines, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		}
	case reflect.Struct:
		describeStruct(lines, path, v, say)
	}
}

func describeStruct(lines *[]string, path string, v reflect.Value, say func(string)) {
	switch v := v.Interface().(type) {
	case time.Time:
		say(v.UTC().Format("2006-01-02T15:04:05.000Z"))
		return
	case types.Link:
		say(v.Rel + " " + v.Href)
		return
	}
	before := len(*lines)
	for i := range v.NumField() {
		describeValue(lines, strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), v.Field(i))
	}
	if len(*lines) == before {
		say("{}")
	}
}
