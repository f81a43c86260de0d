package search

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/model"
)

// Type tells what the values of a field are, and so which relations it takes and how it is
// compared.
type Type uint8

// The types of fields.
const (
	String  Type = iota // String is compared as a pattern.
	Exact               // Exact is compared as a whole, such as an id; "" and null mean unset.
	Integer             // Integer has 32 bits.
	Decimal
	Bool
	Time
	Span // Span is a time of at least zero, counted in seconds.
	Enum
	Long // Long is an integer of 64 bits.
)

// Field describes a field of a kind of objects.
type Field struct {
	Type     Type
	Rels     string   // Rels are the relations that it takes, between blanks; empty for those of its type.
	Names    []string // Names are the values of an enum in the engine's order and in lower case; empty if any will do.
	Hidden   bool     // Hidden fields aren't looked at by a free text.
	Contains bool     // Contains says that a value is looked for anywhere in the text.
	Limit    string   // Limit is what engines can't do with it, as model/search.txt has it.
	// Unlisted fields can't be sorted by or looked for in related objects: engines read those names
	// letter by letter, and know only the beginnings of the names that they would complete.
	Unlisted bool
	// Unchecked values go to the database as they are, which refuses those that it can't read.
	Unchecked bool
}

// Catalog tells what there is to be searched.
type Catalog interface {
	// Field describes a field of a kind, and reports false if the kind has none of that name.
	Field(kind, name string) (Field, bool)
	// Cross returns the kind of the related objects, and reports false if the kind has no such
	// relation.
	Cross(kind, name string) (string, bool)
	// CrossLimit is what engines can't do with a relation, as model/search.txt has it.
	CrossLimit(kind, name string) string
}

// relationsOf are the relations that fields of a type take.
var relationsOf = map[Type]string{
	String: "= !=", Exact: "= !=", Bool: "= !=", Enum: "= !=", Integer: "< > <= >= = !=", Long: "< > <= >= = !=", Decimal: "< > <= >= = !=", Time: "> < =", Span: "< >",
}

// Check looks whether a kind of objects can be searched so, and prepares the query for Match. The
// error wraps [ErrInvalid].
func (q *Query) Check(kind string, catalog Catalog) error {
	free := map[string]bool{}
	for n, and := range q.Any {
		for i := range and {
			if err := and[i].readable(kind, catalog, n+i == 0); err != nil {
				return err
			}
			if err := and[i].check(kind, catalog, free); err != nil {
				return err
			}
		}
	}
	if q.SortBy == "" {
		return nil
	}
	switch f, ok := catalog.Field(kind, q.SortBy); {
	case !ok:
		return fmt.Errorf("%w: %s has no field %q to sort by", ErrInvalid, kind, q.SortBy)
	case f.Limit == model.Broken, f.Limit == model.Unsorted && q.SortBy == "tag":
		return fmt.Errorf("%w: %s has no column for %s", ErrRefused, kind, q.SortBy)
	case f.Limit == model.Unsorted, f.Unlisted:
		return fmt.Errorf("%w: %s can't be sorted by %s", ErrInvalid, kind, q.SortBy)
	}
	return nil
}

// readable refuses what the engine's parser can't read. It goes from letter to letter and takes the
// first name that it knows: behind a condition, AND and OR that of a field, and everywhere that of
// a field behind a dot. The rest of the word is an error then, as in hosts.name and namespace of
// VMs, which begin with host and name.
func (c *Cond) readable(kind string, catalog Catalog, first bool) error {
	head, tail, dotted := strings.Cut(c.word, ".")
	isFree := c.Field == ""
	for i := 1; i <= len(c.word); i++ {
		name := c.word[:i]
		if _, ok := catalog.Field(kind, name); ok {
			switch {
			case first && (isFree || i < len(c.word)):
				continue // at the beginning whole words count
			case isFree || i < len(c.word):
				return fmt.Errorf("%w: %q begins with the field %s", ErrInvalid, c.word, name)
			}
			return nil
		}
		if target, ok := catalog.Cross(kind, name); ok && dotted && strings.TrimSuffix(head, "s") == strings.TrimSuffix(name, "s") {
			return whole(target, tail, catalog)
		}
	}
	return nil
}

// whole refuses a field of another kind whose name begins with that of a shorter one.
func whole(kind, field string, catalog Catalog) error {
	for i := 1; i < len(field); i++ {
		if _, ok := catalog.Field(kind, field[:i]); ok {
			return fmt.Errorf("%w: %q begins with the field %s", ErrInvalid, field, field[:i])
		}
	}
	return nil
}

func (c *Cond) check(kind string, catalog Catalog, free map[string]bool) error {
	target := kind
	if c.Cross == "" && c.Field != "" {
		if _, ok := catalog.Field(kind, c.Field); !ok {
			// The name of a relation alone stands for a free text in the related objects.
			c.Cross, c.Field = c.Field, ""
		}
	}
	if c.Cross != "" {
		var ok bool
		if target, ok = catalog.Cross(kind, c.Cross); !ok {
			return fmt.Errorf("%w: %s has no field or relation %q", ErrInvalid, kind, c.Cross)
		}
		if f, known := catalog.Field(target, c.Field); c.Field != "" && (!known || f.Unlisted) {
			return fmt.Errorf("%w: %s has no field %q", ErrInvalid, target, c.Field)
		}
		switch limit := catalog.CrossLimit(kind, c.Cross); {
		case limit == model.Broken && c.Field != "",
			limit == textless && c.Field == "",
			limit == singular && (c.Field == "" || strings.HasSuffix(c.Cross, "s")):
			return fmt.Errorf("%w: %s has no column for %s", ErrRefused, kind, c.Cross)
		case limit == model.Broken, limit == model.Barren:
			return fmt.Errorf("%w: nothing of %s is found by %s", ErrInvalid, kind, c.Cross)
		}
	}
	if c.Field == "" {
		if target == instanceType {
			return fmt.Errorf("%w: %s has no column for a text", ErrRefused, target)
		}
		if free[target] {
			return fmt.Errorf("%w: a second free text for %s", ErrInvalid, target)
		}
		free[target] = true
		return c.takes(relationsOf[String])
	}
	f, ok := catalog.Field(target, c.Field)
	if !ok {
		return fmt.Errorf("%w: %s has no field %q", ErrInvalid, target, c.Field)
	}
	c.spec = f
	relations := f.Rels
	if relations == "" {
		relations = relationsOf[f.Type]
	}
	if err := c.takes(relations); err != nil {
		return err
	}
	if !f.takes(c.Value) {
		if f.Unchecked {
			return fmt.Errorf("%w: %q is no value of %s", ErrRefused, c.Value, c.Field)
		}
		return fmt.Errorf("%w: %q is no value of %s", ErrInvalid, c.Value, c.Field)
	}
	return f.limits(c)
}

// ErrRefused is the error of queries that the database can't carry out.
var ErrRefused = errors.New("the database refuses the search")

// ErrBroken is the error of queries at which the engine itself fails.
var ErrBroken = errors.New("the engine fails at the search")

var (
	uuidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$`)
	nameForm = regexp.MustCompile(`^[A-Za-z]+$`)
	isoForm  = regexp.MustCompile(`^\d{4}-`)
)

// limits refuses what engines can't do with a field and value that they know.
func (f Field) limits(c *Cond) error {
	unset := c.Value == "" || strings.EqualFold(c.Value, "null")
	switch {
	case f.Limit == model.Broken:
		return fmt.Errorf("%w: there is no column for %s", ErrRefused, c.Field)
	case f.Limit == model.Positive && c.Rel == "!=":
		return fmt.Errorf("%w: %s!= finds nothing", ErrInvalid, c.Field)
	case f.Limit == model.UUID && !unset && !uuidForm.MatchString(c.Value):
		return fmt.Errorf("%w: %q is no UUID", ErrRefused, c.Value)
	case f.Type == Time && f.Rels != "" && nameForm.MatchString(c.Value):
		return fmt.Errorf("%w: %s=%s", ErrBroken, c.Field, c.Value)
	case f.Type == Time && f.Rels != "" && isoForm.MatchString(c.Value):
		return fmt.Errorf("%w: %q is no date", ErrInvalid, c.Value)
	}
	return nil
}

func (c *Cond) takes(relations string) error {
	if slices.Contains(strings.Fields(relations), c.Rel) {
		return nil
	}
	return fmt.Errorf("%w: %s can't be compared by %s", ErrInvalid, c.Field, c.Rel)
}

// takes reports whether the field can have the value.
func (f Field) takes(value string) bool {
	switch f.Type {
	case Integer:
		n, err := strconv.ParseInt(value, 10, 64)
		return err == nil && n >= math.MinInt32 && n <= math.MaxInt32
	case Long:
		_, err := strconv.ParseInt(value, 10, 64)
		return err == nil
	case Decimal:
		_, ok := decimal(value)
		return ok
	case Bool:
		return strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
	case Time:
		_, ok := moment(value, time.Time{})
		return ok
	case Span:
		_, ok := span(value)
		return ok
	case Exact:
		return f.Names == nil || slices.Contains(f.Names, value)
	case Enum:
		return f.Names == nil || slices.Contains(f.Names, strings.ToLower(value))
	}
	return true
}

// decimal reads a number, which NaN and infinity are not.
func decimal(value string) (float64, bool) {
	n, err := strconv.ParseFloat(value, 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0) && strings.Trim(value, "0123456789+-.eE") == ""
}

// span reads a time span such as 2.12:30:00, of days, hours, minutes and seconds, and returns its
// seconds.
func span(value string) (int64, bool) {
	days, clock, ok := strings.Cut(value, ".")
	if !ok {
		days, clock = "0", value
	}
	seconds, err := strconv.ParseUint(days, 10, 16)
	if err != nil {
		return 0, false
	}
	parts := strings.Split(clock, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	for i, limit := range [...]uint64{24, 60, 60} {
		n := uint64(0)
		if i < len(parts) {
			if n, err = strconv.ParseUint(parts[i], 10, 8); err != nil || n >= limit {
				return 0, false
			}
		}
		seconds = seconds*limit + n
	}
	return int64(seconds), true
}
