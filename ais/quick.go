package ais

import "bytes"

// quickLine is the longest line, without its end, that is taken the short way.
const quickLine = 128

// quick takes the next line if it is nothing but one faultless sentence, as
// nearly all are, and wholly in the buffer: its bytes are then looked at once
// to cut, check and decode them. It does not judge: any other line is left
// where it is for nextLine and step, which read by the full rules, and they
// would make the same of the lines that are taken here.
func (d *Decoder) quick() bool {
	l := &d.lines
	b := l.buf[l.start:l.end]
	if len(b) < 16 || b[0] != '!' || !isSentence(b) || l.skipping || d.ahead.line != 0 || d.byTheBook {
		return false
	}
	star := bytes.IndexByte(b[:min(len(b), quickLine)], '*')
	if star < 0 || star+4 >= len(b) {
		return false
	}
	used := star + 4
	switch end := b[star+3]; {
	case end == '\n':
	case end == '\r' && b[star+4] == '\n':
		used++
	default:
		return false
	}
	hi, lo := hexDigit(b[star+1]), hexDigit(b[star+2])
	if xor(b[1:star]) != hi<<4|lo || hi|lo > 15 {
		return false
	}
	// A sign that would begin or end a line, a tag block or another sentence has
	// no place in these fields: it is no talker, channel, number or armour.
	s := &d.sent
	s.talker = [2]byte{b[1], b[2]}
	s.own = b[5] == 'O'
	if !s.knownTalker() || !s.fields(b[7:star]) || s.fill > 5 || len(s.payload) == 0 ||
		s.channel != 0 && !isTalkerByte(s.channel) {
		return false
	}
	if s.total == 1 {
		if d.bits.load(s.payload, s.fill) != 0 {
			return false
		}
	} else if !armoured(s.payload) {
		return false
	}
	l.start += used
	l.n++
	d.stats.Sentences++
	d.ctx = lineContext{line: l.n}
	return true
}
