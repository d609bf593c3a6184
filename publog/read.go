package publog

import (
	"context"
	"fmt"
	"sync"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
)

// Entry is one entry of the log.
type Entry struct {
	Index uint64 `json:"index"`
	Leaf  Hash   `json:"leaf"`
	Data  []byte `json:"data"`
}

// Checkpoint gives the newest published checkpoint, its signatures checked. Before the first publication it is
// the zero Checkpoint.
func (l *Log) Checkpoint(context.Context) (Checkpoint, error) {
	p, err := l.watch.look()
	if err != nil {
		return Checkpoint{}, fmt.Errorf("log %s: %w", l.cfg.Dir, err)
	}
	if p == nil {
		return Checkpoint{}, nil
	}
	return p.Checkpoint, nil
}

// Size is the number of published entries.
func (l *Log) Size(ctx context.Context) (uint64, error) {
	cp, err := l.Checkpoint(ctx)
	return cp.Size, err
}

// Proof proves the entry at index under the newest published checkpoint.
func (l *Log) Proof(ctx context.Context, index uint64) (Receipt, error) {
	p, err := l.watch.look()
	if err != nil {
		return Receipt{}, fmt.Errorf("log %s: %w", l.cfg.Dir, err)
	}
	if p == nil || index >= p.Size {
		return Receipt{}, fmt.Errorf("log %s: entry %d is not published", l.cfg.Dir, index)
	}
	leaves, err := client.FetchLeafHashes(ctx, l.reader.ReadTile, index, 1, p.Size)
	if err != nil || len(leaves) == 0 {
		return Receipt{}, fmt.Errorf("log %s: read leaf %d: %w", l.cfg.Dir, index, err)
	}
	return p.receipt(ctx, index, Hash(leaves[0]))
}

// Entries reads up to n published entries, from index from on. Each is checked against the leaf hash in the tree.
func (l *Log) Entries(ctx context.Context, from, n uint64) ([]Entry, error) {
	size, err := l.Size(ctx)
	if err != nil || from >= size {
		return nil, err
	}
	n = min(n, size-from)
	if n == 0 {
		return nil, nil
	}
	var entries []Entry
	for r := range layout.Range(from, n, size) {
		bundle, err := client.GetEntryBundle(ctx, l.reader.ReadEntryBundle, r.Index, size)
		if err != nil {
			return nil, fmt.Errorf("log %s: read entries: %w", l.cfg.Dir, err)
		}
		first := r.Index*layout.EntryBundleWidth + uint64(r.First)
		leaves, err := client.FetchLeafHashes(ctx, l.reader.ReadTile, first, uint64(r.N), size)
		if err != nil {
			return nil, fmt.Errorf("log %s: read leaf hashes: %w", l.cfg.Dir, err)
		}
		for i := range uint64(r.N) {
			at := uint64(r.First) + i
			if at >= uint64(len(bundle.Entries)) || i >= uint64(len(leaves)) {
				return nil, fmt.Errorf("log %s: entry %d is missing from %s", l.cfg.Dir, first+i, layout.EntriesPath(r.Index, r.Partial))
			}
			e := Entry{Index: first + i, Leaf: LeafHash(bundle.Entries[at]), Data: bundle.Entries[at]}
			if e.Leaf != Hash(leaves[i]) {
				return nil, fmt.Errorf("log %s: entry %d in %s was altered: it does not fit its leaf hash",
					l.cfg.Dir, e.Index, layout.EntriesPath(r.Index, r.Partial))
			}
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// Find tells where an entry with this leaf hash stands first. It finds also entries that are not published yet.
func (l *Log) Find(ctx context.Context, leaf Hash) (index uint64, ok bool, err error) {
	index, ok, err = l.index.find(ctx, l.reader, leaf)
	if err != nil {
		return 0, false, fmt.Errorf("log %s: find %s: %w", l.cfg.Dir, leaf, err)
	}
	return index, ok, nil
}

// leafIndex remembers where each leaf hash stands first. It reads the leaf tiles once, and then what was added.
type leafIndex struct {
	mu   sync.Mutex
	size uint64
	at   map[Hash]uint64
}

func (x *leafIndex) find(ctx context.Context, r tessera.LogReader, leaf Hash) (uint64, bool, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	size, err := r.IntegratedSize(ctx)
	if err != nil {
		return 0, false, err
	}
	if x.at == nil {
		x.at = map[Hash]uint64{}
	}
	for x.size < size {
		// A tile at a time: a full one that ends at the next multiple of its width.
		n := min(size-x.size, layout.TileWidth-x.size%layout.TileWidth)
		leaves, err := client.FetchLeafHashes(ctx, r.ReadTile, x.size, n, size)
		if err != nil {
			return 0, false, err
		}
		if uint64(len(leaves)) != n {
			return 0, false, fmt.Errorf("leaf tile at entry %d has %d hashes, want %d", x.size, len(leaves), n)
		}
		for _, h := range leaves {
			if _, ok := x.at[Hash(h)]; !ok {
				x.at[Hash(h)] = x.size
			}
			x.size++
		}
	}
	index, ok := x.at[leaf]
	return index, ok, nil
}
