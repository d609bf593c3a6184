// Package un reads the consolidated list of the United Nations Security
// Council, the XML of every sanctions regime in one file.
//
// How its elements become FollowTheMoney:
//
//   - An INDIVIDUAL is a Person, an ENTITY an Organization: the list does not
//     say which bodies are companies. Ids are "un_sc-" and the permanent
//     reference: un_sc-KPi.001.
//   - FIRST_NAME to FOURTH_NAME are parts in the list's own order, not given
//     and family name. They become one name, joined by blanks; Original keeps
//     the parts, divided by " | ". The name in its own script is a further
//     name with its script as language ("und-Arab").
//   - Aliases of quality Good are strong; Low ones are weakAlias. A former
//     name (f.k.a., "previously listed as") is previousName.
//   - A document with a number is a Passport or Identification of its holder;
//     the number stands on the holder as well.
//   - An address is one text on the party, and its country.
//   - The listing is a Sanction: program is the word for the regime.
//   - COMMENTS1 is the reason. The IMO number in it that a shipping firm has
//     is a company number; FollowTheMoney keeps it as imoNumber of an
//     Organization, never of a Vessel.
//
// What has no property of its own goes into notes; what the parser does not
// know is counted in the warnings. The place of a statement is the path of
// its element and the byte at which the element's tag begins.
package un

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"time"

	"plimsoll/lists"
)

// Dataset is the id of the list unless the import gives another.
const Dataset = "un_sc"

// Authority describes the list.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        Dataset,
		Title:     "United Nations Security Council consolidated list",
		Publisher: "United Nations Security Council",
		URL:       "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
		Licence:   "public list; the United Nations state no licence",
		Cadence:   "when a committee decides, several times a month; regenerated daily",
		Sniff:     sniff,
		Parse:     Parse,
	}
}

func sniff(_ string, head []byte) bool { return bytes.Contains(head, []byte("<"+root)) }

// The frame of the file.
const (
	root        = "CONSOLIDATED_LIST"
	individuals = "INDIVIDUALS"
	entities    = "ENTITIES"
	individual  = "INDIVIDUAL"
	entity      = "ENTITY"
)

// Limits that no true list comes near; a file beyond them is refused before
// it can fill the memory.
const (
	maxDepth  = 12
	maxRecord = 4 << 20 // bytes of one entry, or of anything between two
	maxNodes  = 10_000  // elements of one entry; the longest so far has some hundreds
)

// Parse reads the list to its end. It holds one entry at a time besides the
// entities made so far.
func Parse(ctx context.Context, in lists.Input) (*lists.Parsed, error) {
	if in.Dataset == "" {
		in.Dataset = Dataset
	}
	src := &meter{r: in.Reader, allowance: maxRecord}
	p := &parser{
		in: in, src: src, dec: xml.NewDecoder(src),
		seen: map[string]string{},
		out:  &lists.Parsed{Dataset: in.Dataset, Title: Authority().Title, Counts: map[string]int{"individuals": 0, "entities": 0}},
	}
	p.dec.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the file declares the encoding %s; the list is published in UTF-8", charset)
	}
	if err := p.run(ctx); err != nil {
		return nil, err
	}
	p.out.Warnings = p.warnings.List()
	return p.out, nil
}

type parser struct {
	in       lists.Input
	src      *meter
	dec      *xml.Decoder
	out      *lists.Parsed
	seen     map[string]string // reference to the place of its entry
	warnings lists.Warnings
	arena    []node // of the entry being read
	text     []byte // character data of its open elements
	sections map[string]bool
}

// run walks the frame: root, sections, entries.
func (p *parser) run(ctx context.Context) error {
	if err := p.findRoot(); err != nil {
		return err
	}
	p.sections = map[string]bool{}
	for {
		tok, at, err := p.next()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if err := p.section(ctx, t.Name.Local, at); err != nil {
				return err
			}
		case xml.CharData:
			if err := p.onlyBlank(t, at); err != nil {
				return err
			}
		case xml.EndElement:
			return p.finish()
		}
	}
}

func (p *parser) findRoot() error {
	for {
		tok, at, err := p.next()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.CharData:
			if err := p.onlyBlank(bytes.TrimPrefix(t, []byte("\ufeff")), at); err != nil {
				return err
			}
		case xml.StartElement:
			if t.Name.Local != root {
				return p.fail(at, "the file begins with <%s>, not with <%s>: this is not the consolidated list", t.Name.Local, root)
			}
			return p.readStamp(t, at)
		}
	}
}

func (p *parser) readStamp(t xml.StartElement, at int64) error {
	for _, a := range t.Attr {
		if a.Name.Local != "dateGenerated" {
			continue
		}
		stamp, err := time.Parse(time.RFC3339, lists.Clean(a.Value))
		if err != nil {
			return p.fail(at, "dateGenerated is %q, not a time like 2026-02-27T00:00:09Z", a.Value)
		}
		p.out.Published = stamp.UTC()
		return nil
	}
	return p.fail(at, "<%s> has no dateGenerated: the day of publication is unknown", root)
}

// section reads INDIVIDUALS or ENTITIES entry by entry.
func (p *parser) section(ctx context.Context, name string, at int64) error {
	want := map[string]string{individuals: individual, entities: entity}[name]
	if want == "" {
		p.warnings.Add(fmt.Sprintf("unknown element /%s/%s left out", root, name), fmt.Sprintf("/%s/%s @%d", root, name, at))
		_, err := p.tree(name, at)
		return err
	}
	if p.sections[name] {
		return p.fail(at, "a second <%s>", name)
	}
	p.sections[name] = true
	for n := 1; ; {
		tok, at, err := p.next()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.CharData:
			if err := p.onlyBlank(t, at); err != nil {
				return err
			}
		case xml.StartElement:
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("reading %s: %w", p.in.Name, err)
			}
			rec, err := p.tree(t.Name.Local, at)
			if err != nil {
				return err
			}
			path := fmt.Sprintf("/%s/%s/%s", root, name, t.Name.Local)
			if t.Name.Local != want {
				p.warnings.Add(fmt.Sprintf("unknown element %s left out", path), fmt.Sprintf("%s @%d", path, at))
				continue
			}
			if err := p.entry(rec, name, fmt.Sprintf("%s[%d]", path, n)); err != nil {
				return err
			}
			n++
		}
	}
}

// entry makes the entities of one INDIVIDUAL or ENTITY.
func (p *parser) entry(rec *node, section, path string) error {
	r := &record{p: p, node: rec, path: path}
	made, err := r.entities(section)
	if err != nil {
		return err
	}
	p.out.Entities = append(p.out.Entities, made...)
	if section == individuals {
		p.out.Counts["individuals"]++
	} else {
		p.out.Counts["entities"]++
	}
	return nil
}

// finish checks what may only be known at the end of the file.
func (p *parser) finish() error {
	for {
		tok, err := p.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return p.xmlError(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			return p.fail(p.dec.InputOffset(), "a second document, <%s>, follows the list", t.Name.Local)
		case xml.CharData:
			if err := p.onlyBlank(t, p.dec.InputOffset()); err != nil {
				return err
			}
		}
	}
	for _, s := range []string{individuals, entities} {
		if !p.sections[s] {
			return p.fail(p.dec.InputOffset(), "the list has no <%s>: half of it is missing", s)
		}
	}
	if p.out.Counts["individuals"]+p.out.Counts["entities"] == 0 {
		return p.fail(p.dec.InputOffset(), "the list has no entries")
	}
	return nil
}

// next returns the next token and the byte it begins at. The end of the file
// is an error here: the root is still open.
func (p *parser) next() (xml.Token, int64, error) {
	at := p.dec.InputOffset()
	tok, err := p.dec.Token()
	if err != nil {
		return nil, at, p.xmlError(err)
	}
	if d, ok := tok.(xml.Directive); ok {
		return nil, at, p.fail(at, "a declaration <!%.20s>: the consolidated list has none", d)
	}
	p.src.allowance = maxRecord
	return tok, at, nil
}

func (p *parser) onlyBlank(text []byte, at int64) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	return p.fail(at, "text where none belongs: %.40q", bytes.TrimSpace(text))
}

func (p *parser) fail(at int64, format string, args ...any) error {
	line, _ := p.dec.InputPos()
	return &lists.ParseError{File: p.in.Name, Line: line, Offset: at, Reason: fmt.Sprintf(format, args...)}
}

func (p *parser) xmlError(err error) error {
	at := p.dec.InputOffset()
	line, _ := p.dec.InputPos()
	reason := err.Error()
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		reason = "not well-formed: " + syntax.Msg
		if syntax.Msg == "unexpected EOF" {
			reason = "the file ends in the middle: it was cut, fetch it again"
		}
	case errors.Is(err, io.EOF):
		reason = "the file ends before the list begins"
	case p.src.err != nil && !errors.Is(p.src.err, errTooLong):
		return fmt.Errorf("reading %s at byte %d: %w", p.in.Name, at, err)
	}
	return &lists.ParseError{File: p.in.Name, Line: line, Offset: at, Reason: reason}
}

// meter stops a reader that delivers more than its allowance without the
// parser getting anywhere.
type meter struct {
	r         io.Reader
	allowance int
	err       error
}

var errTooLong = fmt.Errorf("more than %d bytes in one piece: this is not the consolidated list", maxRecord)

func (m *meter) Read(b []byte) (int, error) {
	if m.allowance <= 0 {
		m.err = errTooLong
		return 0, m.err
	}
	n, err := m.r.Read(b)
	m.allowance -= n
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}
