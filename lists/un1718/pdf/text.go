package pdf

import (
	"bytes"
	"math"
)

// Piece is text drawn at one place.
type Piece struct {
	Text   string
	X, Y   float64 // where it begins, in points from the lower left corner
	Clip   Rect    // what it was cut out to; without edges where to nothing
	Offset int64   // of the page's contents in the file
}

// Rect is an upright rectangle.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// everything is the rectangle that cuts nothing off.
func everything() Rect { return Rect{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1)} }

func (r Rect) within(o Rect) Rect {
	return Rect{max(r.X0, o.X0), max(r.Y0, o.Y0), min(r.X1, o.X1), min(r.Y1, o.Y1)}
}

// matrix maps (x, y) to (a x + c y + e, b x + d y + f).
type matrix struct{ a, b, c, d, e, f float64 }

func unit() matrix { return matrix{a: 1, d: 1} }

// then applies m first and n after it.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) at(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// graphics is what q saves and Q brings back.
type graphics struct {
	ctm     matrix
	clip    Rect
	font    *font
	leading float64
}

// painter follows the operators of a page.
type painter struct {
	d         *Document
	resources dict
	offset    int64

	graphics
	saved      []graphics
	tm, line   matrix
	path       Rect // of the rectangles drawn since the path began
	hasPath    bool
	clipIsNext bool
	args       array
	out        []Piece
	buf        []byte
}

// Limits of a page.
const (
	maxSaved  = 200
	maxArgs   = 4000
	maxPieces = 200_000
)

// Page returns the text of a page, from 0, in the order in which it is drawn.
func (d *Document) Page(i int) ([]Piece, error) {
	pg := d.pages[i]
	p := &painter{d: d, resources: pg.resources}
	p.ctm, p.clip, p.tm, p.line = unit(), everything(), unit(), unit()
	var all []byte
	for _, s := range pg.contents {
		data, err := d.unpack(s)
		if err != nil {
			return nil, err
		}
		if p.offset == 0 {
			p.offset = s.at
		}
		all = append(append(all, data...), '\n')
	}
	l := &lexer{data: all, plain: true}
	for l.more() {
		v, err := l.value()
		if err != nil {
			return nil, d.refuse(err, p.offset, true)
		}
		op, isOperator := v.(keyword)
		if !isOperator {
			if p.args = append(p.args, v); len(p.args) > maxArgs {
				return nil, d.fail(p.offset, "the page that begins here is damaged: an operator with more than %d operands", maxArgs)
			}
			continue
		}
		if op == "BI" { // a picture inside the page
			end := bytes.Index(l.data[l.pos:], []byte("EI"))
			if end < 0 {
				return nil, d.fail(p.offset, "the page that begins here is damaged: a picture without an end")
			}
			l.pos += end + len("EI")
		}
		if err := p.operator(op); err != nil {
			return nil, err
		}
		p.args = p.args[:0]
	}
	return p.out, nil
}

// num is an operand counted from the last; 0 where there is none.
func (p *painter) num(fromEnd int) float64 {
	if i := len(p.args) - fromEnd; i >= 0 {
		f, _ := p.args[i].(float64)
		return f
	}
	return 0
}

func (p *painter) matrix() matrix {
	return matrix{p.num(6), p.num(5), p.num(4), p.num(3), p.num(2), p.num(1)}
}

func (p *painter) operator(op keyword) error {
	switch op {
	case "q":
		if len(p.saved) >= maxSaved {
			return p.d.fail(p.offset, "the page that begins here saves its state more than %d times", maxSaved)
		}
		p.saved = append(p.saved, p.graphics)
	case "Q":
		if n := len(p.saved); n > 0 {
			p.graphics, p.saved = p.saved[n-1], p.saved[:n-1]
		}
	case "cm":
		p.ctm = p.matrix().then(p.ctm)
	case "re":
		p.rectangle()
	case "W", "W*":
		p.clipIsNext = true
	case "n", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*":
		if p.clipIsNext && p.hasPath {
			p.clip = p.clip.within(p.path)
		}
		p.clipIsNext, p.hasPath = false, false
	default:
		return p.textOperator(op)
	}
	return nil
}

func (p *painter) rectangle() {
	x, y, w, h := p.num(4), p.num(3), p.num(2), p.num(1)
	x0, y0 := p.ctm.at(x, y)
	x1, y1 := p.ctm.at(x+w, y+h)
	r := Rect{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
	if p.hasPath {
		r = Rect{min(r.X0, p.path.X0), min(r.Y0, p.path.Y0), max(r.X1, p.path.X1), max(r.Y1, p.path.Y1)}
	}
	p.path, p.hasPath = r, true
}

func (p *painter) textOperator(op keyword) (err error) {
	switch op {
	case "BT":
		p.tm, p.line = unit(), unit()
	case "Tf":
		if len(p.args) == 2 {
			n, _ := p.args[0].(name)
			p.font, err = p.d.font(p.resources, n)
		}
		return err
	case "TL":
		p.leading = p.num(1)
	case "Tm":
		p.tm = p.matrix()
		p.line = p.tm
	case "Td":
		p.move(p.num(2), p.num(1))
	case "TD":
		p.leading = -p.num(1)
		p.move(p.num(2), p.num(1))
	case "T*":
		p.move(0, -p.leading)
	case "'", `"`:
		p.move(0, -p.leading)
		return p.show()
	case "Tj", "TJ":
		return p.show()
	}
	return nil
}

func (p *painter) move(x, y float64) {
	p.line = matrix{1, 0, 0, 1, x, y}.then(p.line)
	p.tm = p.line
}

// wideGap is a step to the right, in thousandths of the size of the font, that
// is as wide as a blank.
const wideGap = -250

// show draws the last operand, a string or an array of strings and steps.
func (p *painter) show() error {
	if len(p.args) == 0 {
		return nil
	}
	p.buf = p.buf[:0]
	switch v := p.args[len(p.args)-1].(type) {
	case text:
		p.buf = p.font.decode(v, p.buf)
	case array:
		for _, part := range v {
			switch part := part.(type) {
			case text:
				p.buf = p.font.decode(part, p.buf)
			case float64:
				if part < wideGap {
					p.buf = append(p.buf, ' ')
				}
			}
		}
	}
	if len(p.buf) == 0 {
		return nil
	}
	if len(p.out) >= maxPieces {
		return p.d.fail(p.offset, "the page that begins here has more than %d pieces of text", maxPieces)
	}
	x, y := p.tm.then(p.ctm).at(0, 0)
	p.out = append(p.out, Piece{Text: string(p.buf), X: x, Y: y, Clip: p.clip, Offset: p.offset})
	return nil
}
