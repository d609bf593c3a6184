// Package web serves the pages of Plimsoll: rendered on the server, complete
// without JavaScript, each with a JSON twin at the same path plus ".json".
// What they show comes through Source; this package knows no database.
package web

import (
	"fmt"
	"html/template"
	"log/slog"
	"net/http"

	"plimsoll/web/assets"
	"plimsoll/web/chart"
)

// Options is what New needs. Land may be nil: charts then have no land.
type Options struct {
	Source Source
	Logger *slog.Logger
	Land   chart.Land
}

type site struct {
	source Source
	log    *slog.Logger
	land   chart.Land
	assets *assets.Tree
	pages  map[string]*template.Template
}

// New returns the pages. It fails only when the program was built wrongly.
func New(o Options) (http.Handler, error) {
	tree, err := assets.Embedded()
	if err != nil {
		return nil, err
	}
	s := &site{source: o.Source, log: o.Logger, land: o.Land, assets: tree}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.pages, err = s.parse(); err != nil {
		return nil, fmt.Errorf("parsing the pages: %w", err)
	}
	return secure(s.methods(twin(s.routes()))), nil
}

func (s *site) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, load := range map[string]loader{
		"/ships":            s.ships,
		"/ships/{imo}":      s.ship,
		"/leads/{id}":       s.lead,
		"/findings":         s.findings,
		"/findings/{id}":    s.finding,
		"/parties/{id}":     s.party,
		"/lists":            s.lists,
		"/lists/{id}":       s.list,
		"/desk":             s.desk,
		"/log":              s.publicLog,
		"/petroleum":        s.petroleum,
		"/petroleum/{year}": s.petroleum,
		"/exhibits/{id}":    s.exhibit,
	} {
		mux.Handle(pattern, s.page(load))
	}
	mux.Handle("/{$}", s.versioned(s.page(s.watch)))
	mux.HandleFunc("/findings/{id}/{kind}", s.findingFile)
	mux.HandleFunc("/log/{kind}", s.logFile)
	mux.HandleFunc("/exhibits/{id}/bytes", s.exhibitBytes)
	mux.Handle("/assets/", s.assets)
	mux.HandleFunc("/favicon.svg", s.assets.Serve("mark.svg"))
	mux.HandleFunc("/favicon.ico", s.assets.Serve("mark.svg"))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, fmt.Errorf("no page is at %s: %w", r.URL.Path, ErrNotFound))
	})
	return mux
}

// policy is the content security policy: nothing from elsewhere, nothing
// inline. The map's worker is a file of our own.
const policy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; worker-src 'self'"

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// methods refuses what would change something: these pages only show.
func (s *site) methods(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "These pages only show: use GET. What is to change goes through the plimsoll command.", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}
