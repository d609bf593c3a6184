package publog_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	flog "github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"plimsoll/publog"
)

// made is a log of three entries made by hand, with keys but no server: x/mod's tlog computes the tree, so that what
// is checked here was not made by the code that checks it.
type made struct {
	entries [][]byte
	log     publog.KeyPair
	keys    []publog.KeyPair
	policy  []byte
	hashes  map[int64]tlog.Hash
}

func make3of2(t testing.TB) *made {
	t.Helper()
	random := rand.NewChaCha8([32]byte{2})
	m := &made{log: must(publog.GenerateLogKey(random, "log.example/findings")), hashes: map[int64]tlog.Hash{}}
	var members []publog.Member
	for i := range 3 {
		k := must(publog.GenerateWitnessKey(random, fmt.Sprintf("witness-%d.example", i+1)))
		m.keys = append(m.keys, k)
		members = append(members, publog.Member{Name: fmt.Sprintf("w%d", i+1), Key: k.Public})
	}
	m.policy = must(publog.PolicyText(publog.Member{Key: m.log.Public}, members, 2))
	for i, e := range []string{"first", "second", "third"} {
		m.entries = append(m.entries, []byte(e))
		for j, h := range must(tlog.StoredHashes(int64(i), []byte(e), m.reader())) {
			m.hashes[tlog.StoredHashIndex(0, int64(i))+int64(j)] = h
		}
	}
	return m
}

func (m *made) reader() tlog.HashReaderFunc {
	return func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, x := range at {
			out[i] = m.hashes[x]
		}
		return out, nil
	}
}

// proof makes the proof of entry n, signed by log and cosigned by the given witnesses.
func (m *made) proof(n int64, log publog.KeyPair, origin string, witnesses ...int) publog.Proof {
	root := must(tlog.TreeHash(3, m.reader()))
	text := flog.Checkpoint{Origin: origin, Size: 3, Hash: root[:]}.Marshal()
	signers := []note.Signer{must(log.LogSigner())}
	for _, w := range witnesses {
		signers = append(signers, must(m.keys[w].CosignatureSigner()))
	}
	p := publog.Proof{Index: uint64(n), Checkpoint: must(note.Sign(&note.Note{Text: string(text)}, signers...))}
	for _, h := range must(tlog.ProveRecord(3, n, m.reader())) {
		p.Hashes = append(p.Hashes, publog.Hash(h))
	}
	return p
}

func TestVerifyAcceptsEveryEntryWithAQuorum(t *testing.T) {
	m := make3of2(t)
	for i := range m.entries {
		v, err := publog.Verify(m.entries[i], m.proof(int64(i), m.log, m.log.Name, 2, 0).Marshal(), m.policy)
		if err != nil {
			t.Fatal(err)
		}
		if v.Index != uint64(i) || v.Size != 3 || v.Origin != m.log.Name {
			t.Errorf("entry %d: %+v", i, v)
		}
		if len(v.Witnesses) != 2 || v.Witnesses[0].Witness != "w1" || v.Witnesses[1].Key != "witness-3.example" || v.Witnesses[0].Time.IsZero() {
			t.Errorf("cosignatures %+v", v.Witnesses)
		}
		if diff := cmp.Diff([]string{"w2"}, v.Missing); diff != "" {
			t.Error(diff)
		}
	}
}

func TestVerifyTellsWhatIsWrong(t *testing.T) {
	m := make3of2(t)
	good := m.proof(1, m.log, m.log.Name, 0, 1, 2)
	thief := must(publog.GenerateLogKey(rand.NewChaCha8([32]byte{3}), m.log.Name))
	change := func(f func(p *publog.Proof)) []byte {
		p := good
		p.Hashes = append([]publog.Hash(nil), p.Hashes...)
		p.Checkpoint = bytes.Clone(p.Checkpoint)
		f(&p)
		return p.Marshal()
	}
	drop := func(names ...string) []byte {
		return change(func(p *publog.Proof) {
			var kept []string
			for l := range strings.Lines(string(p.Checkpoint)) {
				gone := false
				for _, n := range names {
					gone = gone || strings.HasPrefix(l, "— "+n+" ")
				}
				if !gone {
					kept = append(kept, l)
				}
			}
			p.Checkpoint = []byte(strings.Join(kept, ""))
		})
	}
	whole := good.Marshal()
	for _, tc := range []struct {
		name  string
		entry string
		proof []byte
		is    error
		says  string
	}{
		{"altered entry", "Second", whole, publog.ErrEntry, "altered"},
		{"another entry of the log", "first", whole, publog.ErrEntry, "altered"},
		{"altered index", "second", change(func(p *publog.Proof) { p.Index = 0 }), publog.ErrEntry, "not at index 0"},
		{"index beyond the log", "second", change(func(p *publog.Proof) { p.Index = 3 }), publog.ErrProof, "has 3 entries"},
		{"altered hash", "second", change(func(p *publog.Proof) { p.Hashes[0][5] ^= 1 }), publog.ErrEntry, "hash of the proof"},
		{"a hash cut off", "second", change(func(p *publog.Proof) { p.Hashes = p.Hashes[:1] }), publog.ErrProof, "wrong proof size"},
		{"a hash too many", "second", change(func(p *publog.Proof) { p.Hashes = append(p.Hashes, publog.Hash{}) }), publog.ErrProof, "wrong proof size"},
		{"altered tree size", "second", change(func(p *publog.Proof) { p.Checkpoint = bytes.Replace(p.Checkpoint, []byte("\n3\n"), []byte("\n4\n"), 1) }), publog.ErrLogSignature, "does not fit"},
		{"cosignatures stripped", "second", drop("witness-1.example", "witness-3.example"), publog.ErrQuorum, "need 2 of w1, w2, w3; cosigned: w2; missing: w1, w3"},
		{"log signature stripped", "second", drop(m.log.Name), publog.ErrLogSignature, "has no signature by the policy's key"},
		{"signed by another key of the same name", "second", m.proof(1, thief, m.log.Name, 0, 1).Marshal(), publog.ErrLogSignature, "has no signature by the policy's key"},
		{"of another log", "second", m.proof(1, m.log, "other.example", 0, 1).Marshal(), publog.ErrOrigin, `accepts "log.example/findings"`},
		{"empty", "second", nil, nil, "line 1"},
		{"header only", "second", []byte("c2sp.org/tlog-proof@v1\n"), nil, "line 2"},
		{"cut in the checkpoint", "second", whole[:len(whole)-200], nil, ""},
		{"cut before the checkpoint", "second", whole[:bytes.Index(whole, []byte("\n\n"))+2], nil, "want the checkpoint"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := publog.Verify([]byte(tc.entry), tc.proof, m.policy)
			if err == nil {
				t.Fatal("accepted")
			}
			if tc.is != nil && !errors.Is(err, tc.is) {
				t.Errorf("got %v, want %v", err, tc.is)
			}
			if !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want it to say %q", err, tc.says)
			}
		})
	}
}

func TestNoPrefixOfAProofIsAccepted(t *testing.T) {
	m := make3of2(t)
	whole := m.proof(1, m.log, m.log.Name, 0, 1).Marshal()
	for n := range len(whole) {
		if _, err := publog.Verify(m.entries[1], whole[:n], m.policy); err == nil {
			t.Fatalf("accepted the first %d of %d bytes", n, len(whole))
		}
	}
}

func TestNoChangedByteOfAProofIsAccepted(t *testing.T) {
	m := make3of2(t)
	whole := m.proof(1, m.log, m.log.Name, 0, 1).Marshal()
	for n := range whole {
		changed := bytes.Clone(whole)
		changed[n] ^= 1
		if _, err := publog.Verify(m.entries[1], changed, m.policy); err == nil {
			t.Errorf("accepted with byte %d changed from %q to %q", n, whole[n], changed[n])
		}
	}
}

func TestABadCosignatureIsNamedAndHidesNoOther(t *testing.T) {
	m := make3of2(t)
	p := m.proof(1, m.log, m.log.Name, 0, 1, 2)
	var lines []string
	for l := range strings.Lines(string(p.Checkpoint)) {
		if name, sig, ok := strings.Cut(strings.TrimSuffix(l, "\n"), " witness-2.example "); ok {
			raw := must(base64.StdEncoding.DecodeString(sig))
			raw[len(raw)-1] ^= 1
			l = name + " witness-2.example " + base64.StdEncoding.EncodeToString(raw) + "\n"
		}
		lines = append(lines, l)
	}
	p.Checkpoint = []byte(strings.Join(lines, ""))
	v, err := publog.Verify(m.entries[1], p.Marshal(), m.policy)
	if err != nil || len(v.Witnesses) != 2 {
		t.Fatalf("two good cosignatures of three: %+v, %v", v, err)
	}
	p.Checkpoint = []byte(strings.Join(append(lines[:5:5], lines[6:]...), "")) // without witness-1
	_, err = publog.Verify(m.entries[1], p.Marshal(), m.policy)
	var short *publog.QuorumError
	if !errors.As(err, &short) || cmp.Diff([]string{"w2"}, short.Invalid) != "" || cmp.Diff([]string{"w1"}, short.Missing) != "" {
		t.Errorf("got %v", err)
	}
}

func TestExtraDataIsCarriedAndNotTrusted(t *testing.T) {
	m := make3of2(t)
	p := m.proof(1, m.log, m.log.Name, 0, 1)
	p.Extra = []byte("PF-2026-001")
	back, err := publog.ParseProof(p.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Error(diff)
	}
	if _, err := publog.Verify(m.entries[1], p.Marshal(), m.policy); err != nil {
		t.Error(err)
	}
}

func BenchmarkVerify(b *testing.B) {
	m := make3of2(b)
	proof := m.proof(1, m.log, m.log.Name, 0, 1).Marshal()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := publog.Verify(m.entries[1], proof, m.policy); err != nil {
			b.Fatal(err)
		}
	}
}
