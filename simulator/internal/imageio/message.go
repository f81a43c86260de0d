package imageio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
)

// maxMessage bounds the body of a PATCH, in bytes.
const maxMessage = 1 << 20

// message is the body of a PATCH.
type message map[string]any

// errType says that a message is JSON, but not an object, for which the daemon isn't prepared.
var errType = errors.New("the message isn't an object")

func parseMessage(body []byte) (message, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			return nil, refuse(http.StatusBadRequest, "Invalid JSON message Extra data: line 1 column "+strconv.FormatInt(d.InputOffset()+1, 10))
		}
	}
	if err != nil {
		why := err.Error()
		if err == io.EOF {
			why = "Expecting value: line 1 column 1 (char 0)"
		}
		return nil, refuse(http.StatusBadRequest, "Invalid JSON message "+why)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errType
	}
	return m, nil
}

func (m message) operation() (string, error) {
	v, given := m["op"]
	if !given {
		return "", refuse(http.StatusBadRequest, "Missing required value for op")
	}
	if s, ok := v.(string); ok && (s == "zero" || s == "flush") {
		return s, nil
	}
	return "", unsupported(reprOf(v), "op", []string{"flush", "zero"})
}

// zero returns the bytes that the message is about.
func (m message) zero() (span, error) {
	size, err := m.integer("size", -1)
	if err != nil {
		return span{}, err
	}
	offset, err := m.integer("offset", 0)
	if err != nil {
		return span{}, err
	}
	if v, given := m["flush"]; given {
		if _, ok := v.(bool); !ok {
			return span{}, refuse(http.StatusBadRequest, "Boolean required "+reprOf(v))
		}
	}
	return span{offset, offset + size}, nil
}

// integer returns a number that isn't negative; one that is absent is an error if it has no value otherwise.
func (m message) integer(name string, otherwise int64) (int64, error) {
	v, given := m[name]
	if !given {
		if otherwise >= 0 {
			return otherwise, nil
		}
		return 0, refuse(http.StatusBadRequest, "Missing required value for "+repr(name))
	}
	switch x := v.(type) {
	case bool: // which is an integer in Python
		if x {
			return 1, nil
		}
		return 0, nil
	case json.Number:
		n, err := strconv.ParseInt(string(x), 10, 64)
		var wrong *strconv.NumError
		switch {
		case err == nil && n < 0:
			return 0, refuse(http.StatusBadRequest, fmt.Sprintf("Invalid value %d < 0", n))
		case err == nil:
			return min(n, math.MaxInt64/4), nil
		case errors.As(err, &wrong) && wrong.Err == strconv.ErrRange && x[0] != '-':
			return math.MaxInt64 / 4, nil
		case errors.As(err, &wrong) && wrong.Err == strconv.ErrRange:
			return 0, refuse(http.StatusBadRequest, "Invalid value "+string(x)+" < 0")
		}
	}
	return 0, refuse(http.StatusBadRequest, "Integer required "+reprOf(v))
}

// reprOf writes a value of JSON as Python does, lists and objects in short.
func reprOf(v any) string {
	switch x := v.(type) {
	case nil:
		return "None"
	case bool:
		if x {
			return "True"
		}
		return "False"
	case string:
		return repr(x)
	case json.Number:
		return string(x)
	case []any:
		return "[...]"
	}
	return "{...}"
}
