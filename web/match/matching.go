package match

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"

	"plimsoll/house/roll"
	"plimsoll/screen"
)

// matchResponse is the answer to a batch.
type matchResponse struct {
	Responses map[string]any `json:"responses"` // each a matches or a failure
	Limit     int            `json:"limit"`
	Threshold float64        `json:"threshold"`
	Cutoff    float64        `json:"cutoff"`
	Algorithm string         `json:"algorithm"`
	from
	Warnings []warning `json:"warnings"`
}

// matches is the answer to one query.
type matches struct {
	Status   int       `json:"status"`
	Results  []scored  `json:"results"`
	Total    total     `json:"total"`   // of the parties found, before the limit
	Matches  int       `json:"matches"` // how many of them reach the threshold
	Query    *example  `json:"query"`
	Warnings []warning `json:"warnings"`
}

// failure is a query that was not answered. It has no results, so that nobody
// takes it for an answer that nobody is listed.
type failure struct {
	Status int `json:"status"`
	Detail any `json:"detail"`
}

type total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

// question is the parameters of a match.
type question struct {
	limit             int
	threshold, cutoff float64
	filter            roll.Filter
	warnings          []warning
}

func (a *api) match(w http.ResponseWriter, r *http.Request) error {
	p, err := readParams(r)
	if err != nil {
		return err
	}
	now, err := a.take(r.Context(), p)
	if err != nil {
		return err
	}
	q, err := readQuestion(now, r.PathValue("dataset"), p)
	if err != nil {
		return err
	}
	raw, err := readBody(w, r)
	if err != nil {
		return err
	}
	queries, err := readBatch(raw)
	if err != nil {
		return err
	}
	out := matchResponse{
		Responses: make(map[string]any, len(queries)), Limit: q.limit, Threshold: q.threshold, Cutoff: q.cutoff,
		Algorithm: screen.Version, from: a.origin(w, now, p), Warnings: append(p.ignored(w), q.warnings...),
	}
	failed, status := 0, 0
	for _, m := range queries {
		answer := a.one(r.Context(), now, q, m)
		out.Responses[m.name] = answer
		if f, bad := answer.(failure); bad {
			failed++
			if status = max(status, f.Status); status != f.Status {
				status = http.StatusBadRequest
			}
		}
	}
	w.Header().Set("X-Batch-Size", strconv.Itoa(len(queries)))
	if failed > 0 {
		w.Header().Set("X-Failed-Queries", strconv.Itoa(failed))
	}
	if failed < len(queries) {
		status = http.StatusOK
	}
	a.reply(w, r, status, out)
	return nil
}

func readQuestion(now *roll.Roll, dataset string, p *params) (*question, error) {
	q := &question{
		limit: p.integer("limit", matchPage, 1, maxLimit), threshold: p.share("threshold", screen.Threshold), filter: p.filter(),
	}
	q.cutoff = min(p.share("cutoff", q.threshold), q.threshold)
	if q.cutoff < leastCutoff {
		q.warnings = append(q.warnings, warning{Parameter: "cutoff", Message: fmt.Sprintf("nothing below %g is told", leastCutoff)})
		q.cutoff = leastCutoff
	}
	excluded := p.list("exclude_entity_ids")
	if len(excluded) > maxExcluded {
		p.fault("exclude_entity_ids", "too_many", "%d ids: give at most %d", len(excluded), maxExcluded)
	}
	if len(excluded) > 0 {
		q.filter.ExcludeIDs = map[string]bool{}
		for _, id := range excluded {
			q.filter.ExcludeIDs[id] = true
		}
	}
	if err := pick(p); err != nil {
		return nil, err
	}
	var err error
	if q.filter.Datasets, err = scope(now, dataset, p); err != nil {
		return nil, err
	}
	if len(p.faults) > 0 {
		return nil, p.problem()
	}
	return q, nil
}

// one answers one query of a batch. Whatever goes wrong with it leaves the
// others alone.
func (a *api) one(ctx context.Context, now *roll.Roll, q *question, m member) (answer any) {
	defer func() {
		if p := recover(); p != nil {
			a.Logger.ErrorContext(ctx, "a query broke", "cause", fmt.Sprint(p), "stack", string(debug.Stack()))
			answer = failure{http.StatusInternalServerError, "Something went wrong on our side; this query was not answered."}
		}
	}()
	if ctx.Err() != nil {
		return failure{http.StatusGatewayTimeout, "The time of the request ran out before this query: send fewer at once, or a higher threshold."}
	}
	e, err := readExample(m.name, m.value)
	if err != nil {
		p := err.(*problem) //nolint:errorlint,forcetypeassert // nothing else is returned
		return failure{p.status, p.detail}
	}
	found := now.Match(e.asked(), q.cutoff, q.filter)
	out := matches{
		Status: http.StatusOK, Results: make([]scored, 0, min(len(found), q.limit)),
		Total: total{len(found), "eq"}, Query: e, Warnings: e.warnings,
	}
	for i, f := range found {
		hit := f.Hit.Score >= q.threshold
		if hit {
			out.Matches++
		}
		if i < q.limit {
			out.Results = append(out.Results, scored{
				entity: flat(now, f.Party), Score: f.Hit.Score, Match: hit, Explanations: explain(f.Hit.Reasons),
				Name: f.Hit.Name, Member: f.Hit.ID,
			})
		}
	}
	return out
}
