package names

import (
	"encoding/binary"
	"fmt"
	"slices"
	"unsafe"
)

// A token's binary form is what an index keeps of it. It is self-contained and
// small, and two tokens that compare alike have the same one:
//
//	kind and flags, script, surface,
//	number of sounds, each its Latin reading (empty: the surface), code, skeleton and set of letters,
//	number of Korean codes, the codes, number of bones, the bones, number of groups, the groups
//
// Lengths and numbers are uvarints, which for nearly all are one byte.

const (
	flagSingle     = 1 << 4
	flagSurname    = 1 << 5
	flagFather     = 1 << 6
	flagPatronymic = 1 << 7
)

var scripts = [...]Script{Common, Latin, Cyrillic, Greek, Hangul, Han, Kana, Arabic, Hebrew, Other}

// AppendBinary appends the binary form of a token.
func (t *Token) AppendBinary(b []byte) []byte {
	head := byte(t.Kind)
	if t.Single {
		head |= flagSingle
	}
	if t.Surname {
		head |= flagSurname
	}
	if t.Patronymic {
		head |= flagPatronymic
	}
	if t.Father {
		head |= flagFather
	}
	b = append(b, head, byte(max(0, slices.Index(scripts[:], t.Script))))
	b = appendText(b, t.Surface)
	b = binary.AppendUvarint(b, uint64(len(t.Sounds)))
	for i := range t.Sounds {
		s := &t.Sounds[i]
		latin := s.Latin
		if latin == t.Surface {
			latin = ""
		}
		b = appendText(b, latin)
		b = appendText(b, s.Code)
		b = appendText(b, s.Skeleton)
		b = binary.LittleEndian.AppendUint32(b, s.letters)
	}
	for _, list := range [][]string{t.Korean, t.Bones} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = appendText(b, s)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(t.Groups)))
	for _, g := range t.Groups {
		b = binary.AppendUvarint(b, uint64(g))
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// View reads a token of which the binary form begins at b, and returns the
// form's length. The slices of t are used again, and its strings share the
// memory of b: they are good as long as that is, and must be cloned to be kept.
func (t *Token) View(b []byte) int {
	r := viewer{b: b}
	head := r.byte()
	t.Kind, t.Single, t.Surname, t.Father = Kind(head&0xf), head&flagSingle != 0, head&flagSurname != 0, head&flagFather != 0
	t.Patronymic = head&flagPatronymic != 0
	t.Script = scripts[r.byte()]
	t.Surface = r.text()
	t.Sounds = t.Sounds[:0]
	for range r.number() {
		s := Sound{Latin: r.text(), Code: r.text(), Skeleton: r.text(), letters: binary.LittleEndian.Uint32(r.take(4))}
		if s.Latin == "" {
			s.Latin = t.Surface
		}
		t.Sounds = append(t.Sounds, s)
	}
	t.Korean, t.Bones = r.texts(t.Korean), r.texts(t.Bones)
	t.Groups = t.Groups[:0]
	for range r.number() {
		t.Groups = append(t.Groups, uint32(r.number())) //nolint:gosec // written from a uint32
	}
	return r.at
}

// viewer walks a binary form. It is only for what AppendBinary wrote: anything
// else panics by the bounds of the slice.
type viewer struct {
	b  []byte
	at int
}

func (r *viewer) byte() byte { r.at++; return r.b[r.at-1] }

func (r *viewer) number() int {
	if c := r.b[r.at]; c < 0x80 {
		r.at++
		return int(c)
	}
	n, size := binary.Uvarint(r.b[r.at:])
	if size <= 0 || n > 1<<32 {
		panic(fmt.Sprintf("names: no number at byte %d of a token", r.at))
	}
	r.at += size
	return int(n) //nolint:gosec // at most 2^32
}

func (r *viewer) take(n int) []byte { r.at += n; return r.b[r.at-n : r.at] }

func (r *viewer) text() string {
	n := r.number()
	if n == 0 {
		return ""
	}
	return unsafe.String(unsafe.SliceData(r.take(n)), n) //nolint:gosec // of bytes that nobody writes to, see View
}

func (r *viewer) texts(reuse []string) []string {
	reuse = reuse[:0]
	for range r.number() {
		reuse = append(reuse, r.text())
	}
	return reuse
}
