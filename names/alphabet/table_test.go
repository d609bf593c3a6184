package alphabet

import (
	"testing"
	"time"
)

func TestTablesAreReadQuickly(t *testing.T) {
	const limit = 20 * time.Second // some milliseconds on an idle machine: it guards against a walk that never ends
	done := make(chan struct{})
	go func() { tables(); thai(); devanagari(); close(done) }()
	select {
	case <-done:
	case <-time.After(limit):
		t.Errorf("reading the tables took longer than %v", limit)
	}
}

func TestBadTablesAreRefused(t *testing.T) {
	for _, csv := range []string{
		"from,where,one\nа,,", "from,where,one\nа,nowhere,a", "from,where,one\n,,a", "from,where,one\nа,,a,b",
	} {
		if _, err := readTable(csv); err == nil {
			t.Errorf("%q was read", csv)
		}
	}
}
