// Package batch works on a stream of items by several workers and keeps their
// order. What reads, works and writes is passed in.
package batch

import (
	"context"
	"errors"
	"io"
	"sync"
)

// Options bound what a run uses.
type Options struct {
	Workers int // that work at one time; at least 1
	Chunk   int // items that a worker takes at once; 64 if 0
	Ahead   int // chunks read and not yet emitted; 4 a worker if 0
}

func (o Options) filled() Options {
	o.Workers = max(o.Workers, 1)
	if o.Chunk < 1 {
		o.Chunk = 64
	}
	if o.Ahead < 1 {
		o.Ahead = 4 * o.Workers
	}
	return o
}

// Run takes items from next until it returns [io.EOF], does work on them and
// hands the results to emit in the order of the items. At most Chunk x Ahead
// items are held: when emit is slow, next is not called.
//
// Next and emit are each called by one goroutine at a time, work by several.
// Where next fails, everything before is emitted and the error returned. Where
// emit fails or the context ends, Run returns at once with that error, and
// what was not emitted is lost; it waits for workers, but not for a next that
// hangs on its input.
func Run[In, Out any](ctx context.Context, o Options, next func() (In, error), work func(In) Out, emit func(Out) error) error {
	o = o.filled()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	free := make(chan *chunk[In, Out], o.Ahead)
	for range o.Ahead {
		free <- &chunk[In, Out]{done: make(chan struct{}, 1)}
	}
	todo := make(chan *chunk[In, Out], o.Ahead)
	order := make(chan *chunk[In, Out], o.Ahead)

	go func() {
		defer close(todo)
		defer close(order)
		for {
			select {
			case <-ctx.Done():
				return
			case c := <-free:
				c.fill(o.Chunk, next)
				order <- c // there is room for all chunks there are
				todo <- c
				if c.err != nil {
					return
				}
			}
		}
	}()

	var workers sync.WaitGroup
	for range o.Workers {
		workers.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case c, more := <-todo:
					if !more {
						return
					}
					for _, in := range c.in {
						c.out = append(c.out, work(in))
					}
					c.done <- struct{}{}
				}
			}
		})
	}
	err := emitInOrder(ctx, order, free, emit)
	cancel()
	workers.Wait()
	return err
}

// chunk is some items on their way.
type chunk[In, Out any] struct {
	in   []In
	out  []Out
	err  error // why none come after
	done chan struct{}
}

func (c *chunk[In, Out]) fill(n int, next func() (In, error)) {
	clear(c.in)
	clear(c.out)
	c.in, c.out, c.err = c.in[:0], c.out[:0], nil
	for len(c.in) < n {
		in, err := next()
		if err != nil {
			c.err = err
			return
		}
		c.in = append(c.in, in)
	}
}

func emitInOrder[In, Out any](ctx context.Context, order <-chan *chunk[In, Out], free chan<- *chunk[In, Out], emit func(Out) error) error {
	for {
		var c *chunk[In, Out]
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case c = <-order:
		}
		if c == nil { // the reader gave up, which it does for an ended context
			return context.Cause(ctx)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-c.done:
		}
		for _, out := range c.out {
			if err := emit(out); err != nil {
				return err
			}
		}
		if errors.Is(c.err, io.EOF) {
			return nil
		}
		if c.err != nil {
			return c.err
		}
		free <- c
	}
}
