package publog

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

const (
	maxPolicyBytes   = 1 << 20
	maxPolicyMembers = 256 // of each kind; the format asks for at least 32
)

// Policy says which logs are trusted and which witnesses, how many of them, must have cosigned a checkpoint.
// Its text form is C2SP tlog-policy.
type Policy struct {
	Logs      []Member
	Witnesses []Member
	// Quorum is the name of the group or witness that decides, or "none".
	Quorum string

	nodes map[string]*component
}

// Member is a log or a witness of a policy. A log's Name is its origin; a witness's Name is what the policy
// calls it. URL is where it is reached; checking offline needs none.
type Member struct {
	Name string
	Key  string
	URL  string

	verifier note.Verifier
}

// component is a named part of the quorum rule: a witness, or a group of k among its members.
type component struct {
	name    string
	witness *Member
	k       int
	members []*component
}

// PolicyError says what is wrong in a policy, and where.
type PolicyError struct {
	Line   int // from 1; 0 when it is about the whole
	Reason string
}

func (e *PolicyError) Error() string {
	if e.Line == 0 {
		return "policy: " + e.Reason
	}
	return fmt.Sprintf("policy line %d: %s", e.Line, e.Reason)
}

// ParsePolicy reads the text of a policy.
func ParsePolicy(text []byte) (*Policy, error) {
	if len(text) > maxPolicyBytes {
		return nil, &PolicyError{Reason: fmt.Sprintf("%d bytes, more than %d", len(text), maxPolicyBytes)}
	}
	p := &policyParser{Policy: Policy{nodes: map[string]*component{}}, grouped: map[string]bool{}, keys: map[string]bool{}}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if err := p.line(string(line)); err != nil {
			return nil, &PolicyError{Line: i + 1, Reason: err.Error()}
		}
	}
	if p.Quorum == "" {
		return nil, &PolicyError{Reason: `no quorum line: add "quorum NAME"`}
	}
	// Pointers into a slice are only good once it has stopped growing.
	for i := range p.Witnesses {
		p.nodes[p.Witnesses[i].Name].witness = &p.Witnesses[i]
	}
	return &p.Policy, nil
}

type policyParser struct {
	Policy
	grouped map[string]bool // names that are a member of some group
	keys    map[string]bool // "log " or "witness " + public key bytes
}

func (p *policyParser) line(line string) error {
	for i := 0; i < len(line); i++ {
		if c := line[i]; (c < 0x20 && c != '\t') || c == 0x7f {
			return fmt.Errorf("control character %#02x", c)
		}
	}
	f := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
	if len(f) == 0 || strings.HasPrefix(f[0], "#") {
		return nil
	}
	switch f[0] {
	case "log":
		return p.log(f[1:])
	case "witness":
		return p.witness(f[1:])
	case "group":
		return p.group(f[1:])
	case "quorum":
		return p.quorum(f[1:])
	}
	return fmt.Errorf("unknown word %q: want log, witness, group or quorum", f[0])
}

func (p *policyParser) log(f []string) error {
	if len(f) < 1 || len(f) > 2 {
		return fmt.Errorf("want: log VKEY [URL]")
	}
	v, err := note.NewVerifier(f[0])
	if err != nil {
		return fmt.Errorf("log key %q: %w", f[0], err)
	}
	m := Member{Name: v.Name(), Key: f[0], verifier: v}
	if err := p.member(&m, "log", f[1:]); err != nil {
		return err
	}
	if len(p.Logs) == maxPolicyMembers {
		return fmt.Errorf("more than %d logs", maxPolicyMembers)
	}
	p.Logs = append(p.Logs, m)
	return nil
}

func (p *policyParser) witness(f []string) error {
	if len(f) < 2 || len(f) > 3 {
		return fmt.Errorf("want: witness NAME VKEY [URL]")
	}
	v, err := newCosignatureVerifier(f[1])
	if err != nil {
		return fmt.Errorf("witness %s: key %q: %w", f[0], f[1], err)
	}
	m := Member{Name: f[0], Key: f[1], verifier: v}
	if err := p.member(&m, "witness", f[2:]); err != nil {
		return err
	}
	if len(p.Witnesses) == maxPolicyMembers {
		return fmt.Errorf("more than %d witnesses", maxPolicyMembers)
	}
	if err := p.define(&component{name: m.Name}); err != nil {
		return err
	}
	p.Witnesses = append(p.Witnesses, m)
	return nil
}

// member checks what logs and witnesses have in common: the URL, and that no key stands twice under two names.
func (p *policyParser) member(m *Member, kind string, rest []string) error {
	if len(rest) == 1 {
		u, err := url.Parse(rest[0])
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return fmt.Errorf("%s %s: %q is not an http or https URL", kind, m.Name, rest[0])
		}
		m.URL = rest[0]
	}
	raw, err := splitVerifierKey(m.Key)
	if err != nil {
		return err
	}
	id := kind + " " + string(raw[1:])
	if p.keys[id] {
		return fmt.Errorf("%s %s: its key is in the policy already", kind, m.Name)
	}
	p.keys[id] = true
	return nil
}

func (p *policyParser) define(c *component) error {
	if c.name == "none" {
		return fmt.Errorf(`"none" cannot be a name`)
	}
	if p.nodes[c.name] != nil {
		return fmt.Errorf("name %s is defined twice", c.name)
	}
	p.nodes[c.name] = c
	return nil
}

func (p *policyParser) group(f []string) error {
	if len(f) < 3 {
		return fmt.Errorf("want: group NAME all|any|K MEMBER MEMBER")
	}
	g := &component{name: f[0]}
	for _, name := range f[2:] {
		c := p.nodes[name]
		if c == nil {
			return fmt.Errorf("group %s: member %s is not defined above", g.name, name)
		}
		if p.grouped[name] {
			return fmt.Errorf("group %s: %s is a member of a group already", g.name, name)
		}
		p.grouped[name] = true
		g.members = append(g.members, c)
	}
	switch f[1] {
	case "all":
		g.k = len(g.members)
	case "any":
		g.k = 1
	default:
		k, err := strconv.Atoi(f[1])
		if err != nil || k < 1 || k > len(g.members) || strconv.Itoa(k) != f[1] {
			return fmt.Errorf("group %s: %q: want all, any or a number from 1 to %d", g.name, f[1], len(g.members))
		}
		g.k = k
	}
	if len(p.nodes) == 2*maxPolicyMembers {
		return fmt.Errorf("more than %d names", 2*maxPolicyMembers)
	}
	return p.define(g)
}

func (p *policyParser) quorum(f []string) error {
	switch {
	case len(f) != 1:
		return fmt.Errorf("want: quorum NAME")
	case p.Quorum != "":
		return fmt.Errorf("a second quorum line")
	case f[0] != "none" && p.nodes[f[0]] == nil:
		return fmt.Errorf("quorum %s is not defined above", f[0])
	}
	p.Quorum = f[0]
	return nil
}

// splitVerifierKey takes a vkey apart and checks that its id fits its name and key.
func splitVerifierKey(vkey string) (pubkey []byte, err error) {
	name, rest, _ := strings.Cut(vkey, "+")
	id, key, ok := strings.Cut(rest, "+")
	if !ok {
		return nil, fmt.Errorf("want name+id+key")
	}
	if err := checkKeyName(name); err != nil {
		return nil, err
	}
	pubkey, err = base64.StdEncoding.Strict().DecodeString(key)
	if err != nil || len(pubkey) < 2 {
		return nil, fmt.Errorf("its key is not base64")
	}
	if id != fmt.Sprintf("%08x", keyID(name, pubkey)) {
		return nil, fmt.Errorf("its id does not fit its name and key")
	}
	return pubkey, nil
}

// newCosignatureVerifier is stricter than the library: it checks the id, and takes no log key for a witness's.
func newCosignatureVerifier(vkey string) (note.Verifier, error) {
	pubkey, err := splitVerifierKey(vkey)
	if err != nil {
		return nil, err
	}
	if pubkey[0] != algCosignature && pubkey[0] != algMLDSA {
		return nil, fmt.Errorf("signature type %d is not a cosignature key", pubkey[0])
	}
	return fnote.NewVerifierForCosignatureV1(vkey)
}
