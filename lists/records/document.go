// Package records reads a list in JSON record by record: an array of objects
// somewhere in the document. One record is in memory at a time, and every value
// in it knows its place: the path and the byte at which it begins,
// "/results[12]/name @3456".
//
//	doc := records.New(ctx, file)
//	err := doc.Each([]string{"response", "ITEMS"}, func(rec *records.Node) error {
//		name := rec.At("NAME")
//		...
//	}, nil)
package records

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"plimsoll/lists"
)

// Limits that no true list comes near; a file beyond them is refused before it
// can fill the memory.
const (
	maxRecord = 8 << 20 // bytes of one record, or of anything beside the records
	maxNodes  = 100_000 // values of one record
	maxDepth  = 20      // brackets inside one record
)

// Document is a list being read.
type Document struct {
	ctx  context.Context
	file lists.File
	src  *meter
	dec  *json.Decoder
	base int64 // byte at which the decoder began

	raw   json.RawMessage
	text  string // of the record
	at    int64  // byte at which the record begins
	path  string // of the record
	arena []Node
}

// New prepares to read a file.
func New(ctx context.Context, file lists.File) *Document {
	d := &Document{ctx: ctx, file: file}
	var bom [3]byte
	if n, _ := file.ReadAt(bom[:], 0); n == len(bom) && string(bom[:]) == "\ufeff" {
		d.base = int64(n)
	}
	d.src = &meter{r: io.NewSectionReader(file, d.base, file.Size-d.base), left: maxRecord}
	d.dec = json.NewDecoder(d.src)
	return d
}

// Each visits the objects of the array that the keys lead to, and reads the
// document to its end. What stands beside the way is handed to beside, unless
// that is nil. A node holds until the next one is read.
func (d *Document) Each(keys []string, record, beside func(*Node) error) error {
	if err := d.open('{', "the file"); err != nil {
		return err
	}
	if err := d.walk("", keys, record, beside); err != nil {
		return err
	}
	switch _, err := d.dec.Token(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return d.wrap(err)
	}
	return d.fail(d.here(), "something follows the list")
}

// walk reads the object just opened, to its end.
func (d *Document) walk(path string, keys []string, record, beside func(*Node) error) error {
	found := false
	for d.dec.More() {
		key, err := d.key()
		if err != nil {
			return err
		}
		switch {
		case key != keys[0]:
			err = d.aside(path+"/"+key, beside)
		case found:
			err = d.fail(d.here(), "%s/%s stands twice", path, key)
		case len(keys) == 1:
			err = d.array(path+"/"+key, record)
		default:
			if err = d.open('{', path+"/"+key); err == nil {
				err = d.walk(path+"/"+key, keys[1:], record, beside)
			}
		}
		if err != nil {
			return err
		}
		found = found || key == keys[0]
	}
	if _, err := d.dec.Token(); err != nil { // the bracket that closes
		return d.wrap(err)
	}
	if !found {
		return d.fail(d.here(), "there is no %s/%s: this is another list, or a message instead of one", path, keys[0])
	}
	return nil
}

func (d *Document) array(path string, record func(*Node) error) error {
	if err := d.open('[', path); err != nil {
		return err
	}
	for n := 1; d.dec.More(); n++ {
		if err := d.ctx.Err(); err != nil {
			return fmt.Errorf("reading %s: %w", d.file.Name, err)
		}
		rec, err := d.value(fmt.Sprintf("%s[%d]", path, n))
		if err != nil {
			return err
		}
		if rec.kind != object {
			return d.Fail(rec, "a record that is no object")
		}
		if err := record(rec); err != nil {
			return err
		}
	}
	if _, err := d.dec.Token(); err != nil {
		return d.wrap(err)
	}
	return nil
}

func (d *Document) aside(path string, beside func(*Node) error) error {
	n, err := d.value(path)
	if err != nil || beside == nil {
		return err
	}
	return beside(n)
}

func (d *Document) open(bracket json.Delim, what string) error {
	tok, err := d.dec.Token()
	if errors.Is(err, io.EOF) && d.here() == d.base {
		return d.fail(d.base, "the file ends before the list begins")
	}
	if err != nil {
		return d.wrap(err)
	}
	if tok != bracket {
		return d.fail(d.here(), "%s is not an %s: this is another list, or a message instead of one", what, map[json.Delim]string{'{': "object", '[': "array"}[bracket])
	}
	d.src.left = maxRecord
	return nil
}

func (d *Document) key() (string, error) {
	tok, err := d.dec.Token()
	if err != nil {
		return "", d.wrap(err)
	}
	key, ok := tok.(string)
	if !ok { // the decoder lets nothing else stand here
		return "", d.fail(d.here(), "a key that is no text")
	}
	return key, nil
}

// value reads one value whole.
func (d *Document) value(path string) (*Node, error) {
	d.raw = d.raw[:0]
	if err := d.dec.Decode(&d.raw); err != nil {
		return nil, d.wrap(err)
	}
	d.src.left = maxRecord
	d.path, d.at = path, d.here()-int64(len(d.raw))
	if !utf8.Valid(d.raw) {
		i := firstBad(d.raw)
		return nil, d.fail(d.at+int64(i), "%s: the byte 0x%02X is not UTF-8: save the file as UTF-8", path, d.raw[i])
	}
	d.text = string(d.raw)
	return d.parse()
}

func firstBad(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return 0
}

func (d *Document) here() int64 { return d.base + d.dec.InputOffset() }

// Fail refuses the file for what stands at a node.
func (d *Document) Fail(n *Node, format string, args ...any) error {
	return d.fail(n.at, "%s: %s", n.Path(), fmt.Sprintf(format, args...))
}

// FailHere refuses the file for what is missing where the reader stands.
func (d *Document) FailHere(format string, args ...any) error {
	return d.fail(d.here(), format, args...)
}

func (d *Document) fail(at int64, format string, args ...any) error {
	at = min(max(at, 0), d.file.Size)
	return &lists.ParseError{File: d.file.Name, Line: d.line(at), Offset: at, Reason: fmt.Sprintf(format, args...)}
}

// line counts the lines up to a byte. It reads the file once more, which only a
// refused file costs.
func (d *Document) line(at int64) int {
	r, buf, line := io.NewSectionReader(d.file, 0, at), make([]byte, 64<<10), 1
	for {
		n, err := r.Read(buf)
		line += bytes.Count(buf[:n], []byte{'\n'})
		if err != nil || n == 0 {
			return line
		}
	}
}

// wrap says what an error of the decoder means.
func (d *Document) wrap(err error) error {
	at := d.here()
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, errTooLong):
		return d.fail(at, "one record is longer than %d bytes", maxRecord)
	case d.src.err != nil:
		return fmt.Errorf("reading %s at byte %d: %w", d.file.Name, at, d.src.err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return d.fail(d.file.Size, "the file ends in the middle: it was cut, fetch it again")
	case errors.As(err, &syntax):
		return d.fail(max(at, d.base+syntax.Offset-1), "not JSON: %s", syntax.Error())
	}
	return d.fail(at, "not JSON: %v", err)
}

// meter stops a record that does not end.
type meter struct {
	r    io.Reader
	left int
	err  error // of the reader below
}

var errTooLong = errors.New("one record is too long")

func (m *meter) Read(b []byte) (int, error) {
	if m.left <= 0 {
		return 0, errTooLong
	}
	n, err := m.r.Read(b)
	m.left -= n
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}
