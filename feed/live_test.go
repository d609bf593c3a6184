package feed

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"plimsoll/ais"
)

// heard keeps what was told of a stream.
type heard struct {
	mu  sync.Mutex
	all []string
}

func (h *heard) told(s string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = append(h.all, s)
}

func (h *heard) count(part string) (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.all {
		if strings.Contains(s, part) {
			n++
		}
	}
	return n
}

// serve accepts connections, one after another, and does with each what it is
// told, then closes it.
func serve(t *testing.T, each ...func(net.Conn)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for _, do := range each {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			do(conn)
			conn.Close()
		}
	}()
	return "tcp://" + l.Addr().String()
}

func quick(h *heard) Live {
	return Live{Told: h.told, Again: 5 * time.Millisecond, AtMost: 20 * time.Millisecond, Now: func() time.Time { return arrived }}
}

func limited(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(stop)
	return ctx, stop
}

// mmsis reads so many messages.
func mmsis(t *testing.T, f *Feed, n int) []uint32 {
	t.Helper()
	var out []uint32
	var m ais.Message
	for range n {
		if err := f.Next(&m); err != nil {
			t.Fatalf("after %d messages: %v", len(out), err)
		}
		if m.Received != arrived.Unix() {
			t.Errorf("received at %d", m.Received)
		}
		out = append(out, m.MMSI)
	}
	return out
}

func TestALostConnectionIsMadeAnew(t *testing.T) {
	a, b, c := report(t, 299000101), report(t, 299000102), report(t, 299000103)
	address := serve(t,
		func(conn net.Conn) { io.WriteString(conn, a+"\r\n"+b[:20]) }, // cut inside of a sentence
		func(net.Conn) {},
		func(conn net.Conn) { io.WriteString(conn, c+"\r\n"+b); time.Sleep(50 * time.Millisecond) },
		func(conn net.Conn) { io.WriteString(conn, a+"\r\n"); time.Sleep(time.Second) },
	)
	ctx, stop := limited(t)
	var h heard
	f, err := Open(ctx, address, Options{Live: quick(&h)})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := mmsis(t, f, 4)
	for i, want := range []uint32{299000101, 299000103, 299000102, 299000101} {
		if got[i] != want {
			t.Fatalf("heard %v", got)
		}
	}
	if s := f.Stats(); s.BadCount() != 1 || s.Bad[0].Reason != ais.ReasonCutShort || s.Messages != 4 {
		t.Errorf("%+v", s)
	}
	if h.count("connected to") != 4 || h.count("the other side closed it; calling again") != 3 {
		t.Errorf("told: %q", h.all)
	}
	stop()
	var m ais.Message
	if err := f.Next(&m); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v", err)
	}
}

func TestASilentConnectionIsTakenForDead(t *testing.T) {
	a, b := report(t, 299000101), report(t, 299000102)
	address := serve(t,
		func(conn net.Conn) {
			io.WriteString(conn, a+"\r\n")
			io.Copy(io.Discard, conn) // until the other side is gone
		},
		func(conn net.Conn) { io.WriteString(conn, b+"\r\n"); time.Sleep(time.Second) },
	)
	ctx, _ := limited(t)
	var h heard
	l := quick(&h)
	l.Silence = 50 * time.Millisecond
	f, err := Open(ctx, address, Options{Live: l})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := mmsis(t, f, 2); got[0] != 299000101 || got[1] != 299000102 || h.count("nothing came for 50ms") != 1 {
		t.Errorf("%v, told: %q", got, h.all)
	}
}

func TestCallingWaitsLongerEachTimeAndEndsWhenToldTo(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close() // nobody is there
	ctx, stop := limited(t)
	var h heard
	live := quick(&h)
	live.Told = func(s string) {
		h.told(s)
		if h.count("again in") == 4 {
			stop()
		}
	}
	r, err := Listen(ctx, "tcp://"+address, live)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n, err := r.Read(make([]byte, 100)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d, %v", n, err)
	}
	for i, want := range []string{"again in 5ms", "again in 10ms", "again in 20ms", "again in 20ms"} {
		if !strings.HasSuffix(h.all[i], want) {
			t.Errorf("%q, want it to end in %q", h.all[i], want)
		}
	}
}

func TestCloseEndsARead(t *testing.T) {
	address := serve(t, func(conn net.Conn) { io.Copy(io.Discard, conn) })
	for _, address := range []string{address, "udp://127.0.0.1:0"} {
		ctx, _ := limited(t)
		r, err := Listen(ctx, address, Live{})
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(30*time.Millisecond, func() { r.Close() })
		if _, err := r.Read(make([]byte, 100)); !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestDatagrams(t *testing.T) {
	ctx, stop := limited(t)
	var h heard
	live := quick(&h)
	at := make(chan string, 1)
	live.Told = func(s string) { at <- strings.TrimPrefix(s, "listening at udp://") }
	f, err := Open(ctx, "udp://127.0.0.1:0", Options{Live: live})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	conn, err := net.Dial("udp", <-at)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	a, b := report(t, 299000101), report(t, 299000102)
	for _, datagram := range []string{a, b[:20], b + "\r\n" + a + "\r\n", b} { // with and without line ends, and one cut
		if _, err := io.WriteString(conn, datagram); err != nil {
			t.Fatal(err)
		}
	}
	got := mmsis(t, f, 4)
	for i, want := range []uint32{299000101, 299000102, 299000101, 299000102} {
		if got[i] != want {
			t.Fatalf("heard %v", got)
		}
	}
	if s := f.Stats(); s.BadCount() != 1 {
		t.Errorf("%+v", s)
	}
	stop()
	var m ais.Message
	if err := f.Next(&m); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v", err)
	}
}
