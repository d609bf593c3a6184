package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"plimsoll/lists/fetch"
	"plimsoll/lists/registry"
	"plimsoll/store"
)

type listsSyncCmd struct {
	Only    []string `help:"Only these authorities or lists; a part of the name will do where only one has it." placeholder:"NAME"`
	URL     []string `name:"url" sep:"none" help:"Fetch a list from another address; repeat it for a list of several files." placeholder:"LIST=URL"`
	MaxDrop float64  `help:"Hold a list that loses more than this share of its entries (per cent)." default:"3" placeholder:"3"`
	Full    bool     `help:"Fetch also what has not changed since the last time."`
	DryRun  bool     `help:"Say what would be fetched and when it was last, and fetch nothing."`
}

func (listsSyncCmd) Help() string {
	return `Asks each authority whether its list has changed since the list that serves
now, fetches it if so and takes it in as "lists import" does. A server that is
busy or breaks off is tried again, later and later. What comes damaged, or is an
error page in the place of a list, is kept and held: the snapshot before serves
on, and "lists holds" says why. One list that fails does not stop the others.

The files of a list that comes in several are taken in together or not at all.
Where an authority asks for a key, the message names the environment variable
to put yours in; it goes to that authority alone.

Exit code 1 if any list failed or is held, so that a scheduler notices.

Examples:
  plimsoll lists sync
  plimsoll lists sync --only un,ofac
  plimsoll lists sync --only un --url un=https://mirror.example/consolidated.xml
  plimsoll lists sync --json | jq -r 'select(.outcome == "held") | .error'`
}

func (c *listsSyncCmd) Run(e *env) error {
	if c.MaxDrop < 0 || c.MaxDrop > 100 {
		return &exitError{2, fmt.Errorf("--max-drop %g is no share: give per cent, from 0 to 100", c.MaxDrop)}
	}
	jobs, err := fetch.Select(fetch.Jobs(registry.All()), c.Only)
	if err != nil {
		return &exitError{2, fmt.Errorf("--only: %w", err)}
	}
	if jobs, err = fetch.Redirect(jobs, c.URL); err != nil {
		return &exitError{2, fmt.Errorf("--url: %w", err)}
	}
	if c.DryRun {
		return c.plan(e, jobs)
	}
	h, err := e.open()
	if err != nil {
		return err
	}
	defer h.Close()
	limitMemory()
	h.Lists.MaxDrop = c.MaxDrop / 100
	watch, finish := syncProgress(e, len(jobs))
	s := fetch.Syncer{
		World: fetch.World{
			Client: fetch.NewClient(), Now: e.now, Sleep: fetch.Sleep, Random: rand.Float64, Getenv: os.Getenv,
			UserAgent: fmt.Sprintf("plimsoll (sanctions monitor; %s)", version()),
		},
		Limits: fetch.DefaultLimits(), Library: h.Lists, Journal: h.Journal, State: h.Fetches, By: h.Operator,
		Observer: watch, Parallel: 2, Full: c.Full,
	}
	outcomes := s.Sync(e.ctx, jobs)
	finish()
	return c.tell(e, outcomes)
}

// tell writes a line for each source and says whether all went well.
func (c *listsSyncCmd) tell(e *env, outcomes []fetch.Outcome) error {
	by := map[fetch.Status]int{}
	var rows [][]string
	for _, o := range outcomes {
		by[o.Outcome]++
		if e.json {
			if err := e.line(o); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{o.Dataset, string(o.Outcome), outcomeText(o)})
	}
	if len(rows) > 0 {
		if err := table(e.stdout, []string{"LIST", "OUTCOME", "WHAT"}, rows); err != nil {
			return err
		}
	}
	var bad []string
	if n := by[fetch.Failed]; n > 0 {
		bad = append(bad, fmt.Sprintf("%d failed", n))
	}
	if n := by[fetch.Held]; n > 0 {
		bad = append(bad, count(n, "is held", "are held"))
	}
	if len(bad) == 0 {
		return nil
	}
	return fmt.Errorf("of %s %s; the snapshots before serve on", count(len(outcomes), "list", "lists"), strings.Join(bad, " and "))
}

func outcomeText(o fetch.Outcome) string {
	r := o.Result
	switch {
	case o.Err != nil:
		return o.Error
	case r == nil:
		return "not modified since the last fetch"
	case r.Unchanged:
		return "the same content as the snapshot of " + r.Published.Format(time.DateOnly)
	}
	text := fmt.Sprintf("%s of %s: %s; %d added, %d removed, %d changed", o.Title, r.Published.Format(time.DateOnly),
		countsText(r.Counts), r.Added, r.Removed, r.Changed)
	if r.Older {
		text += "; older than the snapshot that serves, which stays"
	}
	if n := len(r.Warnings); n > 0 {
		text += fmt.Sprintf("; %s (--json lists them)", count(n, "kind of warning", "kinds of warnings"))
	}
	return text
}

// plan says what would be fetched. It makes no data directory.
func (c *listsSyncCmd) plan(e *env, jobs []fetch.Job) error {
	state := &fetch.State{}
	if store.CheckExisting(e.data) == nil {
		h, err := e.open()
		if err != nil {
			return err
		}
		defer h.Close()
		state = h.Fetches
	}
	type planned struct {
		Authority string        `json:"authority"`
		Dataset   string        `json:"dataset"`
		URLs      []string      `json:"urls"`
		Needs     string        `json:"needs,omitempty"` // the environment variable for the key
		Last      *fetch.Record `json:"last,omitempty"`
	}
	var rows [][]string
	for _, j := range jobs {
		p := planned{Authority: j.Authority.ID, Dataset: j.Dataset, URLs: j.URLs}
		if !j.Given {
			p.Needs = j.Needs
		}
		last := "never"
		if r, ok := state.Last(j.Dataset); ok {
			p.Last, last = &r, fmt.Sprintf("%s %s", r.At.Format(time.DateOnly), r.Outcome)
		}
		if e.json {
			if err := e.line(p); err != nil {
				return err
			}
			continue
		}
		where := strings.Join(j.URLs, " ")
		if p.Needs != "" && os.Getenv(p.Needs) == "" {
			where += " (put your key in " + p.Needs + ")"
		}
		rows = append(rows, []string{j.Dataset, last, where})
	}
	if len(rows) == 0 {
		return nil
	}
	return table(e.stdout, []string{"LIST", "LAST NEWS", "FROM"}, rows)
}

// syncProgress shows bars where a person looks on, and says lines elsewhere.
func syncProgress(e *env, jobs int) (o fetch.Observer, finish func()) {
	if f := e.terminal(); f != nil && jobs > 0 {
		b := newSyncBars(f, jobs)
		return b, b.progress.Wait
	}
	return syncLines{e}, func() {}
}

// syncLines tells a log what matters to one who reads it later.
type syncLines struct{ e *env }

func (l syncLines) Attempt(dataset, address string, n int) {
	if n == 1 {
		l.e.say("%s: asking %s", dataset, address)
	}
}
func (syncLines) Read(string, int64, int64) {}
func (l syncLines) Waiting(dataset string, d time.Duration, why error) {
	l.e.say("%s: %v; trying again in %s", dataset, why, d.Round(time.Second/10))
}
func (syncLines) Importing(string)   {}
func (syncLines) Done(fetch.Outcome) {}

// syncBars shows a bar for each list that is on its way, and one for all.
type syncBars struct {
	progress *mpb.Progress
	all      *mpb.Bar

	mu   sync.Mutex
	bars map[string]*syncBar
}

type syncBar struct {
	*mpb.Bar
	mu   sync.Mutex
	text string
}

func (b *syncBar) says(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = fmt.Sprintf(format, args...)
}

func (b *syncBar) show(decor.Statistics) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text
}

func newSyncBars(f *os.File, jobs int) *syncBars {
	p := mpb.New(mpb.WithOutput(f), mpb.WithWidth(32))
	return &syncBars{progress: p, bars: map[string]*syncBar{}, all: p.AddBar(int64(jobs),
		mpb.BarPriority(1<<20), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name("all lists", decor.WCSyncWidthR)), mpb.AppendDecorators(decor.CountersNoUnit("%d of %d")))}
}

func (s *syncBars) bar(dataset string) *syncBar {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bars[dataset]
	if b == nil {
		b = &syncBar{}
		b.Bar = s.progress.AddBar(0, mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(dataset, decor.WCSyncWidthR)), mpb.AppendDecorators(decor.Any(b.show)))
		s.bars[dataset] = b
	}
	return b
}

func (s *syncBars) Attempt(dataset, _ string, n int) {
	b := s.bar(dataset)
	b.SetCurrent(0)
	if b.says("asking"); n > 1 {
		b.says("asking, attempt %d", n)
	}
}

func (s *syncBars) Read(dataset string, n, total int64) {
	b := s.bar(dataset)
	size := decor.SizeB1024(n)
	if total <= 0 {
		b.says("% .1f", size)
		return
	}
	b.SetTotal(total, false)
	b.SetCurrent(n)
	b.says("% .1f of % .1f", size, decor.SizeB1024(total))
}

func (s *syncBars) Waiting(dataset string, d time.Duration, why error) {
	s.bar(dataset).says("again in %s: %v", d.Round(time.Second/10), why)
}

func (s *syncBars) Importing(dataset string) { s.bar(dataset).says("taking it in") }

func (s *syncBars) Done(o fetch.Outcome) {
	s.bar(o.Dataset).Abort(true)
	s.all.Increment()
}
