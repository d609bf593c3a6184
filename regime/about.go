package regime

import (
	"regexp"
	"slices"
	"strings"
)

// aboutFile is the file of a regime that names its country and its goods.
const aboutFile = "regime.yaml"

type regimeFile struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"`
	Country string   `yaml:"country"`
	Names   []string `yaml:"names"`
	Source  string   `yaml:"source"`
	Goods   []struct {
		ID         string   `yaml:"id"`
		HS         []string `yaml:"hs"`
		HSVerified bool     `yaml:"hs_verified"`
		Words      []string `yaml:"words"`
	} `yaml:"goods"`
}

var (
	idForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	hsForm = regexp.MustCompile(`^\d\d(\d\d){0,4}$`)
)

func parseAbout(name string, data []byte) (About, error) {
	var f regimeFile
	if err := decode(name, data, &f); err != nil {
		return About{}, err
	}
	switch {
	case !idForm.MatchString(f.ID):
		return About{}, fault(name, "id", "%q is not an id such as dprk", f.ID)
	case f.Name == "":
		return About{}, fault(name, "name", "is missing")
	case !countryForm.MatchString(f.Country):
		return About{}, fault(name, "country", "%q is not an ISO 3166 code such as kp", f.Country)
	case len(f.Names) == 0:
		return About{}, fault(name, "names", "is empty: say what the country is called")
	case f.Source == "":
		return About{}, fault(name, "source", "is missing: name a public page or a document symbol")
	}
	a := About{ID: f.ID, Name: f.Name, Country: f.Country, Names: f.Names, Source: f.Source}
	for i, g := range f.Goods {
		switch {
		case !idForm.MatchString(g.ID):
			return About{}, fault(name, at("goods", i, "id"), "%q is not an id such as iron-ore", g.ID)
		case slices.ContainsFunc(a.Goods, func(x Goods) bool { return x.ID == g.ID }):
			return About{}, fault(name, at("goods", i, "id"), "%s stands twice", g.ID)
		}
		for _, code := range g.HS {
			if !hsForm.MatchString(code) {
				return About{}, fault(name, at("goods", i, "hs"), "%q is not a code of the Harmonized System such as 2701", code)
			}
		}
		a.Goods = append(a.Goods, Goods(g))
	}
	return a, nil
}

// checkGoods sees to it that a paragraph speaks of each of the goods: a word
// without one would be a question without an answer.
func (r *Regime) checkGoods() error {
	spoken := map[string]bool{}
	for _, p := range r.byID {
		for _, c := range p.Covers {
			for _, g := range c.Goods {
				spoken[g] = true
			}
		}
	}
	for i, g := range r.About.Goods {
		if !spoken[g.ID] {
			return fault(aboutFile, at("goods", i, "id"), "no paragraph speaks of %s", g.ID)
		}
	}
	return nil
}

// checkMandates sees to it that the paragraph that gives a mandate is there
// and was adopted on its first day.
func (r *Regime) checkMandates() error {
	for i, m := range r.Mandates {
		p, ok := r.byID[m.Paragraph]
		switch {
		case !ok:
			return fault("mandates.yaml", at("mandates", i, "op"), "no paragraph is %q", m.Paragraph)
		case p.From != m.From:
			return fault("mandates.yaml", at("mandates", i, "from"), "%s is in force from %s, not from %s", p.ID, p.From, m.From)
		}
	}
	return nil
}

// checkVotes holds each vote to what came of it: a resolution only where the
// Charter makes it one, on the day it was adopted.
func (r *Regime) checkVotes() error {
	for i, v := range r.Votes {
		out := Outcome(v)
		res, ok := r.Resolution(v.Resolution)
		switch {
		case v.Resolution == 0 && out.Adopted:
			return fault("votes.yaml", at("votes", i, "resolution"), "is missing for a draft that was adopted")
		case v.Resolution == 0:
		case !out.Adopted:
			return fault("votes.yaml", at("votes", i, "resolution"), "%d: %s", v.Resolution, out.Reason)
		case !ok:
			return fault("votes.yaml", at("votes", i, "resolution"), "no file is called %d.yaml", v.Resolution)
		case res.Adopted != v.Date:
			return fault("votes.yaml", at("votes", i, "date"), "%d was adopted on %s", v.Resolution, res.Adopted)
		}
	}
	return nil
}

func (r *Regime) goods() []string {
	out := make([]string, 0, len(r.About.Goods))
	for _, g := range r.About.Goods {
		out = append(out, g.ID)
	}
	return out
}

// GoodsByHS lists the goods whose chapters or headings hold a code of the
// Harmonized System.
func (r *Regime) GoodsByHS(code string) []string {
	var out []string
	for _, g := range r.About.Goods {
		if slices.ContainsFunc(g.HS, func(h string) bool { return strings.HasPrefix(code, h) }) {
			out = append(out, g.ID)
		}
	}
	return out
}

// Country finds the ISO 3166 code of a place: a name of the country that the
// regime is about, or a code.
func (r *Regime) Country(place string) (string, bool) {
	if slices.ContainsFunc(r.About.Names, func(n string) bool { return strings.EqualFold(n, place) }) {
		return r.About.Country, true
	}
	code := strings.ToLower(place)
	return code, countryForm.MatchString(code)
}

// Place is what the country that the regime is about is called in a sentence.
func (r *Regime) Place() string { return r.About.Names[0] }

func (r *Regime) to() Direction   { return Direction("to-" + r.About.ID) }
func (r *Regime) from() Direction { return Direction("from-" + r.About.ID) }

func (r *Regime) words(d Direction) string {
	if d == r.to() {
		return "to " + r.Place()
	}
	return "from " + r.Place()
}
