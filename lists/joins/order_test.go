package joins_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"plimsoll/ftm"
	"plimsoll/lists/joins"
)

// world draws entries of few names, numbers and dates, so that they collide in
// every way, and decisions about them.
func world(t *rapid.T) ([]*ftm.Entity, []joins.Decision) {
	var all []*ftm.Entity
	var ids []string
	n := rapid.IntRange(2, 14).Draw(t, "entries")
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	for i := range n {
		d := pick("dataset", "un_sc", "au", "eu", "uk", "us", "board")
		id := fmt.Sprintf("%s-%d", d, i)
		if pick("id", "own", "own", "own", "shared") == "shared" {
			id = pick("shared id", "V1", "us_ofac_sdn-7")
		}
		taken := false
		for _, e := range all {
			taken = taken || e.ID == id && e.Statements[0].Dataset == d
		}
		if taken {
			continue
		}
		ids = append(ids, id)
		schema := pick("schema", "Person", "Person", "Person", "LegalEntity", "Company", "Vessel")
		facts := []string{"name=" + pick("name", "Orrin Vantle", "Quill Marrow", "VANTLE, Orrin", "Fern Keep")}
		if b := pick("birth", "", "1961", "1961-03-04", "1961-03-05", "1975-01-01"); b != "" && schema == "Person" {
			facts = append(facts, "birthDate="+b)
		}
		if g := pick("gender", "", "", "male", "female"); g != "" && schema == "Person" {
			facts = append(facts, "gender="+g)
		}
		if m := pick("imo", "", "0990011", "0990023", "0990012"); m != "" && schema == "Vessel" {
			facts = append(facts, "imoNumber="+m)
		}
		if r := pick("register", "", "", "77001122", "88001122"); r != "" && schema != "Vessel" {
			facts = append(facts, "taxNumber="+r, "country="+pick("country", "kp", "ru"))
		}
		all = append(all, entity(d, id, schema, facts...))
		for k := range rapid.IntRange(0, 2).Draw(t, "passports") {
			p := pass(d, id, pick("passport", "AA472320", "BB472320", "CC472320"), pick("issuer", "kp", "kp", ""))
			p.ID = fmt.Sprintf("%s-%d", p.ID, k)
			all = append(all, p)
		}
		if r := pick("reference", "", "ZZi.001", "ZZi.2", "zze.003"); r != "" {
			all = append(all, sanction(d, id, "unscId="+r, "listingDate=2017-0"+pick("month", "1", "2")+"-05"))
		}
	}
	var decided []joins.Decision
	for i := range rapid.IntRange(0, 3).Draw(t, "decisions") {
		a, b := rapid.SampledFrom(ids).Draw(t, "a"), rapid.SampledFrom(ids).Draw(t, "b")
		if a != b {
			decided = append(decided, joins.Decision{A: min(a, b), B: max(a, b), Same: rapid.Bool().Draw(t, "same"), Because: "x", Seq: int64(i)})
		}
	}
	return all, decided
}

func written(t *rapid.T, j *joins.Joined) string {
	var parties []joins.Party
	for p := range j.Parties() {
		parties = append(parties, p)
	}
	var suggestions []joins.Suggestion
	for s := range j.Suggestions() {
		suggestions = append(suggestions, s)
	}
	text, err := json.MarshalIndent(map[string]any{
		"parties": parties, "suggestions": suggestions, "counts": j.Counts(), "unused": j.Unused(), "crowds": j.Crowds(),
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheResultDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, decided := world(t)
		want := written(t, build(decided, all...))
		shuffled := rapid.Permutation(all).Draw(t, "order")
		if got := written(t, build(rapid.Permutation(decided).Draw(t, "order of decisions"), shuffled...)); got != want {
			t.Fatalf("in another order:\n%s\nfirst:\n%s", got, want)
		}
		b := joins.NewBuilder()
		for i, e := range shuffled {
			b.Add(e)
			if i == len(shuffled)/2 {
				b.Build(decided)
			}
		}
		if got := written(t, b.Build(decided)); got != want {
			t.Fatalf("with a build half way:\n%s\nfirst:\n%s", got, want)
		}
	})
}

// What nobody decided is never against the facts.
func TestNoPartyContradictsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := world(t)
		parties, ids := 0, map[string]bool{}
		j := build(nil, all...)
		for p := range j.Parties() {
			parties++
			if again, ok := j.Party(p.ID); !ok || len(again.Members) != len(p.Members) || again.Members[0] != p.Members[0] || ids[p.ID] {
				t.Fatalf("%s is not the id of one party", p.ID)
			}
			ids[p.ID] = true
			for i, a := range p.Members {
				for _, b := range p.Members[i+1:] {
					if a.ID == b.ID {
						continue
					}
					if a.Dataset == b.Dataset {
						t.Fatalf("%s holds %s and %s of one list", p.ID, a.ID, b.ID)
					}
					if (a.Schema == "Vessel") != (b.Schema == "Vessel") || a.Schema == "Person" && b.Schema == "Company" || a.Schema == "Company" && b.Schema == "Person" {
						t.Fatalf("%s is a %s and a %s", p.ID, a.Schema, b.Schema)
					}
				}
			}
			for _, w := range p.Why {
				if len(w.Despite) > 0 && w.Kind != joins.SameID {
					t.Fatalf("%s was joined by %s despite %v", p.ID, w.Kind, w.Despite)
				}
			}
			if len(p.Members) > 1 && len(p.Why) < len(p.Members)-1 {
				t.Fatalf("%s has %d members and only %d reasons", p.ID, len(p.Members), len(p.Why))
			}
		}
		if c := j.Counts(); c.Parties != parties {
			t.Fatalf("%d parties, counted %d", parties, c.Parties)
		}
		for s := range j.Suggestions() {
			if s.PartyA == s.PartyB || s.A.Key == s.B.Key {
				t.Fatalf("a party is suggested to be itself: %+v", s)
			}
			sum := 0
			for _, r := range append(s.For, s.Against...) {
				sum += r.Points
			}
			if sum != s.Score {
				t.Fatalf("reasons add up to %d: %+v", sum, s)
			}
		}
	})
}

// Whatever was decided different is in two parties, and not suggested.
func TestDifferentAlwaysHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, decided := world(t)
		j := build(decided, all...)
		last := map[[2]string]joins.Decision{}
		for _, d := range decided {
			if have, ok := last[[2]string{d.A, d.B}]; !ok || d.Seq > have.Seq {
				last[[2]string{d.A, d.B}] = d
			}
		}
		for _, d := range last {
			if !d.Same && j.Canonical(d.A) == j.Canonical(d.B) {
				t.Fatalf("%s and %s are one party", d.A, d.B)
			}
		}
	})
}
