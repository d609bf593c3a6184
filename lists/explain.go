package lists

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"plimsoll/ftm"
)

// Evidence is a statement with the bytes it came from.
type Evidence struct {
	ftm.Statement

	Snapshot  string `json:"snapshot"`
	Published string `json:"published"`
	File      string `json:"file"`   // the exhibit's SHA-256
	Offset    int64  `json:"offset"` // -1 where the place has no byte, as in a spreadsheet
	Excerpt   string `json:"excerpt"`
	Hex       bool   `json:"hex,omitempty"` // the bytes are no text, as in a PDF: the excerpt is their beginning in hexadecimal
	Cut       bool   `json:"cut"`           // the excerpt is not all of it
}

// excerptSize bounds an excerpt.
const (
	excerptSize = 4096
	hexSize     = 32
)

// Explain finds the statements that a snapshot makes about a property of an
// entity and reads from the exhibits the bytes that say so. An empty property
// is all of them.
func (l *Library) Explain(ctx context.Context, s Snapshot, entity, prop string) ([]Evidence, error) {
	e, err := l.Entity(ctx, s, entity)
	if err != nil {
		return nil, err
	}
	var out []Evidence
	for _, st := range e.Statements {
		if prop != "" && st.Prop != prop {
			continue
		}
		ev := Evidence{Statement: st, Snapshot: s.ID, Published: s.Published.Format("2006-01-02"), File: st.Exhibit, Offset: -1}
		if at, ok := OffsetOf(st.Place); ok {
			ev.Offset = at
			raw, more, err := l.bytesAt(ctx, st.Exhibit, at)
			if err != nil {
				return nil, err
			}
			if ev.Hex = isBinary(raw); ev.Hex {
				ev.Excerpt, ev.Cut = fmt.Sprintf("% x", raw[:min(len(raw), hexSize)]), true
			} else {
				ev.Excerpt, ev.Cut = pieceAt(raw, more)
			}
		}
		out = append(out, ev)
	}
	return out, nil
}

// errFound ends a visit.
var errFound = errors.New("found")

// Entity returns one entity of a snapshot.
func (l *Library) Entity(ctx context.Context, s Snapshot, id string) (*ftm.Entity, error) {
	var found *ftm.Entity
	err := l.Each(ctx, s, func(e *ftm.Entity) error {
		if e.ID == id {
			found = e
			return errFound
		}
		return nil
	})
	if err != nil && !errors.Is(err, errFound) {
		return nil, err
	}
	if found == nil {
		return nil, fmt.Errorf("%s: %w in %s of %s", id, ErrNoEntity, s.Dataset, s.Published.Format("2006-01-02"))
	}
	return found, nil
}

// ErrNoEntity says that a snapshot has no such entity.
var ErrNoEntity = errors.New("no such entity")

// OffsetOf is the byte that a place names: "/LIST/NAME @123" is 123.
func OffsetOf(place string) (int64, bool) {
	i := strings.LastIndex(place, " @")
	if i < 0 {
		return 0, false
	}
	at, err := strconv.ParseInt(place[i+2:], 10, 64)
	return at, err == nil && at >= 0
}

// bytesAt reads what stands at a byte of an exhibit, and whether more follows.
func (l *Library) bytesAt(ctx context.Context, sha string, at int64) (b []byte, more bool, err error) {
	r, err := l.exhibits.Open(ctx, sha)
	if err != nil {
		return nil, false, fmt.Errorf("reading exhibit %s: %w", sha, err)
	}
	defer r.Close()
	if s, ok := r.(io.Seeker); ok {
		_, err = s.Seek(at, io.SeekStart)
	} else {
		_, err = io.CopyN(io.Discard, r, at)
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading byte %d of exhibit %s: %w", at, sha, err)
	}
	buf := make([]byte, excerptSize)
	n, err := io.ReadFull(r, buf)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, fmt.Errorf("reading byte %d of exhibit %s: %w", at, sha, err)
	}
	return buf[:n], n == excerptSize, nil
}

// isBinary tells packed bytes from text in any encoding: text has no controls
// but those that make lines.
func isBinary(b []byte) bool {
	for _, c := range b[:min(len(b), 256)] {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return true
		}
	}
	return false
}

// pieceAt cuts off what follows the element, attribute or cell at the start:
// an element to its end, or the rest of a line.
func pieceAt(b []byte, more bool) (string, bool) {
	if len(b) > 0 && b[0] == '<' {
		if end := elementEnd(string(b)); end > 0 {
			return string(b[:end]), false
		}
	} else {
		quoted := len(b) > 0 && b[0] == '"'
		for i := 1; i < len(b); i++ {
			if b[i] == '"' && quoted {
				quoted = false
			} else if b[i] == '\n' && !quoted {
				return strings.TrimRight(string(b[:i]), "\r"), false
			}
		}
		if !more {
			return string(b), false
		}
	}
	for len(b) > 0 && !utf8.Valid(b) && more {
		b = b[:len(b)-1]
	}
	return strings.ToValidUTF8(string(b), "\ufffd"), more
}

// elementEnd finds where the element that begins s ends, counting elements of
// its name inside it; 0 where s does not reach so far.
func elementEnd(s string) int {
	nameEnd := strings.IndexAny(s, " \t\r\n/>")
	if nameEnd < 2 {
		return 0
	}
	name := s[1:nameEnd]
	depth := 0
	for i := 0; i < len(s); {
		j := strings.IndexByte(s[i:], '<')
		if j < 0 {
			return 0
		}
		i += j
		k := strings.IndexByte(s[i:], '>')
		if k < 0 {
			return 0
		}
		tag := s[i : i+k+1]
		i += k + 1
		switch {
		case strings.HasPrefix(tag, "</"+name) && strings.TrimSpace(tag[2+len(name):len(tag)-1]) == "":
			depth--
		case strings.HasPrefix(tag, "<"+name) && strings.ContainsAny(tag[1+len(name):2+len(name)], " \t\r\n/>"):
			if !strings.HasSuffix(tag, "/>") {
				depth++
			}
		}
		if depth <= 0 {
			return i
		}
	}
	return 0
}
