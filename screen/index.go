package screen

import (
	"sync"

	"plimsoll/ftm"
)

// Index is listed entities made ready to be searched: an [image], seen in
// place. It is read-only and may be used by many goroutines. Strings in what
// it returns are copies, so that its bytes may go once nobody searches.
type Index struct {
	*image
	bytes   []byte
	entity  func(party int, dataset, id string) *ftm.Entity
	scratch sync.Pool
}

// Open looks at the bytes of an index, which begin at a multiple of 8 and stay
// as they are as long as the index is used: a file mapped into memory. It costs
// the same whatever the size; see [Index.Verify].
func Open(b []byte) (*Index, error) {
	m, err := parseImage(b)
	if err != nil {
		return nil, err
	}
	x := &Index{image: m, bytes: b}
	x.scratch.New = func() any { return newSearcher(x) }
	return x, nil
}

// Verify reads all of the index and compares it with the sum it carries.
func (x *Index) Verify() error { return verify(x.bytes) }

// Resolve gives the index the entities that hits stand for. Without it a hit
// carries the id alone.
func (x *Index) Resolve(entity func(dataset, id string) *ftm.Entity) {
	x.entity = func(_ int, dataset, id string) *ftm.Entity { return entity(dataset, id) }
}

// ID names the content of the index: two with one id give the same answers.
func (x *Index) ID() string { return x.id }

// Meta says what the index was built from and by.
func (x *Index) Meta() Meta { return x.meta }

// Len is the number of parties that can be found.
func (x *Index) Len() int { return x.meta.Parties }

// Names is the number of their names.
func (x *Index) Names() int { return x.meta.Aliases }
