package positions

import "errors"

// cursor goes through the rows of one part, in their order.
type cursor[T any] interface {
	// next returns the next row, or nil behind the last. It is valid until the
	// next call.
	next() (*T, error)
	Close() error
}

// merge goes through the rows of several parts in their common order, without
// those that repeat the one before.
type merge[T any] struct {
	heap    []head[T]
	compare func(a, b *T) int
	same    func(a, b *T) bool
	rows    [2]T // the one handed over and the one to come, by turns
	turn    int
	began   bool
	Dropped int64
}

type head[T any] struct {
	from cursor[T]
	row  *T
}

func newMerge[T any](from []cursor[T], compare func(a, b *T) int, same func(a, b *T) bool) (*merge[T], error) {
	m := &merge[T]{compare: compare, same: same}
	for _, c := range from {
		row, err := c.next()
		if err != nil {
			return nil, err
		}
		if row != nil {
			m.heap = append(m.heap, head[T]{c, row})
		}
	}
	for i := len(m.heap)/2 - 1; i >= 0; i-- {
		m.sink(i)
	}
	return m, nil
}

func (m *merge[T]) sink(i int) {
	for {
		least := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(m.heap) && m.compare(m.heap[child].row, m.heap[least].row) < 0 {
				least = child
			}
		}
		if least == i {
			return
		}
		m.heap[i], m.heap[least] = m.heap[least], m.heap[i]
		i = least
	}
}

// next returns the next row, valid until the next call; nil behind the last.
func (m *merge[T]) next() (*T, error) {
	for len(m.heap) > 0 {
		row := &m.rows[1-m.turn]
		*row = *m.heap[0].row
		after, err := m.heap[0].from.next()
		if err != nil {
			return nil, err
		}
		if m.heap[0].row = after; after == nil {
			m.heap[0] = m.heap[len(m.heap)-1]
			m.heap = m.heap[:len(m.heap)-1]
		}
		m.sink(0)
		if m.began && m.same(&m.rows[m.turn], row) {
			m.Dropped++
			continue
		}
		m.turn, m.began = 1-m.turn, true
		return row, nil
	}
	return nil, nil
}

func closeAll[T any](cursors []cursor[T]) error {
	var err error
	for _, c := range cursors {
		err = errors.Join(err, c.Close())
	}
	return err
}
