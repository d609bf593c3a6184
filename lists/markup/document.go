package markup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"plimsoll/lists"
)

// Limits that no true list comes near; a file beyond them is refused before it
// can fill the memory.
const (
	maxDepth = 40
	maxEntry = 8 << 20 // bytes of one entry, or of anything between two
	maxNodes = 200_000 // elements and attributes of one entry
)

// Document walks a list: [Document.Root] opens it, [Document.Each] visits the
// elements inside the one last read, and [Document.Tree] reads one of them
// whole.
//
//	doc := markup.New(ctx, file)
//	root, err := doc.Root("CONSOLIDATED_LIST")
//	err = doc.Each(func(section *markup.Node) error {
//		return doc.Each(func(*markup.Node) error {
//			entry, err := doc.Tree()
//			...
//		})
//	})
//	err = doc.End()
//
// A node holds until the next one is read.
type Document struct {
	ctx  context.Context
	file lists.File
	s    *scanner

	path    string  // of the first element, where Jump was told
	open    []level // containers, root first
	pending bool    // a start tag was read and nobody has entered it yet
	arena   []Node
	text    []byte
	all     string // text of the arena's nodes
	nameBuf []byte // name of an attribute being read
}

// level is an open container.
type level struct {
	name string
	path string
	seen map[string]int // children by name, for their numbers
}

// New prepares to read a file.
func New(ctx context.Context, file lists.File) *Document {
	return &Document{ctx: ctx, file: file, s: newScanner(file.Reader(), file.Name, maxEntry)}
}

// NewAt prepares to read a single element that lies at a place of the file, as
// [Node.Offset] gave it. What the file says elsewhere stays unseen.
func NewAt(ctx context.Context, file lists.File, offset int64) *Document {
	d := &Document{ctx: ctx, file: file, s: newScanner(nil, file.Name, maxEntry)}
	d.s.buf = make([]byte, 0, 4<<10) // small: it is one element
	d.s.linesTo = d.linesTo
	d.Jump(offset, "")
	return d
}

// Jump moves a document that [NewAt] made to another element. Path is that of
// the element in its file, "" where only its name is known. Many elements that
// are read one after the other are read faster so.
func (d *Document) Jump(offset int64, path string) {
	s := d.s
	d.path, d.pending, d.open = path, false, d.open[:0]
	s.open, s.selfEnd = s.open[:0], false
	if at := offset - s.base; at >= 0 && at < int64(len(s.buf)) {
		s.pos = int(at) // it was read along with another
		return
	}
	s.r = io.NewSectionReader(d.file, offset, d.file.Size-offset)
	s.buf, s.pos, s.base, s.eof = s.buf[:0], 0, offset, false
}

// linesTo counts the lines before a byte of the file, where nobody counted
// them in passing.
func (d *Document) linesTo(offset int64) int {
	r := io.NewSectionReader(d.file, 0, offset)
	buf := make([]byte, window)
	for lines := 0; ; {
		n, err := r.Read(buf)
		lines += bytes.Count(buf[:n], []byte{'\n'})
		if err != nil || n == 0 {
			return lines
		}
	}
}

// Root reads up to the first element, which must bear one of the names.
func (d *Document) Root(names ...string) (*Node, error) {
	first := true
	for {
		k, err := d.next()
		if errors.Is(err, io.EOF) {
			return nil, d.fail(d.s.offset(), "the file ends before the list begins")
		}
		if err != nil {
			return nil, err
		}
		switch k {
		case text:
			data := d.s.data
			if first {
				data = bytes.TrimPrefix(data, []byte("\ufeff"))
			}
			if err := d.onlyBlank(data); err != nil {
				return nil, err
			}
		case start:
			n := d.head(d.s.at, d.path)
			for _, want := range names {
				if n.Name == want {
					return n, nil
				}
			}
			return nil, d.fail(d.s.at, "the file begins with <%s>, not with <%s>: this is another list", n.Name, names[0])
		}
		first = false
	}
}

// Each calls fn with every element inside the one last read, to its end. fn may
// call Each, Tree or Skip on it; what it leaves is skipped.
func (d *Document) Each(fn func(*Node) error) error {
	if !d.pending {
		return d.fail(d.s.offset(), "nothing is open to look into")
	}
	d.pending = false
	n := &d.arena[0]
	d.open = append(d.open, level{name: n.Name, path: n.path, seen: map[string]int{}})
	if len(d.open) > maxDepth {
		return d.fail(n.at, "<%s> is nested deeper than lists are", n.Name)
	}
	for {
		k, err := d.inside()
		if err != nil {
			return err
		}
		switch k {
		case end:
			d.open = d.open[:len(d.open)-1]
			return nil
		case text:
			if err := d.onlyBlank(d.s.data); err != nil {
				return err
			}
		case start:
			if err := d.ctx.Err(); err != nil {
				return fmt.Errorf("reading %s: %w", d.file.Name, err)
			}
			up := &d.open[len(d.open)-1]
			name := d.s.intern(local(d.s.tag))
			up.seen[name]++
			if err := fn(d.head(d.s.at, up.path+"/"+name+"["+strconv.Itoa(up.seen[name])+"]")); err != nil {
				return err
			}
			if err := d.Skip(); err != nil {
				return err
			}
		}
	}
}

// head makes the node of a start tag: its name and attributes.
func (d *Document) head(at int64, path string) *Node {
	d.arena = d.arena[:0]
	d.text = d.text[:0]
	d.pushTag(at, -1)
	n := &d.arena[0]
	if path == "" {
		path = "/" + n.Name
	}
	n.path = path
	d.seal()
	d.pending = true
	return n
}

// Skip leaves out the element last read, if nothing was done with it yet. It is
// still checked for being well-formed.
func (d *Document) Skip() error {
	if !d.pending {
		return nil
	}
	d.pending = false
	from := d.s.at
	for depth := 1; depth > 0; {
		k, err := d.inside()
		if err != nil {
			return err
		}
		switch k {
		case start:
			depth++
		case end:
			depth--
		}
		if len(d.open)+depth > maxDepth {
			return d.fail(from, "an element is nested deeper than lists are")
		}
	}
	return nil
}

// Tree reads the element last read whole.
func (d *Document) Tree() (*Node, error) {
	if !d.pending {
		return nil, d.fail(d.s.offset(), "nothing is open to read")
	}
	d.pending = false
	from, path := d.arena[0].at, d.arena[0].path
	// The head's texts were sealed already; its attributes are made again.
	d.text = append(d.text[:0], d.all...)
	cur, depth := int32(0), 1
	for {
		k, err := d.inside()
		if err != nil {
			return nil, err
		}
		if d.s.at-from > maxEntry {
			return nil, d.fail(d.s.at, "one entry is longer than %d bytes", maxEntry)
		}
		switch k {
		case start:
			if depth++; len(d.open)+depth > maxDepth {
				return nil, d.fail(d.s.at, "<%.40s> is nested deeper than lists are", d.s.tag)
			}
			if len(d.arena)+len(d.s.attrs) >= maxNodes {
				return nil, d.fail(d.s.at, "one entry has more than %d elements", maxNodes)
			}
			cur = d.pushTag(d.s.at, cur)
		case text:
			d.addText(cur)
		case end:
			if depth--; depth == 0 {
				d.seal()
				d.arena[0].path = path
				return &d.arena[0], nil
			}
			cur = d.arena[cur].parent
		}
	}
}

// addText keeps the text of an element. A container's text is the blanks
// between its elements, as a rule.
func (d *Document) addText(cur int32) {
	n := &d.arena[cur]
	switch {
	case !n.elements && n.to == 0:
		n.from = int32(len(d.text))
	case !n.elements && int(n.to) == len(d.text): // more text, after a comment
	case len(bytes.TrimSpace(d.s.data)) == 0:
		return
	default:
		n.mixed = true
		n.from = int32(copyOver(&d.text, n.from, n.to))
	}
	d.text = append(d.text, d.s.data...)
	n.to = int32(len(d.text))
}

// copyOver repeats a piece of the buffer at its end, so that it can grow.
func copyOver(buf *[]byte, from, to int32) int {
	at := len(*buf)
	*buf = append(*buf, (*buf)[from:to]...)
	return at
}

// pushTag adds the node of the start tag just read, and its attributes.
func (d *Document) pushTag(at int64, parent int32) int32 {
	i := d.push(d.s.intern(local(d.s.tag)), at, parent)
	if parent >= 0 && !d.arena[parent].elements {
		d.contain(&d.arena[parent])
	}
	for _, a := range d.s.attrs {
		if string(a.name) == "xmlns" || bytes.HasPrefix(a.name, []byte("xmlns:")) {
			continue
		}
		d.nameBuf = append(append(d.nameBuf[:0], '@'), local(a.name)...)
		k := d.push(d.s.intern(d.nameBuf), a.at, i)
		n := &d.arena[k]
		n.from = int32(len(d.text))
		d.text = append(d.text, a.value...)
		n.to = int32(len(d.text))
	}
	return i
}

// contain marks a node as one that has elements inside. The blanks before the
// first of them are no text of its own, and need no room.
func (d *Document) contain(n *Node) {
	n.elements = true
	switch {
	case n.from == n.to:
	case len(bytes.TrimSpace(d.text[n.from:n.to])) > 0:
		n.mixed = true
	case int(n.to) == len(d.text):
		d.text = d.text[:n.from]
		n.from, n.to = 0, 0
	}
}

// push adds a node and counts it among its siblings of the name.
func (d *Document) push(name string, at int64, parent int32) int32 {
	i := int32(len(d.arena))
	d.arena = append(d.arena, Node{Name: name, at: at, doc: d, parent: parent, first: -1, last: -1, next: -1, before: -1, ordinal: 1})
	if parent < 0 {
		return i
	}
	up, n := &d.arena[parent], &d.arena[i]
	n.before = up.last
	if up.last < 0 {
		up.first = i
	} else {
		d.arena[up.last].next = i
	}
	up.last = i
	for k := n.before; k >= 0; k = d.arena[k].before {
		if b := &d.arena[k]; b.Name == name {
			n.ordinal, n.many, b.many = b.ordinal+1, true, true
			break
		}
	}
	return i
}

// seal makes one string of all texts of the arena.
func (d *Document) seal() { d.all = string(d.text) }

// local drops the prefix of a name.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// next reads a token outside the root.
func (d *Document) next() (kind, error) { return d.s.next() }

// inside reads a token where the root is still open: the file must not end.
func (d *Document) inside() (kind, error) {
	k, err := d.s.next()
	if errors.Is(err, io.EOF) {
		return 0, d.s.cut()
	}
	return k, err
}

// End checks that nothing follows the root.
func (d *Document) End() error {
	if err := d.Skip(); err != nil {
		return err
	}
	for {
		k, err := d.s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch k {
		case text:
			if err := d.onlyBlank(d.s.data); err != nil {
				return err
			}
		default:
			return d.fail(d.s.at, "a second document, <%.40s>, follows the list", d.s.tag)
		}
	}
}

func (d *Document) onlyBlank(data []byte) error {
	if blank := bytes.TrimSpace(data); len(blank) > 0 {
		return d.fail(d.s.at, "text where none belongs: %.40q", blank)
	}
	return nil
}

// Fail refuses the file for what stands at a node.
func (d *Document) Fail(n *Node, format string, args ...any) error {
	return d.fail(n.at, "%s: %s", n.Path(), fmt.Sprintf(format, args...))
}

// FailHere refuses the file for what is missing where the reader stands.
func (d *Document) FailHere(format string, args ...any) error {
	return d.fail(d.s.offset(), format, args...)
}

func (d *Document) fail(at int64, format string, args ...any) error {
	return d.s.fail(at, format, args...)
}
