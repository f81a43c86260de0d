package wire

import (
	"strconv"
	"unicode/utf8"
)

// Path returns the place in the document as errors name it: element names joined by slashes, items of
// lists with their number from 1, attributes with an @, such as vms/vm[3]/nics/nic[1]/@id. The root
// of a JSON document has the name that was given to [Reader.RootIs].
func (r *Reader) Path() string {
	if r.at == atNone {
		return r.framePath()
	}
	return r.valuePath()
}

// framePath is the path of the object or list that was entered last.
func (r *Reader) framePath() string {
	var space [pathSpace]byte
	return string(r.appendFrames(space[:0]))
}

// valuePath is the path of the value at hand, or of the scalar read last.
func (r *Reader) valuePath() string {
	var space [pathSpace]byte
	b := r.appendFrames(space[:0])
	name := r.Name()
	if r.at == atAttr || r.at == atNone && r.intag {
		name = append([]byte{'@'}, name...)
	}
	b = join(b, name)
	if len(r.frames) > 0 {
		b = r.appendIndex(b, len(r.frames)-1)
	}
	return string(b)
}

// pathSpace is room for all but odd paths.
const pathSpace = 2 << 10

// appendFrames appends the names of what was entered. It is bounded, however deep that is and
// however long the names are: a document may have an error in each of its values.
func (r *Reader) appendFrames(b []byte) []byte {
	long, depth := len(r.names) > longPath, len(r.frames)
	for i, f := range r.frames {
		if long && i == pathLevels/2 && depth > pathLevels {
			b = join(b, []byte("..."))
		}
		if f.kind == inRepeat || long && i >= pathLevels/2 && i < depth-pathLevels/2 {
			continue
		}
		end := len(r.names)
		if i+1 < len(r.frames) {
			end = int(r.frames[i+1].name)
		}
		b = join(b, r.names[f.name:end])
		if i > 0 {
			b = r.appendIndex(b, i-1)
		}
	}
	return b
}

// join appends a name to a path, cut if it is longer than any that an engine has.
func join(b, name []byte) []byte {
	if len(b) > 0 && len(name) > 0 {
		b = append(b, '/')
	}
	if len(name) <= sampleSize {
		return append(b, name...)
	}
	n := sampleSize
	for n > 0 && !utf8.RuneStart(name[n]) {
		n--
	}
	return append(append(b, name[:n]...), "..."...)
}

// appendIndex appends the number of a value in frame i, if it is an item.
func (r *Reader) appendIndex(b []byte, i int) []byte {
	f := r.frames[i]
	if !f.onItem {
		return b
	}
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(f.index), 10)
	return append(b, ']')
}
