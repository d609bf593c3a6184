package web

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plimsoll/casework"
	"plimsoll/publog"
)

func (h fromHouse) Findings(context.Context) ([]Finding, error) {
	var out []Finding
	for _, f := range h.Cases.Findings() {
		out = append(out, h.finding(f))
	}
	return out, nil
}

func (h fromHouse) Finding(_ context.Context, id string) (Finding, error) {
	f, ok := h.Cases.Finding(id)
	if !ok {
		return Finding{}, fmt.Errorf("finding %s: %w", id, ErrNotFound)
	}
	return h.finding(f), nil
}

func (h fromHouse) findingsOf(entity string) []Finding {
	var out []Finding
	for _, f := range h.Cases.Findings() {
		if slices.ContainsFunc(f.Draft.Parties, func(p casework.Party) bool { return p.Entity == entity }) {
			out = append(out, h.finding(f))
		}
	}
	return out
}

func (h fromHouse) finding(f casework.Finding) Finding {
	v := Finding{
		ID: f.ID, Title: f.Draft.Title, Summary: f.Draft.Summary, Status: f.Status(h.Journal.Now()),
		Likelihood: f.Draft.Likelihood, Confidence: f.Draft.Confidence, Lead: f.Draft.Lead, Parties: parties(f.Draft.Parties),
	}
	for _, m := range f.Draft.Measures {
		v.Measures = append(v.Measures, m.ID)
	}
	for _, c := range f.Draft.Claims {
		x := Claim{N: c.N, Text: c.Text}
		for _, r := range c.Exhibits {
			x.Refs = append(x.Refs, h.refs(r)...)
		}
		v.Claims = append(v.Claims, x)
	}
	for _, s := range f.Stances {
		v.Stances = append(v.Stances, Stance{
			Expert: s.Expert, Name: s.Name, Position: s.Position, Claim: s.Claim, Ground: s.Ground,
			Text: s.Text, At: s.At, Signature: hex.EncodeToString(s.Act.Sig),
		})
	}
	if f.Published != nil {
		v.Published = f.Published.At
		v.Receipt = h.receipt(f)
	}
	return v
}

// refs divides a reference to several lines into one for each.
func (h fromHouse) refs(r casework.Ref) []Ref {
	if rest, ok := strings.CutPrefix(r.Place, "lines "); ok {
		var out []Ref
		for _, n := range strings.Split(rest, ", ") {
			if _, err := strconv.Atoi(n); err == nil {
				ref := h.ref(r.Exhibit, "line "+n)
				ref.Note = r.Note
				out = append(out, ref)
			}
		}
		return out
	}
	ref := h.ref(r.Exhibit, r.Place)
	ref.Note = r.Note
	return []Ref{ref}
}

func parties(all []casework.Party) []Party {
	var out []Party
	for _, p := range all {
		out = append(out, Party{ID: p.Entity, Schema: p.Schema, Name: p.Name, Role: p.Role, Verdict: Verdict{Status: string(p.Status)}})
	}
	return out
}

// receipt checks the proof as any reader would, and shows what that gave.
func (h fromHouse) receipt(f casework.Finding) *Receipt {
	policy, err := h.Policy()
	if err != nil {
		return nil
	}
	p, err := publog.ParsePolicy(policy)
	if err != nil {
		return nil
	}
	v, err := p.Verify(f.Released.Document, f.Published.Proof)
	if err != nil {
		return nil
	}
	r := &Receipt{Origin: v.Origin, Index: v.Index, Size: v.Size, Leaf: v.Leaf.String(), Needed: p.Needed()}
	r.Witnesses = witnessViews(v.Witnesses, v.Missing, v.Size)
	return r
}

func witnessViews(signed []publog.Cosignature, missing []string, size uint64) []Witness {
	var out []Witness
	for _, w := range signed {
		out = append(out, Witness{Name: w.Witness, Time: w.Time, Size: size})
	}
	for _, m := range missing {
		out = append(out, Witness{Name: m})
	}
	slices.SortFunc(out, func(a, b Witness) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func (h fromHouse) Lead(ctx context.Context, id string) (Lead, error) {
	l, ok := h.Cases.Lead(id)
	if !ok {
		return Lead{}, fmt.Errorf("lead %s: %w", id, ErrNotFound)
	}
	return h.lead(ctx, l)
}

func (h fromHouse) lead(ctx context.Context, l casework.Opened) (Lead, error) {
	v := Lead{ID: l.ID, Title: l.Title, Score: l.Score, Parties: parties(l.Parties)}
	for _, m := range l.Measures {
		v.Measures = append(v.Measures, m.ID)
	}
	for _, r := range l.Reasons {
		v.Reasons = append(v.Reasons, r.Text)
	}
	s, err := h.sea(ctx)
	if err != nil {
		return Lead{}, err
	}
	for i := range l.Events {
		v.Events = append(v.Events, h.event(&l.Events[i], l.Feed.Exhibit, s))
	}
	for _, f := range h.Cases.Findings() {
		if f.Draft.Lead == l.ID {
			v.Finding = f.ID
		}
	}
	return v, nil
}

func (h fromHouse) Log(ctx context.Context) (Log, error) {
	policy, err := h.Policy()
	if err != nil { // nothing has been published yet
		return Log{}, nil //nolint:nilerr // an empty page says so
	}
	p, err := publog.ParsePolicy(policy)
	if err != nil {
		return Log{}, err
	}
	v := Log{Policy: string(policy), Needed: p.Needed()}
	if len(p.Logs) > 0 {
		v.Origin = p.Logs[0].Name
	}
	raw, err := h.File(ctx, CheckpointFile, "")
	if err != nil {
		return v, nil //nolint:nilerr // the page shows the policy, and that there is no checkpoint
	}
	v.Checkpoint = string(raw.Body)
	for _, f := range h.Cases.Findings() {
		if f.Published != nil {
			v.Entries = append(v.Entries, LogEntry{
				Index: f.Published.Index, Leaf: f.Published.Leaf, Title: f.ID + " " + f.Draft.Title,
				Finding: f.ID, At: f.Published.At,
			})
		}
	}
	slices.SortFunc(v.Entries, func(a, b LogEntry) int { return cmp.Compare(b.Index, a.Index) })
	cp, err := p.Check(raw.Body)
	if err != nil { // the page still shows the rest, and that nobody cosigned
		return v, nil //nolint:nilerr // see above
	}
	v.Size, v.Root = cp.Size, cp.Root.String()
	v.Witnesses = witnessViews(cp.Cosignatures, cp.Missing, cp.Size)
	for _, w := range v.Witnesses {
		if w.Time.After(v.At) {
			v.At = w.Time
		}
	}
	return v, nil
}
