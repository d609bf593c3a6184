package house_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"path/filepath"
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/house"
)

// A recording that comes in at full speed brings more in a minute than an exhibit
// may hold.
func TestAStreamIsKeptInPiecesHoweverFastItComes(t *testing.T) {
	ctx := context.Background()
	h, err := house.Open(ctx, filepath.Join(t.TempDir(), "data"), house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	live, err := h.Watches.GoOn(ctx, h.Operator, "live", "a test")
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	line := append(bytes.Repeat([]byte{'x'}, 1<<20-1), '\n')
	const lines = 40
	for i := range lines {
		line[0] = 'a' + byte(i%26)
		half := len(line) / 2 // a long line comes in parts
		for _, part := range [][]byte{line[:half], line[half:]} {
			if err := live.Hear(ctx, "udp://:1", part); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := live.Keep(ctx, ais.Stats{}, true); err != nil {
		t.Fatal(err)
	}
	sizes := 0
	for _, x := range h.Vault.Exhibits() {
		if x.Size > 18<<20 {
			t.Errorf("a piece has %d bytes", x.Size)
		}
		sizes++
	}
	if sizes < 3 || live.Heard() != lines {
		t.Errorf("%d lines in %d pieces", live.Heard(), sizes)
	}
	err = live.Since(ctx, 0, func(text io.Reader, _ int64) error {
		all, err := io.ReadAll(text)
		if n := bytes.Count(all, []byte{'\n'}); n != lines || len(all) != lines<<20 {
			t.Errorf("%d lines and %d bytes are read again", n, len(all))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
