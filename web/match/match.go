// Package match serves screening over HTTP, in the form that the tools of the
// field know from OpenSanctions: POST /match/{dataset}, GET /search/{dataset},
// /entities/{id}, /catalog, /algorithms, /healthz, /readyz. openapi.json
// describes it; docs/api.md tells where it differs from its model, and why.
//
// Each request takes one roll and asks it from start to end, so that no answer
// mixes two states of the lists. What cannot be answered is refused in words;
// an empty answer always means that the lists were asked and have nothing.
package match

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"plimsoll/house/roll"
	"plimsoll/lists"
)

// Rolls gives the rolls that are asked.
type Rolls interface {
	Current() *roll.Roll // nil while the first is being made
	AsOf(ctx context.Context, day time.Time) (*roll.Roll, error)
	Head() map[string]string // the newest snapshot of each dataset
}

// Options is what New needs.
type Options struct {
	Rolls       Rolls
	Authorities []lists.Authority // for the catalogue: publishers and pages
	Version     string            // of the program
	Now         func() time.Time
	Logger      *slog.Logger // may be nil
}

// Limits of a request.
const (
	maxURL        = 60_000
	maxBody       = 8 << 20
	maxQueries    = 100
	maxLimit      = 500
	maxOffset     = 9_499
	maxExcluded   = 50
	maxValues     = 100   // of one property of a query
	maxName       = 1_000 // characters
	matchPage     = 5     // results of a query, unless the client says otherwise
	searchPage    = 10
	leastCutoff   = 0.1 // below it nearly everybody is compared, and nothing said
	maxNested     = 200 // entities under one property of a nested answer
	answerTime    = 30 * time.Second
	zipFrom       = 500 // bytes
	retryAfter    = "2" // seconds until an index that is being made may be ready
	preflightTime = "600"
)

type api struct {
	Options
	mux *http.ServeMux
}

// Paths lists the patterns that the handler of New serves, for whoever puts it
// beside other pages.
func Paths() []string {
	var out []string
	for _, r := range (&api{}).routes() {
		out = append(out, r.path)
	}
	return out
}

type handler func(w http.ResponseWriter, r *http.Request) error

type route struct {
	method, path string
	serve        handler
}

func (a *api) routes() []route {
	return []route{
		{http.MethodGet, "/healthz", a.health},
		{http.MethodGet, "/readyz", a.ready},
		{http.MethodGet, "/catalog", a.catalog},
		{http.MethodGet, "/manifest", a.catalog},
		{http.MethodGet, "/algorithms", a.algorithms},
		{http.MethodGet, "/openapi.json", a.openapi},
		{http.MethodPost, "/match/{dataset}", a.match},
		{http.MethodGet, "/search/{dataset}", a.search},
		{http.MethodGet, "/entities/{id}", a.entity},
		{http.MethodGet, "/entities/{id}/adjacent", a.adjacent},
		{http.MethodGet, "/entities/{id}/adjacent/{property}", a.adjacent},
	}
}

// New returns the handler.
func New(o Options) http.Handler {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	a := &api{Options: o, mux: http.NewServeMux()}
	for _, r := range a.routes() {
		a.mux.Handle(r.path, a.method(r.method, r.serve))
	}
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, r, refuse(http.StatusNotFound, "There is nothing at %s. GET /openapi.json describes what can be asked.", r.URL.Path))
	})
	return http.HandlerFunc(a.serve)
}

// serve does what is the same for every request.
func (a *api) serve(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			a.broken(w, r, p)
		}
	}()
	allowOrigins(w.Header())
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method == http.MethodOptions {
		preflight(w, r)
		return
	}
	if len(r.RequestURI) > maxURL {
		a.fail(w, r, refuse(http.StatusRequestURITooLong, "The address is longer than %d bytes: send long queries by POST /match/{dataset}.", maxURL))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), answerTime)
	defer cancel()
	a.mux.ServeHTTP(w, r.WithContext(ctx))
}

func (a *api) method(method string, serve handler) http.Handler {
	allowed := method
	if method == http.MethodGet {
		allowed = "GET, HEAD"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method && (r.Method != http.MethodHead || method != http.MethodGet) {
			w.Header().Set("Allow", allowed)
			a.fail(w, r, refuse(http.StatusMethodNotAllowed, "%s is asked by %s.", r.URL.Path, allowed))
			return
		}
		if err := serve(w, r); err != nil {
			a.fail(w, r, err)
		}
	})
}

// take returns the roll that a request is about: the current one, or that of
// the day in as_of.
func (a *api) take(ctx context.Context, p *params) (*roll.Roll, error) {
	day, dated := p.day("as_of")
	if len(p.faults) > 0 {
		return nil, p.problem()
	}
	now := a.Rolls.Current()
	switch {
	case now == nil:
		return nil, &problem{status: http.StatusServiceUnavailable, detail: "Index not ready.", retry: true}
	case len(now.Datasets) == 0:
		return nil, refuse(http.StatusServiceUnavailable, "No list has been imported yet, so nobody can be screened: plimsoll lists sync, or plimsoll lists import FILE.")
	case !dated:
		return now, nil
	}
	if day.After(a.Now()) {
		return nil, refuse(http.StatusBadRequest, "as_of %s lies ahead: nobody knows yet what the lists will say.", day.Format(time.DateOnly))
	}
	r, err := a.Rolls.AsOf(ctx, day)
	if err != nil {
		return nil, asOfProblem(err)
	}
	return r, nil
}
