package web

import (
	"context"
	"fmt"
	"slices"

	"plimsoll/house"
	"plimsoll/voyage"
)

// markYear is the year whose reported share fills the mark on the first page:
// the last for which any supplier reported.
func (h fromHouse) markYear() int {
	years := h.House.Petroleum.Years()
	for _, y := range slices.Backward(years) {
		if a := h.House.Petroleum.Account(y); a.Cap != nil && !a.ReportedBarrels.IsZero() {
			return y
		}
	}
	return 0
}

// Watch is the first page, with what is asked for on its chart.
func (h fromHouse) Watch(ctx context.Context, q Query) (Watch, error) {
	w := Watch{Query: q}
	var err error
	if w.Lists, err = h.Lists(ctx); err != nil {
		return Watch{}, err
	}
	if y := h.markYear(); y != 0 {
		a, err := h.Petroleum(ctx, y)
		if err != nil {
			return Watch{}, err
		}
		w.Account = &a
	}
	s, err := h.sea(ctx)
	if err != nil {
		return Watch{}, err
	}
	if s != nil {
		w.Chart, w.Flags, w.Span = s.chart(q), s.flags, Span{s.from, s.to}
	}
	if all := h.Cases.AllLeads(); len(all) > 0 {
		l, err := h.lead(ctx, all[0])
		if err != nil {
			return Watch{}, err
		}
		w.Lead = &l
	}
	if all, _ := h.Findings(ctx); len(all) > 0 {
		w.Finding = &all[len(all)-1]
	}
	d, err := h.Desk(ctx)
	if err != nil {
		return Watch{}, err
	}
	w.Alerts = d.Alerts
	w.Steps, err = h.steps(ctx, &w, s, d)
	return w, err
}

// steps puts the six steps into figures, each a link to its page.
func (h fromHouse) steps(ctx context.Context, w *Watch, s *sea, d Desk) ([]Step, error) {
	out := []Step{
		{Name: "lists", Next: "Take one in: plimsoll lists import FILE"},
		{Name: "ships", Next: "Watch a feed: plimsoll watch FILE --keep"},
		{Name: "lead", Next: "A lead is found when what ships did and the lists make a story."},
		{Name: "finding", Next: "People make a finding of a lead."},
		{Name: "publish", Next: "A finding is published once enough experts concur."},
		{Name: "alert", Next: "Hand in a book of customers and ships."},
	}
	listed, err := h.listedFigures(ctx)
	if err != nil {
		return nil, err
	}
	out[0].Figures = listed
	if s != nil {
		out[1].Figures = shipFigures(s.sum, s.found)
	}
	if w.Lead != nil {
		f := []Figure{{Value: fmt.Sprintf("%.2f", w.Lead.Score), Label: "score", Href: LeadHref(w.Lead.ID) + "#reasons"}}
		for _, m := range w.Lead.Measures {
			f = append(f, Figure{Value: m, Href: LeadHref(w.Lead.ID)})
		}
		out[2].Figures = f
	}
	if f := w.Finding; f != nil {
		href := FindingHref(f.ID)
		out[3].Figures = []Figure{
			{Value: f.ID, Href: href},
			Count(countPosition(f.Stances, "concur"), "concurs", "concur", href), Count(countPosition(f.Stances, "dissent"), "dissents", "dissent", href),
		}
		if r := f.Receipt; r != nil {
			out[4].Figures = []Figure{
				{Value: fmt.Sprintf("entry %d", r.Index), Href: "/log"},
				{Value: fmt.Sprintf("%d of %d", r.Signed(), len(r.Witnesses)), Label: "witnesses", Href: "/log#witnesses"},
			}
		}
	}
	if len(d.Books) > 0 {
		rows := 0
		for _, b := range d.Books {
			rows += b.Customers + b.Ships
		}
		out[5].Figures = []Figure{
			Count(len(d.Alerts), "alert", "alerts", "/desk#alerts"), Count(rows, "row screened", "rows screened", "/desk"),
		}
	}
	return out, nil
}

func countPosition(all []Stance, position string) int {
	n := 0
	for _, s := range all {
		if s.Position == position {
			n++
		}
	}
	return n
}

// listedFigures counts the listed parties of each list, by what they are.
func (h fromHouse) listedFigures(ctx context.Context) ([]Figure, error) {
	snaps, err := h.House.Lists.All(ctx)
	if err != nil {
		return nil, err
	}
	words := map[string][2]string{"Person": {"individual", "individuals"}, "Vessel": {"ship", "ships"}}
	var out []Figure
	for _, s := range snaps {
		n := map[string]int{}
		for _, e := range s.Entities {
			if e.Listed() {
				kind := e.Schema
				if _, ok := words[kind]; !ok {
					kind = "other"
				}
				n[kind]++
			}
		}
		if s.Dataset == "demo_list" {
			out = append(out, Count(n["Person"]+n["Vessel"]+n["other"], "invented party", "invented parties", ListHref(s.Dataset)))
			continue
		}
		for _, kind := range []string{"Person", "other", "Vessel"} {
			if n[kind] == 0 {
				continue
			}
			word, ok := words[kind]
			if !ok {
				word = [2]string{"entity", "entities"}
			}
			out = append(out, Count(n[kind], word[0], word[1], ListHref(s.Dataset)))
		}
	}
	return out, nil
}

func shipFigures(run house.Watch, found *house.Result) []Figure {
	dark := 0
	for _, e := range found.Events {
		if slices.Contains(e.Tags, voyage.TagDark) {
			dark++
		}
	}
	return []Figure{
		Count(int(run.Sentences), "sentence", "sentences", "/exhibits/"+run.Feed),
		Count(len(found.Tracks), "hull", "hulls", "/ships"),
		Count(len(found.Events), "event", "events", "/ships#events"),
		Count(dark, "dark", "dark", "/ships#events"),
	}
}
