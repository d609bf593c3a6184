package fetch

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"plimsoll/journal"
	"plimsoll/lists"
)

// Syncer brings the lists of a library up to date.
type Syncer struct {
	World    World
	Limits   Limits
	Library  *lists.Library
	Journal  *journal.Journal
	State    *State // a fold of that journal
	By       journal.Signer
	Observer Observer // nil for nobody

	Parallel int  // how many sources are fetched at a time; one is imported at a time
	Full     bool // fetch also what has not been modified

	importing sync.Mutex
}

// Outcome is what became of a source.
type Outcome struct {
	Authority string        `json:"authority"`
	Dataset   string        `json:"dataset"`
	Title     string        `json:"title"`
	Outcome   Status        `json:"outcome"`
	URLs      []File        `json:"urls,omitempty"`
	Result    *lists.Result `json:"result,omitempty"` // of the import, where one was made
	Hold      *lists.Hold   `json:"hold,omitempty"`
	Error     string        `json:"error,omitempty"`
	Err       error         `json:"-"`
}

func (o Outcome) with(s Status, err error) Outcome {
	o.Outcome, o.Err = s, err
	if err != nil {
		o.Error = err.Error()
	}
	return o
}

// Sync brings each source up to date and returns what became of each, in the
// order given.
func (s *Syncer) Sync(ctx context.Context, jobs []Job) []Outcome {
	if s.Observer == nil {
		s.Observer = nobody{}
	}
	out := make([]Outcome, len(jobs))
	var g errgroup.Group
	g.SetLimit(max(1, s.Parallel))
	for i, j := range jobs {
		g.Go(func() error {
			out[i] = s.one(ctx, j)
			s.Observer.Done(out[i])
			return nil
		})
	}
	_ = g.Wait() // no job returns an error: one that fails does not stop the others
	return out
}

// one brings one source up to date.
func (s *Syncer) one(ctx context.Context, j Job) Outcome {
	o := Outcome{Authority: j.Authority.ID, Dataset: j.Dataset, Title: j.Title}
	if o.Title == "" {
		o.Title = j.Authority.Title
	}
	if err := ctx.Err(); err != nil {
		return o.with(Failed, fmt.Errorf("%s was not begun: %w", j.Dataset, err))
	}
	key := ""
	if j.Needs != "" && !j.Given {
		if key = s.World.Getenv(j.Needs); key == "" {
			return o.with(Skipped, fmt.Errorf("%s: the authority asks for a key: put yours in the environment variable %s", j.Dataset, j.Needs))
		}
	}
	if err := s.Journal.Refresh(ctx); err != nil {
		return o.with(Failed, err)
	}
	replies, err := s.fetch(ctx, j, key)
	for _, r := range replies {
		defer r.discard()
	}
	if err != nil {
		return o.with(Failed, err)
	}
	modified := false
	for _, r := range replies {
		o.URLs = append(o.URLs, r.File)
		modified = modified || r.body != nil
	}
	if !modified {
		return o.with(Unchanged, nil)
	}
	return s.record(ctx, s.take(ctx, j, o, replies))
}

// fetch gets the files of a list: all of them, or none where none was modified.
func (s *Syncer) fetch(ctx context.Context, j Job, key string) (replies []*reply, err error) {
	g := &getter{World: s.World, Limits: s.Limits, observer: s.Observer, spool: s.Library.Spool}
	r := request{dataset: j.Dataset, limit: s.Limits.Size, key: key}
	if key != "" {
		r.header = j.KeyHeader
	}
	pages, addresses, err := s.addresses(ctx, g, r, j)
	if err != nil {
		return nil, err
	}
	conditions, err := s.conditions(j.Dataset, addresses)
	if err != nil {
		return nil, err
	}
	get := func(i int, c Conditions) (*reply, error) {
		r := r
		r.address, r.conditions = addresses[i], c
		rep, err := g.get(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("fetching %s: %w", name(addresses[i]), err)
		}
		rep.Page = pages[i]
		return rep, nil
	}
	modified := false
	for i := range addresses {
		rep, err := get(i, conditions[i])
		if err != nil {
			return replies, err
		}
		replies = append(replies, rep)
		modified = modified || rep.body != nil
	}
	if !modified {
		return replies, nil
	}
	// A list is imported whole: of what was not modified the bytes are needed too.
	for i, rep := range replies {
		if rep.body == nil {
			if replies[i], err = get(i, Conditions{}); err != nil {
				return replies, err
			}
		}
	}
	return replies, nil
}

// addresses returns where the files lie, and on which page each was found.
func (s *Syncer) addresses(ctx context.Context, g *getter, r request, j Job) (pages, addresses []string, err error) {
	if len(j.URLs) == 0 {
		return nil, nil, fmt.Errorf("%s has no address to fetch it from", j.Dataset)
	}
	if j.Link == nil {
		return make([]string, len(j.URLs)), j.URLs, nil
	}
	for _, page := range j.URLs {
		r.address = page
		address, err := g.follow(ctx, r, j.Link)
		if err != nil {
			return nil, nil, fmt.Errorf("looking for the list on %s: %w", name(page), err)
		}
		pages, addresses = append(pages, name(page)), append(addresses, address)
	}
	return pages, addresses, nil
}

func (s *Syncer) conditions(dataset string, addresses []string) ([]Conditions, error) {
	urls := make([]string, len(addresses))
	for i, a := range addresses {
		u, err := parseAddress(a)
		if err != nil {
			return nil, err
		}
		urls[i] = public(u)
	}
	head := ""
	if h := s.Library.History(dataset); len(h) > 0 && !s.Full {
		head = h[len(h)-1].ID
	}
	return s.State.Conditions(dataset, head, urls), nil
}

// name is an address for messages.
func name(address string) string {
	u, err := parseAddress(address)
	if err != nil {
		return address
	}
	return public(u)
}

// take imports what was fetched.
func (s *Syncer) take(ctx context.Context, j Job, o Outcome, replies []*reply) Outcome {
	var uploads []lists.Upload
	for _, r := range replies {
		uploads = append(uploads, lists.Upload{Name: r.name, Reader: r.body, Source: r.URL})
	}
	s.importing.Lock()
	defer s.importing.Unlock()
	s.Observer.Importing(j.Dataset)
	res, err := s.Library.Import(ctx, s.By, lists.Options{Dataset: j.Dataset, Expect: j.Authority.ID}, uploads...)
	var held *lists.HeldError
	switch {
	case errors.As(err, &held):
		o.Hold = &held.Hold
		return o.with(Held, err)
	case err != nil:
		return o.with(Failed, err)
	case res.Unchanged:
		o.Result = &res
		return o.with(Unchanged, nil)
	}
	o.Result = &res
	return o.with(Applied, nil)
}

// record writes down what was fetched and what became of it. The import stands
// by then: a wish to stop comes too late to leave it out.
func (s *Syncer) record(ctx context.Context, o Outcome) Outcome {
	if ctx.Err() != nil && o.Outcome == Failed {
		return o
	}
	f := Fetched{Dataset: o.Dataset, URLs: o.URLs, Outcome: o.Outcome}
	switch {
	case o.Result != nil:
		f.Snapshot = o.Result.ID
	case o.Hold != nil:
		f.Hold = o.Hold.ID
	default:
		f.Error = o.Error
	}
	if !s.State.tellsNews(f) {
		return o
	}
	if _, err := s.Journal.Record(context.WithoutCancel(ctx), s.By, KindFetched, f.Dataset, f); err != nil {
		return o.with(Failed, errors.Join(o.Err, fmt.Errorf("%s is %s, but recording that failed: %w", o.Dataset, o.Outcome, err)))
	}
	return o
}
