package publog_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	fproof "github.com/transparency-dev/formats/proof"

	"plimsoll/publog"
)

func TestParseProofSaysWhereItIsDamaged(t *testing.T) {
	const hash = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
	for _, tc := range []struct {
		name, text string
		line       int
	}{
		{"empty", "", 1},
		{"other format", "c2sp.org/tlog-proof@v2\nindex 0\n\nx\n", 1},
		{"carriage returns", "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\nx\n", 1},
		{"no index", "c2sp.org/tlog-proof@v1\n" + hash, 2},
		{"index after extra missing", "c2sp.org/tlog-proof@v1\nextra QQ==\n\nx\n", 3},
		{"extra not base64", "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\nx\n", 2},
		{"leading zero", "c2sp.org/tlog-proof@v1\nindex 01\n\nx\n", 2},
		{"sign", "c2sp.org/tlog-proof@v1\nindex +1\n\nx\n", 2},
		{"short hash", "c2sp.org/tlog-proof@v1\nindex 1\nQQ==\n\nx\n", 3},
		{"hash with spare bits", "c2sp.org/tlog-proof@v1\nindex 1\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlR=\n\nx\n", 3},
		{"too many hashes", "c2sp.org/tlog-proof@v1\nindex 1\n" + strings.Repeat(hash, 64) + "\nx\n", 66},
		{"no empty line", "c2sp.org/tlog-proof@v1\nindex 1\n" + hash, 4},
		{"no checkpoint", "c2sp.org/tlog-proof@v1\nindex 1\n" + hash + "\n", 5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := publog.ParseProof([]byte(tc.text))
			var e *publog.ProofError
			if !errors.As(err, &e) || e.Line != tc.line {
				t.Errorf("got %v, want a fault in line %d", err, tc.line)
			}
		})
	}
}

func FuzzParseProof(f *testing.F) {
	m := make3of2(f)
	p := m.proof(1, m.log, m.log.Name, 0, 1)
	f.Add(p.Marshal())
	p.Extra = []byte{}
	f.Add(p.Marshal())
	f.Add([]byte("c2sp.org/tlog-proof@v1\nindex 0\n\nx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := publog.ParseProof(data)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Marshal(), data) {
			t.Fatalf("parsed, but written differently: %q", p.Marshal())
		}
		// Whatever is accepted here, the library that others use reads alike (up to its limits).
		var other fproof.TLogProof
		if err := other.Unmarshal(data); err != nil {
			if len(data) > 60<<10 {
				return
			}
			t.Fatalf("accepted, but not by the formats library: %v", err)
		}
		hashes := make([]publog.Hash, 0)
		for _, h := range other.Hashes {
			hashes = append(hashes, publog.Hash(h))
		}
		if p.Index != other.Index || (len(p.Hashes) > 0 && cmp.Diff(p.Hashes, hashes) != "") || !bytes.Equal(p.Extra, other.ExtraData) {
			t.Fatalf("%+v, but the formats library reads %+v", p, other)
		}
		_, _ = publog.Verify([]byte("second"), data, m.policy) // must not panic
	})
}
