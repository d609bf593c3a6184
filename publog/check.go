package publog

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
)

// Report is what VerifyLog found.
type Report struct {
	Checkpoint Checkpoint `json:"checkpoint"`
	Entries    uint64     `json:"entries"` // read and hashed
	Tiles      int        `json:"tiles"`   // compared
	Bytes      int64      `json:"bytes"`
	// Damage names every file that is not what the checkpoint commits to. Empty: all is well.
	Damage []Damage `json:"damage,omitempty"`
}

// Damage is one file that is wrong.
type Damage struct {
	File   string  `json:"file"`
	Index  *uint64 `json:"index,omitempty"` // the entry, when it is about one
	Reason string  `json:"reason"`
}

// DamageError is the error of a log that VerifyLog found damaged.
type DamageError struct{ Damage []Damage }

func (e *DamageError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "log damaged in %d places", len(e.Damage))
	for i, d := range e.Damage {
		if i == 10 {
			fmt.Fprintf(&b, "; and %d more", len(e.Damage)-i)
			break
		}
		fmt.Fprintf(&b, "; %s: %s", d.File, d.Reason)
	}
	return b.String()
}

// VerifyLog reads the whole of a log's folder, or of a copy of its public part, and rebuilds every tile from the
// entries. The log need not be open and nothing else is asked. A *DamageError comes with a report that names
// what is wrong; other errors mean that the checkpoint itself is not to be trusted or could not be read.
func VerifyLog(ctx context.Context, dir string, policy []byte) (Report, error) {
	p, err := ParsePolicy(policy)
	if err != nil {
		return Report{}, err
	}
	cp, err := readCheckpoint(dir, p)
	if err != nil {
		return Report{}, fmt.Errorf("verify log %s: checkpoint: %w", dir, err)
	}
	c := &checker{
		from: client.FileFetcher{Root: dir}, report: Report{Checkpoint: cp},
		entries: newRebuild(), leaves: newRebuild(),
	}
	for r := range layout.Range(0, cp.Size, cp.Size) {
		if err := ctx.Err(); err != nil {
			return c.report, fmt.Errorf("verify log %s: %w", dir, err)
		}
		if !c.bundle(ctx, r) {
			break
		}
	}
	c.finish(ctx)
	if len(c.report.Damage) > 0 {
		return c.report, fmt.Errorf("verify log %s: %w", dir, &DamageError{c.report.Damage})
	}
	return c.report, nil
}

// checker rebuilds the tree twice, from the entries and from the leaf hashes as stored, to tell which of the two
// was altered when they differ.
type checker struct {
	from    client.FileFetcher
	report  Report
	entries *rebuild
	leaves  *rebuild // nil once a leaf tile could not be read
	altered []Damage // entries that do not fit their stored leaf hash
}

// rebuild is a tree as it follows from its leaves, and the stored tiles that are not as it says.
type rebuild struct {
	tree    *compact.Range
	pending map[compact.NodeID]*api.HashTile
	damage  []Damage
	tiles   int
	bytes   int64
}

func newRebuild() *rebuild {
	f := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	return &rebuild{tree: f.NewEmptyRange(0), pending: map[compact.NodeID]*api.HashTile{}}
}

func (c *checker) damage(file, format string, args ...any) {
	c.report.Damage = append(c.report.Damage, Damage{File: file, Reason: fmt.Sprintf(format, args...)})
}

// bundle takes the next entry file. It reports false when the walk cannot go on.
func (c *checker) bundle(ctx context.Context, r layout.RangeInfo) bool {
	file := layout.EntriesPath(r.Index, r.Partial)
	want := layout.EntryBundleWidth
	if r.Partial > 0 {
		want = int(r.Partial)
	}
	raw, err := c.from.ReadEntryBundle(ctx, r.Index, r.Partial)
	var b api.EntryBundle
	if err == nil {
		c.report.Bytes += int64(len(raw))
		err = b.UnmarshalText(raw)
	}
	if err == nil && len(b.Entries) < want {
		err = fmt.Errorf("holds %d entries, want %d", len(b.Entries), want)
	}
	if err != nil {
		c.damage(file, "%v; what follows was not checked", err)
		return false
	}
	stored := c.leafTile(ctx, r, want)
	for i, e := range b.Entries[:want] {
		h := LeafHash(e)
		if stored != nil && !bytes.Equal(h[:], stored[i]) {
			index := r.Index*layout.EntryBundleWidth + uint64(i)
			c.altered = append(c.altered, Damage{File: file, Index: &index})
		}
		c.entries.append(ctx, c.from, h[:])
		if c.leaves != nil {
			c.leaves.append(ctx, c.from, stored[i])
		}
	}
	c.report.Entries += uint64(want)
	return true
}

func (c *checker) leafTile(ctx context.Context, r layout.RangeInfo, want int) [][]byte {
	raw, err := c.from.ReadTile(ctx, 0, r.Index, r.Partial)
	var t api.HashTile
	if err == nil {
		err = t.UnmarshalText(raw)
	}
	if err != nil || len(t.Nodes) < want {
		c.leaves = nil // the tile itself is reported when it is compared
		return nil
	}
	return t.Nodes
}

// append takes the next leaf, and compares the tiles that it fills.
func (b *rebuild) append(ctx context.Context, from client.FileFetcher, leaf []byte) {
	// Appending cannot fail: the range starts at 0.
	_ = b.tree.Append(leaf, func(id compact.NodeID, hash []byte) {
		if id.Level%layout.TileHeight != 0 {
			return
		}
		at := compact.NodeID{Level: id.Level / layout.TileHeight, Index: id.Index / layout.TileWidth}
		t := b.pending[at]
		if t == nil {
			t = &api.HashTile{}
			b.pending[at] = t
		}
		t.Nodes = append(t.Nodes, hash)
		if len(t.Nodes) == layout.TileWidth {
			b.compare(ctx, from, at, t)
			delete(b.pending, at)
		}
	})
}

func (b *rebuild) compare(ctx context.Context, from client.FileFetcher, at compact.NodeID, t *api.HashTile) {
	partial := uint8(len(t.Nodes) % layout.TileWidth)
	file := layout.TilePath(uint64(at.Level), at.Index, partial)
	raw, err := from.ReadTile(ctx, uint64(at.Level), at.Index, partial)
	if err != nil {
		b.damage = append(b.damage, Damage{File: file, Reason: err.Error()})
		return
	}
	b.tiles++
	b.bytes += int64(len(raw))
	want, err := t.MarshalText()
	// A full tile may stand in for a partial one.
	if err != nil || len(raw) < len(want) || !bytes.Equal(raw[:len(want)], want) {
		b.damage = append(b.damage, Damage{File: file, Reason: "its hashes are not those of the entries"})
	}
}

// finish compares the partial tiles at the edge and gives the root.
func (b *rebuild) finish(ctx context.Context, from client.FileFetcher) Hash {
	rest := slices.SortedFunc(maps.Keys(b.pending), func(x, y compact.NodeID) int {
		return cmp.Or(cmp.Compare(x.Level, y.Level), cmp.Compare(x.Index, y.Index))
	})
	for _, id := range rest {
		b.compare(ctx, from, id, b.pending[id])
	}
	if b.tree.End() == 0 {
		return Hash(rfc6962.DefaultHasher.EmptyRoot())
	}
	h, err := b.tree.GetRootHash(nil)
	if err != nil {
		return Hash{}
	}
	return Hash(h)
}

// finish decides which of the two trees is the one the checkpoint commits to, and so what was altered.
func (c *checker) finish(ctx context.Context) {
	r := &c.report
	want := r.Checkpoint.Root
	reason := "entry %d does not fit its leaf hash, and neither tree fits the checkpoint"
	switch {
	case r.Entries < r.Checkpoint.Size:
		// The walk was cut: there is no root, and the tiles at the edge are not complete.
		reason = "entry %d does not fit its leaf hash"
		r.Damage = append(r.Damage, c.entries.damage...)
	case c.entries.finish(ctx, c.from) == want:
		c.altered = nil // it is the leaf tile that was altered, and it is among those that differ
		r.Damage = append(r.Damage, c.entries.damage...)
	case c.leaves != nil && c.leaves.finish(ctx, c.from) == want:
		reason = "entry %d was altered"
		r.Damage = append(r.Damage, c.leaves.damage...)
	default:
		r.Damage = append(r.Damage, c.entries.damage...)
		c.damage(layout.CheckpointPath, "commits to root %s, which is not that of the entries", want)
	}
	for _, d := range c.altered {
		d.Reason = fmt.Sprintf(reason, *d.Index)
		r.Damage = append(r.Damage, d)
	}
	r.Tiles, r.Bytes = c.entries.tiles, r.Bytes+c.entries.bytes
}
