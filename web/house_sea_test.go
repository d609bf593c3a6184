package web

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"plimsoll/house"
)

// Pages that are asked for while a great result is read wait for it together,
// and not one after the other.
func TestPagesWaitTogetherForAResultThatIsRead(t *testing.T) {
	ctx := context.Background()
	h, err := house.Open(ctx, filepath.Join(t.TempDir(), "data"), house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	before := &sea{of: "before"}
	late := make(chan struct{})
	time.AfterFunc(patience, func() { close(late) })
	pages := fromHouse{h, &seas{last: before, loading: make(chan struct{}), late: late}}
	begun := time.Now()
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if s, err := pages.sea(ctx); err != nil || s != before {
				t.Errorf("it is not the sea before: %v", err)
			}
		})
	}
	all.Wait()
	if took := time.Since(begun); took < patience/2 || took > 2*patience {
		t.Errorf("five pages waited %v", took)
	}
}
