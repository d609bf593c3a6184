package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"time"
)

// Live says how a stream is kept up. The zero value is ready.
type Live struct {
	// Now gives messages the time of their arrival where the stream gives none.
	// Without it they have none, and [ais.Clock] goes by the base stations.
	Now func() time.Time
	// Told hears of connections made and lost, for people to read.
	Told func(string)
	// Silence is how long a TCP connection may bring nothing before it is
	// taken for dead and made anew; 2 minutes when zero.
	Silence time.Duration
	// Again and AtMost are how long to wait before another attempt, first and
	// in the end, doubling in between; 1 second and 1 minute when zero.
	Again, AtMost time.Duration
}

func (l *Live) complete() {
	if l.Told == nil {
		l.Told = func(string) {}
	}
	if l.Silence <= 0 {
		l.Silence = 2 * time.Minute
	}
	if l.Again <= 0 {
		l.Again = time.Second
	}
	if l.AtMost <= 0 {
		l.AtMost = time.Minute
	}
}

// Listen reads lines from tcp://host:port, where it calls and calls again, or
// at udp://:port, udp://host:port, where it waits to be sent datagrams (a
// multicast group is joined). It ends, with io.EOF, when ctx does or it is
// closed. Whatever is lost on the way, a line is never joined to the rest of
// another: where a connection or datagram ends, the line does.
func Listen(ctx context.Context, address string, l Live) (io.ReadCloser, error) {
	l.complete()
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%q is no address of a stream: %w", address, err)
	}
	if u.Port() == "" || u.Path != "" && u.Path != "/" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("%q is no address of a stream: write tcp://host:port or udp://:port", address)
	}
	switch u.Scheme {
	case "tcp":
		if u.Hostname() == "" {
			return nil, fmt.Errorf("%q names no host to call: write tcp://host:port", address)
		}
		ctx, stop := context.WithCancel(ctx)
		return &caller{ctx: ctx, stop: stop, host: u.Host, live: l, wait: l.Again}, nil
	case "udp":
		return listenUDP(ctx, u.Host, l)
	}
	return nil, fmt.Errorf("%q: streams come over tcp:// or udp://", address)
}

// caller reads from a TCP server and calls again when the connection is lost.
// It is read by one goroutine; Close may come from another.
type caller struct {
	ctx  context.Context //nolint:containedctx // a Reader has no other way to end
	stop context.CancelFunc
	host string
	live Live
	wait time.Duration
	conn net.Conn
	done func() // of conn
	idle *time.Timer
	open bool // a line has begun and not ended
	late bool // a connection was lost, and before the next call there is to be a pause
}

func (c *caller) Close() error {
	c.stop()
	return nil
}

func (c *caller) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		if c.conn == nil && !c.call() {
			return 0, io.EOF
		}
		c.idle.Reset(c.live.Silence)
		n, err := c.conn.Read(p)
		if n > 0 {
			c.open = p[n-1] != '\n'
			c.wait = c.live.Again
			return n, nil
		}
		if err == nil {
			continue
		}
		silent := !c.idle.Stop()
		c.done()
		c.conn = nil
		if c.ctx.Err() != nil {
			return 0, io.EOF
		}
		c.lost(silent, err)
		if c.open { // what follows is another line
			c.open = false
			p[0] = '\n'
			return 1, nil
		}
	}
}

func (c *caller) lost(silent bool, err error) {
	why := err.Error()
	switch {
	case silent:
		why = fmt.Sprintf("nothing came for %v", c.live.Silence)
	case errors.Is(err, io.EOF):
		why = "the other side closed it"
	}
	c.live.Told(fmt.Sprintf("connection to %s lost: %s; calling again in %v", c.host, why, c.wait))
	c.late = true
}

// call makes the connection, however long it takes; false when ctx ends.
func (c *caller) call() bool {
	d := net.Dialer{Timeout: c.live.Silence}
	if c.late {
		c.late = false
		c.pause()
	}
	for c.ctx.Err() == nil {
		conn, err := d.DialContext(c.ctx, "tcp", c.host)
		if err == nil {
			c.live.Told("connected to " + c.host)
			c.conn = conn
			c.idle = time.AfterFunc(c.live.Silence, func() { _ = conn.Close() })
			unhook := context.AfterFunc(c.ctx, func() { _ = conn.Close() })
			c.done = func() { unhook(); _ = conn.Close() }
			return true
		}
		if c.ctx.Err() != nil {
			return false
		}
		c.live.Told(fmt.Sprintf("calling %s: %v; again in %v", c.host, err, c.wait))
		c.pause()
	}
	return false
}

// pause waits before another attempt, each time longer.
func (c *caller) pause() {
	t := time.NewTimer(c.wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.ctx.Done():
	}
	c.wait = min(2*c.wait, c.live.AtMost)
}

const (
	maxDatagram = 1 << 16
	udpBuffer   = 4 << 20 // asked of the system, so that a burst is not lost
)

// listener reads datagrams.
type listener struct {
	ctx  context.Context //nolint:containedctx // a Reader has no other way to end
	stop context.CancelFunc
	conn *net.UDPConn
	buf  [maxDatagram + 1]byte
	rest []byte // of buf: not read yet
}

func listenUDP(ctx context.Context, host string, l Live) (io.ReadCloser, error) {
	at, err := net.ResolveUDPAddr("udp", host)
	if err != nil {
		return nil, fmt.Errorf("listening at udp://%s: %w", host, err)
	}
	listen := net.ListenUDP
	if at.IP.IsMulticast() {
		listen = func(network string, at *net.UDPAddr) (*net.UDPConn, error) {
			return net.ListenMulticastUDP(network, nil, at)
		}
	}
	conn, err := listen("udp", at)
	if err != nil {
		return nil, fmt.Errorf("listening at udp://%s: %w", host, err)
	}
	_ = conn.SetReadBuffer(udpBuffer) // less is no fault
	l.Told(fmt.Sprintf("listening at udp://%s", conn.LocalAddr()))
	ctx, stop := context.WithCancel(ctx)
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	return &listener{ctx: ctx, stop: stop, conn: conn}, nil
}

func (l *listener) Close() error {
	l.stop()
	return nil
}

func (l *listener) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		n, err := l.conn.Read(l.buf[:maxDatagram])
		switch {
		case l.ctx.Err() != nil:
			return 0, io.EOF
		case err != nil:
			return 0, fmt.Errorf("listening at udp://%s: %w", l.conn.LocalAddr(), err)
		case n == 0:
			continue
		}
		if l.buf[n-1] != '\n' { // a line does not go over several datagrams
			l.buf[n] = '\n'
			n++
		}
		l.rest = l.buf[:n]
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}
