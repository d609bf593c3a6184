package batch_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"plimsoll/screen/batch"
)

// upTo gives 0, 1, ... n-1 and then the error.
func upTo(n int, end error) func() (int, error) {
	i := -1
	return func() (int, error) {
		if i++; i >= n {
			return 0, end
		}
		return i, nil
	}
}

func square(i int) int { return i * i }

// Whatever the number of workers, the results are those of a plain loop.
func TestTheOrderIsThatOfTheInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := batch.Options{
			Workers: rapid.IntRange(0, 9).Draw(t, "workers"), Chunk: rapid.IntRange(0, 9).Draw(t, "chunk"), Ahead: rapid.IntRange(0, 9).Draw(t, "ahead"),
		}
		n := rapid.IntRange(0, 500).Draw(t, "items")
		end := rapid.SampledFrom([]error{io.EOF, errors.New("cut")}).Draw(t, "end")
		var got []int
		work := func(i int) int {
			if i%7 == 3 {
				runtime.Gosched() // some take longer
			}
			return square(i)
		}
		err := batch.Run(context.Background(), o, upTo(n, end), work, func(i int) error {
			got = append(got, i)
			return nil
		})
		if want := end; errors.Is(want, io.EOF) && err != nil || !errors.Is(want, io.EOF) && !errors.Is(err, want) {
			t.Fatalf("error %v, want %v", err, want)
		}
		if len(got) != n { // those before an error are not lost
			t.Fatalf("%d results of %d items", len(got), n)
		}
		for i, v := range got {
			if v != square(i) {
				t.Fatalf("result %d is %d", i, v)
			}
		}
	})
}

func TestAnErrorOfTheWriterStopsEverything(t *testing.T) {
	full := errors.New("disk full")
	emitted := 0
	err := batch.Run(context.Background(), batch.Options{Workers: 4, Chunk: 3}, upTo(1<<30, io.EOF), square, func(int) error {
		if emitted++; emitted == 100 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || emitted != 100 {
		t.Errorf("%v after %d", err, emitted)
	}
}

// A writer that stands still holds up the reader: memory is bounded.
func TestASlowWriterHoldsUpTheReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var read, worked atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		next := upTo(1<<30, io.EOF)
		emitted := int64(0)
		o := batch.Options{Workers: 3, Chunk: 5, Ahead: 4}
		go func() {
			time.Sleep(time.Hour)
			cancel()
		}()
		err := batch.Run(ctx, o, func() (int, error) { read.Add(1); return next() }, func(i int) int { worked.Add(1); return i }, func(int) error {
			time.Sleep(time.Second)
			emitted++
			if ahead := read.Load() - emitted; ahead > int64(o.Chunk*o.Ahead) {
				t.Fatalf("%d items are held, more than %d", ahead, o.Chunk*o.Ahead)
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) || emitted < 3000 {
			t.Errorf("%v after %d", err, emitted)
		}
	})
}

func TestCancellingEndsARunWhoseReaderHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("enough")
		hang := make(chan struct{})
		i := 0
		time.AfterFunc(time.Minute, func() { cancel(why) })
		err := batch.Run(ctx, batch.Options{Workers: 2, Chunk: 1}, func() (int, error) {
			if i++; i > 10 {
				<-hang
			}
			return i, nil
		}, square, func(int) error { return nil })
		if !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
		close(hang) // and nothing is left running: synctest waits for that
	})
}

func BenchmarkRun(b *testing.B) {
	b.ReportAllocs()
	n := 0
	if err := batch.Run(context.Background(), batch.Options{Workers: 2}, upTo(b.N, io.EOF), square, func(int) error { n++; return nil }); err != nil || n != b.N {
		b.Fatal(err, n)
	}
}
