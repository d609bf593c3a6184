package ais

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	internLimit  = 1 << 16 // strings kept to be handed out again
	internLength = 64      // bytes; no name or station is longer, and what is may be an attack on the memory
	contextLines = 4       // how far a time line or lone tag block is from its sentence at most
	doubtful     = 600     // seconds: see lineContext.tag
)

// Options of a Decoder.
type Options struct {
	// Strict makes the first line that cannot be read an error (*LineError)
	// instead of a number in the statistics.
	Strict bool
}

// Source yields messages, whatever they are read from: a Decoder does, and so
// does a table. When a message was sent is for a [Clock] to say; where the
// source says it of every message, it is Message.Received.
type Source interface {
	// Next puts the next message into m, every field of it. It returns io.EOF
	// behind the last one.
	Next(m *Message) error
	// Stats says what has been read so far, and what could not be.
	Stats() Stats
}

// Decoder reads AIS messages from a stream of NMEA 0183 lines.
type Decoder struct {
	lines    lineReader
	options  Options
	rest     []byte // of the line: what is not read yet
	hit      bool   // the line held an AIS sentence or an attempt at one
	ctx      lineContext
	ahead    lineContext // said by a line of its own for the sentence that follows
	verified int64       // newest time of a tag block whose checksum is right
	sent     sentence
	bits     bitField
	last     *bitField // of the message read last
	kind     uint8     // its type
	parts    assembler
	strings  map[string]string
	tally    Tallies
	stats    Stats
	report   func(Reason, int)
	err      error
	strict   error

	byTheBook bool // nothing is taken the short way: for tests
}

// lineContext is what a line says beside its sentence.
type lineContext struct {
	line     int
	source   string
	received int64
	group    uint64
}

// NewDecoder returns a Decoder that reads from r, with a buffer of its own.
func NewDecoder(r io.Reader, o Options) *Decoder {
	d := &Decoder{lines: lineReader{r: r}, options: o, strings: make(map[string]string)}
	d.report = d.note
	return d
}

// Next reads up to the next message and puts it into m, every field of it. It
// returns io.EOF at the end of the stream. In strict mode a bad line ends the
// reading with a *LineError.
func (d *Decoder) Next(m *Message) error {
	for d.err == nil {
		var found bool
		switch {
		case len(d.rest) > 0:
			found = d.step(m)
		case !d.quick():
			d.err = d.nextLine()
			continue
		default:
			found = d.taken(m)
		}
		if d.strict != nil {
			d.err = d.strict
			break
		}
		if found {
			return nil
		}
	}
	return d.err
}

// Stats returns what has been read so far.
func (d *Decoder) Stats() Stats {
	s := d.stats
	s.Lines = int64(d.lines.n)
	s.Bad = d.tally.Bad()
	s.Lenient = d.tally.Lenient()
	return s
}

// note counts a reason under a line; in strict mode a bad one ends the reading.
func (d *Decoder) note(r Reason, line int) {
	d.tally.Add(r, line)
	if d.options.Strict && r.Bad() && d.strict == nil {
		d.strict = &LineError{Line: line, Reason: r}
	}
}

// nextLine makes the next line that holds something the one to read.
func (d *Decoder) nextLine() error {
	line, err := d.lines.next()
	switch {
	case err == nil:
	case errors.Is(err, errLineTooLong):
		d.note(ReasonLineTooLong, d.lines.n)
		return d.strict
	case errors.Is(err, io.EOF):
		d.parts.flush(d.report)
		if d.strict != nil {
			return d.strict
		}
		return io.EOF
	default:
		return fmt.Errorf("reading AIS: after line %d: %w", d.lines.n, err)
	}
	if len(line) == 0 {
		d.stats.Blank++
		return nil
	}
	d.rest, d.hit = line, false
	return nil
}

// step reads one sentence of the line, or finds that there is none left.
func (d *Decoder) step(m *Message) bool {
	line := d.rest
	bang := bytes.IndexByte(line, '!')
	for bang >= 0 && !isSentence(line[bang:]) {
		i := bytes.IndexByte(line[bang+1:], '!')
		if i < 0 {
			bang = -1
			break
		}
		bang += 1 + i
	}
	if bang < 0 {
		d.rest = nil
		d.noSentence(line)
		return false
	}
	d.hit = true
	d.stats.Sentences++
	d.ctx = lineContext{line: d.lines.n}
	if bang > 0 {
		d.before(line[:bang])
	}
	body := line[bang:]
	if i := bytes.IndexByte(body[1:], '!'); i >= 0 {
		body = body[:1+i]
	}
	used, r := d.sent.parse(body)
	tail := body[used:]
	if i := bytes.IndexByte(tail, '\\'); i >= 0 { // the tag block of a sentence that follows
		tail = tail[:i]
	}
	d.rest = line[bang+used+len(tail):]
	if len(tail) > 0 {
		d.after(tail, r == 0)
	}
	if r != 0 {
		d.note(r, d.ctx.line)
		return false
	}
	if !d.sent.knownTalker() {
		d.note(LenientTalker, d.ctx.line)
	}
	if d.sent.fill > 5 {
		d.note(LenientFill, d.ctx.line)
	}
	d.takeAhead()
	return d.sentence(m)
}

// noSentence handles a line, or the rest of one, that holds no sentence.
func (d *Decoder) noSentence(line []byte) {
	if d.hit {
		if len(bytes.Trim(line, " \t\r\x00\\")) > 0 {
			d.note(LenientAfterChecksum, d.lines.n)
		}
		return
	}
	switch {
	case bytes.HasPrefix(line, []byte("$PGHP,1,")):
		d.ctx = lineContext{line: d.lines.n}
		station, received, ok := parsePGHP(line)
		if ok {
			d.ctx.received, d.ctx.source = received, d.intern(station)
			d.ahead = d.ctx
		} else {
			d.note(LenientTime, d.lines.n)
		}
		d.stats.Other++
	case line[0] == '\\':
		d.ctx = lineContext{line: d.lines.n}
		d.before(line)
		if d.ctx.source != "" || d.ctx.received != 0 {
			d.ahead = d.ctx
		}
		d.stats.Other++
	case line[0] != '#' && (bytes.Contains(line, []byte("VDM,")) || bytes.Contains(line, []byte("VDO,"))):
		d.stats.Sentences++
		d.note(ReasonNoStart, d.lines.n)
	case len(bytes.TrimSpace(line)) == 0:
		d.stats.Blank++
	default:
		d.stats.Other++
	}
}

// takeAhead completes the context by what a line before said.
func (d *Decoder) takeAhead() {
	if d.ahead.line == 0 {
		return
	}
	if d.ctx.line-d.ahead.line <= contextLines {
		if d.ctx.received == 0 {
			d.ctx.received = d.ahead.received
		}
		if d.ctx.source == "" {
			d.ctx.source = d.ahead.source
		}
	}
	d.ahead = lineContext{}
}

// before reads what stands before a sentence: tag blocks, a time.
func (d *Decoder) before(b []byte) {
	open := bytes.IndexByte(b, '\\')
	lead := b
	if open >= 0 {
		lead = b[:open]
	}
	for open >= 0 {
		b = b[open+1:]
		length := bytes.IndexByte(b, '\\')
		if length < 0 {
			d.note(LenientTagBlock, d.ctx.line)
			break
		}
		d.tag(b[:length])
		b = b[length+1:]
		open = bytes.IndexByte(b, '\\')
	}
	if d.ctx.received == 0 && len(lead) >= 10 {
		if t, ok := parseTime(bytes.TrimRight(lead, " \t,;:|")); ok {
			d.ctx.received = t
		}
	}
}

// tag reads a tag block into the context. The time of a block whose checksum is
// wrong or missing is believed only near the time of a block that is right: a
// flipped digit would move a ship by days, while feeds whose tags were edited
// afterwards stay readable.
func (d *Decoder) tag(b []byte) {
	var t tagBlock
	if !t.parse(b) {
		d.note(LenientTagBlock, d.ctx.line)
	}
	if !t.verified {
		d.note(LenientTagChecksum, d.ctx.line)
	}
	if t.badTime {
		d.note(LenientTime, d.ctx.line)
	}
	switch apart := t.received - d.verified; {
	case t.received == 0:
	case t.verified:
		d.verified = t.received
		d.ctx.received = t.received
	case apart <= doubtful && apart >= -doubtful:
		d.ctx.received = t.received
	}
	if len(t.source) > 0 {
		d.ctx.source = d.intern(t.source)
	}
	if t.group != 0 {
		d.ctx.group = t.group
	}
}

// after reads what follows the checksum.
func (d *Decoder) after(tail []byte, good bool) {
	tail = bytes.TrimRight(tail, " \t\r\x00")
	if len(tail) == 0 {
		return
	}
	if tail[0] != ',' {
		if good {
			d.note(LenientAfterChecksum, d.ctx.line)
		}
		return
	}
	station, received := trailer(tail[1:])
	if d.ctx.received == 0 {
		d.ctx.received = received
	}
	if d.ctx.source == "" && len(station) > 0 {
		d.ctx.source = d.intern(station)
	}
}

// sentence takes the sentence just parsed; true when it completes a message.
func (d *Decoder) sentence(m *Message) bool {
	if s := &d.sent; s.total == 1 {
		if r := d.bits.load(s.payload, s.fill); r != 0 {
			d.note(r, d.ctx.line)
			return false
		}
	}
	return d.taken(m)
}

// taken goes on with a sentence whose bits, if it is whole, are loaded.
func (d *Decoder) taken(m *Message) bool {
	s, c := &d.sent, &d.ctx
	if s.total == 1 {
		return d.message(m, &d.bits, c.line, c.received, c.source)
	}
	d.stats.Parts++
	p := d.parts.add(s, c, d.report)
	if p == nil {
		return false
	}
	if p.lenient {
		d.note(LenientFill, p.line)
	}
	source := p.source
	if source == "" {
		source = c.source
	}
	found := d.message(m, &p.bits, p.line, p.received, source)
	d.parts.release(p)
	return found
}

func (d *Decoder) message(m *Message, b *bitField, line int, received int64, source string) bool {
	*m = blank
	m.Line, m.Received, m.Source = line, received, source
	m.Channel, m.Own = d.sent.channel, d.sent.own
	d.last, d.kind = b, 0
	if r := d.fields(m, b); r != 0 {
		d.note(r, line)
		if r.Bad() {
			return false
		}
	}
	d.kind = m.Type
	d.stats.Messages++
	d.stats.ByType[m.Type]++
	return true
}

// intern returns b as a string that is shared by all messages, so that ships
// heard over and over cost no memory.
func (d *Decoder) intern(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internLength {
		return string(b)
	}
	if s, ok := d.strings[string(b)]; ok {
		return s
	}
	if len(d.strings) >= internLimit {
		clear(d.strings)
	}
	s := string(b)
	d.strings[s] = s
	return s
}
