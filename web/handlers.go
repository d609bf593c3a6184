package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
)

// Addresses of things, for whoever fills the views.

// ShipHref is the page of a hull: its IMO number, or "mmsi-299000101" for one
// that never gave a number.
func ShipHref(imo string) string { return "/ships/" + url.PathEscape(imo) }

// PartyHref is the page of a party.
func PartyHref(id string) string { return "/parties/" + url.PathEscape(id) }

// FindingHref is the page of a finding.
func FindingHref(id string) string { return "/findings/" + url.PathEscape(id) }

// LeadHref is the page of a lead.
func LeadHref(id string) string { return "/leads/" + url.PathEscape(id) }

// ListHref is the page of a list.
func ListHref(dataset string) string { return "/lists/" + url.PathEscape(dataset) }

// PetroleumHref is the page of a year's account.
func PetroleumHref(year int) string { return "/petroleum/" + strconv.Itoa(year) }

func (s *site) watch(r *http.Request) (view, error) {
	q, err := ParseQuery(r.URL.Query())
	if err != nil {
		return view{}, err
	}
	d, err := s.source.Watch(r.Context(), q)
	return view{name: "watch", title: "Watch", nav: "/", data: d}, err
}

func (s *site) ships(r *http.Request) (view, error) {
	q, err := ParseQuery(r.URL.Query())
	if err != nil {
		return view{}, err
	}
	d, err := s.source.Ships(r.Context(), q)
	return view{name: "ships", title: "Ships", nav: "/ships", data: d}, err
}

func (s *site) ship(r *http.Request) (view, error) {
	d, err := s.source.Ship(r.Context(), r.PathValue("imo"))
	return view{name: "ship", title: d.Name, nav: "/ships", hangul: true, data: d}, err
}

func (s *site) lead(r *http.Request) (view, error) {
	d, err := s.source.Lead(r.Context(), r.PathValue("id"))
	return view{name: "lead", title: "Lead " + d.ID, nav: "/findings", data: d}, err
}

func (s *site) findings(r *http.Request) (view, error) {
	d, err := s.source.Findings(r.Context())
	return view{name: "findings", title: "Findings", nav: "/findings", data: d}, err
}

func (s *site) finding(r *http.Request) (view, error) {
	d, err := s.source.Finding(r.Context(), r.PathValue("id"))
	return view{name: "finding", title: d.ID + ": " + d.Title, nav: "/findings", data: d}, err
}

func (s *site) party(r *http.Request) (view, error) {
	d, err := s.source.Party(r.Context(), r.PathValue("id"))
	return view{name: "party", title: d.Name, nav: "/lists", hangul: true, data: d}, err
}

func (s *site) lists(r *http.Request) (view, error) {
	d, err := s.source.Lists(r.Context())
	return view{name: "lists", title: "Lists", nav: "/lists", data: d}, err
}

func (s *site) list(r *http.Request) (view, error) {
	page := 1
	if p := r.URL.Query().Get("page"); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil {
			return view{}, badRequest(fmt.Sprintf("%q is not the number of a page.", p))
		}
		page = n
	}
	d, err := s.source.List(r.Context(), r.PathValue("id"), page)
	return view{name: "list", title: d.Title, nav: "/lists", hangul: true, data: d}, err
}

func (s *site) desk(r *http.Request) (view, error) {
	d, err := s.source.Desk(r.Context())
	return view{name: "desk", title: "Desk", nav: "/desk", data: d}, err
}

func (s *site) publicLog(r *http.Request) (view, error) {
	d, err := s.source.Log(r.Context())
	return view{name: "log", title: "Public log", nav: "/log", data: d}, err
}

// petroleum shows a year's account, or without a year the newest.
func (s *site) petroleum(r *http.Request) (view, error) {
	year := 0
	if y := r.PathValue("year"); y != "" {
		n, err := strconv.Atoi(y)
		if err != nil || n < 1900 || n > 2200 {
			return view{}, badRequest(fmt.Sprintf("%q is not a year. Ask for four digits, as in /petroleum/2024.", y))
		}
		year = n
	}
	d, err := s.source.Petroleum(r.Context(), year)
	return view{name: "petroleum", title: "Petroleum " + strconv.Itoa(d.Year), nav: "/petroleum", data: d}, err
}

var safeName = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

func (s *site) findingFile(w http.ResponseWriter, r *http.Request) {
	kind := FileKind(r.PathValue("kind"))
	if kind != EntryFile && kind != ProofFile {
		s.fail(w, r, fmt.Errorf("a finding has no file called %q: %w", kind, ErrNotFound))
		return
	}
	s.file(w, r, kind, r.PathValue("id"))
}

func (s *site) logFile(w http.ResponseWriter, r *http.Request) {
	kind := FileKind(r.PathValue("kind"))
	if kind != PolicyFile && kind != CheckpointFile {
		s.fail(w, r, fmt.Errorf("the log has no file called %q: %w", kind, ErrNotFound))
		return
	}
	s.file(w, r, kind, "")
}

func (s *site) file(w http.ResponseWriter, r *http.Request, kind FileKind, id string) {
	f, err := s.source.File(r.Context(), kind, id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if f.Type == "" {
		f.Type = "text/plain; charset=utf-8"
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+safeName.ReplaceAllString(f.Name, "-")+`"`)
	reply(w, r, http.StatusOK, f.Type, f.Body)
}
