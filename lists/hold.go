package lists

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"plimsoll/journal"
)

// Kinds of events about holds; the subject is the hold's id.
const (
	KindHeld      = "list.held"
	KindDismissed = "list.dismissed" // a release is an import that names its hold
)

// Hold is a list that came and was not applied: damaged, or so much shorter
// than before that a person must look. The last good snapshot keeps serving.
type Hold struct {
	ID        string   `json:"id"`
	Dataset   string   `json:"dataset"`
	Authority string   `json:"authority"`
	Files     []string `json:"files"`
	Exhibits  []string `json:"exhibits"`
	Reason    string   `json:"reason"`
	// Whole says that the list could be read to its end: only its drop holds
	// it, and releasing it applies it. One that cannot be read can only be
	// dismissed.
	Whole  bool `json:"whole"`
	Before int  `json:"before,omitempty"` // entries of the snapshot that serves
	After  int  `json:"after,omitempty"`  // entries of the list held

	Dated time.Time `json:"dated,omitzero"` // what the import was told of the day of publication

	At time.Time `json:"at"`
	By string    `json:"by"`

	State   HoldState `json:"state"`
	Ended   time.Time `json:"ended,omitzero"`
	EndedBy string    `json:"ended_by,omitempty"`
	Because string    `json:"because,omitempty"`
}

// HoldState is what became of a hold.
type HoldState string

// What can become of a hold.
const (
	HoldOpen       HoldState = "open"
	HoldReleased   HoldState = "released"   // a person had it applied
	HoldDismissed  HoldState = "dismissed"  // a person set it aside
	HoldSuperseded HoldState = "superseded" // a later list of the dataset was applied
)

// HeldError says that a list is held, and why.
type HeldError struct {
	Hold Hold
	Err  error
}

func (e *HeldError) Error() string {
	what := "fetch it again, or dismiss the hold"
	if e.Hold.Whole {
		what = "if the delistings are real, release it"
	}
	return fmt.Sprintf("%s is held: %v; the snapshot before stays: %s (hold %s)", e.Hold.Dataset, e.Err, what, e.Hold.ID)
}

func (e *HeldError) Unwrap() error { return e.Err }

// dropError says that a list lost so many entries that a person must confirm.
type dropError struct {
	dataset       string
	before, after int
	limit         float64
}

func (e *dropError) Error() string {
	return fmt.Sprintf("it would fall from %d to %d entries, more than %g %% at once", e.before, e.after, 100*e.limit)
}

// endedBody is the body of a release or a dismissal.
type endedBody struct {
	Because string `json:"because"`
}

// hold records that the list of a job was not applied, if the error is one of
// the list and not of this program or machine.
func (j *job) hold(ctx context.Context, cause error) error {
	var bad *ParseError
	var drop *dropError
	isBad, isDrop := errors.As(cause, &bad), errors.As(cause, &drop)
	authority := j.authority.ID
	if authority == "" {
		authority = j.o.Expect
	}
	if head, ok := j.l.before(j.o.Dataset, func(*Snapshot) bool { return true }); ok && authority == "" {
		authority = head.Authority
	}
	if !isBad && !isDrop || authority == "" {
		return fmt.Errorf("importing: %w", cause)
	}
	h := Hold{Dataset: j.o.Dataset, Authority: authority, Reason: cause.Error(), Whole: isDrop, Dated: j.o.Published}
	if h.Dataset == "" {
		h.Dataset = authority
	}
	if isDrop {
		h.Dataset, h.Before, h.After = drop.dataset, drop.before, drop.after
	}
	for _, f := range j.in.Files {
		h.Files, h.Exhibits = append(h.Files, f.Name), append(h.Exhibits, f.Exhibit)
	}
	sum := sha256.Sum256([]byte(strings.Join(append([]string{h.Dataset, h.Reason}, h.Exhibits...), "\n")))
	h.ID = hex.EncodeToString(sum[:6])
	if err := j.l.log().Refresh(ctx); err != nil {
		return fmt.Errorf("importing %s: %w", h.Dataset, err)
	}
	// The same bytes held again are the same hold, open or dismissed.
	if have, ok := j.l.Hold(h.ID); !ok || have.State != HoldOpen && have.State != HoldDismissed {
		if _, err := j.l.log().Record(ctx, j.by, KindHeld, h.ID, h); err != nil {
			return errors.Join(cause, fmt.Errorf("recording that %s is held: %w", h.Dataset, err))
		}
	}
	h, _ = j.l.Hold(h.ID)
	return &HeldError{h, cause}
}

// applyHold folds the events about holds.
func (l *Library) applyHold(e journal.Event) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e.Kind == KindHeld {
		var h Hold
		if err := json.Unmarshal(e.Body, &h); err != nil {
			return fmt.Errorf("reading hold %s: %w", e.Subject, err)
		}
		h.ID, h.At, h.By, h.State = e.Subject, e.At, e.Actor, HoldOpen
		h.Ended, h.EndedBy, h.Because = time.Time{}, "", ""
		l.holds[h.ID] = &h
		return nil
	}
	h, ok := l.holds[e.Subject]
	if !ok || h.State != HoldOpen {
		return nil // void: it ends nothing
	}
	var b endedBody
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("reading the end of hold %s: %w", e.Subject, err)
	}
	h.State, h.Ended, h.EndedBy, h.Because = HoldDismissed, e.At, e.Actor, b.Because
	return nil
}

// endHolds ends the open holds of a dataset when a list of it is applied: the
// one that the import releases, and those it supersedes. The library's lock is
// held.
func (l *Library) endHolds(e journal.Event, b Imported) {
	for id, h := range l.holds {
		if h.Dataset != b.Dataset || h.State != HoldOpen {
			continue
		}
		h.State, h.Ended, h.EndedBy = HoldSuperseded, e.At, e.Actor
		if id == b.Releases {
			h.State, h.Because = HoldReleased, b.Because
		}
	}
}

// Hold returns a hold by its id.
func (l *Library) Hold(id string) (Hold, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h, ok := l.holds[id]
	if !ok {
		return Hold{}, false
	}
	return *h, true
}

// Holds lists all holds, the newest first.
func (l *Library) Holds() []Hold {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]Hold, 0, len(l.holds))
	for _, h := range l.holds {
		out = append(out, *h)
	}
	slices.SortFunc(out, func(a, b Hold) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// openHold returns a hold that a named person may still end.
func (l *Library) openHold(id, because string) (Hold, error) {
	h, ok := l.Hold(id)
	switch {
	case !ok:
		return Hold{}, fmt.Errorf("there is no hold %s", id)
	case h.State != HoldOpen:
		return Hold{}, fmt.Errorf("hold %s is %s already, by %s on %s", id, h.State, h.EndedBy, h.Ended.Format(time.DateOnly))
	case strings.TrimSpace(because) == "":
		return Hold{}, fmt.Errorf("hold %s: say why: a hold is not ended without a reason", id)
	}
	return h, nil
}

// Release has a held list applied, in the name of the person who signs and for
// the reason given. A list that cannot be read to its end stays held.
func (l *Library) Release(ctx context.Context, by journal.Signer, id, because string) (Result, error) {
	h, err := l.openHold(id, because)
	if err != nil {
		return Result{}, err
	}
	if !h.Whole {
		return Result{}, fmt.Errorf("hold %s cannot be released: the list cannot be read (%s): fetch it again, or dismiss the hold", id, h.Reason)
	}
	var uploads []Upload
	for i, sha := range h.Exhibits {
		r, err := l.exhibits.Open(ctx, sha)
		if err != nil {
			return Result{}, fmt.Errorf("releasing hold %s: %w", id, err)
		}
		defer r.Close()
		uploads = append(uploads, Upload{Name: h.Files[i], Reader: r})
	}
	o := Options{Dataset: h.Dataset, Published: h.Dated, AllowDrop: true, releases: id, because: because}
	return l.Import(ctx, by, o, uploads...)
}

// Dismiss sets a hold aside: the list is not applied.
func (l *Library) Dismiss(ctx context.Context, by journal.Signer, id, because string) error {
	if _, err := l.openHold(id, because); err != nil {
		return err
	}
	if _, err := l.log().Record(ctx, by, KindDismissed, id, endedBody{because}); err != nil {
		return fmt.Errorf("dismissing hold %s: %w", id, err)
	}
	return nil
}
