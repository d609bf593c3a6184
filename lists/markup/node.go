package markup

import (
	"iter"
	"strconv"
	"strings"

	"plimsoll/lists"
)

// Node is an element, or an attribute, whose name then begins with "@". Nodes
// lie in the document's arena, which is used again for the next entry: a node
// holds until the document reads on.
type Node struct {
	Name string

	doc                               *Document
	path                              string // of the first node of the arena
	at                                int64
	from, to                          int32 // of its text
	parent, first, last, next, before int32
	ordinal                           int32 // among siblings of the name, from 1
	many                              bool  // it is not the only one of the name
	elements                          bool  // it has elements inside
	mixed                             bool  // it has both text and elements
	used                              bool  // a parser asked for it
}

// absent is what a parser gets that asks for a child that is not there.
var absent = &Node{}

// Raw is the text as it stands, references resolved.
func (n *Node) Raw() string {
	if n.doc == nil {
		return ""
	}
	return n.doc.all[n.from:n.to]
}

// Text is the text, cleaned.
func (n *Node) Text() string { return lists.Clean(n.Raw()) }

// Empty reports whether there is no such node, or no text in it.
func (n *Node) Empty() bool { return n.from == n.to || n.Text() == "" }

// Exists reports whether there is such a node.
func (n *Node) Exists() bool { return n.doc != nil }

// Offset is the byte of the file at which the node begins.
func (n *Node) Offset() int64 { return n.at }

// Value is what the node says, with its place. An empty node has no place.
func (n *Node) Value() lists.Value {
	raw := n.Raw()
	if raw == "" {
		return lists.Value{}
	}
	t := lists.Clean(raw)
	if t == "" {
		return lists.Value{}
	}
	return lists.Value{Text: t, Raw: raw, Place: n.Place(), Exhibit: n.doc.file.Exhibit}
}

// Here is the node's place, for what is said by its being there.
func (n *Node) Here() lists.Value {
	if n.doc == nil {
		return lists.Value{}
	}
	return lists.Value{Place: n.Place(), Exhibit: n.doc.file.Exhibit}
}

// One returns the first child of the name, an empty node where there is none.
// "@name" is an attribute. Further children of the name stay unused.
func (n *Node) One(name string) *Node {
	if n.doc == nil {
		return absent
	}
	for k := n.first; k >= 0; k = n.doc.arena[k].next {
		if c := &n.doc.arena[k]; c.Name == name {
			c.used = true
			return c
		}
	}
	return absent
}

// At is the value of a child or attribute: One(name).Value().
func (n *Node) At(name string) lists.Value { return n.One(name).Value() }

// All visits the children of a name.
func (n *Node) All(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n.doc == nil {
			return
		}
		for k := n.first; k >= 0; k = n.doc.arena[k].next {
			if c := &n.doc.arena[k]; c.Name == name {
				c.used = true
				if !yield(c) {
					return
				}
			}
		}
	}
}

// In visits the children of a name inside all children of another:
// n.In("AKA_LIST", "AKA").
func (n *Node) In(group, name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for g := range n.All(group) {
			for c := range g.All(name) {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// Children visits all child elements and attributes, and marks none as used.
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

// Ignore marks children as understood that say nothing worth keeping.
func (n *Node) Ignore(names ...string) {
	for _, name := range names {
		for c := range n.All(name) {
			c.Use()
		}
	}
}

// Path leads to the node from the root: "/LIST/ENTRY[3]/NAME[2]/@lang".
func (n *Node) Path() string {
	if n.doc == nil {
		return ""
	}
	return string(n.appendPath(make([]byte, 0, 96)))
}

// Place is the path and the byte at which the node begins.
func (n *Node) Place() string {
	if n.doc == nil {
		return ""
	}
	b := n.appendPath(make([]byte, 0, 112))
	b = append(b, " @"...)
	return string(strconv.AppendInt(b, n.at, 10))
}

func (n *Node) appendPath(b []byte) []byte {
	if n.parent < 0 {
		return append(b, n.path...)
	}
	b = n.doc.arena[n.parent].appendPath(b)
	b = append(append(b, '/'), n.Name...)
	if n.many {
		b = append(b, '[')
		b = strconv.AppendInt(b, int64(n.ordinal), 10)
		b = append(b, ']')
	}
	return b
}

// Unknown warns of everything inside the node that no parser asked for and
// that says something, so that nothing is lost in silence.
func (n *Node) Unknown(r *lists.Reading) {
	for c := range n.Children() {
		switch {
		case !c.used && c.saysNothing():
		case !c.used:
			r.Warn(c.Place(), "unknown element %s left out", kindOf(c))
		default:
			if c.mixed {
				r.Warn(c.Place(), "text between the elements of %s left out", kindOf(c))
			}
			c.Unknown(r)
		}
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
	path := n.Path()
	var b strings.Builder
	for {
		before, after, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, path, _ = strings.Cut(after, "]")
	}
}
