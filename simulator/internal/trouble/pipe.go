package trouble

import (
	"errors"
	"io"
	"sync"
)

// pipeSize is how much of an answer may wait for the client, as in the buffers of a connection.
const pipeSize = 256 << 10

// pipe is the body of an answer within the process.
type pipe struct {
	closed  func() // is called when the client closes the body
	discard bool   // throws away what is written

	mu   sync.Mutex
	cond *sync.Cond // on mu
	data []byte     // guarded by mu
	err  error      // guarded by mu: what follows the data
	gone bool       // guarded by mu: the client has closed the body
}

func newPipe() *pipe {
	p := &pipe{}
	p.cond = sync.NewCond(&p.mu)
	return p
}

var errBodyClosed = errors.New("http: read on closed response body")

// Read reads a part of the body.
func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.data) == 0 && p.err == nil && !p.gone {
		p.cond.Wait()
	}
	switch {
	case p.gone:
		return 0, errBodyClosed
	case len(p.data) == 0:
		return 0, p.err
	}
	n := copy(b, p.data)
	p.data = p.data[n:]
	p.cond.Broadcast()
	return n, nil
}

// Close tells the engine that the client wants no more.
func (p *pipe) Close() error {
	p.mu.Lock()
	first := !p.gone
	p.gone, p.data = true, nil
	p.cond.Broadcast()
	p.mu.Unlock()
	if first {
		p.closed()
	}
	return nil
}

// write adds to the body, and waits while too much of it is unread.
func (p *pipe) write(b []byte) (int, error) {
	if p.discard {
		return len(b), nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for len(b) > 0 {
		for len(p.data) >= pipeSize && p.err == nil && !p.gone {
			p.cond.Wait()
		}
		if p.gone || p.err != nil {
			return n, io.ErrClosedPipe
		}
		part := min(len(b), pipeSize-len(p.data))
		p.data = append(p.data, b[:part]...)
		b = b[part:]
		n += part
		p.cond.Broadcast()
	}
	return n, nil
}

// fail ends the body at once: what is unread is lost.
func (p *pipe) fail(err error) {
	p.mu.Lock()
	p.data = nil
	p.mu.Unlock()
	p.end(err)
}

// end says what follows the data: io.EOF or an error. Only the first one counts.
func (p *pipe) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
	p.cond.Broadcast()
}

// failure returns what follows the data.
func (p *pipe) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}
