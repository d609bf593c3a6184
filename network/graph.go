// Package network holds who owns, controls, directs or is linked to whom, made
// of FollowTheMoney relations, and answers questions about it on a day: who
// is owned by listed parties under whose rule, and how two parties are linked.
//
// A relation counts only with its dates and, for ownership, its percentage, as
// some list or exhibit states them. An ownership without a percentage links
// two parties and never counts towards a share.
package network

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
)

// Share is a part of the whole in millionths, so that 25 % and 25 % are 50 %.
type Share int64

// Whole is a share of 100 %.
const Whole Share = 1_000_000

func (s Share) String() string {
	text := strings.TrimRight(fmt.Sprintf("%d.%04d", s/10_000, s%10_000), "0")
	return strings.TrimSuffix(text, ".") + " %"
}

// ParseShare reads a percentage: "50", "33.3 %", "12,5%". What is not one
// number between 0 and 100 (a range, "majority") is not a share.
func ParseShare(s string) (Share, bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%"))
	s = strings.Replace(s, ",", ".", 1)
	if len(s) == 0 || len(s) > 20 || strings.Trim(s, "0123456789.") != "" || strings.Count(s, ".") > 1 {
		return 0, false
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return 0, false
	}
	r.Mul(r, big.NewRat(10_000, 1))
	n := new(big.Int).Quo(r.Num(), r.Denom()) // rounded down: 49.99999 % is not 50 %
	if !n.IsInt64() || n.Int64() > int64(Whole) {
		return 0, false
	}
	return Share(n.Int64()), true
}

// Edge is one relation as stated.
type Edge struct {
	ID         string `json:"id"`
	Schema     string `json:"schema"`
	Label      string `json:"label"` // "owns", "directs", "linked to"
	Source     string `json:"source"`
	Target     string `json:"target"`
	Directed   bool   `json:"directed"`
	Share      Share  `json:"share,omitempty"`
	ShareKnown bool   `json:"shareKnown,omitempty"`
	Role       string `json:"role,omitempty"`
	Start      string `json:"start,omitempty"` // FollowTheMoney dates: a year, a month or a day
	End        string `json:"end,omitempty"`
}

// On reports whether the relation holds on a day. A start or end of a year or
// month means its first or last day; an end is the last day it held.
func (e Edge) On(day time.Time) bool {
	d := day.UTC().Format(time.DateOnly)
	return d[:min(len(d), len(e.Start))] >= e.Start && (e.End == "" || d[:min(len(d), len(e.End))] <= e.End)
}

// Graph is the relations between entities. It is read-only once built.
type Graph struct {
	ids      []string // sorted
	index    map[string]int32
	captions map[string]string
	edges    []Edge // sorted by id, source, target
	around   [][]int32
}

// direct properties that stand for a relation of their own.
var direct = []struct{ prop, schema, label string }{
	{"owner", "Ownership", "owns"}, {"parent", "Ownership", "is parent of"}, {"operator", "UnknownLink", "operates"},
}

// Build makes the graph of the relations among the entities. A relation whose
// ends are not among them still links their ids. Entities that name an owner,
// a parent or an operator themselves are linked to it, without a share.
func Build(entities []*ftm.Entity) *Graph {
	g := &Graph{index: map[string]int32{}, captions: map[string]string{}}
	for _, e := range entities {
		s, ok := ftm.Default().Schema(e.Schema)
		if !ok {
			continue
		}
		if edge := edgeOf(s); edge != nil {
			g.addRelation(e, edge, s)
			continue
		}
		g.captions[e.ID] = e.Caption()
		for _, d := range direct {
			for _, v := range e.Values(d.prop) {
				g.edges = append(g.edges, Edge{ID: e.ID + "." + d.prop, Schema: d.schema, Label: d.label, Source: v, Target: e.ID, Directed: true})
			}
		}
	}
	g.settle()
	return g
}

func edgeOf(s *ftm.Schema) *ftm.Edge {
	if s.Edge != nil {
		return s.Edge
	}
	for _, name := range ftm.Default().SchemaNames() {
		if a, _ := ftm.Default().Schema(name); a.Edge != nil && s.Is(name) {
			return a.Edge
		}
	}
	return nil
}

func (g *Graph) addRelation(e *ftm.Entity, edge *ftm.Edge, s *ftm.Schema) {
	share, known := ParseShare(e.First("percentage"))
	for _, source := range e.Values(edge.Source) {
		for _, target := range e.Values(edge.Target) {
			g.edges = append(g.edges, Edge{
				ID: e.ID, Schema: s.Name, Label: label(s.Name), Source: source, Target: target, Directed: edge.Directed,
				Share: share, ShareKnown: known, Role: first(e, "role", "relationship"), Start: first(e, "startDate", "date"), End: e.First("endDate"),
			})
		}
	}
}

func first(e *ftm.Entity, props ...string) string {
	for _, p := range props {
		if v := e.First(p); v != "" {
			return v
		}
	}
	return ""
}

// label is how a relation reads from its source to its target.
func label(schema string) string {
	switch schema {
	case "Ownership":
		return "owns"
	case "Directorship":
		return "directs"
	case "Family":
		return "is family of"
	case "Associate":
		return "is associated with"
	case "Employment":
		return "works for"
	case "Membership":
		return "belongs to"
	case "Representation":
		return "represents"
	case "Payment":
		return "paid"
	}
	return "is linked to"
}

// settle sorts everything and numbers the nodes.
func (g *Graph) settle() {
	slices.SortFunc(g.edges, func(a, b Edge) int {
		return strings.Compare(a.ID+"\x00"+a.Source+"\x00"+a.Target, b.ID+"\x00"+b.Source+"\x00"+b.Target)
	})
	for id := range g.captions {
		g.ids = append(g.ids, id)
	}
	for _, e := range g.edges {
		g.ids = append(g.ids, e.Source, e.Target)
	}
	slices.Sort(g.ids)
	g.ids = slices.Compact(g.ids)
	for i, id := range g.ids {
		g.index[id] = int32(i) //nolint:gosec // far fewer than 2^31 nodes
	}
	g.around = make([][]int32, len(g.ids))
	for i, e := range g.edges {
		s, t := g.index[e.Source], g.index[e.Target]
		g.around[s] = append(g.around[s], int32(i)) //nolint:gosec // as above
		if s != t {
			g.around[t] = append(g.around[t], int32(i)) //nolint:gosec // as above
		}
	}
}

// Caption is an entity's name, or its id when only relations name it.
func (g *Graph) Caption(id string) string {
	if c, ok := g.captions[id]; ok {
		return c
	}
	return id
}

// Edges lists the relations of one entity that hold on the day; a zero day
// means on any.
func (g *Graph) Edges(id string, day time.Time) []Edge {
	n, ok := g.index[id]
	if !ok {
		return nil
	}
	var out []Edge
	for _, i := range g.around[n] {
		if e := g.edges[i]; day.IsZero() || e.On(day) {
			out = append(out, e)
		}
	}
	return out
}

// Size is the number of entities and relations.
func (g *Graph) Size() (nodes, edges int) { return len(g.ids), len(g.edges) }
