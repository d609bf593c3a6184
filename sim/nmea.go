package sim

import (
	"bytes"
	"fmt"
	"io"

	"plimsoll/ais"
)

// Feed writes messages as AIVDM sentences with tag blocks, and some of them
// as badly as feeds do: damaged, cut short, one part of two lost, with foreign
// lines between.
type Feed struct {
	w     io.Writer
	dice  dice
	clean bool
	enc   ais.Encoder
	buf   []byte

	Messages  int // written
	Sentences int
	Dirty     int // of them damaged, cut, or with a part lost; and foreign lines
}

// How often, in a million messages.
const (
	dirtDamaged = 600
	dirtCut     = 100
	dirtForeign = 60
	dirtPart    = 6000 // of those of two parts
)

// NewFeed writes to w; a clean feed has no dirt in it.
func NewFeed(w io.Writer, seed uint64, clean bool) *Feed {
	return &Feed{w: w, dice: dice(seed ^ 0xfeed), clean: clean}
}

// Write writes one message.
func (f *Feed) Write(m *ais.Message) (err error) {
	if f.buf, err = f.enc.Append(f.buf[:0], m); err != nil {
		return fmt.Errorf("writing message %d of the simulation: %w", f.Messages+1, err)
	}
	f.Messages++
	f.Sentences += bytes.Count(f.buf, []byte{'\n'})
	if !f.clean {
		f.soil()
	}
	if _, err := f.w.Write(f.buf); err != nil {
		return fmt.Errorf("writing message %d of the simulation: %w", f.Messages, err)
	}
	return nil
}

func (f *Feed) soil() {
	first := bytes.IndexByte(f.buf, '\n') + 1
	two := first < len(f.buf)
	switch x := f.dice.n(1_000_000); {
	case x < dirtDamaged: // one character is another
		i := bytes.LastIndexByte(f.buf, ',') - 3
		f.buf[i] = 'w' - (f.buf[i]-'0')%32
	case x < dirtDamaged+dirtCut: // the line ends too soon
		f.buf = append(f.buf[:len(f.buf)-2-f.dice.n(20)-1], '\r', '\n')
	case x < dirtDamaged+dirtCut+dirtForeign:
		f.buf = append(f.buf, "$GPZDA,000000.00,01,01,2000,00,00*60\r\n"...)
	case two && f.dice.n(1_000_000) < dirtPart:
		if f.dice.chance(0.5) {
			f.buf = f.buf[:first]
		} else {
			f.buf = append(f.buf[:0], f.buf[first:]...)
		}
	default:
		return
	}
	f.Dirty++
}
