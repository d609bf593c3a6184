package ais

const (
	partLines   = 2000 // a message whose next part has not come after so many lines is given up
	partSeconds = 30   // or whose parts were received further apart
	buckets     = 64   // by talker, channel, sequence id and total
	bucketSlots = 8    // unfinished messages kept of one bucket: sources that use the same sequence id
)

// slot collects the parts of one message.
type slot struct {
	talker   [2]byte
	own      bool
	seq      byte
	channel  byte
	total    uint8
	next     uint8 // number of the part it waits for
	source   string
	group    uint64
	line     int // of the part added last
	received int64
	lenient  bool // fill bits before the last part
	bits     bitField
}

// assembler keeps the messages that wait for parts, newest last in their
// bucket.
type assembler struct {
	waiting [buckets][]*slot
	free    []*slot
}

func bucketOf(s *sentence) int {
	h := uint(s.talker[0])*31 + uint(s.talker[1])*7 + uint(s.channel)*13 + uint(s.seq)*5 + uint(s.total)
	return int(h % buckets)
}

// fits says whether the sentence has the key of the slot: same talker, channel,
// sequence id and total, and neither another source nor another group. A
// later part may leave out source and group, as feeds that tag only the first
// line of a group do.
func (p *slot) fits(s *sentence, c *lineContext) bool {
	return p.seq == s.seq && p.channel == s.channel && p.total == s.total && p.talker == s.talker && p.own == s.own &&
		(p.source == c.source || s.num > 1 && c.source == "") &&
		(p.group == c.group || s.num > 1 && (c.group == 0 || p.group == 0))
}

func (p *slot) expired(c *lineContext) bool {
	if c.line-p.line > partLines {
		return true
	}
	if p.received == 0 || c.received == 0 {
		return false
	}
	apart := c.received - p.received
	return apart > partSeconds || apart < -partSeconds
}

// add takes one part. It returns the slot when the part was the last one: it
// is the caller's until release. Slots given up on the way are reported.
func (a *assembler) add(s *sentence, c *lineContext, report func(Reason, int)) *slot {
	n := bucketOf(s)
	at := a.find(n, s, c, report)
	if s.num == 1 {
		if at >= 0 { // the sender has begun anew: what was there can not be finished
			report(ReasonIncomplete, a.waiting[n][at].line)
			a.drop(n, at)
		} else if len(a.waiting[n]) == bucketSlots {
			report(ReasonIncomplete, a.waiting[n][0].line)
			a.drop(n, 0)
		}
		a.begin(n, s, c, report)
		return nil
	}
	if at < 0 {
		report(ReasonOrphan, c.line)
		return nil
	}
	p := a.waiting[n][at]
	if p.next != s.num {
		report(ReasonOutOfOrder, c.line)
		if s.num > p.next { // the part between is lost
			report(ReasonIncomplete, p.line)
			a.drop(n, at)
		}
		return nil
	}
	if r := p.bits.add(s.payload, s.fill); r != 0 {
		report(r, c.line)
		a.drop(n, at)
		return nil
	}
	p.line = c.line
	if p.received == 0 {
		p.received = c.received
	}
	if s.num < s.total {
		p.lenient = p.lenient || s.fill != 0
		p.next++
		return nil
	}
	a.unlink(n, at)
	return p
}

// find returns the place of the newest slot the sentence fits, -1 when there
// is none, and gives up what has expired in that bucket.
func (a *assembler) find(n int, s *sentence, c *lineContext, report func(Reason, int)) int {
	at := -1
	for i := 0; i < len(a.waiting[n]); {
		p := a.waiting[n][i]
		if !p.fits(s, c) {
			// Of another source: only lines say whether it is still waited for.
			if c.line-p.line > partLines {
				report(ReasonIncomplete, p.line)
				a.drop(n, i)
				continue
			}
			i++
			continue
		}
		if p.expired(c) {
			report(ReasonIncomplete, p.line)
			a.drop(n, i)
			continue
		}
		at = i
		i++
	}
	return at
}

func (a *assembler) begin(n int, s *sentence, c *lineContext, report func(Reason, int)) {
	var p *slot
	if k := len(a.free); k > 0 {
		p, a.free = a.free[k-1], a.free[:k-1]
	} else {
		p = new(slot)
	}
	p.talker, p.own, p.seq, p.channel, p.total = s.talker, s.own, s.seq, s.channel, s.total
	p.next, p.source, p.group = 2, c.source, c.group
	p.line, p.received = c.line, c.received
	p.lenient = s.fill != 0
	if r := p.bits.load(s.payload, s.fill); r != 0 {
		report(r, c.line)
		a.free = append(a.free, p)
		return
	}
	a.waiting[n] = append(a.waiting[n], p)
}

func (a *assembler) unlink(n, at int) {
	w := a.waiting[n]
	copy(w[at:], w[at+1:])
	w[len(w)-1] = nil
	a.waiting[n] = w[:len(w)-1]
}

func (a *assembler) drop(n, at int) {
	a.free = append(a.free, a.waiting[n][at])
	a.unlink(n, at)
}

func (a *assembler) release(p *slot) { a.free = append(a.free, p) }

// flush gives up everything that waits.
func (a *assembler) flush(report func(Reason, int)) {
	for n := range a.waiting {
		for len(a.waiting[n]) > 0 {
			report(ReasonIncomplete, a.waiting[n][0].line)
			a.drop(n, 0)
		}
	}
}
