package ais

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sameBothWays reads a feed the short way and by the full rules, and wants the
// same messages and the same counts.
func sameBothWays(t *testing.T, feed []byte) {
	t.Helper()
	short := NewDecoder(bytes.NewReader(feed), Options{})
	full := NewDecoder(bytes.NewReader(feed), Options{})
	full.byTheBook = true
	for {
		var a, b Message
		errA, errB := short.Next(&a), full.Next(&b)
		if a != b || !errors.Is(errA, errB) {
			t.Fatalf("the short way: %+v, %v\nby the rules: %+v, %v", a, errA, b, errB)
		}
		if errA != nil {
			break
		}
	}
	if diff := cmp.Diff(full.Stats(), short.Stats()); diff != "" {
		t.Fatalf("counts differ (-rules +short):\n%s", diff)
	}
}

func TestTheShortWayReadsWhatTheRulesRead(t *testing.T) {
	a1, a2 := ship(t, 299000101, 1)
	feed := []byte(goodReport + "\r\n" + a1 + "\n" + a2 + "\r\n" + goodReport + "\n\n" + a1 + "\r\n")
	sameBothWays(t, feed)
	r := rand.New(rand.NewPCG(1, 2))
	signs := []byte("!\\*,\r\n$AZ09`wWx~V\x00\xff")
	for range 3000 { // one or two signs of a good feed are changed
		spoilt := bytes.Clone(feed)
		for range 1 + r.IntN(2) {
			spoilt[r.IntN(len(spoilt))] = signs[r.IntN(len(signs))]
		}
		sameBothWays(t, spoilt)
	}
	// The same, with the checksums made right again, so that they do not hide it.
	for range 3000 {
		var spoilt []byte
		for _, line := range []string{goodReport, a1, a2, goodReport} {
			body := []byte(line[1 : len(line)-3])
			body[r.IntN(len(body))] = signs[r.IntN(len(signs))]
			spoilt = append(append(spoilt, seal(string(body))...), '\n')
		}
		sameBothWays(t, spoilt)
	}
}

func TestEightCharactersAtOnceAreTheTablesValues(t *testing.T) {
	for c := range 256 {
		for at := range 8 {
			in := uint64(each) * '0'
			in += uint64(c-'0') << (8 * (7 - at))
			v, bad := unarmoured(in), noArmour(in)
			want := sixBit[c]
			if (bad != 0) != (want == noSixBit) {
				t.Fatalf("%#x at %d: bad %#x, want value %#x", c, at, bad, want)
			}
			if bad == 0 && v != uint64(want)<<(6*(7-at)) {
				t.Fatalf("%#x at %d: %#x, want value %#x", c, at, v, want)
			}
		}
	}
}

func TestBitsOfPayloadsOfAnyLength(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		var f bitField
		var want []byte // a bit a byte
		for range 1 + r.IntN(3) {
			p := make([]byte, r.IntN(40))
			for i := range p {
				v := byte(r.IntN(64))
				p[i] = armour(v)
				for bit := 5; bit >= 0; bit-- {
					want = append(want, v>>bit&1)
				}
			}
			fill := 0
			if len(p) > 0 {
				fill = r.IntN(6)
			}
			if reason := f.add(p, fill); reason != 0 || !armoured(p) {
				t.Fatal(reason)
			}
			want = want[:len(want)-fill]
		}
		if f.n != len(want) {
			t.Fatalf("%d bits, want %d", f.n, len(want))
		}
		for i, bit := range want {
			if f.flag(uint(i)) != (bit == 1) {
				t.Fatalf("bit %d of %d is wrong", i, len(want))
			}
		}
		if f.u(uint(f.n), 32) != 0 {
			t.Fatal("what lies behind the end is not zero")
		}
	}
}
