package positions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// Query says which positions. Ships are those of either MMSI or IMO; the rest
// narrows. The zero Query is everything.
type Query struct {
	MMSI []uint32
	IMO  []uint32
	Box  *Box
	From time.Time // zero: from the beginning
	To   time.Time // this second included; zero: to the end
}

// Scanned tells what a reading cost, and that a filter skipped what it could.
type Scanned struct {
	Positions int64 `json:"positions"` // handed over
	Repeated  int64 `json:"repeated"`  // equal reports of several parts, handed over once
	Files     int64 `json:"files"`     // opened, of those of the days and cells asked for
	Groups    int64 `json:"groups"`    // row groups read whole
	Skipped   int64 `json:"skipped"`   // row groups passed over by what the file says of them, or their first column
}

// filter is a Query made ready.
type filter struct {
	ships    []uint32 // sorted; nil: all
	claims   map[uint32][]span
	box      *region
	from, to int64
}

type span struct{ from, to int64 }

func (a *Archive) filter(ctx context.Context, q Query) (*filter, error) {
	f := &filter{to: maxTime}
	if !q.From.IsZero() {
		f.from = max(q.From.Unix(), 0)
	}
	if !q.To.IsZero() {
		f.to = q.To.Unix()
	}
	if q.Box != nil {
		if err := q.Box.Check(); err != nil {
			return nil, err
		}
		r := q.Box.region()
		f.box = &r
	}
	if len(q.MMSI)+len(q.IMO) == 0 {
		return f, nil
	}
	f.ships = slices.Clone(q.MMSI)
	if len(q.IMO) > 0 {
		claims, err := a.claims(ctx, q.IMO)
		if err != nil {
			return nil, err
		}
		f.claims = map[uint32][]span{}
		for mmsi, spans := range claims {
			if !slices.Contains(q.MMSI, mmsi) { // asked for by itself: at all times
				f.claims[mmsi] = spans
				f.ships = append(f.ships, mmsi)
			}
		}
	}
	slices.Sort(f.ships)
	f.ships = slices.Compact(f.ships)
	if f.ships == nil {
		f.ships = []uint32{}
	}
	return f, nil
}

func (f *filter) holds(p *Position) bool {
	if p.Time < f.from || p.Time > f.to || f.box != nil && !f.box.holds(p.Lat, p.Lon) {
		return false
	}
	spans, ok := f.claims[p.MMSI]
	return !ok || slices.ContainsFunc(spans, func(s span) bool { return p.Time >= s.from && p.Time <= s.to })
}

// mayHold says whether a row group can have rows that are asked for.
func (f *filter) mayHold(g parquet.RowGroup) bool {
	least, most, ok := bounds(g, colTime)
	if ok && (most < f.from || least > f.to) {
		return false
	}
	if f.box != nil {
		least, most, ok = bounds(g, colLat)
		if ok && (most < int64(f.box.south) || least > int64(f.box.north)) {
			return false
		}
		least, most, ok = bounds(g, colLon)
		if ok && f.box.west <= f.box.east && f.box.east != maxLon && (most < int64(f.box.west) || least > int64(f.box.east)) {
			return false
		}
	}
	if least, most, ok = bounds(g, colMMSI); !ok || f.ships == nil {
		return true
	}
	i, _ := slices.BinarySearchFunc(f.ships, least, func(m uint32, least int64) int { return cmp.Compare(int64(m), least) })
	return i < len(f.ships) && int64(f.ships[i]) <= most
}

// Read hands over the positions that a query asks for, each valid until the
// function returns. They come by day; within a day by ship and time when ships
// are asked for, and otherwise cell by cell and in each by ship and time.
func (a *Archive) Read(ctx context.Context, q Query, each func(*Position) error) (Scanned, error) {
	s := &scan{a: a, ctx: ctx, each: each}
	var err error
	if s.f, err = a.filter(ctx, q); err != nil {
		return s.sum, err
	}
	if s.f.ships != nil && len(s.f.ships) == 0 {
		return s.sum, nil
	}
	days, err := a.days()
	if err != nil {
		return s.sum, err
	}
	for _, day := range days {
		if int64(day+1)*secondsADay <= s.f.from || int64(day)*secondsADay > s.f.to {
			continue
		}
		if err := s.day(day); err != nil {
			return s.sum, err
		}
	}
	return s.sum, nil
}

type scan struct {
	a    *Archive
	ctx  context.Context
	f    *filter
	each func(*Position) error
	cols positionColumns // shared by all cursors: they read one after the other
	sum  Scanned
}

// day reads one day: by ship over all cells, or cell by cell.
func (s *scan) day(day int) error {
	wanted := func(cells map[cell][]string) []cell {
		return slices.DeleteFunc(sortedCells(cells), func(c cell) bool { return s.f.box != nil && !s.f.box.touches(c) })
	}
	if s.f.ships != nil {
		return s.group(func() ([]string, error) {
			cells, err := s.a.cells(day)
			var paths []string
			for _, c := range wanted(cells) {
				paths = append(paths, cells[c]...)
			}
			return paths, err
		})
	}
	cells, err := s.a.cells(day)
	if err != nil {
		return err
	}
	for _, c := range wanted(cells) {
		err := s.group(func() ([]string, error) {
			now, err := s.a.cells(day)
			return now[c], err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// group reads some parts as one.
func (s *scan) group(list func() ([]string, error)) (err error) {
	cursors, err := openStable(list, s.open)
	defer func() { err = errors.Join(err, closeAll(cursors)) }()
	if err != nil {
		return err
	}
	m, err := newMerge(cursors, comparePositions, samePosition)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		if n%4096 == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		p, err := m.next()
		if err != nil {
			return err
		}
		if p == nil {
			s.sum.Repeated += m.Dropped
			return nil
		}
		s.sum.Positions++
		if err := s.each(p); err != nil {
			return err
		}
	}
}

// openStable opens the parts that a list names. A compaction may put one part
// in the place of others meanwhile: when the list has changed once all are
// open, it is opened again.
func openStable[T any](list func() ([]string, error), open func(string) (cursor[T], error)) ([]cursor[T], error) {
	const tries = 20
	before, err := list()
	for range tries {
		if err != nil {
			return nil, err
		}
		var cursors []cursor[T]
		var failed error
		for _, path := range before {
			c, err := open(path)
			if err != nil {
				failed = err
				break
			}
			if c != nil {
				cursors = append(cursors, c)
			}
		}
		var after []string
		if after, err = list(); err == nil && failed == nil && slices.Equal(before, after) {
			return cursors, nil
		}
		if err := closeAll(cursors); err != nil {
			return nil, err
		}
		if failed != nil && (!errors.Is(failed, os.ErrNotExist) || slices.Equal(before, after)) {
			return nil, failed
		}
		before = after
	}
	return nil, errors.New("reading positions: the files change all the time; try again when the compaction is done")
}

// open opens a part for the rows that are asked for; nil when it has none.
func (s *scan) open(path string) (cursor[Position], error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	p, err := openPart(path, kindPositions, positionSchema())
	if err != nil {
		return nil, fmt.Errorf("reading positions: %w", err)
	}
	s.sum.Files++
	c := &positionCursor{part: p, f: s.f, cols: &s.cols, sum: &s.sum}
	if !slices.ContainsFunc(p.groups, s.f.mayHold) {
		s.sum.Skipped += int64(len(p.groups))
		return nil, p.Close()
	}
	return c, nil
}

type positionCursor struct {
	*part
	f    *filter
	cols *positionColumns
	sum  *Scanned
	rows []Position // of the row group, those that are asked for
	at   int
}

func (c *positionCursor) next() (p *Position, err error) {
	defer c.guard(&err)
	for c.at == len(c.rows) {
		if len(c.groups) == 0 {
			return nil, nil
		}
		g := c.groups[0]
		c.groups = c.groups[1:]
		c.rows, c.at = c.rows[:0], 0
		if !c.f.mayHold(g) {
			c.sum.Skipped++
			continue
		}
		if err := c.load(g); err != nil {
			return nil, err
		}
	}
	c.at++
	return &c.rows[c.at-1], nil
}

// load takes the rows that are asked for out of a row group.
func (c *positionCursor) load(g parquet.RowGroup) (err error) {
	ids := &c.cols.narrow[colMMSI]
	if *ids, err = column(g, colMMSI, (*encoding.Values).Int32, *ids); err != nil {
		return err
	}
	if !slices.IsSorted(*ids) {
		return errors.New("its rows are not sorted by mmsi")
	}
	ranges := [][2]int{{0, len(*ids)}}
	if c.f.ships != nil {
		ranges = ranges[:0]
		for _, ship := range c.f.ships {
			from, ok := slices.BinarySearch(*ids, int32(ship))
			if !ok {
				continue
			}
			to, _ := slices.BinarySearch(*ids, int32(ship)+1)
			ranges = append(ranges, [2]int{from, to})
		}
	}
	if len(ranges) == 0 { // the first column told, which is the smallest
		c.sum.Skipped++
		return nil
	}
	c.sum.Groups++
	if err := c.cols.read(g); err != nil {
		return err
	}
	for _, r := range ranges {
		for i := r[0]; i < r[1]; i++ {
			if p := c.cols.row(i); c.f.holds(&p) {
				c.rows = append(c.rows, p)
			}
		}
	}
	return nil
}
