package screen

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"unsafe"

	"plimsoll/names"
)

// An image is an index as bytes: a head, then sections of fixed order, each
// beginning at a multiple of 8. All numbers are little-endian. Nothing in it is
// ever changed, so that any number of programs can map one file.
//
//	head      magic, CRC-32 of the rest of the head, SHA-256 of everything after
//	          it, offset and length of every section
//	meta      JSON: versions, counts, what it was built from, legal forms
//	parties   where each party begins in partyData, and the end
//	partyData id, dataset, schema, birth dates, countries, genders, numbers, addresses
//	bearing   where each party's names begin in bears, and the end
//	bears     names of parties
//	aliases   a record of 16 bytes a name, see aliasRecord, in order of mass
//	limits    how many names have a mass of up to n/massSteps bits
//	written   where each name begins in writtenData, and the end
//	writtenData
//	words     tokens of names
//	tokens    a record of 16 bytes a token, see tokenRecord, and one at the end
//	tokenData binary forms, see names.Token.AppendBinary
//	firsts    names.First of tokens
//	postings  names of tokens, in order
//	codeBuckets, codes: where each bucket begins, and the end; token and eight
//	          bits of the hash of its names.Codes
//	buckets, keys: the same for names.Keys
//	numberBuckets, numbers: the same for identifiers and addresses, to parties
//	formBuckets, forms: the same for binary forms of tokens
//	leading   where the leads of each token begin in leads, and the end
//	leads     what a query's token like this one leads to, see lead
type section int

const (
	secMeta section = iota
	secParties
	secPartyData
	secBearing
	secBears
	secAliases
	secLimits
	secWritten
	secWrittenData
	secWords
	secTokens
	secTokenData
	secFirsts
	secPostings
	secCodeBuckets
	secCodes
	secBuckets
	secKeys
	secNumberBuckets
	secNumbers
	secFormBuckets
	secForms
	secLeading
	secLeads
	sections
)

const (
	magic    = "PLIMIDX5"
	sumAt    = len(magic) + 4
	tableAt  = sumAt + sha256.Size
	headSize = (tableAt + 16*int(sections) + 7) &^ 7
)

// Meta is what an index says of itself.
type Meta struct {
	Names    string     `json:"names"`  // version of package names
	Screen   string     `json:"screen"` // and of this package
	Source   []Source   `json:"source"` // what it was built from
	Parties  int        `json:"parties"`
	Aliases  int        `json:"aliases"`
	Tokens   int        `json:"tokens"`
	Skipped  int        `json:"skipped"` // entities that cannot be a party
	FormSets [][]string `json:"formSets"`
	Initials []uint32   `json:"initials"` // the tokens that are one letter
	// Matches are what two tokens can have in common, as leads count them.
	Matches []names.Match `json:"matches"`
}

// Source is a snapshot that an index was built from.
type Source struct {
	Dataset  string `json:"dataset"`
	Snapshot string `json:"snapshot"`
}

// aliasRecord is one name of one party.
type aliasRecord struct {
	party uint32
	words uint32  // where its tokens begin
	mass  float32 // the bits of all its tokens
	count uint8
	flags uint8
	forms uint16 // index into Meta.FormSets
}

const (
	aliasClass  = 3 // the names.Class
	aliasWeak   = 1 << 2
	aliasKorean = 1 << 3
	aliasCut    = 1 << 4
	aliasOrigin = 5 // where the bits of the names.Origin begin
)

// tokenRecord is one token, borne by any number of names.
type tokenRecord struct {
	data     uint32 // where its binary form begins
	postings uint32 // where its postings begin; they end where the next token's begin
	bits     float32
	_        uint32
}

// image is an index's bytes, with its sections seen as what they hold.
type image struct {
	id       string
	meta     Meta
	parties  []uint32
	party    []byte
	bearing  []uint32
	bears    []uint32
	aliases  []aliasRecord
	limits   []uint32
	firsts   []byte
	written  []uint32
	writing  []byte
	words    []uint32
	tokens   []tokenRecord
	token    []byte
	postings []uint32
	codes    table
	keys     table
	numbers  table
	forms    table
	leading  []uint32
	leads    []lead
}

// table finds ids by a hash: bucket by its upper bits, then by the eight bits
// kept beside the id. What it gives has to be looked at: hashes may meet.
type table struct {
	buckets []uint32
	entries []uint32
	shift   uint
}

const idBits = 24

// each calls yield for every id that may have the hash.
func (t *table) each(hash uint64, yield func(id uint32)) {
	b := hash >> t.shift
	tag := uint32(hash & 0xff)
	for _, e := range t.entries[t.buckets[b]:t.buckets[b+1]] {
		if e>>idBits == tag {
			yield(e & (1<<idBits - 1))
		}
	}
}

func (t *table) has(hash uint64) bool {
	b := hash >> t.shift
	tag := uint32(hash & 0xff)
	for _, e := range t.entries[t.buckets[b]:t.buckets[b+1]] {
		if e>>idBits == tag {
			return true
		}
	}
	return false
}

// FormatError says that bytes are no index this program can read.
type FormatError struct{ Reason string }

func (e *FormatError) Error() string {
	return "opening an index: " + e.Reason + "; build it again with this program"
}

func refuse(format string, args ...any) error { return &FormatError{fmt.Sprintf(format, args...)} }

// parseImage looks at the head of an image alone, so that opening costs the
// same whatever the size. verify looks at the rest.
func parseImage(b []byte) (*image, error) {
	if len(b) < headSize || string(b[:len(magic)]) != magic {
		return nil, refuse("it is no index of this version (%d bytes)", len(b))
	}
	if one := uint16(1); *(*byte)(unsafe.Pointer(&one)) != 1 { //nolint:gosec // the lower byte of a number
		return nil, refuse("indexes are read on little-endian machines alone")
	}
	if uintptr(unsafe.Pointer(unsafe.SliceData(b)))%8 != 0 { //nolint:gosec // where it lies, not what it is
		return nil, refuse("its bytes do not begin at a multiple of 8")
	}
	if crc32.ChecksumIEEE(b[sumAt:headSize]) != binary.LittleEndian.Uint32(b[len(magic):]) {
		return nil, refuse("its head is damaged")
	}
	var sec [sections][]byte
	for i := range sec {
		at := tableAt + 16*i
		from, n := binary.LittleEndian.Uint64(b[at:]), binary.LittleEndian.Uint64(b[at+8:])
		if from%8 != 0 || from > uint64(len(b)) || n > uint64(len(b))-from {
			return nil, refuse("it ends at byte %d, before its section %d does", len(b), i)
		}
		sec[i] = b[from : from+n : from+n]
	}
	m := see(&sec)
	m.id = hex.EncodeToString(b[sumAt : sumAt+16])
	if err := json.Unmarshal(sec[secMeta], &m.meta); err != nil {
		return nil, refuse("its description cannot be read: %v", err)
	}
	if m.meta.Names != names.Version || m.meta.Screen != Version {
		return nil, refuse("it was built by %s and %s, this program is %s and %s", m.meta.Names, m.meta.Screen, names.Version, Version)
	}
	return m, nil
}

// see gives the sections the types they were written from.
func see(sec *[sections][]byte) *image {
	return &image{
		party: sec[secPartyData], writing: sec[secWrittenData], token: sec[secTokenData], firsts: sec[secFirsts],
		parties: view[uint32](sec[secParties]), bearing: view[uint32](sec[secBearing]), bears: view[uint32](sec[secBears]),
		aliases: view[aliasRecord](sec[secAliases]), limits: view[uint32](sec[secLimits]), written: view[uint32](sec[secWritten]),
		words: view[uint32](sec[secWords]), tokens: view[tokenRecord](sec[secTokens]), postings: view[uint32](sec[secPostings]),
		codes:   newTable(view[uint32](sec[secCodeBuckets]), view[uint32](sec[secCodes])),
		keys:    newTable(view[uint32](sec[secBuckets]), view[uint32](sec[secKeys])),
		numbers: newTable(view[uint32](sec[secNumberBuckets]), view[uint32](sec[secNumbers])),
		forms:   newTable(view[uint32](sec[secFormBuckets]), view[uint32](sec[secForms])),
		leading: view[uint32](sec[secLeading]), leads: view[lead](sec[secLeads]),
	}
}

// newTable knows the number of buckets, a power of two, from their bounds.
func newTable(buckets, entries []uint32) table {
	t := table{buckets: buckets, entries: entries, shift: 64}
	for n := len(buckets) - 1; n > 1; n >>= 1 {
		t.shift--
	}
	return t
}

// view sees the bytes of a section as what they were written from.
func view[T any](b []byte) []T {
	var t T
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(t))) //nolint:gosec // of sections that lie at multiples of 8
}

// bytesOf is the opposite of view.
func bytesOf[T any](s []T) []byte {
	var t T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(t))) //nolint:gosec // the same
}

// writeImage writes head and sections.
func writeImage(w io.Writer, sec *[sections][]byte) error {
	head := make([]byte, headSize)
	copy(head, magic)
	sum := sha256.New()
	at := uint64(headSize)
	var pad [8]byte
	for i, s := range sec {
		binary.LittleEndian.PutUint64(head[tableAt+16*i:], at)
		binary.LittleEndian.PutUint64(head[tableAt+16*i+8:], uint64(len(s)))
		sum.Write(s)
		n := -len(s) & 7
		sum.Write(pad[:n])
		at += uint64(len(s) + n)
	}
	copy(head[sumAt:], sum.Sum(nil))
	binary.LittleEndian.PutUint32(head[len(magic):], crc32.ChecksumIEEE(head[sumAt:]))
	if _, err := w.Write(head); err != nil {
		return fmt.Errorf("writing an index: %w", err)
	}
	for _, s := range sec {
		for _, b := range [][]byte{s, pad[:-len(s)&7]} {
			if _, err := w.Write(b); err != nil {
				return fmt.Errorf("writing an index: %w", err)
			}
		}
	}
	return nil
}

// verify reads all of an image and compares it with its sum.
func verify(b []byte) error {
	if _, err := parseImage(b); err != nil {
		return err
	}
	if sum := sha256.Sum256(b[headSize:]); string(sum[:]) != string(b[sumAt:tableAt]) {
		return refuse("its content is not what its sum says: the file is damaged")
	}
	return nil
}
