package roll

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"plimsoll/house"
	"plimsoll/lists"
)

// Keeper holds the roll of the current snapshots, and a few of past days.
type Keeper struct {
	house *house.House
	log   *slog.Logger
	build Builder

	current atomic.Pointer[Roll]

	building  sync.Mutex                  // one roll is made at a time: each needs room
	sightings map[string]*lists.Sightings // of the current roll, by dataset; guarded by building

	past past
}

// NewKeeper holds no roll until Refresh or Run makes one. The logger may be nil.
func NewKeeper(h *house.House, log *slog.Logger) *Keeper {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Keeper{
		house: h, log: log, build: fromFile(h), sightings: map[string]*lists.Sightings{},
		past: past{rolls: map[string]*pending{}},
	}
}

// Current returns the roll of the current snapshots, or nil while the first is
// being made. A caller takes it once and asks it to the end.
func (k *Keeper) Current() *Roll { return k.current.Load() }

// Head names the newest snapshot of each dataset, whether the current roll has
// it yet or not.
func (k *Keeper) Head() map[string]string {
	out := map[string]string{}
	for _, s := range k.house.Basis().Heads {
		out[s.Dataset] = s.ID
	}
	return out
}

// Run refreshes until the context ends. An error is logged, and the roll at
// hand keeps serving.
func (k *Keeper) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := k.Refresh(ctx); err != nil && ctx.Err() == nil {
			k.log.ErrorContext(ctx, "the lists changed and could not be read; the index before keeps serving", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Refresh reads what other processes have recorded. If a list or a decision
// about joins changed, it makes a new roll and swaps it in once it is whole;
// until then, and on an error, the one before serves.
func (k *Keeper) Refresh(ctx context.Context) (swapped bool, err error) {
	if err := k.house.Journal.Refresh(ctx); err != nil {
		return false, fmt.Errorf("reading the journal: %w", err)
	}
	k.building.Lock()
	defer k.building.Unlock()
	b := k.house.Basis()
	if now := k.current.Load(); now != nil && now.key == b.Key() {
		return false, nil
	}
	for _, head := range b.Heads {
		s := k.sightings[head.Dataset]
		if s == nil {
			s = lists.NewSightings()
			k.sightings[head.Dataset] = s
		}
		if err := k.house.Lists.Sight(ctx, s, head); err != nil {
			return false, err
		}
	}
	r, err := k.make(ctx, b, k.sightings)
	if err != nil {
		return false, err
	}
	k.current.Store(r)
	k.log.InfoContext(ctx, "index ready", "index", r.ID, "datasets", len(r.Datasets), "parties", r.Len(), "names", r.Names())
	return true, nil
}

func (k *Keeper) make(ctx context.Context, b house.Basis, sightings map[string]*lists.Sightings) (*Roll, error) {
	reg, err := k.house.RegisterOf(ctx, b)
	if err != nil {
		return nil, err
	}
	return assemble(b, reg, func(dataset, id string) lists.Seen {
		if s := sightings[dataset]; s != nil {
			seen, _ := s.Of(id)
			return seen
		}
		return lists.Seen{}
	}, k.build)
}

// Limits on rolls of past days.
const (
	pastKept    = 2 // that are held ready
	pastPending = 4 // that are being made or wait for it
)

// ErrBusy says that too many rolls of past days are being made.
var ErrBusy = errors.New("other past days are being made ready")

// past holds rolls of past days, the one used longest ago first to go.
type past struct {
	mu    sync.Mutex
	clock int64
	rolls map[string]*pending
}

type pending struct {
	ready chan struct{} // closed once roll and err are set
	roll  *Roll
	err   error
	used  int64
}

func (p *pending) done() bool {
	select {
	case <-p.ready:
		return true
	default:
		return false
	}
}

// AsOf returns the roll of the lists as they stood at the end of a day (UTC).
// It is made if it is not at hand; that goes on when the context ends, so that
// whoever asks again finds it.
func (k *Keeper) AsOf(ctx context.Context, day time.Time) (*Roll, error) {
	b, err := k.house.BasisAsOf(day)
	if err != nil {
		return nil, err
	}
	key := b.Key()
	if now := k.current.Load(); now != nil && now.key == key {
		return now, nil
	}
	p, mine, err := k.past.take(key)
	if err != nil {
		return nil, err
	}
	if mine {
		go k.makePast(context.WithoutCancel(ctx), b, p)
	}
	select {
	case <-p.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if p.err != nil {
		k.past.drop(key, p)
		return nil, p.err
	}
	return p.roll, nil
}

func (k *Keeper) makePast(ctx context.Context, b house.Basis, p *pending) {
	defer close(p.ready)
	k.building.Lock()
	defer k.building.Unlock()
	sightings := map[string]*lists.Sightings{}
	for _, head := range b.Heads {
		s := lists.NewSightings()
		if p.err = k.house.Lists.Sight(ctx, s, head); p.err != nil {
			return
		}
		sightings[head.Dataset] = s
	}
	p.roll, p.err = k.make(ctx, b, sightings)
}

// take finds a roll, or makes a place for it that the caller is to fill.
func (p *past) take(key string) (_ *pending, mine bool, _ error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clock++
	if have := p.rolls[key]; have != nil {
		have.used = p.clock
		return have, false, nil
	}
	var oldest string
	ready := 0
	for k, r := range p.rolls {
		if !r.done() {
			continue
		}
		if ready++; oldest == "" || r.used < p.rolls[oldest].used {
			oldest = k
		}
	}
	if len(p.rolls)-ready >= pastPending {
		return nil, false, ErrBusy
	}
	if ready >= pastKept {
		delete(p.rolls, oldest)
	}
	made := &pending{ready: make(chan struct{}), used: p.clock}
	p.rolls[key] = made
	return made, true, nil
}

// drop forgets what failed, so that it is tried again.
func (p *past) drop(key string, failed *pending) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rolls[key] == failed {
		delete(p.rolls, key)
	}
}
