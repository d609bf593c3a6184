package ais

import "fmt"

// Reason says why a line could not be read, or how the standard was bent by
// one that was read all the same.
type Reason uint8

// Reasons for which a line, or what a line held, was given up.
const (
	ReasonLineTooLong    Reason = iota + 1 // longer than 4096 bytes
	ReasonNoStart                          // text of a sentence without its "!xxVDM"
	ReasonCutShort                         // no checksum, or the line ends before it
	ReasonFields                           // count, part number, sequence id, channel or fill bits malformed
	ReasonChecksum                         // the checksum is another
	ReasonEmpty                            // no payload
	ReasonArmour                           // a character of the payload is no armour
	ReasonTooLong                          // more bits than any message may have
	ReasonOrphan                           // a part whose first part was not seen, or too long ago
	ReasonOutOfOrder                       // a part that is not the next one
	ReasonIncomplete                       // a message whose last part never came
	ReasonType                             // the type is not 1-27
	ReasonTooShort                         // fewer bits than the type needs
	ReasonPart24                           // type 24 with a part number other than A or B
	LenientTalker                          // the two characters after the "!" are no talker, yet the checksum is right
	LenientTagChecksum                     // tag block with a wrong checksum: the sentence is read
	LenientTagBlock                        // tag block malformed: the sentence is read
	LenientTime                            // a time that cannot be, or of a $PGHP line with a wrong checksum: ignored
	LenientAfterChecksum                   // text after the checksum that is neither fields nor a sentence
	LenientShort                           // a few bits short: the missing ones are zero
	LenientLong                            // longer than the type: the rest is ignored
	LenientFill                            // fill bits before the last part, or six of them
	reasonCount
)

var reasonText = [reasonCount]string{
	ReasonLineTooLong:    "line too long",
	ReasonNoStart:        "sentence without its start",
	ReasonCutShort:       "no checksum, or cut short before it",
	ReasonFields:         "malformed fields",
	ReasonChecksum:       "wrong checksum",
	ReasonEmpty:          "empty payload",
	ReasonArmour:         "character outside of the payload armour",
	ReasonTooLong:        "message too long",
	ReasonOrphan:         "part without its first part",
	ReasonOutOfOrder:     "part out of order",
	ReasonIncomplete:     "message with missing parts",
	ReasonType:           "message type not 1-27",
	ReasonTooShort:       "too few bits for the message type",
	ReasonPart24:         "type 24 neither part A nor part B",
	LenientTalker:        "talker not known",
	LenientTagChecksum:   "wrong tag block checksum",
	LenientTagBlock:      "malformed tag block",
	LenientTime:          "time not believed",
	LenientAfterChecksum: "text after the checksum",
	LenientShort:         "a few bits short",
	LenientLong:          "bits beyond the message type",
	LenientFill:          "fill bits out of place",
}

func (r Reason) String() string {
	if int(r) < len(reasonText) && reasonText[r] != "" {
		return reasonText[r]
	}
	return fmt.Sprintf("Reason(%d)", uint8(r))
}

// bad says whether the reason means that something was not read.
func (r Reason) bad() bool { return r < LenientTalker }

// LineError is what Next returns in strict mode for the first bad line.
type LineError struct {
	Line   int
	Reason Reason
}

func (e *LineError) Error() string {
	return fmt.Sprintf("reading AIS: line %d: %s; correct or remove the line, or read without strict to count and skip such lines", e.Line, e.Reason)
}

// keptLines is how many line numbers are kept for each reason.
const keptLines = 100

// Tally is how often something happened, and in which lines first.
type Tally struct {
	Reason Reason
	Count  int64
	Lines  []int // the first 100
}

// Stats is what a Decoder has read so far.
type Stats struct {
	Lines     int64     // lines of any kind
	Blank     int64     // empty lines
	Other     int64     // lines of something else: other NMEA sentences, comments, lone tag blocks
	Sentences int64     // AIVDM and AIVDO sentences found, good and bad
	Parts     int64     // of these, parts of messages of several sentences
	Messages  int64     // messages decoded
	ByType    [28]int64 // messages of each type
	Bad       []Tally   // what could not be read, by reason
	Lenient   []Tally   // what was read although the standard was bent
}

// BadCount is the number of all bad lines and parts.
func (s Stats) BadCount() int64 {
	var n int64
	for _, t := range s.Bad {
		n += t.Count
	}
	return n
}

// tallies counts under each reason.
type tallies struct {
	count [reasonCount]int64
	lines [reasonCount][]int
}

func (t *tallies) add(r Reason, line int) {
	t.count[r]++
	if len(t.lines[r]) < keptLines {
		t.lines[r] = append(t.lines[r], line)
	}
}

// list copies the tallies that are not zero, in the order of the reasons.
func (t *tallies) list(bad bool) []Tally {
	var out []Tally
	for r := Reason(1); r < reasonCount; r++ {
		if t.count[r] > 0 && r.bad() == bad {
			out = append(out, Tally{Reason: r, Count: t.count[r], Lines: append([]int(nil), t.lines[r]...)})
		}
	}
	return out
}
