package state

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// maxLine bounds a line, which may be as long as the longest text of an object.
const maxLine = 64 << 20

// Load puts what Save wrote into an empty engine. It must be called within Update. Errors name the line
// and the object.
func Load(in io.Reader, engine Engine) (Header, error) {
	l := &loader{engine: engine, world: engine.World, lines: bufio.NewScanner(in)}
	l.lines.Buffer(make([]byte, 64<<10), maxLine)
	l.lines.Split(l.split)
	err := l.load()
	if err == nil {
		err = l.lines.Err()
	}
	if err != nil {
		return l.header, fmt.Errorf("state, line %d: %w", l.line, err)
	}
	if err := l.connect(); err != nil {
		return l.header, err
	}
	l.world.Share()
	l.world.SetCounters(l.header.Counters)
	return l.header, nil
}

type loader struct {
	engine Engine
	world  *world.World
	lines  *bufio.Scanner
	line   int
	whole  bool // the last line had a line end
	header Header

	place  *store.Place // the collection that is read
	last   *store.Entity
	linked string // the object that was linked last
	links  []link
	doc    bytes.Buffer
}

// link is an object that is to be put into a collection when all are there.
type link struct {
	line             int
	collection, item string
	overlay          *store.Object
}

func (l *loader) next() (string, bool) {
	if !l.lines.Scan() {
		return "", false
	}
	l.line++
	return l.lines.Text(), true
}

// split is that of bufio.ScanLines, and notes whether the line is a whole one.
func (l *loader) split(data []byte, atEOF bool) (advance int, token []byte, err error) {
	advance, token, err = bufio.ScanLines(data, atEOF)
	if advance > 0 {
		l.whole = data[advance-1] == '\n'
	}
	return advance, token, err
}

func (l *loader) load() error {
	first, _ := l.next()
	number, ok := strings.CutPrefix(first, magic)
	switch {
	case l.lines.Err() != nil:
		return l.lines.Err()
	case !ok:
		return fmt.Errorf("%.60q isn't the beginning of a saved inventory", first)
	case number != "1" && number != strconv.Itoa(version):
		return fmt.Errorf("form %.20q isn't known, only 1 and %d", number, version)
	}
	for {
		line, more := l.next()
		switch {
		case !more && l.lines.Err() != nil:
			return l.lines.Err()
		case !more && number == "1":
			return nil
		case !more:
			return errCutOff
		case line == endMark && number != "1":
			return l.end()
		}
		if err := l.read(line); err != nil {
			return err
		}
	}
}

// errCutOff says that a text is not whole.
var errCutOff = fmt.Errorf("the inventory was cut off: its last line must be %q; save or capture it again", endMark)

// end checks that the mark is the end.
func (l *loader) end() error {
	if !l.whole {
		return errCutOff
	}
	for {
		switch line, more := l.next(); {
		case !more:
			return l.lines.Err()
		case line != "" && line[0] != '#':
			return fmt.Errorf("%.60q follows on the end", line)
		}
	}
}

// read takes a line that stands outside documents.
func (l *loader) read(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || line[0] == '#':
		return nil
	case line[0] == '[':
		return l.section(line)
	case l.place == nil:
		return l.head(word, rest)
	case line[0] == '<':
		return l.object(line)
	case word == "@":
		l.linked = rest
		l.links = append(l.links, link{line: l.line, collection: l.place.Collection(), item: rest})
		return nil
	case word == "note":
		return l.note(rest)
	case line == "next":
		return l.nextRun()
	case line == "deleted", line == "outside", word == "holds":
		return l.forgotten(word, rest)
	}
	return fmt.Errorf("%.60q isn't known", line)
}

func (l *loader) head(word, rest string) error {
	switch word {
	case "model":
		l.header.Model = rest
		return nil
	case "instance":
		l.header.Instance = rest
		return nil
	case "counters":
		c := &l.header.Counters
		if _, err := fmt.Sscanf(rest, "ids=%d events=%d macs=%d", &c.IDs, &c.Events, &c.MACs); err != nil {
			return fmt.Errorf("counters %q: %w", rest, err)
		}
		return nil
	}
	return fmt.Errorf("%.60q isn't known before the first collection", word)
}

// section begins a collection.
func (l *loader) section(line string) error {
	path, closed := strings.CutSuffix(line[1:], "]")
	if !closed {
		return fmt.Errorf("%q lacks the closing bracket", line)
	}
	p, err := l.world.Find(path)
	if err != nil {
		return fmt.Errorf("%s: this release has no such collection, or the object above it is missing", path)
	}
	if p.Entity != nil || l.world.Element(p.Node) == nil {
		return fmt.Errorf("%s isn't a collection", path)
	}
	l.place, l.last, l.linked = p, nil, ""
	return nil
}

// document collects the lines of a document whose first line is given, and reads it.
func (l *loader) document(first string) (*store.Object, error) {
	begin := l.line
	l.doc.Reset()
	l.doc.WriteString(first)
	for open := depth(first); open > 0; {
		line, more := l.next()
		if !more {
			return nil, fmt.Errorf("the object that begins in line %d has no end", begin)
		}
		l.doc.WriteByte('\n')
		l.doc.WriteString(line)
		open += depth(line)
	}
	tag := first[1 : 1+strings.IndexAny(first[1:]+" ", " />")]
	t := l.typeOf(tag)
	if t == nil {
		return nil, fmt.Errorf("no type of this release is called <%s>", tag)
	}
	o, err := document.DecodeKept(l.doc.Bytes(), t)
	if err != nil {
		return nil, fmt.Errorf("object that begins in line %d, %.100s: %w", begin, first, err)
	}
	if err := o.CheckIDs(); err != nil {
		return nil, fmt.Errorf("object that begins in line %d, %.100s: %w", begin, first, err)
	}
	return o, nil
}

// depth tells how many elements a line opens more than it closes. In texts "<" is always escaped.
func depth(line string) int {
	return strings.Count(line, "<") - 2*strings.Count(line, "</") - strings.Count(line, "/>")
}

// typeOf returns the type that an element name means: that of the collection, if it fits.
func (l *loader) typeOf(tag string) *schema.Type {
	if t := l.world.Element(l.place.Node); t != nil && t.Tag == tag {
		return t
	}
	return l.world.Schema.Tagged(tag)
}

func (l *loader) object(line string) error {
	o, err := l.document(line)
	if err != nil {
		return err
	}
	if l.linked != "" {
		l.links[len(l.links)-1].overlay = o
		l.linked = ""
		return nil
	}
	if o.ID() == "" {
		return fmt.Errorf("%.100s has no id", line)
	}
	home := l.place.Collection() + "/" + o.ID()
	if l.world.At(home) != nil {
		return fmt.Errorf("%s is there already", home)
	}
	l.last = l.world.Add(l.place.Owner(), l.place.Node, o)
	return nil
}

var errNoObject = errors.New("there is no object before it in this collection")

func (l *loader) note(text string) error {
	if l.last == nil {
		return errNoObject
	}
	quoted, err := strconv.QuotedPrefix(text)
	if err != nil {
		return fmt.Errorf("note %q: %w", text, err)
	}
	key, err := strconv.Unquote(quoted)
	if err != nil {
		return fmt.Errorf("note %q: %w", text, err)
	}
	value, err := strconv.Unquote(strings.TrimSpace(text[len(quoted):]))
	if err != nil {
		return fmt.Errorf("note %q: %w", text, err)
	}
	l.last.SetNote(key, value)
	return nil
}

func (l *loader) nextRun() error {
	if l.last == nil {
		return errNoObject
	}
	line, more := l.next()
	if !more || !strings.HasPrefix(line, "<") {
		return errors.New("an object must follow on next")
	}
	o, err := l.document(line)
	if err == nil {
		l.engine.Machines.SetNextRun(l.last, o)
	}
	return err
}

// forgotten takes what the engine doesn't know any more: an event that was deleted, a storage domain, or what is on that.
func (l *loader) forgotten(word, segment string) error {
	line, more := l.next()
	if !more || !strings.HasPrefix(line, "<") {
		return fmt.Errorf("an object must follow on %s", word)
	}
	o, err := l.document(line)
	switch {
	case err != nil:
		return err
	case word == "deleted":
		l.world.AddDeletedEvent(o)
	case word == "outside":
		l.engine.Storage.AddOutside(o)
	case !l.engine.Storage.StoreOutside(storage.Stored{Segment: segment, Object: o}):
		return fmt.Errorf("no storage domain stands before it that could hold %s", segment)
	}
	return nil
}

// connect puts objects into the collections that refer to them.
func (l *loader) connect() error {
	for _, link := range l.links {
		e := l.world.At(link.item)
		if e == nil {
			return fmt.Errorf("state, line %d: %s is linked to %s, but isn't there", link.line, link.item, link.collection)
		}
		l.world.Link(link.collection, e)
		if link.overlay != nil {
			l.world.SetOverlay(link.collection, e, link.overlay)
		}
	}
	return nil
}
