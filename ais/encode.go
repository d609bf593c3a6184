package ais

import (
	"fmt"
	"strconv"
	"strings"
)

// sentencePayload is how many armoured characters fit into one sentence of 82.
const sentencePayload = 60

// Encoder writes messages as AIVDM sentences, numbering those of several parts.
// The zero Encoder is ready.
type Encoder struct {
	sequence uint8
	bits     bitField
}

// Encode returns the sentences of one message, without line ends: AIVDM, or
// AIVDO when it is the own ship's, by talker AI. Where the message has a source
// or a time of reception, each sentence has a tag block.
//
// Types 1-5, 9, 11, 18, 19, 21, 24 and 27 can be encoded. A field that does not
// fit, or a text with characters AIS does not have, is an error. What the
// Decoder makes of the sentences is the message again, but for fields its type
// does not carry and, in types of lower resolution, rounding.
func Encode(m Message) ([]string, error) {
	e := Encoder{sequence: uint8(m.MMSI % 10)}
	b, err := e.Append(nil, &m)
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(b), "\r\n"), "\r\n"), nil
}

// Append appends the sentences of the message to dst, each with CR LF.
func (e *Encoder) Append(dst []byte, m *Message) ([]byte, error) {
	w := fieldWriter{bits: &e.bits}
	w.bits.n = 0
	w.message(m)
	if w.err != nil {
		return dst, fmt.Errorf("encoding AIS message type %d of MMSI %09d: %w", m.Type, m.MMSI, w.err)
	}
	if i := strings.IndexFunc(m.Source, notInTag); i >= 0 {
		return dst, fmt.Errorf("encoding AIS message type %d of MMSI %09d: source %q: character %q cannot stand in a tag block", m.Type, m.MMSI, m.Source, m.Source[i])
	}
	if m.Channel != 0 && !isTalkerByte(m.Channel) {
		return dst, fmt.Errorf("encoding AIS message type %d of MMSI %09d: channel %q is neither a capital nor a digit", m.Type, m.MMSI, m.Channel)
	}
	e.bits.clearTail()
	chars := (e.bits.n + 5) / 6
	total := (chars + sentencePayload - 1) / sentencePayload
	for num := 1; num <= total; num++ {
		from := (num - 1) * sentencePayload
		to := min(from+sentencePayload, chars)
		dst = e.sentence(dst, m, total, num, from, to)
	}
	if total > 1 {
		e.sequence = (e.sequence + 1) % 10
	}
	return dst, nil
}

// sentence appends one sentence with the characters from-to of the payload.
func (e *Encoder) sentence(dst []byte, m *Message, total, num, from, to int) []byte {
	dst = appendTagBlock(dst, m)
	start := len(dst) + 1
	dst = append(dst, "!AIVDM,"...)
	if m.Own {
		dst[len(dst)-2] = 'O'
	}
	dst = append(dst, byte('0'+total), ',', byte('0'+num), ',')
	if total > 1 {
		dst = append(dst, '0'+e.sequence%10)
	}
	dst = append(dst, ',')
	if m.Channel != 0 {
		dst = append(dst, m.Channel)
	}
	dst = append(dst, ',')
	for i := from; i < to; i++ {
		dst = append(dst, armour(byte(e.bits.u(uint(6*i), 6))))
	}
	fill := 0
	if num == total {
		fill = 6*to - e.bits.n
	}
	dst = append(dst, ',', byte('0'+fill))
	dst = appendChecksum(dst, xor(dst[start:]))
	return append(dst, '\r', '\n')
}

func appendTagBlock(dst []byte, m *Message) []byte {
	if m.Source == "" && m.Received == 0 {
		return dst
	}
	dst = append(dst, '\\')
	start := len(dst)
	if m.Source != "" {
		dst = append(dst, "s:"...)
		dst = append(dst, m.Source...)
	}
	if m.Received != 0 {
		if m.Source != "" {
			dst = append(dst, ',')
		}
		dst = append(dst, "c:"...)
		dst = strconv.AppendInt(dst, m.Received, 10)
	}
	dst = appendChecksum(dst, xor(dst[start:]))
	return append(dst, '\\')
}

func appendChecksum(dst []byte, sum byte) []byte {
	const digits = "0123456789ABCDEF"
	return append(dst, '*', digits[sum>>4], digits[sum&15])
}

func notInTag(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune(`\,*!`, r)
}
