package seco

import (
	"context"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// set is a set of sanctions of a programme; targets name it by its ssid.
type set struct {
	key, name, text lists.Value // of the programme, of its ordinance, of the set
}

// place is where addresses and births are.
type place struct {
	location, area, country, code lists.Value
}

// readTables is the first reading: everything that targets refer to.
func (p *parser) readTables(ctx context.Context, file lists.File) error {
	p.sets, p.places, p.targets = map[string]*set{}, map[string]*place{}, map[string]string{}
	p.doc = markup.New(ctx, file)
	head, err := p.doc.Root(root)
	if err != nil {
		return err
	}
	if err := p.head(head); err != nil {
		return err
	}
	err = p.doc.Each(func(n *markup.Node) error {
		switch n.Name {
		case "sanctions-program":
			return p.tree(p.program)
		case "place":
			return p.tree(p.place)
		case "target":
			return p.kindOf(n)
		}
		return nil // the second reading warns
	})
	if err != nil {
		return err
	}
	return p.doc.End()
}

func (p *parser) tree(read func(*markup.Node)) error {
	n, err := p.doc.Tree()
	if err != nil {
		return err
	}
	read(n)
	n.Unknown(p.r)
	return nil
}

// program reads a programme, which stands once or once for each of its sets.
func (p *parser) program(n *markup.Node) {
	n.Ignore("@ssid", "@version-date", "@predecessor-version-date", "origin")
	key, name := english(n, "program-key"), english(n, "program-name")
	for s := range n.All("sanctions-set") {
		id, lang := s.One("@ssid").Text(), s.One("@lang").Text()
		if p.sets[id] == nil || lang == "eng" { // the others say the same in other languages
			p.sets[id] = &set{key, name, s.Value()}
		}
	}
}

// english is the text in English, for want of it the first.
func english(n *markup.Node, element string) lists.Value {
	var out lists.Value
	for c := range n.All(element) {
		if lang := c.One("@lang").Text(); out.Empty() || lang == "eng" {
			if v := c.Value(); !v.Empty() {
				out = v
			}
			if lang == "eng" {
				break
			}
		}
	}
	for c := range n.All(element) {
		c.Use()
	}
	return out
}

func (p *parser) place(n *markup.Node) {
	// Other spellings of places are not what the list is for.
	n.Ignore("location-variant", "area-variant")
	id := n.One("@ssid").Text()
	country := n.One("country")
	p.places[id] = &place{n.At("location"), n.At("area"), country.Value(), country.At("@iso-code")}
}

// kindOf notes what a target is about, for relations to it.
func (p *parser) kindOf(n *markup.Node) error {
	id := n.One("@ssid").Text()
	return p.doc.Each(func(c *markup.Node) error {
		if schema, _ := schemaOf(c); schema != "" {
			p.targets[id] = schema
		}
		return nil
	})
}

// schemaOf says what an element of a target makes the target, and how it is
// counted.
func schemaOf(n *markup.Node) (schema, plural string) {
	switch n.Name {
	case "individual":
		return "Person", "individuals"
	case "entity":
		return "Organization", "entities"
	case "object":
		switch n.One("@object-type").Text() {
		case "vessel":
			return "Vessel", "vessels"
		case "aircraft":
			return "Airplane", "aircraft"
		}
		return "Asset", "objects"
	}
	return "", ""
}
