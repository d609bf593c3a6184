package network

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Rule says from which share on an authority treats an entity as it treats
// the listed parties that own it.
type Rule struct {
	Name      string `json:"name"`
	Threshold Share  `json:"threshold"`
	Strict    bool   `json:"strict"`    // more than the threshold, not just as much
	Aggregate bool   `json:"aggregate"` // shares of several listed parties are added up
}

// The rules in force. Control by other means than shares is not computed.
var (
	// OFAC's guidance of 13 August 2014: 50 % or more, in the aggregate,
	// directly or indirectly.
	OFAC = Rule{Name: "OFAC 50 % rule", Threshold: Whole / 2, Aggregate: true}
	// The EU's best practices since 3 July 2024: 50 % or more; more than 50 %
	// before.
	EU       = Rule{Name: "EU 50 % rule", Threshold: Whole / 2, Aggregate: true}
	EUBefore = Rule{Name: "EU 50 % rule before July 2024", Threshold: Whole / 2, Strict: true, Aggregate: true}
	// The UK's: more than 50 %, shares of different parties not added up
	// unless they act jointly.
	UK = Rule{Name: "UK 50 % rule", Threshold: Whole / 2, Strict: true}
)

func (r Rule) reached(s Share) bool { return s > r.Threshold || (!r.Strict && s == r.Threshold) }

// Holding is what one owner has of an entity.
type Holding struct {
	Owner string `json:"owner"`
	Share Share  `json:"share"`
	Edge  string `json:"edge"`
}

// Owned is an entity that is owned by listed parties under a rule.
type Owned struct {
	ID       string    `json:"id"`
	Rule     string    `json:"rule"`
	Share    Share     `json:"share"`    // held by Holdings together
	Holdings []Holding `json:"holdings"` // listed owners and owners owned by listed ones, the largest first
	Listed   []string  `json:"listed"`   // the listed parties behind them
	Path     []Step    `json:"path"`     // from a listed party down to the entity, along the largest holdings
}

// Step is one relation of a path, walked from From to To.
type Step struct {
	From string `json:"from"`
	To   string `json:"to"`
	Edge Edge   `json:"edge"`
}

// OwnedByListed lists the entities that, on the day, are owned by the listed
// parties under the rule, in order of their ids; the listed ones themselves are
// left out. An owner counts with its whole share when it is listed or itself
// owned in this sense: percentages are not multiplied along a chain, as OFAC
// reads "indirectly" (its FAQ 401). Loops of owners end where nothing new is
// reached. Without aggregation each listed party is followed by itself, what
// it holds through several firms being added up.
//
// Of several ownership statements between the same two parties the largest
// share counts once: two lists saying the same must not make a majority.
func (g *Graph) OwnedByListed(listed []string, rule Rule, day time.Time) []Owned {
	held := g.holdings(day)
	listed = slices.Clone(listed)
	slices.Sort(listed)
	listed = slices.Compact(listed)
	found := map[string]Owned{}
	if rule.Aggregate {
		g.spread(held, listed, rule, found)
	} else {
		for _, l := range listed {
			g.spread(held, []string{l}, rule, found)
		}
	}
	var out []Owned
	for _, id := range slices.Sorted(maps.Keys(found)) {
		if _, is := slices.BinarySearch(listed, id); !is {
			out = append(out, found[id])
		}
	}
	return out
}

// holdings gives each asset its owners of the day with known shares, by id.
func (g *Graph) holdings(day time.Time) map[string][]Holding {
	held := map[string][]Holding{}
	for _, e := range g.edges {
		if e.Schema != "Ownership" || !e.ShareKnown || e.Share == 0 || e.Source == e.Target || !e.On(day) {
			continue
		}
		list := held[e.Target]
		i := slices.IndexFunc(list, func(h Holding) bool { return h.Owner == e.Source })
		switch {
		case i < 0:
			list = append(list, Holding{e.Source, e.Share, e.ID})
		case e.Share > list[i].Share:
			list[i] = Holding{e.Source, e.Share, e.ID}
		}
		held[e.Target] = list
	}
	return held
}

// spread finds, round by round, what the given parties own. Of an entity that
// an earlier call found for another listed party, the larger share is kept.
func (g *Graph) spread(held map[string][]Holding, listed []string, rule Rule, found map[string]Owned) {
	assets := map[string][]string{}
	for _, asset := range slices.Sorted(maps.Keys(held)) {
		for _, h := range held[asset] {
			assets[h.Owner] = append(assets[h.Owner], asset)
		}
	}
	paths := map[string][]Step{} // of those reached; a listed party's is empty
	for _, l := range listed {
		paths[l] = nil
	}
	var reached []string
	for fresh := listed; len(fresh) > 0; {
		var near []string
		for _, owner := range fresh {
			near = append(near, assets[owner]...)
		}
		slices.Sort(near)
		fresh = nil
		grown := map[string][]Step{}
		for _, id := range slices.Compact(near) {
			if _, in := paths[id]; in {
				continue
			}
			holdings, share := among(held[id], paths)
			if !rule.reached(share) {
				continue
			}
			best := holdings[0]
			grown[id] = append(slices.Clone(paths[best.Owner]), Step{From: best.Owner, To: id, Edge: g.edge(best.Edge, best.Owner, id)})
			fresh = append(fresh, id)
		}
		maps.Copy(paths, grown) // together: a round sees only the rounds before it
		reached = append(reached, fresh...)
	}
	// Owners reached later, through a loop, count in the final share as well.
	behind := listedBehind(held, listed, reached, paths)
	for _, id := range reached {
		o := Owned{ID: id, Rule: rule.Name, Listed: behind[id], Path: paths[id]}
		o.Holdings, o.Share = among(held[id], paths)
		if have, ok := found[id]; !ok || o.Share > have.Share {
			found[id] = o
		}
	}
}

// among gives the holdings of the members, the largest first.
func among(all []Holding, members map[string][]Step) (holdings []Holding, share Share) {
	for _, h := range all {
		if _, in := members[h.Owner]; in {
			holdings = append(holdings, h)
			share += h.Share
		}
	}
	slices.SortFunc(holdings, func(a, b Holding) int {
		return cmp.Or(-cmp.Compare(a.Share, b.Share), cmp.Compare(a.Owner, b.Owner))
	})
	return holdings, share
}

// listedBehind follows the holdings up to the listed parties.
func listedBehind(held map[string][]Holding, listed, reached []string, members map[string][]Step) map[string][]string {
	behind := map[string][]string{}
	for _, l := range listed {
		behind[l] = []string{l}
	}
	for changed := true; changed; {
		changed = false
		for _, id := range reached {
			all := slices.Clone(behind[id])
			holdings, _ := among(held[id], members)
			for _, h := range holdings {
				all = append(all, behind[h.Owner]...)
			}
			slices.Sort(all)
			if all = slices.Compact(all); len(all) > len(behind[id]) {
				behind[id], changed = all, true
			}
		}
	}
	return behind
}

func (g *Graph) edge(id, source, target string) Edge {
	for _, i := range g.around[g.index[target]] {
		if e := g.edges[i]; e.ID == id && e.Source == source && e.Target == target {
			return e
		}
	}
	return Edge{ID: id, Source: source, Target: target}
}

// Explain says in words how an entity is owned.
func (g *Graph) Explain(o Owned) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s of %s held by", o.Rule, o.Share, g.Caption(o.ID))
	for i, h := range o.Holdings {
		if i > 0 {
			b.WriteString(" and")
		}
		fmt.Fprintf(&b, " %s (%s)", g.Caption(h.Owner), h.Share)
	}
	if len(o.Path) > 1 {
		fmt.Fprintf(&b, "; path: %s", g.Caption(o.Path[0].From))
		for _, s := range o.Path {
			fmt.Fprintf(&b, " owns %s of %s", s.Edge.Share, g.Caption(s.To))
			if s.To != o.ID {
				b.WriteString(", which")
			}
		}
	}
	return b.String()
}
