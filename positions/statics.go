package positions

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/parquet-go/parquet-go"
)

const (
	kindPositions = "positions"
	kindStatics   = "statics"
)

var (
	positionSchema = sync.OnceValue(func() *parquet.Schema { return parquet.SchemaOf(positionRow{}) })
	staticSchema   = sync.OnceValue(func() *parquet.Schema { return parquet.SchemaOf(staticRow{}) })
)

// staticCursor goes through a part with statics.
type staticCursor struct {
	*part
	may  func(parquet.RowGroup) (bool, error)
	read *parquet.GenericReader[staticRow]
	rows []staticRow
	at   int
	now  Static
}

func openStatics(path string, may func(parquet.RowGroup) (bool, error)) (*staticCursor, error) {
	p, err := openPart(path, kindStatics, staticSchema())
	if err != nil {
		return nil, fmt.Errorf("reading what ships said of themselves: %w", err)
	}
	return &staticCursor{part: p, may: may}, nil
}

func (c *staticCursor) next() (s *Static, err error) {
	defer c.guard(&err)
	for c.at == len(c.rows) {
		if c.read == nil {
			if ok, err := c.group(); !ok || err != nil {
				return nil, err
			}
		}
		c.rows = slices.Grow(c.rows[:0], 512)[:512]
		clear(c.rows)
		n, err := c.read.Read(c.rows)
		c.rows, c.at = c.rows[:n], 0
		if errors.Is(err, io.EOF) {
			err = c.read.Close()
			c.read = nil
		}
		if err != nil {
			return nil, err
		}
	}
	c.now = c.rows[c.at].static()
	c.at++
	return &c.now, nil
}

// group goes to the next row group that may have what is looked for.
func (c *staticCursor) group() (bool, error) {
	for len(c.groups) > 0 {
		g := c.groups[0]
		c.groups = c.groups[1:]
		ok, err := c.may(g)
		if err != nil {
			return false, err
		}
		if ok {
			c.read = parquet.NewGenericRowGroupReader[staticRow](g)
			return true, nil
		}
	}
	return false, nil
}

// Statics hands over what ships said of themselves: of the given MMSIs, or of
// all when there are none. It comes by day, ship, kind of message and time.
func (a *Archive) Statics(ctx context.Context, mmsi []uint32, each func(*Static) error) error {
	ships := &filter{to: maxTime}
	if len(mmsi) > 0 {
		ships.ships = slices.Sorted(slices.Values(mmsi))
	}
	return a.statics(ctx, ships.mayHoldShip, func(s *Static) error {
		if _, ok := slices.BinarySearch(ships.ships, s.MMSI); ships.ships == nil || ok {
			return each(s)
		}
		return nil
	})
}

func (f *filter) mayHoldShip(g parquet.RowGroup) (bool, error) {
	least, most, ok := bounds(g, colMMSI)
	return !ok || f.ships == nil || slices.ContainsFunc(f.ships, func(m uint32) bool { return int64(m) >= least && int64(m) <= most }), nil
}

func (a *Archive) statics(ctx context.Context, may func(parquet.RowGroup) (bool, error), each func(*Static) error) error {
	days, err := a.staticDays()
	if err != nil {
		return err
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		if err := a.staticsOf(ctx, day, may, each); err != nil {
			return err
		}
	}
	return nil
}

func (a *Archive) staticsOf(ctx context.Context, day int, may func(parquet.RowGroup) (bool, error), each func(*Static) error) (err error) {
	list := func() ([]string, error) {
		days, err := a.staticDays()
		return days[day], err
	}
	cursors, err := openStable(list, func(path string) (cursor[Static], error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return openStatics(path, may)
	})
	defer func() { err = errors.Join(err, closeAll(cursors)) }()
	if err != nil {
		return err
	}
	m, err := newMerge(cursors, compareStatics, sameStatic)
	if err != nil {
		return err
	}
	for {
		s, err := m.next()
		if err != nil || s == nil {
			return err
		}
		if err := each(s); err != nil {
			return err
		}
	}
}

// claims tells when which MMSI said that its ship has one of the numbers: from
// when it said so until it said another, and before the first time it said any.
func (a *Archive) claims(ctx context.Context, numbers []uint32) (map[uint32][]span, error) {
	wanted := map[uint32]bool{}
	for _, n := range numbers {
		wanted[n] = true
	}
	ships := map[uint32]bool{}
	err := a.statics(ctx, func(g parquet.RowGroup) (bool, error) { return mayName(g, numbers) }, func(s *Static) error {
		if wanted[s.IMO] {
			ships[s.MMSI] = true
		}
		return nil
	})
	if err != nil || len(ships) == 0 {
		return nil, err
	}
	said := map[uint32][]Static{}
	err = a.Statics(ctx, slices.Sorted(maps.Keys(ships)), func(s *Static) error {
		if s.IMO != 0 {
			said[s.MMSI] = append(said[s.MMSI], *s)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	claims := map[uint32][]span{}
	for mmsi, list := range said {
		slices.SortStableFunc(list, func(a, b Static) int { return int(a.Time - b.Time) })
		from := int64(0)
		for i := range list {
			if i > 0 {
				from = list[i].Time
			}
			to := int64(maxTime)
			if i+1 < len(list) {
				to = list[i+1].Time - 1
			}
			if wanted[list[i].IMO] {
				claims[mmsi] = append(claims[mmsi], span{from, to})
			}
		}
	}
	return claims, nil
}

// mayName asks the row group's filter whether one of the numbers is in it.
func mayName(g parquet.RowGroup, numbers []uint32) (bool, error) {
	f := g.ColumnChunks()[colIMO].BloomFilter()
	if f == nil {
		return true, nil
	}
	for _, n := range numbers {
		ok, err := f.Check(parquet.Int32Value(int32(n)))
		if ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
