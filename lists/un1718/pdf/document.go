// Package pdf reads the text of a PDF document: every piece with its place on
// the page and the rectangle that it was cut out to, which in a table printed
// by a word processor is the cell. It knows what such documents are made of -
// objects, object streams, Flate, fonts that say what their characters mean -
// and refuses the rest: encryption, other filters, and what would unpack to
// more than a list can have. It finds objects by reading the file from its
// start, and so needs no cross-reference table, which is the first thing to be
// wrong in a document that tools have been through.
package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"plimsoll/lists"
)

// Limits that no printed list comes near; a file beyond them is refused before
// it can fill the memory.
const (
	maxFile     = 8 << 20
	maxUnpacked = 16 << 20 // of all streams together
	maxPages    = 2000
	maxTree     = 20 // levels of the tree of pages
)

// Document is an open PDF.
type Document struct {
	file    lists.File
	data    []byte
	objects map[ref]any
	catalog dict
	info    dict
	nodes   int // of the tree of pages that were visited
	left    int // bytes that streams may still unpack to
	pages   []page
	fonts   map[ref]*font
}

type page struct {
	contents  []*stream
	resources dict
}

// Open reads the structure of a document.
func Open(file lists.File) (*Document, error) {
	d := &Document{file: file, objects: map[ref]any{}, left: maxUnpacked, fonts: map[ref]*font{}}
	if file.Size > maxFile {
		return nil, d.fail(0, "the file is longer than %d bytes: this is no list", maxFile)
	}
	d.data = make([]byte, file.Size)
	if n, err := io.ReadFull(file.Reader(), d.data); err != nil {
		return nil, fmt.Errorf("reading %s at byte %d: %w", file.Name, n, err)
	}
	if !bytes.HasPrefix(d.data, []byte("%PDF-")) {
		return nil, d.fail(0, "the file does not begin with %%PDF-: it is no PDF")
	}
	if !bytes.Contains(d.data[max(0, len(d.data)-1024):], []byte("%%EOF")) {
		return nil, d.fail(file.Size, "the file ends in the middle: it was cut, fetch it again")
	}
	if err := d.scan(); err != nil {
		return nil, err
	}
	if d.catalog == nil {
		return nil, d.fail(0, "the document has no catalog: it is damaged, fetch it again")
	}
	if err := d.walk(d.catalog["Pages"], nil, 0); err != nil {
		return nil, err
	}
	if len(d.pages) == 0 {
		return nil, d.fail(0, "the document has no pages")
	}
	return d, nil
}

// Pages is the number of pages.
func (d *Document) Pages() int { return len(d.pages) }

// Info is what the document says of itself, such as its Title or the
// CreationDate; "" where it does not.
func (d *Document) Info(key string) string {
	t, _ := d.resolve(d.info[name(key)]).(text)
	if utf16, marked := strings.CutPrefix(string(t), "\xfe\xff"); marked {
		return utf16Text(text(utf16))
	}
	out := make([]rune, len(t))
	for i := range out {
		out[i] = rune(t[i])
	}
	return string(out)
}

func (d *Document) fail(at int64, format string, args ...any) error {
	line := 1 + bytes.Count(d.data[:min(at, int64(len(d.data)))], []byte{'\n'})
	return &lists.ParseError{File: d.file.Name, Line: line, Offset: at, Reason: fmt.Sprintf(format, args...)}
}

// refuse turns what the lexer found wrong into a refusal of the file.
func (d *Document) refuse(err error, base int64, inside bool) error {
	var bad *syntaxError
	if !errors.As(err, &bad) {
		return err
	}
	if inside { // of a stream: the byte is one of the unpacked ones
		return d.fail(base, "the stream that begins here is damaged: %v", bad)
	}
	return d.fail(base+int64(bad.at), "the document is damaged here: %s", bad.msg)
}

// scan finds all objects. A later one of a number stands for an earlier, as
// when a document was changed by adding to it.
func (d *Document) scan() error {
	for pos, ended := 0, 0; ; {
		i := bytes.Index(d.data[pos:], []byte("obj"))
		at := pos + i
		if i < 0 {
			at = len(d.data)
		}
		n, ok := d.numberBefore(at)
		if i >= 0 && !ok {
			pos = at + len("obj")
			continue
		}
		if bytes.Contains(d.data[ended:at], []byte("/Encrypt")) { // in the trailer
			return d.encrypted(ended)
		}
		if i < 0 {
			return nil
		}
		end, err := d.object(n, at+len("obj"))
		if err != nil {
			return err
		}
		pos, ended = end, end
	}
}

func (d *Document) encrypted(at int) error {
	return d.fail(int64(at), "the document is encrypted: save it without a password")
}

// numberBefore reads "12 0 " backwards from the word obj.
func (d *Document) numberBefore(at int) (ref, bool) {
	i := at
	back := func(is func(byte) bool) string {
		end := i
		for i > 0 && is(d.data[i-1]) {
			i--
		}
		return string(d.data[i:end])
	}
	if back(isSpace) == "" || back(isDigit) == "" || back(isSpace) == "" {
		return 0, false
	}
	n, err := strconv.Atoi(back(isDigit))
	return ref(n), err == nil
}

// object reads the object that begins at pos and returns where it ends.
func (d *Document) object(n ref, pos int) (end int, err error) {
	l := &lexer{data: d.data, pos: pos}
	v, err := l.value()
	if err != nil {
		return 0, d.refuse(err, 0, false)
	}
	dic, isDict := v.(dict)
	if l.skip(); isDict && l.peek("stream") {
		s, err := d.stream(dic, l)
		if err != nil {
			return 0, err
		}
		v = s
	}
	d.keep(n, v)
	if _, is := dic["Encrypt"]; is {
		return 0, d.encrypted(pos)
	}
	if s, ok := v.(*stream); ok && s.dict["Type"] == name("ObjStm") {
		if err := d.packed(s); err != nil {
			return 0, err
		}
	}
	return l.pos, nil
}

func (d *Document) keep(n ref, v any) {
	d.objects[n] = v
	dic, ok := v.(dict)
	if ok && dic["Type"] == name("Catalog") {
		d.catalog = dic
	}
	if ok && (dic["Producer"] != nil || dic["CreationDate"] != nil) {
		d.info = dic
	}
}

// stream takes the bytes behind a dictionary.
func (d *Document) stream(dic dict, l *lexer) (*stream, error) {
	l.pos += len("stream")
	if l.peek("\r\n") {
		l.pos += 2
	} else if l.peek("\n") || l.peek("\r") {
		l.pos++
	}
	from, end := l.pos, -1
	// The length may be wrong, or written elsewhere: then the mark counts.
	if n, ok := dic["Length"].(float64); ok && n >= 0 && n <= float64(len(d.data)-from) {
		after := &lexer{data: d.data, pos: from + int(n)}
		if after.skip(); after.peek("endstream") {
			end, l.pos = from+int(n), after.pos
		}
	}
	if end < 0 {
		i := bytes.Index(d.data[from:], []byte("endstream"))
		if i < 0 {
			return nil, d.fail(int64(from), "a stream that nothing ends: the file was cut, fetch it again")
		}
		end, l.pos = from+i, from+i
	}
	l.pos += len("endstream")
	return &stream{dict: dic, at: int64(from), data: d.data[from:end]}, nil
}

// packed reads the objects inside an object stream.
func (d *Document) packed(s *stream) error {
	data, err := d.unpack(s)
	if err != nil {
		return err
	}
	n, okN := s.dict["N"].(float64)
	first, okFirst := s.dict["First"].(float64)
	if !okN || !okFirst || first < 0 || first > float64(len(data)) {
		return d.fail(s.at, "an object stream that does not say what it holds")
	}
	head := &lexer{data: data[:int(first)], plain: true}
	for range int(min(n, first)) {
		number, err := head.value()
		if err != nil {
			return d.refuse(err, s.at, true)
		}
		offset, err := head.value()
		if err != nil {
			return d.refuse(err, s.at, true)
		}
		num, ok1 := number.(float64)
		at, ok2 := offset.(float64)
		if !ok1 || !ok2 || at < 0 || at > float64(len(data))-first {
			return d.fail(s.at, "an object stream with a damaged table")
		}
		v, err := (&lexer{data: data, pos: int(first + at)}).value()
		if err != nil {
			return d.refuse(err, s.at, true)
		}
		d.keep(ref(num), v)
	}
	return nil
}

// unpack returns the bytes of a stream as they were before compression.
func (d *Document) unpack(s *stream) ([]byte, error) {
	filter := d.resolve(s.dict["Filter"])
	if a, ok := filter.(array); ok && len(a) == 1 {
		filter = d.resolve(a[0])
	}
	switch filter {
	case nil:
		d.left -= len(s.data)
		return s.data, d.tooMuch(s)
	case name("FlateDecode"):
	default:
		return nil, d.fail(s.at, "a stream is packed by %v, which this program does not read", filter)
	}
	if p, ok := d.resolve(s.dict["DecodeParms"]).(dict); ok {
		if f, _ := d.resolve(p["Predictor"]).(float64); f > 1 {
			return nil, d.fail(s.at, "a stream is packed with a predictor, which this program does not read")
		}
	}
	z, err := zlib.NewReader(bytes.NewReader(s.data))
	if err != nil {
		return nil, d.fail(s.at, "a stream is damaged: %v", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(d.left)+1))
	if err != nil {
		return nil, d.fail(s.at, "a stream is damaged: %v", err)
	}
	d.left -= len(out)
	return out, d.tooMuch(s)
}

func (d *Document) tooMuch(s *stream) error {
	if d.left < 0 {
		return d.fail(s.at, "the document unpacks to more than %d bytes: this is no list", maxUnpacked)
	}
	return nil
}

// resolve follows references.
func (d *Document) resolve(v any) any {
	for range maxTree {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = d.objects[r]
	}
	return nil
}

func (d *Document) dictOf(v any) dict {
	switch v := d.resolve(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

// walk visits the tree of pages.
func (d *Document) walk(node any, inherited dict, level int) error {
	if d.nodes++; d.nodes > 2*maxPages {
		return d.fail(0, "the document has more than %d pages: this is no list", maxPages)
	}
	dic := d.dictOf(node)
	if own := d.dictOf(dic["Resources"]); own != nil {
		inherited = own
	}
	if kids, ok := d.resolve(dic["Kids"]).(array); ok {
		if level > maxTree {
			return d.fail(0, "the tree of pages is deeper than %d levels", maxTree)
		}
		for _, k := range kids {
			if err := d.walk(k, inherited, level+1); err != nil {
				return err
			}
		}
		return nil
	}
	if dic["Type"] != name("Page") {
		return d.fail(0, "the tree of pages leads to something that is no page")
	}
	p := page{resources: inherited}
	contents := d.resolve(dic["Contents"])
	parts, ok := contents.(array)
	if !ok {
		parts = array{contents}
	}
	for _, part := range parts {
		if s, ok := d.resolve(part).(*stream); ok {
			p.contents = append(p.contents, s)
		}
	}
	d.pages = append(d.pages, p)
	return nil
}
