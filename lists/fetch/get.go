package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"plimsoll/lists"
)

// request is one file to get.
type request struct {
	dataset    string
	address    string
	conditions Conditions
	header     string // the name of the header that carries the key; "" for none
	key        string
	limit      int64
}

// reply is what came of it. The file is nil where nothing was modified.
type reply struct {
	File
	name  string
	final *url.URL
	body  *os.File
}

func (r *reply) discard() {
	if r != nil {
		discard(r.body)
	}
}

func discard(f *os.File) {
	if f != nil {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
}

// finalError is one that trying again would not help.
type finalError struct{ error }

func (e finalError) Unwrap() error { return e.error }

func final(err error) error { return finalError{err} }

// answerError is an answer that is not the file.
type answerError struct {
	status string // "503 Service Unavailable"
	says   string
	wait   time.Duration // that the server asks for
}

func (e *answerError) Error() string {
	if e.says == "" {
		return e.status
	}
	return fmt.Sprintf("%s: %q", e.status, e.says)
}

// getter gets files.
type getter struct {
	World
	Limits
	observer Observer
	spool    string
}

// get asks for a file until it has come whole, or trying again cannot help.
func (g *getter) get(ctx context.Context, r request) (*reply, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, g.Whole, fmt.Errorf("it took longer than %v with all attempts", g.Whole))
	defer cancel()
	for n := 1; ; n++ {
		g.observer.Attempt(r.dataset, name(r.address), n)
		rep, err := g.attempt(ctx, r)
		if err == nil {
			return rep, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if errors.As(err, &finalError{}) {
			return nil, err
		}
		if n >= g.Attempts {
			return nil, fmt.Errorf("%w (attempt %d of %d)", err, n, g.Attempts)
		}
		wait, why := g.pause(n, err)
		if why != nil {
			return nil, why
		}
		g.observer.Waiting(r.dataset, wait, err)
		if g.Sleep(ctx, wait) != nil {
			return nil, context.Cause(ctx)
		}
	}
}

// pause returns how long to wait after the n-th attempt: twice as long after
// each, of which the second half is left to chance so that many who were
// refused together do not come back together; and as long as the server asks.
func (g *getter) pause(n int, err error) (time.Duration, error) {
	d := min(g.Backoff<<min(n-1, 20), g.MaxBackoff)
	d = d/2 + time.Duration(g.Random()*float64(d/2))
	var answer *answerError
	if errors.As(err, &answer) && answer.wait > 0 {
		if answer.wait > g.MaxWait {
			return 0, fmt.Errorf("%w; the server asks to be left alone for %v: try again then", err, answer.wait)
		}
		d = max(d, answer.wait)
	}
	return d, nil
}

// attempt asks once.
func (g *getter) attempt(ctx context.Context, r request) (_ *reply, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	slow := time.AfterFunc(g.Answer, func() { stop(fmt.Errorf("no answer began within %v", g.Answer)) })
	defer slow.Stop()

	req, err := g.request(ctx, r)
	if err != nil {
		return nil, err
	}
	client := *g.Client
	client.CheckRedirect = func(to *http.Request, via []*http.Request) error { return g.redirect(r, to, via) }
	resp, err := client.Do(req)
	if err != nil {
		return nil, plain(ctx, err)
	}
	defer resp.Body.Close()
	slow.Stop()
	rep := &reply{final: resp.Request.URL, File: File{
		URL: public(req.URL), Status: resp.StatusCode,
		ETag: validator(resp, "ETag"), LastModified: validator(resp, "Last-Modified"),
	}}
	if to := public(rep.final); to != rep.URL {
		// The query that a redirect adds is mostly a signature that lapses soon.
		rep.FinalURL, _, _ = strings.Cut(to, "?")
	}
	switch {
	case resp.StatusCode == http.StatusNotModified && r.conditions != Conditions{}:
		return rep, nil
	case resp.StatusCode != http.StatusOK:
		return nil, g.refusal(resp)
	}
	rep.name = fileName(r, req.URL, resp)
	if err := g.take(ctx, stop, r, rep, resp); err != nil {
		return nil, plain(ctx, err)
	}
	return rep, nil
}

func (g *getter) request(ctx context.Context, r request) (*http.Request, error) {
	if _, err := parseAddress(r.address); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.address, nil)
	if err != nil {
		return nil, final(err)
	}
	req.Header.Set("User-Agent", g.UserAgent)
	req.Header.Set("Accept-Encoding", "gzip")
	if r.conditions.ETag != "" {
		req.Header.Set("If-None-Match", r.conditions.ETag)
	}
	if r.conditions.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.conditions.LastModified)
	}
	if r.header != "" {
		req.Header.Set(r.header, r.key)
	}
	return req, nil
}

// redirect follows where a server points, but not endlessly, not off the web,
// not from a protected connection to an open one, and without the authority's
// key to anybody else.
func (g *getter) redirect(r request, to *http.Request, via []*http.Request) error {
	switch {
	case len(via) > g.Redirects:
		return final(fmt.Errorf("more than %d redirects, the last to %s", g.Redirects, public(to.URL)))
	case to.URL.Scheme != "http" && to.URL.Scheme != "https":
		return final(fmt.Errorf("it redirects to %s, which is not on the web", public(to.URL)))
	case to.URL.Scheme == "http" && via[len(via)-1].URL.Scheme == "https":
		return final(fmt.Errorf("it redirects to %s, where anybody on the way could alter the list", public(to.URL)))
	}
	if r.header != "" && to.URL.Host != via[0].URL.Host {
		to.Header.Del(r.header)
	}
	return nil
}

// plain says why a request failed, without the address, which callers name.
func plain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var bad *tls.CertificateVerificationError
	if errors.As(err, &bad) {
		return final(err)
	}
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// refusal makes an error of an answer that is not the file.
func (g *getter) refusal(resp *http.Response) error {
	head, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	e := &answerError{status: resp.Status}
	if text := lists.Clean(string(head)); text != "" && text[0] != '<' {
		e.says = string([]rune(text)[:min(len([]rune(text)), 200)])
	}
	if resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode < 500 {
		return final(e)
	}
	e.wait = g.retryAfter(resp.Header.Get("Retry-After"))
	return e
}

// retryAfter reads a number of seconds or a date.
func (g *getter) retryAfter(v string) time.Duration {
	if s, err := strconv.Atoi(strings.TrimSpace(v)); err == nil {
		return time.Duration(max(0, min(s, 1e9))) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, t.Sub(g.Now()))
	}
	return 0
}

// validator returns a header that is sent back as a condition, unless it would
// not come back as it was.
func validator(resp *http.Response, header string) string {
	v := resp.Header.Get(header)
	if len(v) > 1<<10 || !utf8.ValidString(v) {
		return ""
	}
	return v
}

// fileName names a file as its address does, or as the server does where the
// address has no name of a file.
func fileName(r request, asked *url.URL, resp *http.Response) string {
	base := func(p string) string {
		b := path.Base(strings.ReplaceAll(lists.Clean(p), `\`, "/"))
		if strings.Trim(b, "./") == "" || len(b) > 200 {
			return ""
		}
		return b
	}
	ofPath := func(p string) string {
		if b := base(p); path.Ext(b) != "" {
			return b
		}
		return ""
	}
	_, params, _ := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
	return cmp.Or(ofPath(asked.Path), base(params["filename"]), ofPath(resp.Request.URL.Path), r.dataset)
}
