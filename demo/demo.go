// Package demo runs an invented world through the whole program: lists are
// read, ships are heard, a lead is found, experts weigh it, the finding is
// published under witnesses, and a bank is alerted. Nothing is prepared but
// the inputs; each step does what it does for real ones.
//
// Every ship, firm, person, bank and expert of the world is invented and bears
// a name or number that no real one can have. The UN lists beside them are the
// real ones: real parties appear with what their list says and nothing else.
package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"plimsoll/casework"
	"plimsoll/demo/traffic"
	"plimsoll/demo/world"
	"plimsoll/feed"
	"plimsoll/house"
	"plimsoll/lists"
	"plimsoll/vault"
	"plimsoll/voyage"
)

// Banner stands on every page and in every export of the demo world.
const Banner = "Demo world: every ship, firm, person, bank and expert in this story is invented."

// DefaultSeed of the sea's noise; the world is the same for every seed.
const DefaultSeed = 1718

// Names of the steps, in order.
const (
	StepLists   = "lists"
	StepShips   = "ships"
	StepLead    = "lead"
	StepFinding = "finding"
	StepPublish = "publish"
	StepAlert   = "alert"
)

// Step is what one step did, in figures.
type Step struct {
	Name    string         `json:"step"`
	Text    string         `json:"text"`
	Figures map[string]any `json:"figures"`
	Seconds float64        `json:"seconds"`
}

// Options steer a run.
type Options struct {
	Seed   uint64
	Report func(Step) // called after each step, once what it says is durable
}

// run holds what later steps need of earlier ones.
type run struct {
	*house.House
	opts    Options
	watch   house.Watch
	lead    casework.Lead
	finding string
}

// Run does all steps on a house. Each looks first at what is on record: a run
// that was killed at any moment is completed by the next, and a completed one
// is left as it is. A step that finds that its outcome did not come about
// returns an error.
func Run(ctx context.Context, h *house.House, o Options) error {
	r := &run{House: h, opts: o}
	for _, step := range []struct {
		name string
		do   func(context.Context) (string, map[string]any, error)
	}{
		{StepLists, r.lists},
		{StepShips, r.ships},
		{StepLead, r.openLead},
		{StepFinding, r.weigh},
		{StepPublish, r.publish},
		{StepAlert, r.alert},
	} {
		began := h.Journal.Now()
		text, figures, err := step.do(ctx)
		if err != nil {
			return fmt.Errorf("step %s: %w", step.name, err)
		}
		if o.Report != nil {
			o.Report(Step{step.name, text, figures, h.Journal.Now().Sub(began).Seconds()})
		}
	}
	return nil
}

// lists imports the lists of the world: the real ones as this project wrote
// them down, and the invented one beside them.
func (r *run) lists(ctx context.Context) (string, map[string]any, error) {
	for _, name := range []string{"un_1718.csv", "un_1718_vessels.csv", "demo_list.csv", "demo_parties.csv"} {
		data, err := fs.ReadFile(world.Files, name)
		if err != nil {
			return "", nil, err
		}
		if _, err := r.Lists.Import(ctx, r.Operator, lists.Options{}, lists.Upload{Name: name, Reader: bytes.NewReader(data)}); err != nil {
			return "", nil, err
		}
	}
	snaps, err := r.Lists.All(ctx)
	if err != nil {
		return "", nil, err
	}
	n := map[string]int{}
	statements := 0
	for _, s := range snaps {
		for _, e := range s.Entities {
			statements += len(e.Statements)
			if e.Listed() {
				n[s.Dataset+" "+e.Schema]++
			}
		}
	}
	persons, bodies, ships := n["un_1718 Person"], n["un_1718 Organization"], n["un_1718_vessels Vessel"]
	demo := 0
	for k, v := range n {
		if strings.HasPrefix(k, "demo_list ") {
			demo += v
		}
	}
	if persons != 80 || bodies != 75 || ships != 59 || demo == 0 {
		return "", nil, fmt.Errorf("the snapshots hold %d individuals, %d entities, %d ships and %d demo parties, not 80, 75, 59 and some",
			persons, bodies, ships, demo)
	}
	return fmt.Sprintf("UN 1718 list: %d individuals, %d entities; 1718 vessel list: %d ships; demo list: %d invented parties; %d statements",
		persons, bodies, ships, demo, statements), map[string]any{
		"individuals": persons, "entities": bodies, "ships": ships, "demo_parties": demo,
		"statements": statements, "snapshots": len(snaps),
	}, nil
}

// ships writes a week of invented radio and watches it.
func (r *run) ships(ctx context.Context) (string, map[string]any, error) {
	var sea bytes.Buffer
	if _, err := traffic.Write(&sea, r.opts.Seed); err != nil {
		return "", nil, err
	}
	w, _, err := r.Watches.Run(ctx, r.Operator, vault.Item{
		Name: fmt.Sprintf("demo-sea-%d.nmea", r.opts.Seed), MediaType: "text/plain; charset=us-ascii",
		Source: "traffic simulator of the demo world", Origin: "invented", Rights: "free to use", Demo: true,
	}, bytes.NewReader(sea.Bytes()), feed.Options{})
	if err != nil {
		return "", nil, err
	}
	r.watch = w
	found, err := r.Watches.Result(ctx, w)
	if err != nil {
		return "", nil, err
	}
	kinds := map[string]int{}
	dark := 0
	for _, e := range found.Events {
		kinds[e.Kind]++
		if slices.Contains(e.Tags, voyage.TagDark) {
			dark++
		}
	}
	for _, k := range []string{voyage.Gap, voyage.Encounter, voyage.Identity} {
		if kinds[k] == 0 {
			return "", nil, fmt.Errorf("no event of kind %s was found in %d messages", k, w.Messages)
		}
	}
	return fmt.Sprintf("%d sentences, %d messages, %d damaged and skipped; %d tracks; %d gaps (%d dark), %d encounters, %d identity events",
			w.Sentences, w.Messages, w.Bad, w.Tracks, kinds[voyage.Gap], dark, kinds[voyage.Encounter], kinds[voyage.Identity]),
		map[string]any{
			"sentences": w.Sentences, "messages": w.Messages, "bad": w.Bad, "tracks": w.Tracks, "gaps": kinds[voyage.Gap],
			"dark": dark, "encounters": kinds[voyage.Encounter], "identity_events": kinds[voyage.Identity], "feed": w.Feed,
		}, nil
}

// openLead looks for leads in what was heard and puts the one on record that
// the story goes on with, that of a meeting.
func (r *run) openLead(ctx context.Context) (string, map[string]any, error) {
	leads, err := r.FindLeads(ctx, r.watch, nil)
	if err != nil {
		return "", nil, err
	}
	story := slices.IndexFunc(leads, func(l casework.Lead) bool { return l.Story == casework.StoryTransfer })
	if story < 0 {
		return "", nil, errors.New("no lead of a transfer was found")
	}
	r.lead = leads[story]
	if _, err := r.Cases.Open(ctx, r.Operator, r.lead); err != nil {
		return "", nil, err
	}
	var ids []string
	for _, m := range r.lead.Measures {
		ids = append(ids, m.ID)
	}
	for _, want := range []string{"2375 OP11", "2397 OP5"} {
		if !slices.Contains(ids, want) {
			return "", nil, fmt.Errorf("the lead %s names %v and not %s", r.lead.ID, ids, want)
		}
	}
	return fmt.Sprintf("%s: %s; score %.2f from %d reasons; concerns %s", r.lead.ID, r.lead.Title, r.lead.Score,
		len(r.lead.Reasons), strings.Join(ids, ", ")), map[string]any{
		"lead": r.lead.ID, "leads": len(leads), "score": r.lead.Score, "reasons": len(r.lead.Reasons), "measures": ids,
	}, nil
}

func day(t time.Time) string { return t.UTC().Format("2 January 2006") }

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// expert is a member of the demo panel.
type expert struct {
	id, name, position, ground, text string
	claim                            int
}

func panel() []expert {
	return []expert{
		{id: "expert-alder", name: "Expert Alder (demo)", position: casework.Concur},
		{id: "expert-bryony", name: "Expert Bryony (demo)", position: casework.Concur},
		{
			id: "expert-cinder", name: "Expert Cinder (demo)", position: casework.Dissent, ground: "evidence", claim: 3,
			text: "The draughts are typed in by hand on board and nobody saw a hose. They fit a transfer of cargo; " +
				"they would fit a ballast operation and a careless officer as well. I would publish the meeting and not the cargo.",
		},
	}
}

const quorum = 2
