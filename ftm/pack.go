package ftm

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The pack is how entities with their statements are stored: one line a
// statement, fields divided by tabs, so that a snapshot of a million statements
// is written and read in a second or two, and can still be read by eye.
//
//	pack 1
//	D	us_ofac_sdn                     dataset of what follows
//	X	9f86d081884c7d65...             exhibit of what follows
//	E	us_ofac_sdn-306	Organization    an entity
//	S	name	BANCO ...	original	lang	strength	qualifier	place
//
// A tab, line break or backslash inside a field is written \t, \n, \r, \\.

// packHeader is the first line; another number is another layout.
const packHeader = "pack 1"

// PackWriter writes a pack.
type PackWriter struct {
	w       *bufio.Writer
	line    []byte
	dataset string
	exhibit string
	begun   bool
}

// NewPackWriter writes to w. Flush must follow the last entity.
func NewPackWriter(w io.Writer) *PackWriter { return &PackWriter{w: bufio.NewWriterSize(w, 1<<16)} }

// Write appends an entity. Every statement must be about the entity itself.
func (p *PackWriter) Write(e *Entity) error {
	if !p.begun {
		p.begun = true
		_, _ = p.w.WriteString(packHeader + "\n")
	}
	b := append(p.line[:0], "E\t"...)
	b = appendField(b, e.ID)
	b = append(b, '\t')
	b = appendField(b, e.Schema)
	b = append(b, '\n')
	for i := range e.Statements {
		s := &e.Statements[i]
		if s.Entity != e.ID || s.Schema != e.Schema {
			return fmt.Errorf("packing entity %s: a statement is about %s, a %s", e.ID, s.Entity, s.Schema)
		}
		if s.Dataset != p.dataset {
			p.dataset = s.Dataset
			b = append(appendField(append(b, "D\t"...), s.Dataset), '\n')
		}
		if s.Exhibit != p.exhibit {
			p.exhibit = s.Exhibit
			b = append(appendField(append(b, "X\t"...), s.Exhibit), '\n')
		}
		b = append(b, 'S')
		for _, f := range [...]string{s.Prop, s.Value, s.Original, s.Lang, string(s.Strength), string(s.Qualifier), s.Place} {
			b = appendField(append(b, '\t'), f)
		}
		b = append(b, '\n')
	}
	p.line = b
	_, err := p.w.Write(b)
	return err
}

// Flush writes what is still held back.
func (p *PackWriter) Flush() error { return p.w.Flush() }

func appendField(b []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		c := s[i]
		if c > '\r' && c != '\\' {
			continue
		}
		var esc byte
		switch c {
		case '\t':
			esc = 't'
		case '\n':
			esc = 'n'
		case '\r':
			esc = 'r'
		case '\\':
			esc = '\\'
		default:
			continue
		}
		b = append(append(b, s[from:i]...), '\\', esc)
		from = i + 1
	}
	return append(b, s[from:]...)
}

// PackReader reads a pack.
type PackReader struct {
	r       *bufio.Reader
	n       int
	dataset string
	exhibit string
	next    *Entity // its E line was read
	said    []Statement
	words   map[string]string
	err     error
}

// NewPackReader reads from r.
func NewPackReader(r io.Reader) *PackReader {
	return &PackReader{r: bufio.NewReaderSize(r, 1<<16), words: map[string]string{}}
}

// Next returns the next entity, io.EOF after the last.
func (p *PackReader) Next() (*Entity, error) {
	if p.err != nil {
		return nil, p.err
	}
	e, err := p.entity()
	if err != nil {
		p.err = err
	}
	return e, err
}

func (p *PackReader) entity() (*Entity, error) {
	for {
		line, err := p.readLine()
		if errors.Is(err, io.EOF) {
			if p.n == 0 {
				return nil, errors.New("reading a pack: it is empty")
			}
			if e := p.finish(); e != nil {
				p.err = io.EOF
				return e, nil
			}
			return nil, io.EOF
		}
		if err != nil {
			return nil, fmt.Errorf("reading a pack: line %d: %w", p.n, err)
		}
		done, err := p.take(line)
		if err != nil {
			return nil, fmt.Errorf("reading a pack: line %d: %w", p.n, err)
		}
		if done != nil {
			return done, nil
		}
	}
}

// take reads a line; at the beginning of an entity it returns the one before.
func (p *PackReader) take(line string) (*Entity, error) {
	if p.n == 1 {
		if line != packHeader {
			return nil, fmt.Errorf("it begins %.20q, not %q", line, packHeader)
		}
		return nil, nil
	}
	kind, rest, _ := strings.Cut(line, "\t")
	switch kind {
	case "D":
		p.dataset = p.word(unescape(rest))
	case "X":
		p.exhibit = p.word(unescape(rest))
	case "E":
		id, schema, ok := strings.Cut(rest, "\t")
		if !ok || id == "" || schema == "" {
			return nil, errors.New("an entity needs an id and a schema")
		}
		done := p.finish()
		p.next = &Entity{ID: unescape(id), Schema: p.word(unescape(schema))}
		return done, nil
	case "S":
		if p.next == nil {
			return nil, errors.New("a statement before the first entity")
		}
		return nil, p.statement(rest)
	default:
		return nil, fmt.Errorf("unknown line %.20q", line)
	}
	return nil, nil
}

// finish gives the entity that was being read its statements, in room of just
// their size.
func (p *PackReader) finish() *Entity {
	e := p.next
	if e != nil {
		e.Statements = slices.Clone(p.said)
		clear(p.said)
		p.next, p.said = nil, p.said[:0]
	}
	return e
}

func (p *PackReader) statement(rest string) error {
	s := Statement{Entity: p.next.ID, Schema: p.next.Schema, Dataset: p.dataset, Exhibit: p.exhibit}
	var f [7]string
	for i := range f {
		field, after, ok := strings.Cut(rest, "\t")
		if ok == (i == len(f)-1) {
			return fmt.Errorf("a statement has %d fields", len(f))
		}
		f[i], rest = unescape(field), after
	}
	s.Prop, s.Value, s.Original, s.Lang = p.word(f[0]), f[1], f[2], p.word(f[3])
	s.Strength, s.Qualifier, s.Place = Strength(p.word(f[4])), Qualifier(p.word(f[5])), f[6]
	p.said = append(p.said, s)
	return nil
}

// readLine returns a line without its end. It may be long, and holds for good.
func (p *PackReader) readLine() (string, error) {
	raw, err := p.r.ReadSlice('\n')
	line := string(raw)
	if errors.Is(err, bufio.ErrBufferFull) { // a long one
		var rest string
		rest, err = p.r.ReadString('\n')
		line += rest
	}
	if errors.Is(err, io.EOF) {
		if line == "" {
			return "", io.EOF
		}
		return "", errors.New("the last line has no end: the pack was cut")
	}
	if err != nil {
		return "", err
	}
	p.n++
	return line[:len(line)-1], nil
}

// word returns the one copy of a string that repeats, so that a line is not
// kept for the sake of it.
func (p *PackReader) word(s string) string {
	if s == "" {
		return ""
	}
	if have, ok := p.words[s]; ok {
		return have
	}
	s = strings.Clone(s)
	if len(p.words) < 4096 {
		p.words[s] = s
	}
	return s
}

func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			i++
			switch s[i] {
			case 't':
				c = '\t'
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			default:
				c = s[i]
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}
