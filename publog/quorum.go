package publog

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/transparency-dev/tessera"
)

// PolicyText writes the policy of one log and its witnesses, of which quorum must have cosigned. It refuses a
// rule that one witness alone could block.
func PolicyText(log Member, witnesses []Member, quorum int) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintln(&b, strings.TrimSpace("log "+log.Key+" "+log.URL))
	names := make([]string, len(witnesses))
	for i, w := range witnesses {
		fmt.Fprintln(&b, strings.TrimSpace("witness "+w.Name+" "+w.Key+" "+w.URL))
		names[i] = w.Name
	}
	fmt.Fprintf(&b, "group witnesses %d %s\nquorum witnesses\n", quorum, strings.Join(names, " "))
	p, err := ParsePolicy(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("write policy: %w", err)
	}
	// A name with a space or a line break would have been read as something else.
	if len(p.Logs) != 1 || len(p.Witnesses) != len(witnesses) {
		return nil, fmt.Errorf("write policy: a name, key or URL has a space or line break in it")
	}
	if len(p.Vetoes()) > 0 {
		return nil, fmt.Errorf("write policy: %w", vetoError(p))
	}
	return b.Bytes(), nil
}

// satisfied tells whether the witnesses in have are enough.
func (p *Policy) satisfied(have func(witness string) bool) bool {
	if p.Quorum == "none" {
		return true
	}
	return p.nodes[p.Quorum].satisfied(have)
}

func (c *component) satisfied(have func(string) bool) bool {
	if len(c.members) == 0 {
		return have(c.name)
	}
	n := 0
	for _, m := range c.members {
		if m.satisfied(have) {
			n++
		}
	}
	return n >= c.k
}

// witnesses lists the names of the witnesses under c, in the order of the text.
func (c *component) witnesses() []string {
	if len(c.members) == 0 {
		return []string{c.name}
	}
	var names []string
	for _, m := range c.members {
		names = append(names, m.witnesses()...)
	}
	return names
}

// Vetoes names every witness, and every group of some of the witnesses, whose refusal alone keeps the quorum from
// being reached. A policy with a single witness has none: there is nobody else to ask.
func (p *Policy) Vetoes() []string {
	if p.Quorum == "none" || len(p.Witnesses) < 2 {
		return nil
	}
	root := p.nodes[p.Quorum]
	total := len(root.witnesses())
	if total == 1 {
		return root.witnesses()
	}
	var vetoes []string
	var walk func(c *component)
	walk = func(c *component) {
		under := map[string]bool{}
		for _, w := range c.witnesses() {
			under[w] = true
		}
		if len(under) < total && !p.satisfied(func(w string) bool { return !under[w] }) {
			vetoes = append(vetoes, c.name)
		}
		for _, m := range c.members {
			walk(m)
		}
	}
	for _, m := range root.members {
		walk(m)
	}
	return vetoes
}

func vetoError(p *Policy) error {
	return &PolicyError{Reason: fmt.Sprintf("a required witness is a veto: without %s nothing could be published; "+
		"ask for fewer than all of them", strings.Join(p.Vetoes(), ", "))}
}

// Rule describes the quorum in words, for messages and pages.
func (p *Policy) Rule() string {
	if p.Quorum == "none" {
		return "no witness"
	}
	return p.nodes[p.Quorum].rule(true)
}

func (c *component) rule(top bool) string {
	if len(c.members) == 0 {
		return c.name
	}
	parts := make([]string, len(c.members))
	for i, m := range c.members {
		parts[i] = m.rule(false)
	}
	s := strconv.Itoa(c.k) + " of " + strings.Join(parts, ", ")
	if top {
		return s
	}
	return "(" + s + ")"
}

// checkForLog tells whether a log can be run, not only checked, under the policy.
func (p *Policy) checkForLog() error {
	if p.Quorum == "none" {
		return &PolicyError{Reason: "quorum none: a log that nobody watches proves nothing; name witnesses"}
	}
	if len(p.Vetoes()) > 0 {
		return vetoError(p)
	}
	urls := map[string]string{}
	for _, name := range p.nodes[p.Quorum].witnesses() {
		m := p.nodes[name].witness
		if m.URL == "" {
			return &PolicyError{Reason: "witness " + name + " has no URL to ask it for cosignatures"}
		}
		if other, ok := urls[m.URL]; ok {
			return &PolicyError{Reason: "witnesses " + other + " and " + name + " have the same URL"}
		}
		urls[m.URL] = name
	}
	return nil
}

// tesseraGroup is the quorum as the log driver wants it. It is built here and not by the driver's own reader,
// which takes less care (duplicate keys, names in two groups, comments).
func (p *Policy) tesseraGroup() (tessera.WitnessGroup, error) {
	return p.nodes[p.Quorum].tesseraGroup()
}

func (c *component) tesseraGroup() (tessera.WitnessGroup, error) {
	if len(c.members) == 0 {
		w, err := c.witness.tessera()
		return tessera.NewWitnessGroup(1, w), err
	}
	g := tessera.WitnessGroup{N: c.k}
	for _, m := range c.members {
		if len(m.members) == 0 {
			w, err := m.witness.tessera()
			if err != nil {
				return g, err
			}
			g.Components = append(g.Components, w)
			continue
		}
		sub, err := m.tesseraGroup()
		if err != nil {
			return g, err
		}
		g.Components = append(g.Components, sub)
	}
	return g, nil
}

func (m *Member) tessera() (tessera.Witness, error) {
	u, err := url.Parse(m.URL)
	if err != nil {
		return tessera.Witness{}, fmt.Errorf("witness %s: URL: %w", m.Name, err)
	}
	return tessera.NewWitness(m.Key, u)
}

// Needed is the least number of witnesses whose cosignatures make the quorum.
func (p *Policy) Needed() int {
	if p.Quorum == "none" {
		return 0
	}
	return p.nodes[p.Quorum].needed()
}

func (c *component) needed() int {
	if len(c.members) == 0 {
		return 1
	}
	each := make([]int, len(c.members))
	for i, m := range c.members {
		each[i] = m.needed()
	}
	slices.Sort(each)
	n := 0
	for _, e := range each[:c.k] {
		n += e
	}
	return n
}
