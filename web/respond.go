package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// view is one page: the template that shows it and what it shows.
type view struct {
	name   string // of the template
	title  string
	nav    string // the entry of the menu that is current
	hangul bool   // needs the Korean cut of the typeface
	data   any
}

type loader func(r *http.Request) (view, error)

// frame is what layout.html gets.
type frame struct {
	Title  string
	Nav    string
	Hangul bool
	World  World
	Twin   string
	Data   any
}

type twinKey struct{}

// twin serves PATH.json by the handler of PATH, told to answer in JSON.
func twin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.EscapedPath()
		if strings.HasPrefix(path, "/assets/") || !strings.HasSuffix(path, ".json") {
			next.ServeHTTP(w, r)
			return
		}
		base := strings.TrimSuffix(path, ".json")
		if base == "/index" || base == "" {
			base = "/"
		}
		r2 := r.Clone(context.WithValue(r.Context(), twinKey{}, true))
		r2.URL.RawPath = base
		r2.URL.Path = strings.TrimSuffix(r.URL.Path, ".json")
		if base == "/" {
			r2.URL.Path = "/"
		}
		next.ServeHTTP(w, r2)
	})
}

// wantsJSON is for a path ending in .json, or for a client that puts JSON
// first. A browser's "*/*" is no wish for JSON.
func wantsJSON(r *http.Request) bool {
	if r.Context().Value(twinKey{}) != nil {
		return true
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, _, err := mime.ParseMediaType(part)
		switch {
		case err != nil:
			continue
		case kind == "application/json":
			return true
		case kind == "text/html", kind == "application/xhtml+xml":
			return false
		}
	}
	return false
}

// twinOf is the address of a page's JSON twin.
func twinOf(r *http.Request) string {
	path := r.URL.EscapedPath()
	if path == "/" {
		path = "/index"
	}
	path += ".json"
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	return path
}

func (s *site) page(load loader) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := load(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.show(w, r, http.StatusOK, v)
	})
}

func (s *site) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	world, err := s.source.World(r.Context())
	if err != nil {
		s.log.ErrorContext(r.Context(), "asking whose pages these are", "error", err)
	}
	if wantsJSON(r) {
		body, err := json.Marshal(map[string]any{"world": world, "title": v.title, "data": v.data})
		if err != nil {
			s.broken(w, r, fmt.Errorf("writing %s as JSON: %w", r.URL.Path, err))
			return
		}
		reply(w, r, status, "application/json", append(body, '\n'))
		return
	}
	var b bytes.Buffer
	f := frame{Title: v.title, Nav: v.nav, Hangul: v.hangul, World: world, Twin: twinOf(r), Data: v.data}
	if err := s.pages[v.name].ExecuteTemplate(&b, "layout", f); err != nil {
		s.broken(w, r, fmt.Errorf("showing %s: %w", r.URL.Path, err))
		return
	}
	reply(w, r, status, "text/html; charset=utf-8", b.Bytes())
}

// versioned answers a client that has the JSON of the current version already,
// before any work is done: the first page is asked for again and again.
func (s *site) versioned(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		version, err := s.source.Version(r.Context())
		if err != nil || !wantsJSON(r) {
			next.ServeHTTP(w, r) // which says what is wrong
			return
		}
		sum := sha256.Sum256([]byte(version + "\n" + s.assets.URL("") + "\n" + r.URL.String()))
		tag := `W/"` + hex.EncodeToString(sum[:8]) + `"` // weak: zipped or not
		w.Header().Set("ETag", tag)
		if strings.Contains(r.Header.Get("If-None-Match"), tag) {
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("Vary", "Accept, Accept-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// broken is the last resort: the page itself could not be made.
func (s *site) broken(w http.ResponseWriter, r *http.Request, err error) {
	s.log.ErrorContext(r.Context(), "a page could not be shown", "path", r.URL.Path, "error", err)
	http.Error(w, "This page could not be made; nothing was changed. The server's log says why.", http.StatusInternalServerError)
}

// reply sends a body with its ETag, zipped where the client takes that.
func reply(w http.ResponseWriter, r *http.Request, status int, kind string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Vary", "Accept, Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if len(body) > 1400 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
		z.Write(body) //nolint:errcheck // a bytes.Buffer takes everything
		if z.Close() == nil {
			body = b.Bytes()
			h.Set("Content-Encoding", "gzip")
		}
	}
	if status != http.StatusOK {
		h.Del("ETag")
	} else if h.Get("ETag") == "" {
		sum := sha256.Sum256(body)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		h.Set("ETag", tag)
		if strings.Contains(r.Header.Get("If-None-Match"), tag) {
			h.Del("Content-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) //nolint:errcheck // the reader has gone
	}
}

// Problem is what a page shows when it could not do what was asked.
type Problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Next   []Link `json:"next"`
}

// fail says what was not done and where to go on. Only a wrong address is
// repeated to the reader; the rest is for the log.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := Problem{
		Status: http.StatusInternalServerError, Title: "This page could not be made",
		Detail: "Something went wrong on our side while it was put together. Nothing was changed. Load it again; if that does not help, the server's log names the cause.",
		Next:   []Link{{Text: "The watch", Href: "/"}},
	}
	var wrong badRequest
	switch {
	case errors.Is(err, ErrNotFound):
		p.Status, p.Title = http.StatusNotFound, "There is no such page"
		p.Detail = "Nothing is kept at " + r.URL.Path + ". Check the address for a slip, or start from one of these."
		p.Next = whereTo(r.URL.Path)
	case errors.As(err, &wrong):
		p.Status, p.Title, p.Detail = http.StatusBadRequest, "That cannot be asked", string(wrong)
		p.Next = whereTo(r.URL.Path)
	default:
		s.log.ErrorContext(r.Context(), "a page failed", "path", r.URL.Path, "error", err)
	}
	s.show(w, r, p.Status, view{name: "problem", title: p.Title, data: p})
}

// badRequest is an error in what the reader asked for, written to be read.
type badRequest string

func (b badRequest) Error() string { return string(b) }

func whereTo(path string) []Link {
	all := []Link{
		{"The watch", "/"},
		{"All ships", "/ships"},
		{"All findings", "/findings"},
		{"The lists that were read", "/lists"},
		{"The desk", "/desk"},
		{"The public log", "/log"},
		{"The petroleum account", "/petroleum"},
	}
	for i, l := range all[1:] {
		if strings.HasPrefix(path, l.Href) {
			return append([]Link{l}, append(all[:i+1:i+1], all[i+2:]...)...)
		}
	}
	return all
}
