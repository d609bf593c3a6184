package publog_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	flog "github.com/transparency-dev/formats/log"
	fwitness "github.com/transparency-dev/formats/witness"
	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"plimsoll/publog"
)

// keysFor gives the text of a policy that defines log L and witnesses A to F.
func keysFor(t testing.TB) (text string, vkeys map[string]string) {
	t.Helper()
	vkeys = map[string]string{}
	for name, k := range keyPairs() {
		vkeys[name] = k.Public
	}
	text = "log " + vkeys["L"] + "\n"
	for _, n := range "ABCDEF" {
		text += fmt.Sprintf("witness %c %s https://%c.example/\n", n, vkeys[string(n)], n)
	}
	return text, vkeys
}

func keyPairs() map[string]publog.KeyPair {
	random := rand.NewChaCha8([32]byte{4})
	keys := map[string]publog.KeyPair{"L": must(publog.GenerateLogKey(random, "log.example"))}
	for _, n := range "ABCDEF" {
		keys[string(n)] = must(publog.GenerateWitnessKey(random, string(n)+".example"))
	}
	return keys
}

func TestPolicyOfNestedGroups(t *testing.T) {
	text, vkeys := keysFor(t)
	p, err := publog.ParsePolicy([]byte("# two houses\n\n" + text + "\tgroup\tX 2 A B C \ngroup Y any D E F\n  # both\ngroup XY all X Y\nquorum XY"))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Witnesses) != 6 || p.Witnesses[0].Key != vkeys["A"] || p.Logs[0].Name != "log.example" {
		t.Errorf("%+v", p)
	}
	if want := "2 of (2 of A, B, C), (1 of D, E, F)"; p.Rule() != want {
		t.Errorf("rule %q, want %q", p.Rule(), want)
	}
	if diff := cmp.Diff([]string{"X", "Y"}, p.Vetoes()); diff != "" {
		t.Errorf("either house can block: %s", diff)
	}
}

func TestVetoes(t *testing.T) {
	text, _ := keysFor(t)
	for _, tc := range []struct {
		rule string
		want []string
	}{
		{"group g 4 A B C D E F\nquorum g", nil},
		{"group g all A B C\nquorum g", []string{"A", "B", "C"}},
		{"group g all A B\nquorum g", []string{"A", "B"}},
		{"group g any A B\nquorum g", nil},
		{"group g any A\nquorum g", []string{"A"}},
		{"quorum C", []string{"C"}},
		{"quorum none", nil},
		{"group x 2 A B C\ngroup y 1 x\nquorum y", nil},
		{"group x 2 A B C\ngroup y any D E\ngroup z 2 x y F\nquorum z", nil},
		{"group x 2 A B C\ngroup z all x F\nquorum z", []string{"x", "F"}},
	} {
		p, err := publog.ParsePolicy([]byte(text + tc.rule))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tc.want, p.Vetoes()); diff != "" {
			t.Errorf("%s: %s", tc.rule, diff)
		}
	}
}

func TestPolicyTextRefusesAVetoAndTextOutOfPlace(t *testing.T) {
	_, v := keysFor(t)
	members := []publog.Member{{Name: "A", Key: v["A"]}, {Name: "B", Key: v["B"]}, {Name: "C", Key: v["C"]}}
	if _, err := publog.PolicyText(publog.Member{Key: v["L"]}, members, 2); err != nil {
		t.Error(err)
	}
	for want, call := range map[string]func() ([]byte, error){
		"is a veto":   func() ([]byte, error) { return publog.PolicyText(publog.Member{Key: v["L"]}, members, 3) },
		"from 1 to 3": func() ([]byte, error) { return publog.PolicyText(publog.Member{Key: v["L"]}, members, 0) },
		"line 3": func() ([]byte, error) {
			return publog.PolicyText(publog.Member{Key: v["L"]}, append(members[:1:1], members[0]), 1)
		},
		"not an http": func() ([]byte, error) {
			return publog.PolicyText(publog.Member{Key: v["L"], URL: "ftp://x"}, members, 2)
		},
		"type 1 is not": func() ([]byte, error) {
			return publog.PolicyText(publog.Member{Key: v["L"]}, []publog.Member{{Name: "A", Key: v["L"]}}, 1)
		},
	} {
		if _, err := call(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestParsePolicySaysWhichLineIsWrong(t *testing.T) {
	text, v := keysFor(t) // 7 lines
	for _, tc := range []struct {
		add  string
		line int
		says string
	}{
		{"", 0, "no quorum line"},
		{"quorum A\nquorum B", 9, "second quorum"},
		{"quorum Z", 8, "not defined above"},
		{"group g 2 A Z\nquorum g", 8, "Z is not defined"},
		{"group g 0 A B\nquorum g", 8, "from 1 to 2"},
		{"group g 3 A B\nquorum g", 8, "from 1 to 2"},
		{"group g 02 A B\nquorum g", 8, "from 1 to 2"},
		{"group g 1 A A\nquorum g", 8, "member of a group already"},
		{"group g 1 A B\ngroup h 1 B C\nquorum g", 9, "member of a group already"},
		{"group A 1 B C\nquorum A", 8, "defined twice"},
		{"group none 1 B C\nquorum A", 8, "cannot be a name"},
		{"group g 1\nquorum g", 8, "want: group"},
		{"witness G " + v["A"] + "\nquorum A", 8, "in the policy already"},
		{"log " + v["A"] + "\nquorum A", 8, "log key"},
		{"log " + v["L"] + "\nquorum A", 8, "in the policy already"},
		{"witness G " + strings.Replace(v["A"], "A.example+", "G.example+", 1) + "\nquorum A", 8, "its id does not fit"},
		{"witness G A.example\nquorum A", 8, "want name+id+key"},
		{"trust everyone\nquorum A", 8, "unknown word"},
		{"quorum A\r", 8, "control character"},
	} {
		_, err := publog.ParsePolicy([]byte(text + tc.add))
		var e *publog.PolicyError
		if !errors.As(err, &e) || e.Line != tc.line || !strings.Contains(e.Reason, tc.says) {
			t.Errorf("%q: got %v, want line %d: %s", tc.add, err, tc.line, tc.says)
		}
	}
}

// The rule is computed twice, here and by the formats library, for any nesting of groups and any cosigners.
func TestQuorumAgreesWithTheFormatsLibrary(t *testing.T) {
	text, _ := keysFor(t)
	keys := keyPairs()
	checkpoint := string(flog.Checkpoint{Origin: "log.example", Size: 1, Hash: make([]byte, 32)}.Marshal())
	agreed := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"A", "B", "C", "D", "E", "F"}
		rule := ""
		for i := 0; i < 4 && len(names) > 1; i++ {
			n := rapid.IntRange(2, len(names)).Draw(t, "members")
			rule += fmt.Sprintf("group g%d %d %s\n", i, rapid.IntRange(1, n).Draw(t, "k"), strings.Join(names[:n], " "))
			names = append(names[n:len(names):len(names)], fmt.Sprintf("g%d", i))
		}
		rule += "quorum " + names[len(names)-1] + "\n"
		ours, err := publog.ParsePolicy([]byte(text + rule))
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := fwitness.ParsePolicy([]byte(text + rule))
		if err != nil {
			t.Fatal(err)
		}
		signers := []note.Signer{must(keys["L"].LogSigner())}
		for _, w := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"A", "B", "C", "D", "E", "F"}), rapid.ID).Draw(t, "cosigners") {
			signers = append(signers, must(keys[w].CosignatureSigner()))
		}
		raw := must(note.Sign(&note.Note{Text: checkpoint}, signers...))
		_, err = ours.Check(raw)
		if err != nil && !errors.Is(err, publog.ErrQuorum) {
			t.Fatal(err)
		}
		if (err == nil) != theirs.Satisfied(raw) {
			t.Fatalf("%s: we say %v, the library says %t", rule, err, theirs.Satisfied(raw))
		}
		agreed[err == nil]++
	})
	if agreed[true] == 0 || agreed[false] == 0 {
		t.Errorf("only one outcome was tried: %v", agreed)
	}
}

func FuzzParsePolicy(f *testing.F) {
	text, _ := keysFor(f)
	f.Add([]byte(text + "group X 2 A B C\ngroup Y any D E F\ngroup XY all X Y\nquorum XY\n"))
	f.Add([]byte(text + "quorum none # not a comment"))
	f.Add([]byte(make3of2(f).policy))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := publog.ParsePolicy(data)
		if err != nil {
			return
		}
		_, _ = p.Vetoes(), p.Rule()
		_, _ = p.Check([]byte("log.example\n1\nAAAA\n\n— x y\n"))
	})
}
