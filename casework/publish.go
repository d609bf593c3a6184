package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"plimsoll/journal"
	"plimsoll/publog"
)

// DocumentFormat names the form of the published document.
const DocumentFormat = "plimsoll finding v1"

// Document is a finding as the world sees it: these bytes go into the public
// log. Every stance is inside, under its author's signature, with the key to
// check it; there is no way to publish the finding without them.
type Document struct {
	Format   string    `json:"format"`
	Finding  string    `json:"finding"`
	World    string    `json:"world,omitempty"`
	Draft    Draft     `json:"content"`
	Version  string    `json:"version"` // SHA-256 of content
	Panel    Panel     `json:"panel"`
	Concur   int       `json:"concur"`
	Dissent  int       `json:"dissent"`
	Stances  []Signed  `json:"stances"`
	Holds    []Hold    `json:"holds,omitempty"` // lapsed, shown all the same
	Wordings []Changed `json:"earlier_wordings,omitempty"`
}

// Signed is a stance with what is needed to check its signature alone.
type Signed struct {
	Stance
	Key []byte `json:"key"` // ed25519 public key of the expert
}

// Changed is an earlier wording and why it was given up.
type Changed struct {
	Version string   `json:"version"`
	Content Draft    `json:"content"`
	By      string   `json:"by"`
	Reason  string   `json:"reason"`
	Stances []Signed `json:"stances,omitempty"`
}

// Log is the public log. Append returns only when the entry is witnessed, and
// finds an entry that is in the log already instead of adding it again.
type Log interface {
	AppendOnce(ctx context.Context, entry []byte) (publog.Receipt, error)
}

// Publish releases a finding if the rules allow it, brings its document into
// the public log and records the receipt. It can be called again after a
// crash at any moment: what was done is not done twice.
func (c *Cases) Publish(ctx context.Context, by journal.Signer, id string, log Log) (Publication, error) {
	f, ok := c.Finding(id)
	if !ok {
		return Publication{}, fmt.Errorf("there is no finding %s", id)
	}
	if f.Published != nil {
		return *f.Published, nil
	}
	if f.Released == nil {
		if err := c.release(ctx, by, id); err != nil {
			return Publication{}, err
		}
		f, _ = c.Finding(id)
	}
	r, err := log.AppendOnce(ctx, f.Released.Document)
	if err != nil {
		return Publication{}, fmt.Errorf("publishing finding %s: it is released and will go out when this is called again: %w", id, err)
	}
	body := publication{Index: r.Index, Leaf: r.Leaf.String(), Proof: string(r.Proof)}
	if err := c.record(ctx, by, KindPublished, id, body); err != nil {
		return Publication{}, fmt.Errorf("recording that finding %s is published: %w", id, err)
	}
	f, _ = c.Finding(id)
	return *f.Published, nil
}

type releasing struct {
	Document json.RawMessage `json:"document"`
}

func (c *Cases) release(ctx context.Context, by journal.Signer, id string) error {
	c.mu.RLock()
	doc, err := c.document(c.findings[id])
	c.mu.RUnlock()
	if err != nil {
		return err
	}
	return c.record(ctx, by, KindReleased, id, releasing{doc})
}

// document builds the bytes from the state alone.
func (c *Cases) document(f *Finding) ([]byte, error) {
	if c.panel == nil {
		return nil, errors.New("no panel is constituted")
	}
	d := Document{
		Format: DocumentFormat, Finding: f.ID, World: f.Draft.World, Draft: f.Draft, Version: f.Version, Panel: *c.panel,
		Concur: f.Count(Concur), Dissent: f.Count(Dissent), Stances: c.signed(f.Stances), Holds: f.Holds,
	}
	for _, w := range f.Wordings {
		d.Wordings = append(d.Wordings, Changed{w.Version, w.Draft, w.By, w.Reason, c.signed(w.Stances)})
	}
	raw, err := journal.Compact(d)
	if err != nil {
		return nil, fmt.Errorf("writing the document of finding %s: %w", f.ID, err)
	}
	if len(raw) > publog.MaxEntry {
		return nil, fmt.Errorf("the document of finding %s has %d bytes and the public log takes %d: "+
			"divide the finding", f.ID, len(raw), publog.MaxEntry)
	}
	return raw, nil
}

func (c *Cases) signed(stances []Stance) []Signed {
	out := make([]Signed, 0, len(stances))
	for _, s := range stances {
		out = append(out, Signed{s, c.roles[s.Expert].Key})
	}
	return out
}

// weighRelease is the heart of the rules: enough members concur, no hold runs,
// and the document says all that the state says.
func (c *Cases) weighRelease(a journal.Act, seq int64) (func(), error) {
	r, err := read[releasing](a)
	if err != nil {
		return nil, err
	}
	if err := c.need(a.Actor, journal.RoleOperator); err != nil {
		return nil, err
	}
	f := c.findings[a.Subject]
	if f == nil {
		return nil, fmt.Errorf("there is no finding %s", a.Subject)
	}
	if f.Released != nil {
		return nil, fmt.Errorf("finding %s is released", a.Subject)
	}
	if c.panel == nil {
		return nil, errors.New("no panel is constituted")
	}
	concur := 0
	for _, s := range f.Stances { // members who have left the panel since do not count
		if s.Position == Concur && slices.Contains(c.panel.Members, s.Expert) {
			concur++
		}
	}
	if concur < c.panel.Quorum {
		return nil, fmt.Errorf("%d of %d members concur; %d are needed", concur, len(c.panel.Members), c.panel.Quorum)
	}
	if h, held := f.ActiveHold(a.At); held {
		return nil, fmt.Errorf("%s holds the finding until %s: %s", h.By, h.Until.Format("2006-01-02 15:04 UTC"), h.Reason)
	}
	want, err := c.document(f)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(want, r.Document) {
		return nil, errors.New("the document is not what the state says: a stance, a hold or an earlier wording is missing or altered")
	}
	return func() { f.Released = &Release{want, a.At, seq} }, nil
}

type publication struct {
	Index uint64 `json:"index"`
	Leaf  string `json:"leaf"`
	Proof string `json:"proof"`
}

func (c *Cases) weighPublication(a journal.Act, seq int64) (func(), error) {
	p, err := read[publication](a)
	if err == nil {
		err = c.need(a.Actor, journal.RoleOperator)
	}
	f := c.findings[a.Subject]
	switch {
	case err != nil:
	case f == nil || f.Released == nil:
		err = fmt.Errorf("finding %s is not released", a.Subject)
	case f.Published != nil:
		err = fmt.Errorf("finding %s is published", a.Subject)
	case p.Leaf != publog.LeafHash(f.Released.Document).String():
		err = errors.New("the receipt is for another document")
	}
	return func() { f.Published = &Publication{p.Index, p.Leaf, []byte(p.Proof), a.At, seq} }, err
}
