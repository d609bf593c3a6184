package lists

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/unicode/norm"

	"plimsoll/ftm"
)

// digest is a content hash: what an entity says, not where it says it.
type digest [16]byte

// idKey stands for an entity id in memory: lists have a million of them.
type idKey [16]byte

func keyOf(id string) (k idKey) {
	sum := sha256.Sum256([]byte(id))
	copy(k[:], sum[:])
	return k
}

// digestOf sums up the statements of an entity in a way that their order,
// places, exhibits, blanks and Unicode form make no difference to.
func digestOf(e *ftm.Entity, buf []byte) (digest, []byte) {
	var lo, hi uint64
	add := func(b []byte) {
		sum := sha256.Sum256(b)
		lo += binary.LittleEndian.Uint64(sum[:8])
		hi += binary.LittleEndian.Uint64(sum[8:16])
	}
	buf = append(append(buf[:0], 'E', 0), e.Schema...)
	add(buf)
	for i := range e.Statements {
		s := &e.Statements[i]
		buf = append(append(buf[:0], s.Prop...), 0)
		buf = append(append(buf, canonical(s.Value)...), 0)
		buf = append(append(buf, s.Strength...), 0)
		buf = append(buf, s.Qualifier...)
		add(buf)
	}
	var d digest
	binary.LittleEndian.PutUint64(d[:8], lo)
	binary.LittleEndian.PutUint64(d[8:], hi)
	return d, buf
}

// canonical is the form in which values are compared.
func canonical(v string) string { return norm.NFC.String(Clean(v)) }

// sealer takes entities as they are parsed, checks them and writes them to the
// spool: the pack, and the index of what it holds.
type sealer struct {
	pack, index *spooled
	packZ       *zstd.Encoder
	indexZ      *zstd.Encoder
	indexW      *bufio.Writer
	writer      *ftm.PackWriter
	hash        hash.Hash // of the pack before compression

	seen    map[idKey]struct{}
	buf     []byte
	count   int
	listed  int
	bad     []error
	badMore int
}

func newSealer(dir string) (*sealer, error) {
	s := &sealer{hash: sha256.New(), seen: map[idKey]struct{}{}}
	var err error
	if s.pack, err = newSpooled(dir); err != nil {
		return nil, err
	}
	if s.index, err = newSpooled(dir); err != nil {
		s.discard()
		return nil, err
	}
	if s.packZ, err = newCompressor(s.pack); err == nil {
		s.indexZ, err = newCompressor(s.index)
	}
	if err != nil {
		s.discard()
		return nil, err
	}
	s.indexW = bufio.NewWriter(s.indexZ)
	s.writer = ftm.NewPackWriter(io.MultiWriter(s.hash, s.packZ))
	return s, nil
}

func newCompressor(w io.Writer) (*zstd.Encoder, error) {
	return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
}

func (s *sealer) discard() {
	s.pack.discard()
	s.index.discard()
}

// maxBad is how many faults of a list are told.
const maxBad = 10

// add takes an entity.
func (s *sealer) add(e *ftm.Entity) error {
	key := keyOf(e.ID)
	if _, twice := s.seen[key]; twice {
		s.fault(fmt.Errorf("two entities have the id %s", e.ID))
	}
	s.seen[key] = struct{}{}
	if err := ftm.Default().Check(e); err != nil {
		s.fault(err)
	}
	var d digest
	d, s.buf = digestOf(e, s.buf)
	listed := e.Listed()
	if listed {
		s.listed++
	}
	s.count++
	writeIndexLine(s.indexW, e, d, listed)
	if err := s.writer.Write(e); err != nil {
		return err
	}
	return nil
}

func (s *sealer) fault(err error) {
	if len(s.bad) < maxBad {
		s.bad = append(s.bad, err)
	} else {
		s.badMore++
	}
}

// finish closes the pack and returns the id of the snapshot.
func (s *sealer) finish() (id string, err error) {
	if len(s.bad) > 0 {
		more := ""
		if s.badMore > 0 {
			more = fmt.Sprintf(", and %d more", s.badMore)
		}
		return "", fmt.Errorf("what was read is not valid FollowTheMoney: %w%s", errors.Join(s.bad...), more)
	}
	s.seen = nil
	if err := errors.Join(s.writer.Flush(), s.packZ.Close(), s.indexW.Flush(), s.indexZ.Close()); err != nil {
		return "", fmt.Errorf("writing the snapshot: %w", err)
	}
	return hex.EncodeToString(s.hash.Sum(nil)), nil
}

// The index of a snapshot has a line an entity: id, digest, schema, whether it
// is listed, caption. It is made from the pack and can be made again.
func writeIndexLine(w *bufio.Writer, e *ftm.Entity, d digest, listed bool) {
	var hx [32]byte
	hex.Encode(hx[:], d[:])
	mark := "-"
	if listed {
		mark = "listed"
	}
	_, _ = w.WriteString(oneLine(e.ID))
	_ = w.WriteByte('\t')
	_, _ = w.Write(hx[:])
	for _, f := range [...]string{e.Schema, mark, oneLine(captionOf(e))} {
		_ = w.WriteByte('\t')
		_, _ = w.WriteString(f)
	}
	_ = w.WriteByte('\n') // an error stays with the writer until Flush
}

// captionOf names the parties; documents, addresses and listings have no name.
func captionOf(e *ftm.Entity) string {
	if e.First("name") == "" {
		return ""
	}
	return e.Caption()
}

func oneLine(s string) string {
	if strings.ContainsAny(s, "\t\n\r") {
		return Clean(s)
	}
	return s
}

// IndexEntry is what the index of a snapshot says of an entity.
type IndexEntry struct {
	ID, Schema, Caption string
	Listed              bool
	digest              digest
}

// readIndex visits the entities of an index.
func readIndex(r io.Reader, fn func(IndexEntry) error) error {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return err
	}
	defer z.Close()
	br := bufio.NewReader(z)
	for {
		line, err := br.ReadString('\n')
		if errors.Is(err, io.EOF) && line == "" {
			return nil
		}
		if err != nil {
			return err
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		e := IndexEntry{ID: f[0]}
		if len(f) != 5 || len(f[1]) != 2*len(e.digest) {
			return fmt.Errorf("damaged line %.60q", line)
		}
		if _, err := hex.Decode(e.digest[:], []byte(f[1])); err != nil {
			return fmt.Errorf("damaged line %.60q", line)
		}
		e.Schema, e.Listed, e.Caption = f[2], f[3] == "listed", f[4]
		if err := fn(e); err != nil {
			return err
		}
	}
}

// drain hands what a parser emits to a sealer that runs beside it, in order.
func (s *sealer) drain(ctx context.Context, parse func(Emit) (*Parsed, error)) (*Parsed, error) {
	const batch = 128
	work := make(chan []*ftm.Entity, 8)
	done := make(chan error, 1)
	go func() {
		var failed error
		for b := range work {
			for _, e := range b {
				if failed == nil {
					failed = s.add(e)
				}
			}
		}
		done <- failed
	}()
	next := make([]*ftm.Entity, 0, batch)
	send := func() error {
		select {
		case work <- next:
			next = make([]*ftm.Entity, 0, batch)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	parsed, err := parse(func(e *ftm.Entity) error {
		if next = append(next, e); len(next) == batch {
			return send()
		}
		return nil
	})
	if err == nil {
		err = send()
	}
	close(work)
	sealErr := <-done
	if err != nil {
		return nil, err
	}
	return parsed, sealErr
}
