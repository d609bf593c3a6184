package ais

import (
	"errors"
	"io"
	"time"
)

const (
	clockNear    = 60   // seconds: base stations closer than this agree
	clockStep    = 3600 // how far a trusted station may step ahead: it may be the only one, and rarely heard
	clockStart   = 2    // readings in a row that must agree before any time is given
	clockReplace = 3    // readings in a row that must agree to overrule the time
	clockTrusted = 4096 // stations remembered
)

// Clock gives each message of one stream a time. Many feeds carry no time of
// reception, and a position report itself says only the second of the minute.
//
// The rule, which depends on nothing but the messages and their order:
//
//  1. A message with a time of reception (Message.Received) has that time.
//  2. Otherwise the stream's time is the newest base station report (type 4)
//     that can be believed. A position report whose UTC second is known is put
//     at that second, in the minute that brings it nearest to the stream's
//     time, so at most 30 seconds from it. Any other message has the stream's
//     time.
//  3. As long as there is neither, nothing is known.
//
// Base stations with wrong clocks are common. Before a first time is given two
// reports in a row have to agree within a minute. From then on a report within
// a minute of the stream's time moves it forward, never back, and makes its
// station a trusted one; a trusted station may step ahead up to an hour. Three
// reports in a row that agree with each other and not with the stream's time
// replace it, which also is how a recording with a hole goes on. A time of
// reception sets the stream's time.
//
// Times so given may run back by up to a minute or so; whoever needs order
// must sort. The zero Clock is ready. It is not safe for concurrent use.
type Clock struct {
	base    int64 // the stream's time, unix seconds
	known   bool
	trusted map[uint32]struct{}

	rival        int64 // newest of the readings that agree among themselves only
	rivals       int
	rivalStation uint32
}

// Time takes the next message of the stream and returns its time in UTC, to the
// second; ok is false while nothing is known. It must see every message, in
// order.
func (c *Clock) Time(m *Message) (at time.Time, ok bool) {
	unix, ok := c.unix(m)
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(unix, 0).UTC(), true
}

// Base returns the time of the stream itself.
func (c *Clock) Base() (at time.Time, ok bool) {
	if !c.known {
		return time.Time{}, false
	}
	return time.Unix(c.base, 0).UTC(), true
}

func (c *Clock) unix(m *Message) (int64, bool) {
	if m.Received != 0 {
		c.base, c.known, c.rivals = m.Received, true, 0
		return m.Received, true
	}
	if m.Type == 4 && m.UTC >= earliest && m.UTC < latest {
		c.read(m.MMSI, m.UTC)
	}
	if !c.known {
		return 0, false
	}
	if !m.IsPosition() || m.Second > 59 || m.Type == 27 {
		return c.base, true
	}
	at := c.base - c.base%60 + int64(m.Second)
	switch apart := at - c.base; {
	case apart > 30:
		at -= 60
	case apart < -30:
		at += 60
	}
	return at, true
}

// read takes the report of one base station.
func (c *Clock) read(station uint32, utc int64) {
	if c.known {
		ahead := utc - c.base
		_, trusted := c.trusted[station]
		switch {
		case ahead >= -clockNear && ahead <= clockNear:
			c.trust(station)
			c.base = max(c.base, utc)
			c.rivals = 0
			return
		case trusted && ahead > 0 && ahead <= clockStep:
			c.base = utc
			c.rivals = 0
			return
		}
	}
	apart := utc - c.rival
	agrees := apart >= -clockNear && apart <= clockNear ||
		station == c.rivalStation && apart > 0 && apart <= clockStep
	if c.rivals > 0 && agrees {
		c.rivals++
		c.rival = max(c.rival, utc)
	} else {
		c.rivals, c.rival = 1, utc
	}
	c.rivalStation = station
	if c.rivals >= clockReplace || !c.known && c.rivals >= clockStart {
		c.base, c.known, c.rivals = c.rival, true, 0
		clear(c.trusted)
		c.trust(station)
	}
}

func (c *Clock) trust(station uint32) {
	if c.trusted == nil {
		c.trusted = make(map[uint32]struct{})
	}
	if len(c.trusted) < clockTrusted {
		c.trusted[station] = struct{}{}
	}
}

// Each hands on every message of a source, with the time that a [Clock] gives it:
// zero where that is not known. The message is the same one each time.
func Each(s Source, take func(m *Message, at time.Time)) error {
	var clock Clock
	var m Message
	for {
		err := s.Next(&m)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		at, _ := clock.Time(&m)
		take(&m, at)
	}
}
