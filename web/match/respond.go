package match

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"

	"plimsoll/house/roll"
	"plimsoll/lists"
)

// problem is an answer that is a refusal. In the field's form it is one member,
// detail: a sentence, or for a request of the wrong form a list of faults.
type problem struct {
	status int
	detail any
	retry  bool // it will pass by itself
}

func (p *problem) Error() string { return fmt.Sprint(p.detail) }

func refuse(status int, format string, args ...any) *problem {
	return &problem{status: status, detail: fmt.Sprintf(format, args...)}
}

// fault is one thing that is wrong with the form of a request.
type fault struct {
	Type string `json:"type"`
	Loc  []any  `json:"loc"` // where: "query" or "body", then the way to it
	Msg  string `json:"msg"`
}

func misformed(faults ...fault) *problem {
	return &problem{status: http.StatusUnprocessableEntity, detail: faults}
}

func asOfProblem(err error) error {
	switch {
	case errors.Is(err, lists.ErrNoSnapshot):
		return refuse(http.StatusNotFound, "No list is held from that day or before: %v.", err)
	case errors.Is(err, roll.ErrBusy):
		return &problem{status: http.StatusServiceUnavailable, detail: "Other past days are being made ready. Ask again shortly.", retry: true}
	case errors.Is(err, context.DeadlineExceeded):
		return &problem{status: http.StatusServiceUnavailable, detail: "The lists of that day are being made ready. Ask again shortly.", retry: true}
	}
	return err
}

// fail says what was not done. Only what the client can mend is told in
// detail; the rest is for the log.
func (a *api) fail(w http.ResponseWriter, r *http.Request, err error) {
	var p *problem
	if !errors.As(err, &p) {
		p = &problem{status: http.StatusInternalServerError, detail: "Something went wrong on our side; nothing was answered. The server's log says what."}
		if r.Context().Err() == nil {
			a.Logger.ErrorContext(r.Context(), "a request failed", "path", r.URL.Path, "error", err)
		}
	}
	if p.retry {
		w.Header().Set("Retry-After", retryAfter)
	}
	a.reply(w, r, p.status, map[string]any{"detail": p.detail})
}

func (a *api) broken(w http.ResponseWriter, r *http.Request, cause any) {
	if cause == http.ErrAbortHandler { //nolint:errorlint // what was panicked with, not an error
		panic(cause)
	}
	a.Logger.ErrorContext(r.Context(), "a request broke", "path", r.URL.Path, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	a.fail(w, r, &problem{status: http.StatusInternalServerError, detail: "Something went wrong on our side; nothing was answered. The server's log says what."})
}

// reply writes an answer, zipped where the client takes that.
func (a *api) reply(w http.ResponseWriter, r *http.Request, status int, v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		a.Logger.ErrorContext(r.Context(), "an answer could not be written", "path", r.URL.Path, "error", err)
		http.Error(w, `{"detail":"Something went wrong on our side; nothing was answered. The server's log says what."}`, http.StatusInternalServerError)
		return
	}
	send(w, r, status, b.Bytes())
}

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return z
}}

func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Add("Vary", "Accept-Encoding")
	if len(body) >= zipFrom && takesGzip(r) {
		var b bytes.Buffer
		z := zippers.Get().(*gzip.Writer) //nolint:forcetypeassert // the pool holds nothing else
		z.Reset(&b)
		z.Write(body) //nolint:errcheck // a bytes.Buffer takes everything
		if z.Close() == nil {
			body = b.Bytes()
			h.Set("Content-Encoding", "gzip")
		}
		zippers.Put(z)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) //nolint:errcheck // the reader has gone
	}
}

func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if (name == "gzip" || name == "*") && strings.ReplaceAll(weight, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// tagged writes an answer that can be asked for again on condition.
func (a *api) tagged(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "no-cache")
	for part := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if part = strings.TrimPrefix(strings.TrimSpace(part), "W/"); part == tag || part == "*" {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	send(w, r, http.StatusOK, append(body, '\n'))
	return nil
}

// Headers that a page of another origin may read.
var exposed = "X-Batch-Size, X-Failed-Queries, X-Index, X-Snapshots, X-Version, X-Ignored-Parameters, ETag, Retry-After"

func allowOrigins(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", exposed)
}

func preflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
	if want := r.Header.Get("Access-Control-Request-Headers"); want != "" {
		h.Set("Access-Control-Allow-Headers", want)
		h.Add("Vary", "Access-Control-Request-Headers")
	}
	h.Set("Access-Control-Max-Age", preflightTime)
	w.WriteHeader(http.StatusNoContent)
}

// from is what every answer says of where it comes from.
type from struct {
	Index     string            `json:"index"`
	Snapshots map[string]string `json:"snapshots"`
	Version   string            `json:"version"`
	AsOf      string            `json:"as_of,omitempty"`
	World     string            `json:"world,omitempty"` // says so where parties are invented
}

const invented = "Demo world: parts of what is shown here are invented."

// origin names the roll in the answer and its headers.
func (a *api) origin(w http.ResponseWriter, r *roll.Roll, p *params) from {
	f := from{Index: r.ID, Snapshots: r.Snapshots(), Version: a.Version, AsOf: p.values.Get("as_of")}
	if r.Invented() {
		f.World = invented
	}
	h := w.Header()
	h.Set("X-Index", f.Index)
	h.Set("X-Version", f.Version)
	var all []string
	for _, d := range r.Datasets {
		all = append(all, d.Dataset+"="+d.ID)
	}
	h.Set("X-Snapshots", strings.Join(all, ", "))
	return f
}

// ignored names the parameters that were not understood, in a header and for
// the warnings of the answer.
func (p *params) ignored(w http.ResponseWriter) []warning {
	var names []string
	for name := range p.values {
		if !p.known[name] {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return []warning{}
	}
	slices.Sort(names)
	out := make([]warning, 0, len(names))
	for i, name := range names {
		out = append(out, warning{Parameter: name, Message: "there is no such parameter here; it was ignored"})
		names[i] = headerSafe(name)
	}
	w.Header().Set("X-Ignored-Parameters", strings.Join(names[:min(len(names), 20)], ", "))
	return out
}

func headerSafe(s string) string {
	s = strconv.QuoteToASCII(s)
	return s[1:min(len(s)-1, 60)]
}

// warning is something that was understood otherwise than written, or not at
// all. It never stands for a refusal.
type warning struct {
	Parameter string `json:"parameter,omitempty"`
	Property  string `json:"property,omitempty"`
	Value     string `json:"value,omitempty"`
	Message   string `json:"message"`
}
