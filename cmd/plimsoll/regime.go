package main

import (
	"fmt"
	"io"
	"time"

	"plimsoll/regime"
)

type regimeCheckCmd struct {
	Act       string `required:"" help:"What was done: \"coal export\", supply, sts, vessel-port-entry, worker ..."`
	Date      string `required:"" help:"When." placeholder:"YYYY-MM-DD"`
	Goods     string `help:"What goods: coal, refined-petroleum, seafood ..." xor:"goods"`
	HS        string `name:"hs" help:"What goods, by code of the Harmonized System: 2701, 270112." xor:"goods" placeholder:"CODE"`
	Direction string `help:"Which way the goods went: to-dprk, from-dprk." placeholder:"WAY"`
	From      string `help:"The country the goods left: DPRK, or an ISO 3166 code." placeholder:"COUNTRY"`
	To        string `help:"The country they were bound for." placeholder:"COUNTRY"`

	Listed     bool `help:"A party, or the ship, is on the list."`
	Ship       bool `name:"target-ship" aliases:"dprk-ship" help:"A ship of the country the regime is about took part."`
	Party      bool `name:"target-party" help:"A national or firm of that country took part."`
	Government bool `name:"target-government" help:"A body of its government, or a mission, took part."`
	Suspected  bool `help:"There are grounds to believe that the ship took part in banned acts."`
	Refused    bool `help:"The ship refused an inspection."`

	Barrels *int64   `help:"Barrels in the account of the period, this act included." placeholder:"N"`
	Tonnes  *int64   `help:"Tonnes in the account of the period, this act included." placeholder:"N"`
	USD     *int64   `name:"usd" help:"US dollars in the account of the period, this act included." placeholder:"N"`
	Claim   []string `help:"An exemption that is claimed: livelihood, third-country-coal-rajin, committee-approval, emergency ..." placeholder:"ID"`

	Regime string `default:"dprk" help:"Which regime."`
}

func (regimeCheckCmd) Help() string {
	return `Every answer names the paragraphs it rests on: those that cover the act, those that did before or do after, or those
that come nearest. "Paragraph not verified" means that no public page was found that shows this content under this
number: read the resolution before you cite it. An exemption that is claimed is taken as claimed.

Examples:
  plimsoll regime check --act "coal export" --date 2017-08-06 --from DPRK
  plimsoll regime check --act supply --hs 271019 --date 2018-11-02 --barrels 500001
  plimsoll regime check --act sts --goods refined-petroleum --direction to-dprk --listed --date 2026-03-05
  plimsoll regime check --regime somalia --act "charcoal export" --date 2013-05-01`
}

func (c *regimeCheckCmd) Run(e *env) error {
	day, err := parseDay("--date", c.Date)
	if err != nil {
		return err
	}
	r, err := regime.LoadNamed(c.Regime)
	if err != nil {
		return &exitError{2, err}
	}
	act, err := c.act(r, day)
	if err != nil {
		return &exitError{2, err}
	}
	a := r.Check(act)
	if a.Verdict == regime.Unanswered {
		return &exitError{2, fmt.Errorf("checking the act %q: %s", c.Act, a.Open[0])}
	}
	if e.json {
		return e.document(c.document(r, act, a))
	}
	sayRegime(e.stdout, r, act, a)
	return nil
}

// act reads the flags into a typed act.
func (c *regimeCheckCmd) act(r *regime.Regime, day time.Time) (regime.Act, error) {
	act, err := r.Phrase(c.Act)
	if err != nil {
		return act, err
	}
	if c.Goods != "" {
		if act.Goods != "" && act.Goods != c.Goods {
			return act, fmt.Errorf("--act names %s and --goods %s: name the goods once", act.Goods, c.Goods)
		}
		act.Goods = c.Goods
	}
	for _, f := range []struct {
		flag, place string
		into        *string
	}{{"--from", c.From, &act.From}, {"--to", c.To, &act.To}} {
		if f.place == "" {
			continue
		}
		code, ok := r.Country(f.place)
		if !ok {
			return act, fmt.Errorf("%s %q is no country: use %q or an ISO 3166 code such as cn", f.flag, f.place, r.Place())
		}
		*f.into = code
	}
	act.Date, act.HS, act.Direction = day, c.HS, regime.Direction(c.Direction)
	act.PartyListed, act.TargetShip, act.TargetParty, act.TargetGovernment = c.Listed, c.Ship, c.Party, c.Government
	act.ShipSuspected, act.InspectionRefused, act.Claims = c.Suspected, c.Refused, c.Claim
	if c.Barrels != nil || c.Tonnes != nil || c.USD != nil {
		act.Total = &regime.Total{Barrels: c.Barrels, Tonnes: c.Tonnes, USD: c.USD}
	}
	return act, nil
}

func (c *regimeCheckCmd) document(r *regime.Regime, act regime.Act, a regime.Answer) any {
	out := struct {
		Regime  string          `json:"regime"`
		Act     regime.Act      `json:"act"`
		Answer  regime.Answer   `json:"answer"`
		Mandate *regime.Mandate `json:"mandate"` // of the Panel on that day; null when it had none
	}{Regime: r.About.ID, Act: act, Answer: a}
	if m, ok := r.MandateOn(act.Date); ok {
		out.Mandate = &m
	}
	return out
}

// sayRegime writes an answer for reading.
func sayRegime(w io.Writer, r *regime.Regime, act regime.Act, a regime.Answer) {
	day := regime.DayOf(act.Date)
	head := string(a.Verdict)
	if a.Since != "" {
		head += fmt.Sprintf(" since %s", a.Since)
	}
	if a.Capped {
		head += ", lawful up to a limit"
	}
	fmt.Fprintf(w, "%s on %s: %s\n", act.Words(), day, head)
	for _, p := range a.Paragraphs {
		sayParagraph(w, "by", p)
	}
	for _, c := range a.Caps {
		sayCap(w, c)
	}
	for _, x := range a.Exempted {
		sayParagraph(w, "exempt from", x.Paragraph)
		fmt.Fprintf(w, "     as claimed (%s): %s\n", x.Exemption.ID, x.Exemption.Says)
	}
	for _, p := range a.Possible {
		sayParagraph(w, "possibly by", p)
	}
	for _, c := range a.Before {
		sayParagraph(w, fmt.Sprintf("before, until %s, by", c.Until), c.Paragraph)
	}
	for _, c := range a.After {
		sayParagraph(w, fmt.Sprintf("after, from %s, by", c.From), c.Paragraph)
	}
	for _, n := range a.Nearest {
		sayParagraph(w, "nearest", n.Paragraph)
		for _, why := range n.Why {
			fmt.Fprintf(w, "     does not reach it: %s\n", why)
		}
	}
	for _, o := range a.Open {
		fmt.Fprintf(w, "  open: %s\n", o)
	}
	sayMandate(w, r, act.Date)
}

func sayParagraph(w io.Writer, how string, p regime.Paragraph) {
	mark := ""
	switch {
	case p.Verified:
	case p.ContentVerified:
		mark = " [paragraph not verified, content verified]"
	default:
		mark = " [paragraph not verified]"
	}
	span := "in force since " + string(p.From)
	if p.Until != "" {
		span = fmt.Sprintf("in force %s to %s", p.From, p.Until)
	}
	fmt.Fprintf(w, "  %s %s%s, %s\n     %s\n     source: %s\n", how, p.ID, mark, span, p.Says, p.Source)
	for _, link := range []struct {
		word string
		ids  []string
	}{{"replaced by", p.SupersededBy}, {"amended by", p.AmendedBy}} {
		for _, id := range link.ids {
			fmt.Fprintf(w, "     %s %s\n", link.word, id)
		}
	}
}

func sayCap(w io.Writer, c regime.CapState) {
	if c.Limit == nil {
		fmt.Fprintf(w, "  %s sets no limit that counts on this day\n", c.Paragraph)
		return
	}
	fmt.Fprintf(w, "  limit of %s, %s: %s", c.Paragraph, c.Limit.Words(), c.State)
	if c.State == regime.NotKnown {
		fmt.Fprint(w, "; give the account of the period (--barrels, --tonnes, --usd)")
	}
	fmt.Fprintln(w)
}

func sayMandate(w io.Writer, r *regime.Regime, day time.Time) {
	if m, ok := r.MandateOn(day); ok {
		fmt.Fprintf(w, "  panel: mandate under %s, until %s\n", m.Paragraph, m.Until)
		return
	}
	if n := len(r.Mandates); n > 0 && regime.DayOf(day) > r.Mandates[n-1].Until {
		fmt.Fprintf(w, "  panel: none, its last mandate (%s) ended on %s; the measures go on\n", r.Mandates[n-1].Paragraph, r.Mandates[n-1].Until)
	}
}
