package pdf

import (
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// font says what the characters of a string mean.
type font struct {
	bytes   int // of one character code
	meaning map[uint32]string
	plain   *charmap.Charmap // where the font has no table of its own
}

// maxMeanings is more than any font has.
const maxMeanings = 1 << 17

// font finds the font of a name that a page uses.
func (d *Document) font(resources dict, n name) (*font, error) {
	entry := d.dictOf(resources["Font"])[n]
	r, isRef := entry.(ref)
	if f, known := d.fonts[r]; known && isRef {
		return f, nil
	}
	dic := d.dictOf(entry)
	f := &font{bytes: 1}
	if dic["Subtype"] == name("Type0") {
		f.bytes = 2
	}
	if s, ok := d.resolve(dic["ToUnicode"]).(*stream); ok {
		if err := d.readMeanings(f, s); err != nil {
			return nil, err
		}
	} else if f.bytes == 1 {
		f.plain = plainEncoding(d.resolve(dic["Encoding"]))
	}
	if isRef {
		d.fonts[r] = f
	}
	return f, nil
}

// plainEncoding is the encoding of a font that has one of the common ones.
func plainEncoding(v any) *charmap.Charmap {
	switch v {
	case name("WinAnsiEncoding"):
		return charmap.Windows1252
	case name("MacRomanEncoding"):
		return charmap.Macintosh
	}
	return nil
}

// Unreadable stands in a text for a character whose meaning the document does
// not tell.
const Unreadable = "\uFFFD"

// decode turns the bytes of a string into text.
func (f *font) decode(s text, out []byte) []byte {
	if f == nil {
		return append(out, Unreadable...)
	}
	for i := 0; i+f.bytes <= len(s); i += f.bytes {
		code := uint32(s[i])
		if f.bytes == 2 {
			code = code<<8 | uint32(s[i+1])
		}
		switch m, ok := f.meaning[code]; {
		case ok:
			out = append(out, m...)
		case f.plain != nil:
			out = append(out, string(f.plain.DecodeByte(s[i]))...)
		default:
			out = append(out, Unreadable...)
		}
	}
	return out
}

// readMeanings reads the table ToUnicode: the pairs of beginbfchar and the
// ranges of beginbfrange.
func (d *Document) readMeanings(f *font, s *stream) error {
	data, err := d.unpack(s)
	if err != nil {
		return err
	}
	f.meaning = map[uint32]string{}
	l := &lexer{data: data, plain: true}
	for l.more() {
		v, err := l.value()
		if err != nil {
			return d.refuse(err, s.at, true)
		}
		switch v {
		case keyword("begincodespacerange"):
			if low, ok := d.next(l).(text); ok && (len(low) == 1 || len(low) == 2) {
				f.bytes = len(low)
			}
		case keyword("beginbfchar"):
			d.readPairs(f, l)
		case keyword("beginbfrange"):
			d.readRanges(f, l)
		}
		if len(f.meaning) > maxMeanings {
			return d.fail(s.at, "a font has more than %d characters", maxMeanings)
		}
	}
	return nil
}

// next reads an object; a damaged one ends the table, and what it lacks is
// unreadable.
func (d *Document) next(l *lexer) any {
	if !l.more() {
		return nil
	}
	v, err := l.value()
	if err != nil {
		l.pos = len(l.data)
		return nil
	}
	return v
}

func (d *Document) readPairs(f *font, l *lexer) {
	for len(f.meaning) <= maxMeanings {
		code, ok1 := d.next(l).(text)
		if !ok1 {
			return
		}
		means, ok2 := d.next(l).(text)
		if !ok2 {
			return
		}
		f.meaning[codeOf(code)] = utf16Text(means)
	}
}

func (d *Document) readRanges(f *font, l *lexer) {
	for len(f.meaning) <= maxMeanings {
		low, ok1 := d.next(l).(text)
		if !ok1 {
			return
		}
		high, ok2 := d.next(l).(text)
		if !ok2 {
			return
		}
		from, to := codeOf(low), codeOf(high)
		switch means := d.next(l).(type) {
		case array:
			for i, m := range means {
				if s, ok := m.(text); ok && i <= int(to-from) {
					f.meaning[from+uint32(i)] = utf16Text(s)
				}
			}
		case text:
			units := []rune(utf16Text(means))
			if len(units) == 0 || to < from || to-from > 0xffff {
				return
			}
			for c := from; c <= to; c++ {
				f.meaning[c] = string(units)
				units[len(units)-1]++
			}
		default:
			return
		}
	}
}

func codeOf(s text) (code uint32) {
	for i := range len(s) {
		code = code<<8 | uint32(s[i])
	}
	return code
}

// utf16Text reads text in UTF-16, high byte first.
func utf16Text(s text) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}
