package imageio

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// directory keeps the chunks of images in sparse files, at the offsets at which they are in the image. What clones share is in files
// that nobody writes any more.
type directory struct {
	path string

	mu    sync.Mutex // guards count, and the users of all layers
	count int
}

// layer is one file.
type layer struct {
	file  *os.File
	users int // guarded by the directory's mu
}

// layered is the medium of one image: the table says in which file a chunk is.
type layered struct {
	dir   *directory
	name  string
	top   *layer // top is the file that only we use and write; nil until something is written
	below []*layer
	table map[int64]*layer
}

func newDirectory(path string) (*directory, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	return &directory{path: path}, nil
}

func (d *directory) medium(name string) medium {
	return &layered{dir: d, name: name, table: map[int64]*layer{}}
}

// layer makes a file.
func (d *directory) layer(name string) (*layer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		d.count++
		path := filepath.Join(d.path, fmt.Sprintf("%s.%d", filepath.Base(name), d.count))
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue // another engine has the directory too, or had it
		}
		if err != nil {
			return nil, err
		}
		return &layer{file: f, users: 1}, nil
	}
}

// release ends the use of files, and removes those that nobody uses.
func (d *directory) release(layers []*layer) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for _, l := range layers {
		if l.users--; l.users == 0 {
			errs = append(errs, l.file.Close(), os.Remove(l.file.Name()))
		}
	}
	return errors.Join(errs...)
}

func (l *layered) read(p []byte, number, offset int64) (bool, error) {
	from := l.table[number]
	if from == nil {
		return false, nil
	}
	n, err := from.file.ReadAt(p, number*chunkSize+offset)
	if err == io.EOF {
		clear(p[n:]) // the last chunk of the file, which is written as far as it isn't zero
		err = nil
	}
	return true, err
}

func (l *layered) write(p []byte, number, offset int64) error {
	if l.top == nil {
		made, err := l.dir.layer(l.name)
		if err != nil {
			return err
		}
		l.top = made
	}
	if l.table[number] != l.top {
		var whole [chunkSize]byte
		if _, err := l.read(whole[:], number, 0); err != nil {
			return err
		}
		copy(whole[offset:], p)
		p, offset = whole[:], 0
	}
	if _, err := l.top.file.WriteAt(p, number*chunkSize+offset); err != nil {
		return err
	}
	l.table[number] = l.top
	return nil
}

func (l *layered) drop(first, end int64) error {
	if end-first > int64(len(l.table)) {
		for number := range l.table {
			if err := l.dropOne(number, first, end); err != nil {
				return err
			}
		}
		return nil
	}
	for number := first; number < end; number++ {
		if err := l.dropOne(number, first, end); err != nil {
			return err
		}
	}
	return nil
}

// dropOne drops a chunk that lies from first to before end.
func (l *layered) dropOne(number, first, end int64) error {
	from := l.table[number]
	if from == nil || number < first || number >= end {
		return nil
	}
	delete(l.table, number)
	if from != l.top {
		return nil
	}
	return punch(from.file, number*chunkSize, chunkSize)
}

func (l *layered) chunks() []int64 { return slices.Sorted(maps.Keys(l.table)) }

func (l *layered) count() int { return len(l.table) }

func (l *layered) clone(name string) medium {
	if l.top != nil {
		l.below = append(l.below, l.top)
		l.top = nil
	}
	l.dir.mu.Lock()
	defer l.dir.mu.Unlock()
	for _, b := range l.below {
		b.users++
	}
	return &layered{dir: l.dir, name: name, below: slices.Clone(l.below), table: maps.Clone(l.table)}
}

func (l *layered) close() error {
	all := l.below
	if l.top != nil {
		all = append(all, l.top)
	}
	l.top, l.below, l.table = nil, nil, nil
	return l.dir.release(all)
}
