package records

import (
	"encoding/json"
	"iter"
	"strconv"
	"strings"

	"plimsoll/lists"
)

type kind byte

const (
	null kind = iota
	scalar
	object
)

// Node is a value of a record. The elements of an array are children of the
// object that has the array, under its name: an array and a lone value are read
// alike. Nodes hold until the next record is read.
type Node struct {
	Name string

	doc                       *Document
	kind                      kind
	text                      string
	at                        int64
	parent, first, last, next int32
	ordinal                   int32 // in its array, from 1; 0 where it is in none
	used                      bool
}

// absent is what a parser gets that asks for a value that is not there.
var absent = &Node{}

// Raw is the text as it stands, escapes resolved; a number or true as written.
// Null is no text.
func (n *Node) Raw() string { return n.text }

// Text is the text, cleaned.
func (n *Node) Text() string { return lists.Clean(n.text) }

// Empty reports whether there is no such value, or no text in it.
func (n *Node) Empty() bool { return n.text == "" || n.Text() == "" }

// Exists reports whether there is such a value.
func (n *Node) Exists() bool { return n.doc != nil }

// Value is what the node says, with its place. An empty node has no place.
func (n *Node) Value() lists.Value {
	t := n.Text()
	if t == "" {
		return lists.Value{}
	}
	return lists.Value{Text: t, Raw: n.text, Place: n.Place(), Exhibit: n.doc.file.Exhibit}
}

// Here is the node's place, for what is said by its being there.
func (n *Node) Here() lists.Value {
	if n.doc == nil {
		return lists.Value{}
	}
	return lists.Value{Place: n.Place(), Exhibit: n.doc.file.Exhibit}
}

// One returns the first child of the name, an empty node where there is none.
func (n *Node) One(name string) *Node {
	for c := range n.Children() {
		if c.Name == name {
			c.used = true
			return c
		}
	}
	return absent
}

// At is the value of a child: One(name).Value().
func (n *Node) At(name string) lists.Value { return n.One(name).Value() }

// All visits the children of a name.
func (n *Node) All(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for c := range n.Children() {
			if c.Name == name {
				c.used = true
				if !yield(c) {
					return
				}
			}
		}
	}
}

// Children visits all children, and marks none as used.
func (n *Node) Children() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n.doc == nil {
			return
		}
		for k := n.first; k >= 0; k = n.doc.arena[k].next {
			if !yield(&n.doc.arena[k]) {
				return
			}
		}
	}
}

// Use marks the node and all inside it as understood.
func (n *Node) Use() {
	n.used = true
	for c := range n.Children() {
		c.Use()
	}
}

// Unknown warns of everything inside the node that no parser asked for and that
// says something, so that nothing is lost in silence.
func (n *Node) Unknown(r *lists.Reading) {
	for c := range n.Children() {
		if !c.used && !c.saysNothing() {
			r.Warn(c.Place(), "unknown key %s left out", kindOf(c))
			continue
		}
		c.Unknown(r)
	}
}

func (n *Node) saysNothing() bool {
	if !n.Empty() {
		return false
	}
	for c := range n.Children() {
		if !c.saysNothing() {
			return false
		}
	}
	return true
}

// kindOf is the path of a node without numbers.
func kindOf(n *Node) string {
	var b strings.Builder
	inside := false
	for _, c := range n.Path() {
		switch c {
		case '[':
			inside = true
		case ']':
			inside = false
		default:
			if !inside {
				b.WriteRune(c)
			}
		}
	}
	return b.String()
}

// Path leads to the node from the top: "/results[3]/ids[2]/number".
func (n *Node) Path() string { return string(n.appendPath(make([]byte, 0, 64))) }

// Place is the path and the byte at which the value begins.
func (n *Node) Place() string {
	if n.doc == nil {
		return ""
	}
	b := append(n.appendPath(make([]byte, 0, 80)), " @"...)
	return string(strconv.AppendInt(b, n.at, 10))
}

func (n *Node) appendPath(b []byte) []byte {
	if n.doc == nil {
		return b
	}
	if n.parent < 0 {
		return append(b, n.doc.path...)
	}
	b = n.doc.arena[n.parent].appendPath(b)
	b = append(append(b, '/'), n.Name...)
	if n.ordinal > 0 {
		b = append(b, '[')
		b = strconv.AppendInt(b, int64(n.ordinal), 10)
		b = append(b, ']')
	}
	return b
}

// parse makes the nodes of the record just read, which is known to be JSON.
func (d *Document) parse() (*Node, error) {
	d.arena = d.arena[:0]
	p := parser{d: d, s: d.text}
	var err error
	if p.s[0] == '[' { // beside the records: its elements need something to belong to
		err = p.array(d.push(Node{kind: null, at: d.at, parent: -1}), "", 0, 0)
	} else {
		err = p.value(-1, "", 0, 0)
	}
	if err != nil {
		return nil, err
	}
	return &d.arena[0], nil
}

func (d *Document) push(n Node) int32 {
	i := int32(len(d.arena))
	n.doc, n.first, n.last, n.next = d, -1, -1, -1
	d.arena = append(d.arena, n)
	if n.parent >= 0 {
		up := &d.arena[n.parent]
		if up.last < 0 {
			up.first = i
		} else {
			d.arena[up.last].next = i
		}
		up.last = i
	}
	return i
}

// parser cuts one record into values.
type parser struct {
	d *Document
	s string
	i int
}

func (p *parser) blanks() {
	for p.i < len(p.s) && (p.s[p.i] == ' ' || p.s[p.i] == '\n' || p.s[p.i] == '\r' || p.s[p.i] == '\t') {
		p.i++
	}
}

func (p *parser) value(parent int32, name string, ordinal int32, depth int) error {
	p.blanks()
	at := p.d.at + int64(p.i)
	switch {
	case len(p.d.arena) >= maxNodes:
		return p.d.fail(at, "one record has more than %d values", maxNodes)
	case depth > maxDepth:
		return p.d.fail(at, "a record is nested deeper than lists are")
	}
	n := Node{Name: name, parent: parent, ordinal: ordinal, at: at, kind: scalar}
	switch p.s[p.i] {
	case '{':
		n.kind = object
		return p.object(p.d.push(n), depth)
	case '[':
		return p.array(parent, name, ordinal, depth)
	case '"':
		n.text = p.string()
	default:
		n.text = p.literal()
		if n.text == "null" {
			n.kind, n.text = null, ""
		}
	}
	p.d.push(n)
	return nil
}

func (p *parser) object(me int32, depth int) error {
	for p.i++; ; p.i++ { // behind the bracket, behind each comma
		p.blanks()
		if p.s[p.i] == '"' {
			key := p.string()
			p.blanks()
			p.i++ // the colon
			if err := p.value(me, key, 0, depth+1); err != nil {
				return err
			}
			p.blanks()
		}
		if p.s[p.i] == '}' {
			p.i++
			return nil
		}
	}
}

// array adds the elements to the object that has the array. The elements of an
// array inside an array are counted on.
func (p *parser) array(parent int32, name string, ordinal int32, depth int) error {
	for p.i++; ; p.i++ {
		p.blanks()
		if p.s[p.i] != ']' {
			ordinal++
			if err := p.value(parent, name, ordinal, depth+1); err != nil {
				return err
			}
			p.blanks()
		}
		if p.s[p.i] == ']' {
			p.i++
			return nil
		}
	}
}

// string reads a text in quotation marks.
func (p *parser) string() string {
	from, escaped := p.i, false
	for p.i++; p.s[p.i] != '"'; p.i++ {
		if p.s[p.i] == '\\' {
			escaped = true
			p.i++
		}
	}
	p.i++
	if !escaped {
		return p.s[from+1 : p.i-1]
	}
	var out string
	if err := json.Unmarshal([]byte(p.s[from:p.i]), &out); err != nil {
		return p.s[from+1 : p.i-1] // the decoder has read it already: it cannot fail
	}
	return out
}

// literal reads a number, true, false or null.
func (p *parser) literal() string {
	from := p.i
	for p.i < len(p.s) && !strings.ContainsRune(",]} \n\r\t", rune(p.s[p.i])) {
		p.i++
	}
	return p.s[from:p.i]
}
