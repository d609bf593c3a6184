package un

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"plimsoll/lists"
)

// node is an element of one entry. Nodes live in the parser's arena, which
// is used again for the next entry.
type node struct {
	name     string
	raw      string // character data as it stands
	text     string // the same, cleaned
	at       int64  // byte of the tag
	parent   int    // index in the arena, -1 for the entry itself
	ordinal  int    // among siblings of the name, from 1
	siblings int    // how many of the name there are
	arena    *[]node
	children []int
	textAt   int  // where its text begins in the parser's buffer
	used     bool // some field was read from it
}

// tree reads an element whose start tag was just read, to its end.
func (p *parser) tree(name string, start int64) (*node, error) {
	p.arena = p.arena[:0]
	p.text = p.text[:0]
	p.push(name, start, -1)
	cur := 0
	for depth := 1; ; {
		tok, at, err := p.next()
		if err != nil {
			return nil, err
		}
		if at-start > maxRecord {
			return nil, p.fail(at, "one entry is longer than %d bytes", maxRecord)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, p.fail(at, "<%s> is nested deeper than the format allows", t.Name.Local)
			}
			if len(p.arena) == maxNodes {
				return nil, p.fail(at, "one entry has more than %d elements", maxNodes)
			}
			cur = p.push(t.Name.Local, at, cur)
		case xml.CharData:
			// A container's text is the blanks between its elements, as a rule.
			if n := &p.arena[cur]; len(n.children) == 0 || len(bytes.TrimSpace(t)) > 0 {
				p.text = append(p.text, t...)
			}
		case xml.EndElement:
			depth--
			n := &p.arena[cur]
			n.raw = string(p.text[n.textAt:])
			n.text = lists.Clean(n.raw)
			p.text = p.text[:n.textAt]
			if n.parent < 0 {
				return n, nil
			}
			cur = n.parent
		}
	}
}

// push adds a node to the arena and counts it among its siblings of the name.
func (p *parser) push(name string, at int64, parent int) int {
	i := len(p.arena)
	var children []int
	if i < cap(p.arena) {
		children = p.arena[:i+1][i].children[:0] // of an entry before
	}
	p.arena = append(p.arena, node{
		name: name, at: at, parent: parent, arena: &p.arena, children: children,
		textAt: len(p.text), ordinal: 1, siblings: 1,
	})
	if parent < 0 {
		return i
	}
	siblings := p.arena[parent].children
	for k := len(siblings) - 1; k >= 0; k-- {
		if before := &p.arena[siblings[k]]; before.name == name {
			p.arena[i].ordinal = before.ordinal + 1
			break
		}
	}
	p.arena[parent].children = append(siblings, i)
	if n := p.arena[i].ordinal; n > 1 {
		for _, k := range p.arena[parent].children {
			if p.arena[k].name == name {
				p.arena[k].siblings = n
			}
		}
	}
	return i
}

// all returns the children of a name and marks them as understood.
func (n *node) all(name string) []*node {
	var out []*node
	for _, c := range n.children {
		if child := &(*n.arena)[c]; child.name == name {
			child.used = true
			out = append(out, child)
		}
	}
	return out
}

// one returns the first child of a name that has text, or an empty node. A
// second one with text stays unmarked and so comes up in the warnings.
func (n *node) one(name string) *node {
	found := &node{at: n.at, parent: -1}
	for _, c := range n.children {
		child := &(*n.arena)[c]
		if child.name != name {
			continue
		}
		if child.text == "" {
			child.used = true
		} else if found.text == "" {
			child.used = true
			found = child
		}
	}
	return found
}

// values returns the non-empty VALUE children of the children of a name.
func (n *node) values(name string) []*node {
	var out []*node
	for _, group := range n.all(name) {
		for _, v := range group.all("VALUE") {
			if v.text != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

// place names the node: path from the root and byte of its tag.
func (r *record) place(n *node) string {
	var steps []string
	for m := n; m.parent >= 0 && m.arena != nil; m = &(*m.arena)[m.parent] {
		step := m.name
		if m.siblings > 1 {
			step += "[" + strconv.Itoa(m.ordinal) + "]"
		}
		steps = append(steps, step)
	}
	var b strings.Builder
	b.WriteString(r.path)
	for i := len(steps) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(steps[i])
	}
	b.WriteString(" @")
	b.WriteString(strconv.FormatInt(n.at, 10))
	return b.String()
}

// unknown warns of every element that nothing asked for.
func (r *record) unknown(n *node) {
	for _, c := range n.children {
		child := &(*n.arena)[c]
		switch {
		case !child.used:
			r.p.warnings.Add("unknown element "+r.kind(child)+" left out", r.place(child))
			continue
		case len(child.children) > 0 && child.text != "":
			r.p.warnings.Add("text between the elements of "+r.kind(child)+" left out", r.place(child))
		}
		r.unknown(child)
	}
}

// kind is the path of a node without numbers.
func (r *record) kind(n *node) string {
	path, _, _ := strings.Cut(r.place(n), " @")
	return ordinals.ReplaceAllString(path, "")
}

var ordinals = regexp.MustCompile(`\[\d+\]`)
