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
	ReasonCells                            // tables: the row has another number of cells than the header
	ReasonQuote                            // tables: a quote that its line does not close
	ReasonMMSI                             // tables: no MMSI, or none that can be
	ReasonTime                             // tables: no time, or none that can be
	LenientTalker                          // the two characters after the "!" are no talker, yet the checksum is right
	LenientTagChecksum                     // tag block with a wrong checksum: the sentence is read
	LenientTagBlock                        // tag block malformed: the sentence is read
	LenientTime                            // a time that cannot be, or of a $PGHP line with a wrong checksum: ignored
	LenientAfterChecksum                   // text after the checksum that is neither fields nor a sentence
	LenientShort                           // a few bits short: the missing ones are zero
	LenientLong                            // longer than the type: the rest is ignored
	LenientFill                            // fill bits before the last part, or six of them
	LenientCell                            // tables: a value that cannot be read or cannot be: taken as not available
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
	ReasonCells:          "number of cells differs from the header",
	ReasonQuote:          "quote that its line does not close",
	ReasonMMSI:           "no MMSI, or none that can be",
	ReasonTime:           "no time, or none that can be",
	LenientTalker:        "talker not known",
	LenientTagChecksum:   "wrong tag block checksum",
	LenientTagBlock:      "malformed tag block",
	LenientTime:          "time not believed",
	LenientAfterChecksum: "text after the checksum",
	LenientShort:         "a few bits short",
	LenientLong:          "bits beyond the message type",
	LenientFill:          "fill bits out of place",
	LenientCell:          "value that cannot be read, taken as not available",
}

func (r Reason) String() string {
	if int(r) < len(reasonText) && reasonText[r] != "" {
		return reasonText[r]
	}
	return fmt.Sprintf("Reason(%d)", uint8(r))
}

// Bad says whether the reason means that something was not read.
func (r Reason) Bad() bool { return r < LenientTalker }

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
	Sentences int64     // AIVDM and AIVDO sentences found, good and bad; in a table its rows
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

// Tallies counts under each reason; the zero value is ready.
type Tallies struct {
	count [reasonCount]int64
	lines [reasonCount][]int
}

// Add counts a reason under a line.
func (t *Tallies) Add(r Reason, line int) {
	t.count[r]++
	if len(t.lines[r]) < keptLines {
		t.lines[r] = append(t.lines[r], line)
	}
}

// Bad lists what was not read, in the order of the reasons.
func (t *Tallies) Bad() []Tally { return t.list(true) }

// Lenient lists what was read although the standard was bent.
func (t *Tallies) Lenient() []Tally { return t.list(false) }

func (t *Tallies) list(bad bool) []Tally {
	var out []Tally
	for r := Reason(1); r < reasonCount; r++ {
		if t.count[r] > 0 && r.Bad() == bad {
			out = append(out, Tally{Reason: r, Count: t.count[r], Lines: append([]int(nil), t.lines[r]...)})
		}
	}
	return out
}
