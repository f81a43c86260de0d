package imageio

import (
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// idleConnection is how long a connection may say nothing before its client has shown a ticket; from then on the ticket says it.
const idleConnection = 60 * time.Second

// conn is a connection that closes when nothing moves on it for a while.
type conn struct {
	net.Conn

	mu       sync.Mutex // guards what follows
	idle     time.Duration
	deadline time.Time // deadline is the one that the HTTP server set for reading, if it isn't zero
	tickets  []*ticket
	closed   bool
}

// listener returns connections that close when they are idle.
type listener struct {
	net.Listener
	idle time.Duration
}

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, idle: l.idle}, nil
}

// connOf returns our connection below the one that a server has, or nil.
func connOf(c net.Conn) *conn {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	out, _ := c.(*conn)
	return out
}

// allowed returns how long the connection may be idle.
func (c *conn) allowed() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.idle
}

// use notes that the connection uses a ticket, whose time it gets.
func (c *conn) use(t *ticket) {
	c.mu.Lock()
	if t.Idle > 0 {
		c.idle = t.Idle
	}
	closed := c.closed
	if !closed {
		for _, other := range c.tickets {
			if other == t {
				c.mu.Unlock()
				return
			}
		}
		c.tickets = append(c.tickets, t)
	}
	c.mu.Unlock()
	if closed {
		t.leave(c)
	}
}

func (c *conn) Read(p []byte) (int, error) {
	c.mu.Lock()
	if c.deadline.IsZero() {
		c.Conn.SetReadDeadline(time.Now().Add(c.idle))
	}
	c.mu.Unlock()
	return c.Conn.Read(p)
}

func (c *conn) Write(p []byte) (int, error) {
	c.Conn.SetWriteDeadline(time.Now().Add(c.allowed()))
	return c.Conn.Write(p)
}

// SetReadDeadline is how the HTTP server wakes a read that it doesn't need any more.
func (c *conn) SetReadDeadline(at time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = at
	if at.IsZero() {
		at = time.Now().Add(c.idle)
	}
	return c.Conn.SetReadDeadline(at)
}

// SetDeadline is SetReadDeadline, for the time to write is always our own.
func (c *conn) SetDeadline(at time.Time) error { return c.SetReadDeadline(at) }

func (c *conn) Close() error {
	c.mu.Lock()
	tickets := c.tickets
	c.tickets, c.closed = nil, true
	c.mu.Unlock()
	for _, t := range tickets {
		t.leave(c)
	}
	return c.Conn.Close()
}
