package roll

import (
	"cmp"
	"slices"
	"time"

	"plimsoll/screen"
)

// Filter says which parties an answer is about. Its zero value takes all.
type Filter struct {
	Datasets       map[string]bool // nil for all
	ExcludeSchemas []string
	Topics         []string // at least one of these
	ChangedSince   time.Time
	ExcludeIDs     map[string]bool // the party's id or any other of its ids
}

// Takes reports whether the filter leaves a party in, whatever its lists.
func (f *Filter) Takes(p *Party) bool {
	if slices.Contains(f.ExcludeSchemas, p.Schema) {
		return false
	}
	if len(f.Topics) > 0 && !slices.ContainsFunc(f.Topics, func(t string) bool { return slices.Contains(p.Topics, t) }) {
		return false
	}
	if !f.ChangedSince.IsZero() && !p.Changed.After(f.ChangedSince) {
		return false
	}
	if len(f.ExcludeIDs) > 0 {
		if f.ExcludeIDs[p.ID] || slices.ContainsFunc(p.Referents, func(id string) bool { return f.ExcludeIDs[id] }) {
			return false
		}
	}
	return true
}

// Within reports whether a party has an entry in one of the filter's lists.
func (f *Filter) Within(p *Party) bool {
	return f.Datasets == nil || slices.ContainsFunc(p.Datasets, func(d string) bool { return f.Datasets[d] })
}

// Match is a party that was found, and how its best entry scored.
type Match struct {
	Party *Party
	Hit   screen.Hit // of the entry that scores best of those in the filter's lists
}

// Match returns the parties that score at least the threshold, best first;
// those of one score come in order of their ids. None is left out.
func (r *Roll) Match(q screen.Query, threshold float64, f Filter) []Match {
	return r.matches(r.index.Search(q, threshold), f)
}

// matches finds the parties of hits, each under its best entry.
func (r *Roll) matches(hits []screen.Hit, f Filter) []Match {
	out := make([]Match, 0, len(hits))
	seen := make(map[*Party]bool, len(hits))
	for _, h := range hits { // the best entry of each party comes first
		p := r.byMember[member{h.ID, h.Dataset}]
		if p == nil || seen[p] || f.Datasets != nil && !f.Datasets[h.Dataset] {
			continue
		}
		seen[p] = true
		if f.Takes(p) {
			out = append(out, Match{p, h})
		}
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(-cmp.Compare(a.Hit.Score, b.Hit.Score), cmp.Compare(a.Party.ID, b.Party.ID))
	})
	return out
}
