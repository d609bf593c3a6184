package ofac

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// shelf knows where the elements of a block lie, by a number that each
// carries. Several may carry one number.
type shelf struct {
	element string // its name
	block   string // path of what they lie in
	doc     *markup.Document
	spots   []spot
}

// spot is the place of an element: 24 bytes, so that a list of a million
// addresses needs 24 MB.
type spot struct {
	key     uint64
	offset  int64
	ordinal uint32 // among the elements of the block, from 1
}

func newShelf(ctx context.Context, file lists.File, block, element string) shelf {
	return shelf{element: element, block: block, doc: markup.NewAt(ctx, file, 0)}
}

func (s *shelf) put(key uint64, offset int64) {
	s.spots = append(s.spots, spot{key, offset, uint32(len(s.spots) + 1)})
}

func (s *shelf) sort() {
	slices.SortStableFunc(s.spots, func(a, b spot) int { return cmp.Compare(a.key, b.key) })
}

// find returns the places of the elements with the number.
func (s *shelf) find(key uint64) []spot {
	from := sort.Search(len(s.spots), func(i int) bool { return s.spots[i].key >= key })
	to := from
	for to < len(s.spots) && s.spots[to].key == key {
		to++
	}
	return s.spots[from:to]
}

// read reads an element again. It holds until the next one is read.
func (s *shelf) read(at spot) (*markup.Node, error) {
	s.doc.Jump(at.offset, s.block+"/"+s.element+"["+strconv.FormatUint(uint64(at.ordinal), 10)+"]")
	if _, err := s.doc.Root(s.element); err != nil {
		return nil, err
	}
	return s.doc.Tree()
}

// findEntries looks from the end of the file for the block of entries and
// notes where each lies. Where there is none, the reading will come to the
// place at which the file was cut, and say so.
func (a *advanced) findEntries() error {
	at, err := lastTag(a.file, "SanctionsEntries")
	if err != nil || at < 0 {
		return err
	}
	a.entriesAt = at
	doc := a.entries.doc
	doc.Jump(at, a.entries.block)
	if _, err := doc.Root("SanctionsEntries"); err != nil {
		return err
	}
	err = doc.Each(func(n *markup.Node) error {
		if err := refuseDelta(doc, n); err != nil {
			return err
		}
		id, err := number(doc, n, "@ProfileID")
		if err != nil {
			return err
		}
		a.entries.put(id, n.Offset())
		return nil
	})
	a.entries.sort()
	return err
}

// verifyEntries comes by the block in the course of reading: it must be the
// one that was found from the end.
func (a *advanced) verifyEntries(block *markup.Node) error {
	if err := a.after(block, "DistinctParties"); err != nil {
		return err
	}
	if block.Offset() != a.entriesAt {
		return a.doc.Fail(block, "the entries of the list lie in two places")
	}
	return a.doc.Each(func(n *markup.Node) error {
		id, err := number(a.doc, n, "@ProfileID")
		if err == nil && a.parties[id] == "" {
			a.r.Warn(n.Place(), "an entry about a party that the file does not hold left out")
		}
		return err
	})
}

// dataset tells the two lists apart. Both files name all lists in their
// tables, and each tells of a party on both lists what the other does; but
// every party of the SDN list has an entry of that list, and every party of
// the other an entry of the umbrella that is called "Consolidated List". The
// name of the file decides where a file's parties have both.
func (a *advanced) dataset() (string, error) {
	const enough = 200 // entries: they agree
	var sdn, cons int
	for i := 0; i < min(len(a.entries.spots), enough); {
		here := a.entries.find(a.entries.spots[i].key)
		i += len(here)
		names, err := a.listsOf(here)
		if err != nil {
			return "", err
		}
		if slices.Contains(names, sdnList) {
			sdn++
		}
		if slices.Contains(names, consolidatedList) {
			cons++
		}
	}
	switch {
	case sdn > cons:
		return SDN, nil
	case cons > sdn:
		return Consolidated, nil
	}
	dataset, _ := datasetOf(isConsolidated(a.file.Name))
	return dataset, nil
}

// Names of lists, as entries give them.
const (
	sdnList          = "SDN List"
	consolidatedList = "Consolidated List"
)

// lastTag finds the last start tag of a name by reading the file backwards;
// -1 where there is none.
func lastTag(file lists.File, name string) (int64, error) {
	const step = 1 << 20
	over := len(name) + 80 // a tag may lie across two pieces, a prefix before it
	buf := make([]byte, step+over)
	for end := file.Size; end > 0; end -= step {
		from := max(0, end-step)
		piece := buf[:min(file.Size, end+int64(over))-from]
		if _, err := file.ReadAt(piece, from); err != nil && !errors.Is(err, io.EOF) {
			return 0, fmt.Errorf("reading %s at byte %d: %w", file.Name, from, err)
		}
		for i := len(piece); i >= 0; {
			if i = bytes.LastIndex(piece[:i], []byte(name)); i < 0 {
				break
			}
			if at := tagAt(piece, i, len(name)); at >= 0 {
				return from + int64(at), nil
			}
		}
	}
	return -1, nil
}

// tagAt returns where the tag begins whose name lies at i, with a prefix or
// without; -1 where it is none.
func tagAt(b []byte, i, length int) int {
	if next := i + length; next >= len(b) || !strings.ContainsRune(" \t\r\n/>", rune(b[next])) {
		return -1
	}
	for at := i - 1; at >= 0 && i-at <= 64; at-- {
		switch {
		case b[at] == '<':
			return at
		case at == i-1 && b[at] != ':', strings.IndexByte("/>! \t\r\n\"'=", b[at]) >= 0:
			return -1
		}
	}
	return -1
}
