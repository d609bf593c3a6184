package pattern

import (
	"cmp"
	"slices"
	"time"

	"plimsoll/voyage"
)

// taken is a step with the mark that took it.
type taken struct {
	step, way int
	mark      *mark
}

// candidates is how many marks are tried for one step: the likeliest.
const candidates = 12

// matcher looks for one rule in what one ship did.
type matcher struct {
	rule   *Rule
	marks  []mark
	metres float64
	by     [][]taken // by step: marks that can be it
}

func newMatcher(rule *Rule, marks []mark, metres float64) *matcher {
	m := &matcher{rule: rule, marks: marks, metres: metres, by: make([][]taken, len(rule.Steps))}
	for i := range marks {
		for s := range rule.Steps {
			if w := rule.way(s, &marks[i], metres); w >= 0 {
				m.by[s] = append(m.by[s], taken{s, w, &marks[i]})
			}
		}
	}
	for s := range m.by {
		slices.SortStableFunc(m.by[s], func(a, b taken) int { return byTime(*a.mark, *b.mark) })
	}
	return m
}

// way is the first way in which a mark takes a step, -1 for none.
func (r *Rule) way(step int, m *mark, metres float64) int {
	return slices.IndexFunc(r.Steps[step].Any, func(w Way) bool { return w.took(m, metres) })
}

// follows says that b can be the step after a, days at most later.
func (m *matcher) follows(a, b taken) bool {
	s := &m.rule.Steps[b.step]
	if a.mark == b.mark {
		return s.Same && a.mark.kind == voyage.Gap // one silence, two ports
	}
	if s.Same {
		if b.mark.start.Before(a.mark.start) || b.mark.end.Before(a.mark.end) {
			return false
		}
	} else if b.mark.start.Before(a.mark.end) {
		return false
	}
	return b.mark.start.Sub(a.mark.end) <= days(m.days(a.step, b.step))
}

// days is the time between two steps, those left out between them included.
func (m *matcher) days(a, b int) float64 {
	var d float64
	for i := a + 1; i <= b; i++ {
		d += m.rule.Steps[i].WithinDays
	}
	// A step that was left out lends its time, but a story does not become
	// longer by what is missing from it.
	return min(d, 2*m.rule.Steps[b].WithinDays)
}

func days(d float64) time.Duration { return time.Duration(d * 24 * float64(time.Hour)) }

// around matches the steps before and after the key step.
func (m *matcher) around(key taken) []taken {
	before, ok := m.backward(key, key.step-1)
	if !ok {
		return nil
	}
	after, ok := m.forward(key, key.step+1)
	if !ok {
		return nil
	}
	slices.Reverse(before)
	return append(append(before, key), after...)
}

// backward takes step i and those before it; next is the step after them.
func (m *matcher) backward(next taken, i int) ([]taken, bool) {
	if i < 0 {
		return nil, true
	}
	for _, c := range m.best(i, next, func(c taken) bool { return m.follows(c, next) }) {
		if rest, ok := m.backward(c, i-1); ok {
			return append([]taken{c}, rest...), true
		}
	}
	if m.rule.Steps[i].Optional {
		return m.backward(next, i-1)
	}
	return nil, false
}

// forward takes step i and those after it; last is the step before them.
func (m *matcher) forward(last taken, i int) ([]taken, bool) {
	if i == len(m.rule.Steps) {
		return nil, true
	}
	for _, c := range m.best(i, last, func(c taken) bool { return m.follows(last, c) }) {
		if rest, ok := m.forward(c, i+1); ok {
			return append([]taken{c}, rest...), true
		}
	}
	if m.rule.Steps[i].Optional {
		return m.forward(last, i+1)
	}
	return nil, false
}

// best lists the marks that can be a step: the surest way first, then the
// nearest in time.
func (m *matcher) best(step int, to taken, fits func(taken) bool) []taken {
	var out []taken
	for _, c := range m.by[step] {
		if fits(c) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b taken) int {
		return cmp.Or(cmp.Compare(a.way, b.way), cmp.Compare(apart(a.mark, to.mark), apart(b.mark, to.mark)))
	})
	return out[:min(len(out), candidates)]
}

func apart(a, b *mark) time.Duration { return max(a.start.Sub(b.end), b.start.Sub(a.end), 0) }

// told are the steps of one story, round after round.
type told struct {
	rounds [][]taken
	also   []taken // further marks of the key step in the same story
}

// stories finds all that the rule tells of the ship.
func (m *matcher) stories() []told {
	if m.rule.Repeat != nil {
		return m.repeated()
	}
	var out []told
	for _, key := range m.by[m.rule.key] {
		steps := m.around(key)
		if steps == nil {
			continue
		}
		// A second key step between the same loading and the same discharge is
		// more of the same story, not another.
		if n := len(out); n > 0 && shares(out[n-1].rounds[0], steps) {
			out[n-1].also = append(out[n-1].also, key)
			out[n-1].rounds[0] = fill(out[n-1].rounds[0], steps)
			continue
		}
		out = append(out, told{rounds: [][]taken{steps}})
	}
	return slices.DeleteFunc(out, func(t told) bool { return !m.enough(t) })
}

// shares says that two matches have a mark in common.
func shares(a, b []taken) bool {
	return slices.ContainsFunc(a, func(x taken) bool {
		return slices.ContainsFunc(b, func(y taken) bool { return x.mark == y.mark })
	})
}

// fill adds the steps of b that a lacks.
func fill(a, b []taken) []taken {
	for _, y := range b {
		if !slices.ContainsFunc(a, func(x taken) bool { return x.step == y.step }) {
			a = append(a, y)
		}
	}
	slices.SortStableFunc(a, func(x, y taken) int { return cmp.Compare(x.step, y.step) })
	return a
}

// repeated puts one round after another. A round begins where the last ended,
// or later.
func (m *matcher) repeated() []told {
	var out []told
	var run [][]taken
	end := func() {
		if t := (told{rounds: run}); len(run) >= m.rule.Repeat.Least && m.enough(t) {
			out = append(out, t)
		}
		run = nil
	}
	for _, key := range m.by[m.rule.key] {
		if len(run) > 0 {
			last := run[len(run)-1]
			since := key.mark.start.Sub(last[len(last)-1].mark.end)
			if since < 0 || key.mark == last[0].mark {
				continue // within the round
			}
			if since > days(m.rule.Repeat.WithinDays) {
				end()
			}
		}
		if steps := m.around(key); steps != nil {
			run = append(run, steps)
		}
	}
	end()
	return out
}

// enough says that there are steps enough for a story.
func (m *matcher) enough(t told) bool {
	dark := map[*voyage.Event]bool{}
	for _, steps := range t.rounds {
		least := m.rule.Least
		for _, x := range steps {
			if x.step == m.rule.key && m.grade(x) == Observed {
				least = m.rule.LeastObserved
			}
			if own := m.rule.Steps[x.step].Any[x.way].Least; x.step == m.rule.key && own > 0 {
				least = own
			}
			if slices.Contains(x.mark.event.Tags, voyage.TagDark) {
				dark[x.mark.event] = true
			}
		}
		if len(steps) < least {
			return false
		}
	}
	return len(dark) >= m.rule.MinDark
}

func (m *matcher) grade(x taken) string { return m.rule.Steps[x.step].Any[x.way].Grade }
