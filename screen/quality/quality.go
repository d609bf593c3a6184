// Package quality measures how well names are told apart: how many of the
// right pairs are found (recall) at the score where a stated share of unlisted
// people raise an alert.
//
// Its material comes from the caller. Listed names and name pairs come as
// groups of writings of one bearer; each group falls on one of two sides by a
// salted hash. Rules and tables are worked out on the side [Develop], whose
// misses may be looked at; figures that are published come from [Report].
//
// A pair is judged alone: one writing asks, one other writing of the group is
// listed, and no further alias helps. Unlisted people ask in their own schema,
// and once more in none against companies and ships, so that each of them
// meets every listed name.
package quality

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"plimsoll/ftm"
	"plimsoll/names"
	"plimsoll/screen"
)

// Side is one half of the material.
type Side uint8

// The two halves.
const (
	Develop Side = iota
	Report
)

func (s Side) String() string { return [...]string{"develop", "report"}[s] }

// salt is part of what every measurement means: another salt, other halves.
const salt = "plimsoll-quality-1"

// hash orders and divides the material without regard to its meaning.
func hash(what, s string) uint64 {
	h := sha256.Sum256([]byte(salt + "\x00" + what + "\x00" + s))
	return binary.BigEndian.Uint64(h[:8])
}

// SideOf tells the half that a group of writings belongs to.
func SideOf(group string) Side { return Side(hash("side", group) & 1) }

// Listed is one listed name.
type Listed struct{ Schema, Name string }

// Pair is two writings of one bearer.
type Pair struct {
	Schema        string `json:"schema"`
	Query, Listed string
	group         string
}

// Material is what is measured on.
type Material struct {
	Listed   []Listed
	Unlisted []string // people who are on no list
	Pairs    map[string][]Pair
}

// sample takes up to n of a side's items in the order of their hashes.
func sample[T any](all []T, n int, key func(T) string, keep func(T) bool) []T {
	type ranked struct {
		rank uint64
		item T
	}
	var out []ranked
	for _, x := range all {
		if keep(x) {
			out = append(out, ranked{hash("sample", key(x)), x})
		}
	}
	slices.SortStableFunc(out, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	picked := make([]T, 0, min(n, len(out)))
	for _, r := range out[:min(n, len(out))] {
		picked = append(picked, r.item)
	}
	return picked
}

func (m *Material) pairs(kind string, side Side, n int) []Pair {
	return sample(m.Pairs[kind], n,
		func(p Pair) string { return p.group + "\x00" + p.Query + "\x00" + p.Listed },
		func(p Pair) bool { return SideOf(p.group) == side })
}

func (m *Material) unlisted(side Side, n int) []string {
	return sample(m.Unlisted, n, func(s string) string { return s }, func(s string) bool { return SideOf(s) == side })
}

// Score compares two names as parties that have nothing else.
func Score(p Pair) (float64, *screen.Hit) {
	h := screen.Compare(query(p.Schema, p.Query), entity("L", p.Schema, p.Listed))
	if h == nil {
		return 0, nil
	}
	return h.Score, h
}

func query(schema, name string) screen.Query {
	return screen.Query{Schema: schema, Names: []string{name}}
}

func entity(id, schema, name string) *ftm.Entity {
	e := ftm.New(id, schema)
	e.Add("name", name, ftm.Origin{})
	return e
}

// each runs do for 0 to n-1 on all processors.
func each(n int, do func(i int)) {
	workers := max(1, min(n, runtime.GOMAXPROCS(0)))
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				do(i)
			}
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// Alert is an unlisted person and the listed name that came closest.
type Alert struct {
	Query, Listed string
	Score         float64
	Reasons       []screen.Reason
}

// floor is the least score that is looked for among unlisted people.
const floor = 0.40

// lists are the listed names in two indexes: people, and the rest.
type lists struct{ people, rest *screen.Index }

func (m *Material) lists() lists {
	var people, rest []*ftm.Entity
	for i, l := range m.Listed {
		e := entity(fmt.Sprint("L", i), l.Schema, l.Name)
		if l.Schema == "Person" {
			people = append(people, e)
			continue
		}
		rest = append(rest, e)
	}
	return lists{screen.Build(people), screen.Build(rest)}
}

// falseAlerts gives the closest listed name of each unlisted person, the
// highest score first.
func (x lists) falseAlerts(unlisted []string) []Alert {
	out := make([]Alert, len(unlisted))
	each(len(unlisted), func(i int) {
		a := Alert{Query: unlisted[i]}
		for _, hits := range [][]screen.Hit{
			x.people.Search(query("Person", unlisted[i]), floor), x.rest.Search(query("", unlisted[i]), floor),
		} {
			if len(hits) > 0 && hits[0].Score > a.Score {
				a.Score, a.Listed, a.Reasons = hits[0].Score, hits[0].Name, hits[0].Reasons
			}
		}
		out[i] = a
	})
	slices.SortStableFunc(out, func(a, b Alert) int { return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.Query, b.Query)) })
	return out
}

// threshold is the score that at most a share of the unlisted exceed; a hit
// must be above it.
func threshold(alerts []Alert, share float64) float64 {
	allowed := int(share * float64(len(alerts)))
	if allowed >= len(alerts) {
		return 0
	}
	return alerts[allowed].Score
}

// Versions names what was measured.
func Versions() string { return names.Version + " " + screen.Version }
