package publog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	flog "github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/note"
)

const (
	maxAnswerBytes = 64 << 10
	maxBackOff     = time.Second
)

// WitnessAnswer is what a witness last said when it was asked to cosign.
type WitnessAnswer struct {
	Witness  string `json:"witness"`
	URL      string `json:"url"`
	Cosigned bool   `json:"cosigned"` // a checkpoint that commits to the entry in question
	Answer   string `json:"answer"`
}

var errBackOff = errors.New("not asked again so soon after it failed")

// answers sits between the log driver and the network: it keeps what each witness answered, which the driver only
// logs, limits what an answer may be, and leaves a witness that fails alone for a moment, up to maxBackOff.
type answers struct {
	base http.RoundTripper
	cfg  Config

	mu    sync.Mutex
	order []string // URLs in the order of the policy
	byURL map[string]*lastAnswer
}

type lastAnswer struct {
	member   *Member
	text     string
	cosigned uint64 // greatest size cosigned in this run
	failures int
	notUntil time.Time
}

func newAnswers(p *Policy, cfg Config) *answers {
	a := &answers{base: cfg.Client.Transport, cfg: cfg, byURL: map[string]*lastAnswer{}}
	if a.base == nil {
		a.base = http.DefaultTransport
	}
	for _, name := range p.nodes[p.Quorum].witnesses() {
		m := p.nodes[name].witness
		w, err := m.tessera()
		if err != nil {
			continue // the driver is given the same and refuses it
		}
		a.order = append(a.order, w.URL)
		a.byURL[w.URL] = &lastAnswer{member: m, text: "not asked yet"}
	}
	return a
}

func (a *answers) client() *http.Client {
	c := *a.cfg.Client
	c.Transport = a
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// all lists the answers in the order of the policy, as they bear on the entry at index.
func (a *answers) all(index uint64) []WitnessAnswer {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := make([]WitnessAnswer, 0, len(a.order))
	for _, u := range a.order {
		l := a.byURL[u]
		w := WitnessAnswer{Witness: l.member.Name, URL: l.member.URL, Cosigned: l.cosigned > index, Answer: l.text}
		if w.Cosigned {
			w.Answer = "cosigned"
		}
		list = append(list, w)
	}
	return list
}

func (a *answers) text() string {
	var parts []string
	for _, w := range a.all(^uint64(0)) {
		parts = append(parts, w.Witness+": "+w.Answer)
	}
	return strings.Join(parts, "; ")
}

// RoundTrip implements http.RoundTripper.
func (a *answers) RoundTrip(req *http.Request) (*http.Response, error) {
	a.mu.Lock()
	l := a.byURL[req.URL.String()]
	wait := l != nil && time.Now().Before(l.notUntil)
	a.mu.Unlock()
	if l == nil {
		return a.base.RoundTrip(req)
	}
	if wait {
		return nil, errBackOff
	}
	checkpoint := sentCheckpoint(req)
	resp, err := a.base.RoundTrip(req)
	if err != nil {
		a.note(l, errorText(req.Context(), err, a.cfg.WitnessTimeout), !errors.Is(req.Context().Err(), context.Canceled))
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswerBytes))
	resp.Body.Close()
	if err != nil {
		a.note(l, errorText(req.Context(), err, a.cfg.WitnessTimeout), !errors.Is(req.Context().Err(), context.Canceled))
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	a.judge(l, resp, body, checkpoint)
	return resp, nil
}

func errorText(ctx context.Context, err error, limit time.Duration) string {
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return "no answer yet"
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no answer within %s", limit)
	}
	return err.Error()
}

// sentCheckpoint gives the checkpoint in the body of an add-checkpoint request.
func sentCheckpoint(req *http.Request) []byte {
	if req.GetBody == nil {
		return nil
	}
	r, err := req.GetBody()
	if err != nil {
		return nil
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	_, checkpoint, _ := bytes.Cut(body, []byte("\n\n"))
	return checkpoint
}

// judge puts an answer of the tlog-witness protocol in words.
func (a *answers) judge(l *lastAnswer, resp *http.Response, body, checkpoint []byte) {
	var size uint64
	var cp flog.Checkpoint
	if _, err := cp.Unmarshal(checkpoint); err == nil {
		size = cp.Size
	}
	switch resp.StatusCode {
	case http.StatusOK:
		if _, err := note.Open(append(bytes.Clone(checkpoint), body...), note.VerifierList(l.member.verifier)); err != nil {
			a.note(l, "answered with a cosignature that does not verify under the policy's key", true)
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		l.cosigned = max(l.cosigned, size)
		l.text, l.failures, l.notUntil = fmt.Sprintf("cosigned size %d", size), 0, time.Time{}
	case http.StatusConflict:
		held, err := strconv.ParseUint(strings.TrimSpace(string(body)), 10, 64)
		switch {
		case err != nil:
			a.note(l, "409: it has cosigned another tree of the same size", true)
		case held > size:
			a.note(l, fmt.Sprintf("409: it has cosigned size %d, this log has %d: the folder is an older state of the log", held, size), true)
		default:
			// Part of the protocol: the driver now asks with a proof from that size, at once.
			a.note(l, fmt.Sprintf("409: holds size %d", held), false)
		}
	case http.StatusNotFound:
		a.note(l, "404: does not know this log", true)
	case http.StatusForbidden:
		a.note(l, "403: does not accept the log's signature", true)
	case http.StatusUnprocessableEntity:
		a.note(l, "422: this tree does not continue the one it cosigned before", true)
	case http.StatusTooManyRequests:
		a.note(l, "429: too busy", true)
	default:
		a.note(l, "answered "+resp.Status, true)
	}
}

// note keeps an answer that is no cosignature.
func (a *answers) note(l *lastAnswer, text string, failed bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	l.text = text
	if failed {
		l.failures++
		l.notUntil = time.Now().Add(min(a.cfg.CheckpointInterval<<min(l.failures-1, 6), maxBackOff))
	}
}
