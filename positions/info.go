package positions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Info says what an archive holds, by what the files say of themselves.
type Info struct {
	Positions   int64      `json:"positions"` // reports that several parts have are counted in each
	Statics     int64      `json:"statics"`
	Bytes       int64      `json:"bytes"` // of the positions
	StaticBytes int64      `json:"static_bytes"`
	Parts       int        `json:"parts"` // of positions
	Cells       int        `json:"cells"` // days and cells
	Crowded     int        `json:"crowded"`
	First       time.Time  `json:"first"`
	Last        time.Time  `json:"last"`
	Days        []DayInfo  `json:"days"`
	Largest     []CellInfo `json:"largest"` // cells with the most positions, over all days
}

// DayInfo is Info of one day.
type DayInfo struct {
	Day       string `json:"day"`
	Positions int64  `json:"positions"`
	Cells     int    `json:"cells"`
	Parts     int    `json:"parts"`
	Bytes     int64  `json:"bytes"`
}

// CellInfo is how much lies in a cell.
type CellInfo struct {
	Cell      string `json:"cell"`
	Positions int64  `json:"positions"`
}

// crowded is the number of parts from which a compaction is worth while.
const crowded = 8

// Info reads the end of every file.
func (a *Archive) Info(ctx context.Context) (Info, error) {
	sum := Info{Days: []DayInfo{}, Largest: []CellInfo{}}
	perCell := map[cell]int64{}
	days, err := a.days()
	if err != nil {
		return sum, err
	}
	var first, last int64 = maxTime, 0
	for _, day := range days {
		d := DayInfo{Day: dayName(day)}
		cells, err := a.cells(day)
		if err != nil {
			return sum, err
		}
		for _, c := range sortedCells(cells) {
			d.Cells++
			if len(cells[c]) > crowded {
				sum.Crowded++
			}
			for _, path := range cells[c] {
				if err := ctx.Err(); err != nil {
					return sum, err
				}
				rows, from, to, err := positionsIn(path)
				if err != nil {
					return sum, err
				}
				first, last = min(first, from), max(last, to)
				d.Parts++
				d.Positions += rows
				d.Bytes += sizeOf(path)
				perCell[c] += rows
			}
		}
		sum.Positions += d.Positions
		sum.Bytes += d.Bytes
		sum.Parts += d.Parts
		sum.Cells += d.Cells
		sum.Days = append(sum.Days, d)
	}
	if sum.Positions > 0 {
		sum.First, sum.Last = time.Unix(first, 0).UTC(), time.Unix(last, 0).UTC()
	}
	for c, n := range perCell {
		sum.Largest = append(sum.Largest, CellInfo{c.String(), n})
	}
	slices.SortFunc(sum.Largest, func(a, b CellInfo) int {
		return cmp.Or(cmp.Compare(b.Positions, a.Positions), cmp.Compare(a.Cell, b.Cell))
	})
	sum.Largest = sum.Largest[:min(len(sum.Largest), 10)]
	return sum, a.staticInfo(&sum)
}

func (a *Archive) staticInfo(sum *Info) error {
	statics, err := a.staticDays()
	if err != nil {
		return err
	}
	for _, paths := range statics {
		for _, path := range paths {
			p, err := openPart(path, kindStatics, staticSchema())
			if err != nil {
				return fmt.Errorf("looking at %s: %w", path, err)
			}
			sum.Statics += p.file.NumRows()
			sum.StaticBytes += sizeOf(path)
			if err := p.Close(); err != nil {
				return err
			}
		}
	}
	return nil
}

func positionsIn(path string) (rows, first, last int64, err error) {
	p, err := openPart(path, kindPositions, positionSchema())
	if err != nil {
		return 0, 0, 0, fmt.Errorf("looking at %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	first = maxTime
	for _, g := range p.groups {
		rows += g.NumRows()
		if from, to, ok := bounds(g, colTime); ok {
			first, last = min(first, from), max(last, to)
		}
	}
	return rows, first, last, nil
}
