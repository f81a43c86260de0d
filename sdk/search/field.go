package search

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Field is any field of objects of type T, to sort by.
type Field[T any] interface {
	name(*T) string
}

// Text is a field with a text, which is compared without case unless the list is asked to heed it.
type Text[T any] string

// TextUnsorted is a field as [Text], by which engines can't sort.
type TextUnsorted[T any] string

// TextPositive is a field as [Text], for which engines find nothing where it must differ.
type TextPositive[T any] string

// UUID is a field with a UUID. Engines fail at anything else.
type UUID[T any] string

// Exact is a field with a text that is compared as a whole, such as an id.
type Exact[T any] string

// Bool is a field that holds or not.
type Bool[T any] string

// Number is a field with a whole number.
type Number[T any] string

// NumberEqual is a field with a whole number that can only be compared for being the same.
type NumberEqual[T any] string

// NumberOrder is a field with a whole number that can only be compared for being more or less.
type NumberOrder[T any] string

// Decimal is a field with a number.
type Decimal[T any] string

// DecimalEqual is a field with a number that can only be compared for being the same.
type DecimalEqual[T any] string

// Time is a field with a point in time.
type Time[T any] string

// TimeOrder is a field with a point in time that can only be compared for being before or after.
type TimeOrder[T any] string

// Span is a field with a length of time.
type Span[T any] string

// Enum is a field with a value of the enumeration E.
type Enum[T any, E ~string] string

// EnumOrder is a field with a value of the enumeration E whose values have an order, such as severities.
type EnumOrder[T any, E ~string] string

func (f Text[T]) name(*T) string         { return string(f) }
func (f TextPositive[T]) name(*T) string { return string(f) }
func (f UUID[T]) name(*T) string         { return string(f) }
func (f Exact[T]) name(*T) string        { return string(f) }
func (f Bool[T]) name(*T) string         { return string(f) }
func (f Number[T]) name(*T) string       { return string(f) }
func (f NumberEqual[T]) name(*T) string  { return string(f) }
func (f NumberOrder[T]) name(*T) string  { return string(f) }
func (f Decimal[T]) name(*T) string      { return string(f) }
func (f DecimalEqual[T]) name(*T) string { return string(f) }
func (f Time[T]) name(*T) string         { return string(f) }
func (f TimeOrder[T]) name(*T) string    { return string(f) }
func (f Span[T]) name(*T) string         { return string(f) }
func (f Enum[T, E]) name(*T) string      { return first(string(f)) }
func (f EnumOrder[T, E]) name(*T) string { return first(string(f)) }

// first returns the name of an enumeration's field, behind which the engine's names of the values stand.
func first(text string) string {
	name, _, _ := strings.Cut(text, " ")
	return name
}

var (
	errStar  = errors.New("a literal star can't be searched for; Like takes it for any characters")
	errBlank = errors.New("an empty text can't be searched for")
)

// quoted returns a text as the language writes values.
func quoted(text string, pattern bool) (string, error) {
	if text == "" {
		return "", errBlank
	}
	if i := strings.IndexFunc(text, func(c rune) bool { return strings.ContainsRune(`"';%\`, c) || c < ' ' || c == 0x7f || c == 0xfffd }); i >= 0 {
		return "", fmt.Errorf("%q holds a character that can't be searched for", text)
	}
	if !pattern && strings.Contains(text, "*") {
		return "", fmt.Errorf("%q: %w", text, errStar)
	}
	return `"` + text + `"`, nil
}

func text[T any](field, relation, value string, pattern bool) Cond[T] {
	v, err := quoted(value, pattern)
	if err == nil && relation == "!=" && strings.Contains(value, "_") {
		err = fmt.Errorf("%q: the engine takes _ for any character where texts must differ", value)
	}
	if err != nil {
		return failed[T](field, "%w", err)
	}
	return one[T](field, relation, v)
}

// Equal holds for exactly this text. One with quotes, semicolons, stars, percent signs or backslashes is an error of Build.
func (f Text[T]) Equal(value string) Cond[T] { return text[T](string(f), "=", value, false) }

// NotEqual holds for other texts, and for none. Beside what Equal refuses, an underscore is an error of Build.
func (f Text[T]) NotEqual(value string) Cond[T] { return text[T](string(f), "!=", value, false) }

// Like holds for texts of a pattern, in which a star stands for any run of characters, the empty one too.
func (f Text[T]) Like(pattern string) Cond[T] { return text[T](string(f), "=", pattern, true) }

// NotLike holds for texts of another pattern, and for none. Beside what Like refuses, an underscore is an error of Build.
func (f Text[T]) NotLike(pattern string) Cond[T] { return text[T](string(f), "!=", pattern, true) }

// In holds for any of these texts; each is as for Equal, and there must be one.
func (f Text[T]) In(values ...string) Cond[T] { return in(values, f.Equal) }

// Equal is as for [Text].
func (f TextUnsorted[T]) Equal(value string) Cond[T] { return Text[T](f).Equal(value) }

// NotEqual is as for [Text].
func (f TextUnsorted[T]) NotEqual(value string) Cond[T] { return Text[T](f).NotEqual(value) }

// Like is as for [Text].
func (f TextUnsorted[T]) Like(pattern string) Cond[T] { return Text[T](f).Like(pattern) }

// NotLike is as for [Text].
func (f TextUnsorted[T]) NotLike(pattern string) Cond[T] { return Text[T](f).NotLike(pattern) }

// In is as for [Text].
func (f TextUnsorted[T]) In(values ...string) Cond[T] { return Text[T](f).In(values...) }

// Equal is as for [Text].
func (f TextPositive[T]) Equal(value string) Cond[T] { return Text[T](f).Equal(value) }

// Like is as for [Text].
func (f TextPositive[T]) Like(pattern string) Cond[T] { return Text[T](f).Like(pattern) }

// In is as for [Text].
func (f TextPositive[T]) In(values ...string) Cond[T] { return Text[T](f).In(values...) }

var uuidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$`)

func uuid[T any](field, relation, value string) Cond[T] {
	if !uuidForm.MatchString(value) {
		return failed[T](field, "%q is no UUID, and engines refuse to search for anything else", value)
	}
	return one[T](field, relation, value)
}

// Equal holds for this UUID. Anything else is an error of Build.
func (f UUID[T]) Equal(value string) Cond[T] { return uuid[T](string(f), "=", value) }

// NotEqual holds for other UUIDs, and for none. Anything else is an error of Build.
func (f UUID[T]) NotEqual(value string) Cond[T] { return uuid[T](string(f), "!=", value) }

// In holds for any of these UUIDs; each is as for Equal, and there must be one.
func (f UUID[T]) In(values ...string) Cond[T] { return in(values, f.Equal) }

// Equal holds for exactly this text. One with quotes, semicolons, stars, percent signs or backslashes is an error of Build.
func (f Exact[T]) Equal(value string) Cond[T] { return text[T](string(f), "=", value, false) }

// NotEqual holds for other texts, and for none.
func (f Exact[T]) NotEqual(value string) Cond[T] {
	v, err := quoted(value, false)
	if err != nil {
		return failed[T](string(f), "%w", err)
	}
	return one[T](string(f), "!=", v)
}

// In holds for any of these texts; each is as for Equal, and there must be one.
func (f Exact[T]) In(values ...string) Cond[T] { return in(values, f.Equal) }

// in returns the condition that one of the values is the field's.
func in[T, V any](values []V, equal func(V) Cond[T]) Cond[T] {
	conds := make([]Cond[T], len(values))
	for i, v := range values {
		conds[i] = equal(v)
	}
	return Any(conds...)
}

// Is holds where the field is so.
func (f Bool[T]) Is(value bool) Cond[T] { return one[T](string(f), "=", strconv.FormatBool(value)) }

func number[T any](field, relation string, n int64) Cond[T] {
	return one[T](field, relation, strconv.FormatInt(n, 10))
}

// Equal holds for this number.
func (f Number[T]) Equal(n int64) Cond[T] { return number[T](string(f), "=", n) }

// NotEqual holds for other numbers, and for none.
func (f Number[T]) NotEqual(n int64) Cond[T] { return number[T](string(f), "!=", n) }

// Less holds for smaller numbers.
func (f Number[T]) Less(n int64) Cond[T] { return number[T](string(f), "<", n) }

// AtMost holds for this number and smaller ones.
func (f Number[T]) AtMost(n int64) Cond[T] { return number[T](string(f), "<=", n) }

// More holds for greater numbers.
func (f Number[T]) More(n int64) Cond[T] { return number[T](string(f), ">", n) }

// AtLeast holds for this number and greater ones.
func (f Number[T]) AtLeast(n int64) Cond[T] { return number[T](string(f), ">=", n) }

// Equal holds for this number.
func (f NumberEqual[T]) Equal(n int64) Cond[T] { return number[T](string(f), "=", n) }

// NotEqual holds for other numbers, and for none.
func (f NumberEqual[T]) NotEqual(n int64) Cond[T] { return number[T](string(f), "!=", n) }

// In holds for any of these numbers; there must be one.
func (f NumberEqual[T]) In(numbers ...int64) Cond[T] { return in(numbers, f.Equal) }

// Less holds for smaller numbers.
func (f NumberOrder[T]) Less(n int64) Cond[T] { return number[T](string(f), "<", n) }

// More holds for greater numbers.
func (f NumberOrder[T]) More(n int64) Cond[T] { return number[T](string(f), ">", n) }

func decimal[T any](field, relation string, x float64) Cond[T] {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if strings.ContainsAny(text, "NI") {
		return failed[T](field, "%s is no number that can be searched for", text)
	}
	return one[T](field, relation, text)
}

// Equal holds for this number.
func (f Decimal[T]) Equal(x float64) Cond[T] { return decimal[T](string(f), "=", x) }

// NotEqual holds for other numbers, and for none.
func (f Decimal[T]) NotEqual(x float64) Cond[T] { return decimal[T](string(f), "!=", x) }

// Less holds for smaller numbers.
func (f Decimal[T]) Less(x float64) Cond[T] { return decimal[T](string(f), "<", x) }

// AtMost holds for this number and smaller ones.
func (f Decimal[T]) AtMost(x float64) Cond[T] { return decimal[T](string(f), "<=", x) }

// More holds for greater numbers.
func (f Decimal[T]) More(x float64) Cond[T] { return decimal[T](string(f), ">", x) }

// AtLeast holds for this number and greater ones.
func (f Decimal[T]) AtLeast(x float64) Cond[T] { return decimal[T](string(f), ">=", x) }

// Equal holds for this number.
func (f DecimalEqual[T]) Equal(x float64) Cond[T] { return decimal[T](string(f), "=", x) }

// NotEqual holds for other numbers, and for none.
func (f DecimalEqual[T]) NotEqual(x float64) Cond[T] { return decimal[T](string(f), "!=", x) }

// day returns a day as the engine reads it, whose format is that of its locale: English, as engines are installed.
func day[T any](field, relation string, t time.Time) Cond[T] {
	if t.IsZero() {
		return failed[T](field, "the zero time can't be searched for")
	}
	return one[T](field, relation, `"`+t.Format("Jan 2, 2006")+`"`)
}

// On holds for the day of t: the date that t shows in its own location, in the engine's time zone.
func (f Time[T]) On(t time.Time) Cond[T] { return day[T](string(f), "=", t) }

// Before holds for what was before the day of t began; the language knows days only. The day is as for On.
func (f Time[T]) Before(t time.Time) Cond[T] { return day[T](string(f), "<", t) }

// After holds for what was after the day of t began; the language knows days only. The day is as for On.
func (f Time[T]) After(t time.Time) Cond[T] { return day[T](string(f), ">", t) }

// Before holds for what was before the day of t began: the date that t shows in its own location, in the engine's time zone.
func (f TimeOrder[T]) Before(t time.Time) Cond[T] { return day[T](string(f), "<", t) }

// After holds for what was after the day of t began: the date that t shows in its own location, in the engine's time zone.
func (f TimeOrder[T]) After(t time.Time) Cond[T] { return day[T](string(f), ">", t) }

func span[T any](field, relation string, d time.Duration) Cond[T] {
	if d < 0 {
		return failed[T](field, "%v is less than no time", d)
	}
	s := int64(d / time.Second)
	value := fmt.Sprintf("%d.%02d:%02d:%02d", s/86400, s/3600%24, s/60%60, s%60)
	return one[T](field, relation, value)
}

// Less holds for shorter times, to the second.
func (f Span[T]) Less(d time.Duration) Cond[T] { return span[T](string(f), "<", d) }

// More holds for longer times, to the second.
func (f Span[T]) More(d time.Duration) Cond[T] { return span[T](string(f), ">", d) }

// engine returns the engine's names of a value; the text of the field holds them behind its name.
func engine(text, value string) []string {
	words := strings.Fields(text)[1:]
	for _, word := range words {
		if of, names, ok := strings.Cut(word, "="); ok && of == value {
			return strings.Split(names, "|")
		}
	}
	for _, name := range []string{value, strings.ReplaceAll(value, "_", "")} {
		if slices.Contains(words, name) {
			return []string{name}
		}
	}
	return nil
}

// compared returns the condition on a value by the engine's names for it, of which there may be several.
func compared[T any, E ~string](field, relation string, value E) Cond[T] {
	names := engine(field, string(value))
	if names == nil {
		return failed[T](first(field), "the engine doesn't search for %q", string(value))
	}
	conds := make([]Cond[T], len(names))
	for i, name := range names {
		conds[i] = one[T](first(field), relation, name)
	}
	if relation == "!=" {
		return conds[0].And(conds[1:]...)
	}
	return Any(conds...)
}

// Is holds for any of these values; there must be one. A value that the engine's search doesn't know is an error of Build.
func (f Enum[T, E]) Is(values ...E) Cond[T] {
	return in(values, func(v E) Cond[T] { return compared[T](string(f), "=", v) })
}

// IsNot holds for none of these values; there must be one. It also holds where there is no value.
func (f Enum[T, E]) IsNot(values ...E) Cond[T] {
	if len(values) == 0 {
		return Any[T]()
	}
	var c Cond[T]
	for _, v := range values {
		c = c.And(compared[T](string(f), "!=", v))
	}
	return c
}

// Is holds for any of these values; there must be one. A value that the engine's search doesn't know is an error of Build.
func (f EnumOrder[T, E]) Is(values ...E) Cond[T] { return Enum[T, E](f).Is(values...) }

// IsNot holds for none of these values; there must be one. It also holds where there is no value.
func (f EnumOrder[T, E]) IsNot(values ...E) Cond[T] { return Enum[T, E](f).IsNot(values...) }

// AtLeast holds for this value and those above it.
func (f EnumOrder[T, E]) AtLeast(value E) Cond[T] { return compared[T](string(f), ">=", value) }

// AtMost holds for this value and those below it.
func (f EnumOrder[T, E]) AtMost(value E) Cond[T] { return compared[T](string(f), "<=", value) }
