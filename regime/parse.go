package regime

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
)

// opForm is how a paragraph is numbered: 11, 8(d), 8(a)(iii).
var opForm = regexp.MustCompile(`^[1-9]\d{0,2}(\([a-z]{1,4}\)){0,2}$`)

func (r *Regime) parseResolution(name string, data []byte) (Resolution, error) {
	var f resolutionFile
	if err := decode(name, data, &f); err != nil {
		return Resolution{}, err
	}
	adopted, err := day(name, "adopted", f.Adopted, false)
	if err != nil {
		return Resolution{}, err
	}
	switch {
	case f.Resolution <= 0:
		return Resolution{}, fault(name, "resolution", "%d is not the number of a resolution", f.Resolution)
	case f.Trigger == "":
		return Resolution{}, fault(name, "trigger", "is missing: say what the resolution answered")
	case f.Source == "":
		return Resolution{}, fault(name, "source", "is missing: name a public page or a document symbol")
	case len(f.Paragraphs) == 0:
		return Resolution{}, fault(name, "paragraphs", "is empty")
	}
	res := Resolution{Number: f.Resolution, Adopted: adopted, Meeting: f.Meeting, Trigger: f.Trigger, Source: f.Source}
	for i, pf := range f.Paragraphs {
		p, err := pf.paragraph(r, name, res, func(field string) string { return at("paragraphs", i, field) })
		if err != nil {
			return Resolution{}, err
		}
		res.Paragraphs = append(res.Paragraphs, p)
	}
	return res, nil
}

func cite(resolution int, op string) string { return fmt.Sprintf("%d OP%s", resolution, op) }

func (f paragraphFile) paragraph(r *Regime, name string, res Resolution, in func(string) string) (Paragraph, error) {
	p := Paragraph{
		ID: cite(res.Number, f.OP), Resolution: res.Number, OP: f.OP, Kind: f.Kind, Says: f.Says,
		AmendedBy: f.AmendedBy, SupersededBy: f.SupersededBy, ContentVerified: f.ContentVerified, Source: f.Source,
	}
	switch {
	case !opForm.MatchString(f.OP):
		return p, fault(name, in("op"), "%q is not a paragraph such as 11 or 8(d)", f.OP)
	case !slices.Contains(paragraphKinds(), f.Kind):
		return p, fault(name, in("kind"), "%q is not one of %s", f.Kind, list(paragraphKinds()))
	case f.Says == "":
		return p, fault(name, in("says"), "is missing: say in a sentence what the paragraph does")
	case f.Verified == nil:
		return p, fault(name, in("verified"), "is missing: true or false")
	case f.Source == "":
		return p, fault(name, in("source"), "is missing: name a public page or a document symbol")
	case len(f.Covers) == 0 && !dutiesOnly(f.Kind):
		return p, fault(name, in("covers"), "is empty: a %s must say which acts it covers", f.Kind)
	case f.Kind == "cap" && !slices.ContainsFunc(f.Covers, func(c coverFile) bool { return c.Capped }):
		return p, fault(name, in("covers"), "a cap needs acts marked capped")
	}
	p.Verified = *f.Verified
	var err error
	if p.From, p.Until, err = span(name, in, f.From, f.Until); err != nil {
		return p, err
	}
	if p.From < res.Adopted {
		return p, fault(name, in("from"), "%s is before the adoption on %s", p.From, res.Adopted)
	}
	for i, cf := range f.Covers {
		c, err := cf.cover(r, name, func(field string) string { return in(at("covers", i, field)) })
		if err != nil {
			return p, err
		}
		p.Covers = append(p.Covers, c)
	}
	return p, f.rest(r, &p, name, in)
}

// rest fills in limits and exemptions.
func (f paragraphFile) rest(r *Regime, p *Paragraph, name string, in func(string) string) error {
	for i, lf := range f.Limits {
		l, err := lf.limit(name, func(s string) string { return in(at("limits", i, s)) })
		if err != nil {
			return err
		}
		p.Limits = append(p.Limits, l)
	}
	for i, ef := range f.Exemptions {
		e, err := ef.exemption(r, p.From, name, func(s string) string { return in(at("exemptions", i, s)) })
		if err != nil {
			return err
		}
		p.Exemptions = append(p.Exemptions, e)
	}
	return nil
}

func (f limitFile) limit(name string, field func(string) string) (Limit, error) {
	l := Limit{Per: f.Per, Barrels: f.Barrels, Tonnes: f.Tonnes, USD: f.USD, Rule: f.Rule}
	if min(f.Barrels, f.Tonnes, f.USD) < 0 || max(f.Barrels, f.Tonnes, f.USD) == 0 {
		return l, fault(name, field("barrels"), "a limit needs barrels, tonnes or usd above zero")
	}
	if !slices.Contains([]string{"calendar year", "12 months", "period"}, f.Per) {
		return l, fault(name, field("per"), "%q is not one of calendar year, 12 months, period", f.Per)
	}
	var err error
	if l.From, l.Until, err = span(name, field, f.From, f.Until); err != nil {
		return l, err
	}
	if l.Per == "period" && l.Until == "" {
		return l, fault(name, field("until"), "is missing: a period has a last day")
	}
	return l, nil
}

func (f exemptionFile) exemption(r *Regime, since Day, name string, field func(string) string) (Exemption, error) {
	e := Exemption{ID: f.ID, Says: f.Says, Goods: f.Goods}
	if f.ID == "" || f.Says == "" {
		return e, fault(name, field("id"), "an exemption needs an id and what it says")
	}
	if err := known(name, field("goods"), f.Goods, r.goods()); err != nil {
		return e, err
	}
	var err error
	if e.From, err = day(name, field("from"), f.From, true); err != nil {
		return e, err
	}
	if e.Until, err = day(name, field("until"), f.Until, true); err != nil {
		return e, err
	}
	if e.Until != "" && e.Until < max(e.From, since) {
		return e, fault(name, field("until"), "%s is before the exemption begins", e.Until)
	}
	return e, nil
}

func (f coverFile) cover(r *Regime, name string, in func(string) string) (Cover, error) {
	c := Cover{Direction: Direction(f.Direction), Goods: f.Goods, Capped: f.Capped}
	if len(f.Acts) == 0 {
		return c, fault(name, in("acts"), "is empty")
	}
	if err := known(name, in("acts"), f.Acts, kinds()); err != nil {
		return c, err
	}
	if err := known(name, in("goods"), f.Goods, r.goods()); err != nil {
		return c, err
	}
	if err := known(name, in("needs"), f.Needs, needs()); err != nil {
		return c, err
	}
	if f.Direction != "" {
		if err := known(name, in("direction"), []string{f.Direction}, []Direction{r.to(), r.from()}); err != nil {
			return c, err
		}
	}
	if len(f.Goods) == 0 && len(f.Needs) == 0 {
		return c, fault(name, in("needs"), "a cover without goods or needs would reach every act of its kind")
	}
	for _, a := range f.Acts {
		c.Acts = append(c.Acts, Kind(a))
	}
	for _, n := range f.Needs {
		c.Needs = append(c.Needs, Need(n))
	}
	var err error
	c.From, err = day(name, in("from"), f.From, true)
	return c, err
}

func known[T ~string](name, field string, got []string, all []T) error {
	for _, g := range got {
		if !slices.Contains(all, T(g)) {
			return fault(name, field, "%q is not one of %s", g, list(all))
		}
	}
	return nil
}

func span(name string, in func(string) string, from, until string) (first, last Day, err error) {
	if first, err = day(name, in("from"), from, false); err != nil {
		return "", "", err
	}
	if last, err = day(name, in("until"), until, true); err != nil {
		return "", "", err
	}
	if last != "" && last < first {
		return "", "", fault(name, in("until"), "%s is before %s", last, first)
	}
	return first, last, nil
}

// parseMandates also sees to it that the chain has no hole: the Panel worked
// without a break until its end.
func parseMandates(name string, data []byte) ([]Mandate, error) {
	var f mandatesFile
	if err := decode(name, data, &f); err != nil {
		return nil, err
	}
	var out []Mandate
	for i, mf := range f.Mandates {
		in := func(field string) string { return at("mandates", i, field) }
		from, until, err := span(name, in, mf.From, mf.Until)
		if err != nil {
			return nil, err
		}
		switch {
		case mf.Resolution <= 0:
			return nil, fault(name, in("resolution"), "%d is not the number of a resolution", mf.Resolution)
		case until == "":
			return nil, fault(name, in("until"), "is missing")
		case mf.Verified == nil:
			return nil, fault(name, in("verified"), "is missing: true or false")
		case mf.Source == "":
			return nil, fault(name, in("source"), "is missing")
		}
		if i > 0 {
			if last := out[i-1]; from <= last.From || from > last.Until || until <= last.Until {
				return nil, fault(name, in("from"), "the mandate of %s to %s does not carry on that of %s to %s", from, until, last.From, last.Until)
			}
		}
		if !opForm.MatchString(mf.OP) {
			return nil, fault(name, in("op"), "%q is not a paragraph such as 26", mf.OP)
		}
		out = append(out, Mandate{Resolution: mf.Resolution, Paragraph: cite(mf.Resolution, mf.OP), From: from, Until: until, Verified: *mf.Verified, Source: mf.Source})
	}
	return out, nil
}

func parseVotes(name string, data []byte) ([]Vote, error) {
	var f votesFile
	if err := decode(name, data, &f); err != nil {
		return nil, err
	}
	var out []Vote
	for i, vf := range f.Votes {
		in := func(field string) string { return at("votes", i, field) }
		date, err := day(name, in("date"), vf.Date, false)
		if err != nil {
			return nil, err
		}
		if vf.Subject == "" || vf.Source == "" {
			return nil, fault(name, in("subject"), "a vote needs a subject and a source")
		}
		seen := map[string]bool{}
		for _, m := range slices.Concat(vf.For, vf.Against, vf.Abstain) {
			if !countryForm.MatchString(m) || seen[m] {
				return nil, fault(name, in("for"), "member %q is not a country code, or votes twice", m)
			}
			seen[m] = true
		}
		if len(seen) > councilSize {
			return nil, fault(name, in("for"), "%d members vote in a Council of %d", len(seen), councilSize)
		}
		out = append(out, Vote{
			Date: date, Resolution: vf.Resolution, Subject: vf.Subject, For: vf.For, Against: vf.Against, Abstain: vf.Abstain,
			Verified: vf.Verified, MembersVerified: vf.MembersVerified, Source: vf.Source,
		})
	}
	slices.SortStableFunc(out, func(a, b Vote) int { return cmp.Compare(a.Date, b.Date) })
	return out, nil
}

const councilSize = 15

var countryForm = regexp.MustCompile(`^[a-z]{2}$`)
