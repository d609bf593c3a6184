package web

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"plimsoll/desk"
	"plimsoll/house"
	"plimsoll/network"
	"plimsoll/petroleum"
	"plimsoll/vault"
)

// fromHouse shows what a data directory holds. It reads the folded state anew
// for each page: what another process has recorded since is on the next one.
type fromHouse struct {
	*house.House
	seas *seas
}

// FromHouse is the Source over an open data directory.
func FromHouse(h *house.House) Source { return fromHouse{h, &seas{}} }

func (h fromHouse) World(ctx context.Context) (World, error) {
	if err := h.Journal.Refresh(ctx); err != nil {
		return World{}, err
	}
	w := World{Title: "Plimsoll", AsOf: h.Journal.Now().UTC()}
	for _, f := range h.Cases.Findings() {
		if f.Draft.World != "" {
			w.Title, w.Demo = f.Draft.World, true
		}
	}
	for _, x := range h.Vault.Exhibits() {
		if x.Demo && !w.Demo {
			w.Title, w.Demo = "Demo world: parts of what is shown here are invented.", true
		}
	}
	return w, nil
}

// lastRun is the newest watch with what it found, or nil.
func (h fromHouse) lastRun(ctx context.Context) (*house.Watch, *house.Result, error) {
	all := h.Watches.All()
	if len(all) == 0 {
		return nil, nil, nil
	}
	w := all[len(all)-1]
	found, err := h.Watches.Result(ctx, w)
	return &w, found, err
}

var (
	placeLine   = regexp.MustCompile(`^(?:line|lines|row)\s+(\d+)`)
	placeOffset = regexp.MustCompile(`@(\d+)$`)
)

// ref leads to a place in an exhibit: a line, a row of a CSV, an offset.
func (h fromHouse) ref(sha, place string) Ref {
	r := Ref{SHA256: sha, Place: place}
	if x, ok := h.Vault.Exhibit(sha); ok {
		r.Name = x.Name
	}
	if m := placeLine.FindStringSubmatch(place); m != nil {
		r.Line, _ = strconv.Atoi(m[1])
	} else if m := placeOffset.FindStringSubmatch(place); m != nil {
		r.Offset, _ = strconv.ParseInt(m[1], 10, 64)
	}
	return r
}

// reported shows a party that only a finding names.
func (h fromHouse) reported(ctx context.Context, r desk.ReportedParty) (Party, error) {
	p := Party{ID: r.Entity.ID, Schema: r.Entity.Schema, Name: r.Entity.Caption(), Findings: h.findingsOf(r.Entity.ID)}
	p.Verdict = Verdict{Status: string(network.StatusReported), Text: "in finding " + r.Finding.ID + "; on no list"}
	for _, st := range r.Entity.Statements {
		p.Statements = append(p.Statements, Statement{Prop: st.Prop, Value: st.Value, Dataset: "finding " + r.Finding.ID})
	}
	var err error
	p.Ship, err = h.shipPage(ctx, r.Entity.First("imoNumber"))
	return p, err
}

func (h fromHouse) Desk(context.Context) (Desk, error) {
	var d Desk
	for _, name := range h.House.Desk.Institutions() {
		r, _ := h.House.Desk.Book(name)
		b := Book{
			Institution: name, Customers: r.Parties, Ships: r.Ships, Alerts: len(h.House.Desk.Alerts(name)), Screened: r.At,
			Exhibits: []Ref{h.ref(r.Exhibit, "")},
		}
		for _, s := range h.House.Lists.Datasets() {
			b.Against = append(b.Against, Link{s, ListHref(s)})
		}
		d.Books = append(d.Books, b)
	}
	for _, a := range h.House.Desk.Alerts("") {
		d.Alerts = append(d.Alerts, h.alert(a))
	}
	return d, nil
}

func (h fromHouse) alert(a desk.Alert) Alert {
	row := h.ref(a.Book, fmt.Sprintf("line %d", a.Row.Line))
	v := Alert{
		ID: a.ID, Institution: a.Institution, Record: a.Row.ID, Schema: a.Row.Schema, Name: a.Row.Name, Row: &row,
		Party: Link{a.Met.Name, PartyHref(a.Met.ID)}, Status: string(a.Status), Action: string(a.Action), Score: a.Score, Due: a.Due,
	}
	for _, r := range a.Reasons {
		v.Reasons = append(v.Reasons, Reason{r.Feature, r.Score, r.Text, r.Query, r.Listed})
	}
	for _, f := range a.Findings {
		v.Findings = append(v.Findings, Link{f.ID, FindingHref(f.ID)})
		v.Measures = append(v.Measures, f.Measures...)
	}
	if all := h.House.Desk.Decisions(a.ID); len(all) > 0 {
		last := all[len(all)-1]
		v.Decision = fmt.Sprintf("%s: %s", last.Action, last.Text)
	}
	return v
}

func (h fromHouse) Exhibit(_ context.Context, sha string) (Exhibit, error) {
	x, ok := h.Vault.Exhibit(sha)
	if !ok {
		return Exhibit{}, fmt.Errorf("exhibit %s: %w", sha, ErrNotFound)
	}
	v := Exhibit{
		SHA256: sha, Name: x.Name, Type: x.MediaType, Size: x.Size, Source: x.Source, URL: x.URL, Rights: x.Rights, Grade: x.Grade,
		Received: x.Received, Text: isText(x) || h.Watches.Radio(sha), Custody: []Custody{{x.Received, x.By, fmt.Sprintf("received and kept, journal event %d", x.Seq)}},
	}
	for _, f := range h.Cases.Findings() {
		for _, c := range f.Draft.Claims {
			for _, r := range c.Exhibits {
				if l := (Link{f.ID, FindingHref(f.ID)}); r.Exhibit == sha && !slices.Contains(v.UsedBy, l) {
					v.UsedBy = append(v.UsedBy, l)
				}
			}
		}
	}
	for _, id := range h.House.Lists.Datasets() {
		for _, s := range h.House.Lists.History(id) {
			if l := (Link{id, ListHref(id)}); slices.Contains(s.Exhibits, sha) && !slices.Contains(v.UsedBy, l) {
				v.UsedBy = append(v.UsedBy, l)
			}
		}
	}
	return v, nil
}

func isText(x vault.Exhibit) bool {
	if strings.HasPrefix(x.MediaType, "text/") {
		return true
	}
	for _, end := range []string{".csv", ".xml", ".txt", ".json", ".nmea", ".jsonl"} {
		if strings.HasSuffix(strings.ToLower(x.Name), end) {
			return true
		}
	}
	return false
}

func (h fromHouse) OpenExhibit(ctx context.Context, sha string) (io.ReadCloser, error) {
	if !h.Vault.Has(sha) {
		return nil, fmt.Errorf("exhibit %s: %w", sha, ErrNotFound)
	}
	r, err := h.Vault.Open(ctx, sha)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(r), nil
}

func (h fromHouse) Petroleum(_ context.Context, year int) (Account, error) {
	years := h.House.Petroleum.Years()
	if year == 0 && len(years) > 0 {
		year = years[len(years)-1]
	}
	if !slices.Contains(years, year) {
		return Account{}, fmt.Errorf("petroleum %d: %w", year, ErrNotFound)
	}
	a := h.House.Petroleum.Account(year)
	v := Account{Year: year, Reported: a.ReportedBarrels.Float64(), Years: years}
	if a.Cap != nil {
		v.Measure, v.Cap = a.Cap.Measure, a.Cap.Barrels.Float64()
	}
	for _, l := range a.Reported {
		x := AccountLine{
			Who: strings.Join(l.Suppliers, " + "), Counted: l.Role == petroleum.Summed, Note: l.Note, Source: sourceLink(l.Sources),
		}
		x.From, x.To = days(string(l.Start), string(l.End))
		if l.Barrels != nil {
			x.Barrels = l.Barrels.Float64()
		}
		if l.Tonnes != nil {
			x.Tonnes = l.Tonnes.Float64()
		}
		if l.Role != petroleum.Summed {
			x.Note = strings.Trim(string(l.Role)+"; "+x.Note, "; ")
		}
		v.Lines = append(v.Lines, x)
	}
	for _, e := range a.Estimated {
		x := AccountLine{Who: e.Author, Estimated: true, Note: strings.Trim(e.Qualifier+"; "+e.Note, "; "), Source: sourceLink(e.Sources)}
		x.From, x.To = days(string(e.Start), string(e.End))
		for _, sc := range e.Scenarios {
			b := sc.Barrels.Float64()
			if x.Barrels == 0 || b < x.Barrels {
				x.Barrels = b
			}
			x.High = max(x.High, b)
		}
		if !e.Verified {
			x.Note += " (not verified)"
		}
		v.Lines = append(v.Lines, x)
		if x.Barrels > 0 {
			if v.Estimated == nil {
				v.Estimated = &Range{x.Barrels, x.High}
			}
			v.Estimated.Low, v.Estimated.High = min(v.Estimated.Low, x.Barrels), max(v.Estimated.High, x.High)
		}
	}
	return v, nil
}

func days(from, to string) (time.Time, time.Time) {
	a, _ := time.Parse(time.DateOnly, from) // checked by the loader
	b, _ := time.Parse(time.DateOnly, to)
	return a, b
}

func sourceLink(sources []string) Link {
	if len(sources) == 0 {
		return Link{}
	}
	first := sources[0]
	if !strings.HasPrefix(first, "https://") && !strings.HasPrefix(first, "http://") {
		return Link{Text: first}
	}
	site := strings.TrimPrefix(strings.TrimPrefix(first, "https://"), "http://")
	site, _, _ = strings.Cut(site, "/")
	return Link{site, first}
}

func (h fromHouse) File(_ context.Context, kind FileKind, id string) (File, error) {
	switch kind {
	case PolicyFile, CheckpointFile:
		policy, err := h.Policy()
		if err != nil {
			return File{}, fmt.Errorf("%w: %w", ErrNotFound, err)
		}
		if kind == PolicyFile {
			return File{Name: "log.policy", Body: policy}, nil
		}
		cp, err := os.ReadFile(h.LogDir() + "/checkpoint")
		if err != nil {
			return File{}, fmt.Errorf("%w: %w", ErrNotFound, err)
		}
		return File{Name: "checkpoint", Body: cp}, nil
	}
	f, ok := h.Cases.Finding(id)
	if !ok || f.Published == nil {
		return File{}, fmt.Errorf("finding %s: %w", id, ErrNotFound)
	}
	if kind == EntryFile {
		return File{Name: id + ".json", Type: "application/json", Body: f.Released.Document}, nil
	}
	return File{Name: id + ".tlog-proof", Body: f.Published.Proof}, nil
}
