package opensanctions

import "strconv"

// str is a string of the line and where it begins.
type str struct {
	text string
	at   int
	end  int // of an entity nested in the place of a string; 0 otherwise
}

// property is a property and its values.
type property struct {
	name     string
	at       int
	list     bool // the values stand in a list, as they should
	from, to int  // of record.values
}

// record is the JSON of an entity, taken apart but not yet understood.
type record struct {
	at                              int
	id, schema, caption             str
	firstSeen, lastSeen, lastChange str
	noTarget                        bool
	datasets                        []str
	props                           []property
	values                          []str
	unknown                         []str // keys
	keys                            []str // all, to find one that stands twice
}

// Limits that no entity comes near.
const (
	maxKeys   = 1000
	maxValues = 5000   // of one property
	maxAll    = 50_000 // of all properties together
)

func (r *record) reset(at int) {
	*r = record{
		at: at, datasets: r.datasets[:0], props: r.props[:0], values: r.values[:0],
		unknown: r.unknown[:0], keys: r.keys[:0],
	}
}

// once reports an error for a key that stands twice among those from a place
// of r.keys on.
func (r *record) once(c *scanner, key string, at, from int) error {
	for _, k := range r.keys[from:] {
		if k.text == key {
			return c.fail(at, "the key "+strconv.Quote(key)+" stands twice in one object: it is not clear which one counts")
		}
	}
	if len(r.keys) >= maxKeys {
		return c.fail(at, "an object with more than "+strconv.Itoa(maxKeys)+" keys: this is no entity")
	}
	r.keys = append(r.keys, str{text: key, at: at})
	return nil
}

// read takes apart the object that begins where the scanner stands.
func (r *record) read(c *scanner) error {
	c.space()
	r.reset(c.i)
	more, err := c.open('{', '}')
	for err == nil && more {
		c.space()
		at := c.i
		var key string
		if key, err = c.key(); err != nil {
			return err
		}
		if err = r.once(c, key, at, 0); err != nil {
			return err
		}
		if err = r.member(c, key, at); err == nil {
			more, err = c.next('}')
		}
	}
	return err
}

func (r *record) member(c *scanner, key string, at int) error {
	switch key {
	case "id":
		return r.word(c, key, &r.id)
	case "schema":
		return r.word(c, key, &r.schema)
	case "caption":
		return r.word(c, key, &r.caption)
	case "first_seen":
		return r.word(c, key, &r.firstSeen)
	case "last_seen":
		return r.word(c, key, &r.lastSeen)
	case "last_change":
		return r.word(c, key, &r.lastChange)
	case "target":
		var v str
		err := r.word(c, key, &v)
		r.noTarget = v.text == "false"
		return err
	case "datasets":
		p := property{name: key, at: c.i}
		n := len(r.values)
		if err := r.list(c, &p); err != nil {
			return err
		}
		r.datasets = append(r.datasets, r.values[n:]...)
		r.values = r.values[:n]
		return nil
	case "properties":
		return r.properties(c)
	case "referents":
		return c.skip(0)
	}
	r.unknown = append(r.unknown, str{text: key, at: at})
	return c.skip(0)
}

// word reads a single value.
func (r *record) word(c *scanner, key string, v *str) error {
	if b := c.peek(); b == '{' || b == '[' {
		return c.fail(c.i, key+" is no single value")
	}
	v.at = c.i
	text, isNull, err := c.scalar()
	if isNull {
		return err
	}
	v.text = text
	return err
}

func (r *record) properties(c *scanner) error {
	if b := c.peek(); b != '{' && b != 0 {
		return c.fail(c.i, "properties is no object")
	}
	from := len(r.keys)
	more, err := c.open('{', '}')
	for err == nil && more {
		c.space()
		p := property{at: c.i, from: len(r.values)}
		if p.name, err = c.key(); err != nil {
			return err
		}
		if err = r.once(c, p.name, p.at, from); err != nil {
			return err
		}
		if err = r.list(c, &p); err != nil {
			return err
		}
		p.to = len(r.values)
		if p.to > p.from {
			r.props = append(r.props, p)
		}
		more, err = c.next('}')
	}
	// A key outside that has the name of a property is another one.
	r.keys = r.keys[:min(from, len(r.keys))]
	return err
}

// list reads the values of a property. A single value stands for a list of it.
func (r *record) list(c *scanner, p *property) error {
	if c.peek() != '[' {
		return r.value(c)
	}
	p.list = true
	n := len(r.values)
	more, err := c.open('[', ']')
	for err == nil && more {
		if err = r.value(c); err != nil {
			return err
		}
		if len(r.values)-n > maxValues || len(r.values) > maxAll {
			return c.fail(c.i, "a property with more than "+strconv.Itoa(maxValues)+" values, or an entity with more than "+strconv.Itoa(maxAll)+": this is a mistake")
		}
		more, err = c.next(']')
	}
	return err
}

// value reads a value: text, or an entity nested in its place.
func (r *record) value(c *scanner) error {
	b := c.peek()
	v := str{at: c.i}
	switch b {
	case '{':
		if err := c.skip(0); err != nil {
			return err
		}
		v.end = c.i
	case '[':
		return c.fail(c.i, "a list inside a list of values")
	default:
		text, isNull, err := c.scalar()
		if err != nil {
			return err
		}
		if isNull {
			text = ""
		}
		v.text = text
	}
	r.values = append(r.values, v)
	return nil
}
