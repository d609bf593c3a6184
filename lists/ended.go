package lists

import (
	"time"

	"plimsoll/ftm"
)

// Ended tells which parties a list still marks as sanctioned although every
// listing it has of them was over before a day. A party without a listing that
// says its end is not among them.
type Ended struct {
	day  string
	open map[listing]bool // whether one listing of the party goes on
}

// listing is a party in the words of one list: another that has the same id
// says nothing about when the first one's listing ends.
type listing struct{ dataset, party string }

// EndedBefore reads the listings among entities. None has ended before the
// zero day.
func EndedBefore(day time.Time, entities []*ftm.Entity) *Ended {
	x := &Ended{open: map[listing]bool{}}
	if !day.IsZero() {
		x.day = day.UTC().Format(time.DateOnly)
	}
	for _, e := range entities {
		if e.Schema != "Sanction" || len(e.Statements) == 0 {
			continue
		}
		over := x.over(e)
		for _, party := range e.Values("entity") {
			at := listing{e.Statements[0].Dataset, party}
			x.open[at] = x.open[at] || !over
		}
	}
	return x
}

// over reports whether all that a listing says of its end lies before the day.
// A month or a year ends with its last day, and what is only about right may
// still be to come.
func (x *Ended) over(sanction *ftm.Entity) bool {
	said := false
	for i := range sanction.Statements {
		st := &sanction.Statements[i]
		if st.Prop != "endDate" {
			continue
		}
		if n := len(st.Value); n > len(x.day) || st.Value >= x.day[:n] || st.Qualifier != "" {
			return false
		}
		said = true
	}
	return said
}

// Party reports whether all listings of the party have ended.
func (x *Ended) Party(e *ftm.Entity) bool {
	if len(e.Statements) == 0 {
		return false
	}
	goesOn, has := x.open[listing{e.Statements[0].Dataset, e.ID}]
	return has && !goesOn
}
