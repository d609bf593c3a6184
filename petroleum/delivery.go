package petroleum

import (
	"fmt"
	"slices"
	"strings"
)

// Delivery is what was seen of one ship that is judged to have delivered: a
// call at a port, or a transfer at sea. It comes from an event; with the event
// gone, the delivery is not handed in, and its line is gone.
type Delivery struct {
	Event      string  // id of the event or pattern it rests on
	Day        Day     // when the delivery was over
	Ship       string  // name and number as the event has them
	What       string  // port call, transfer at sea
	Deadweight Decimal // tonnes
	Source     string  // where the deadweight is from
	CargoShare Decimal // of the deadweight that cargo takes, such as 0.95
	ShareFrom  string  // where that share is from
	Factor     string  // id of the factor, barrels to a tonne
}

// seenBy is the author of the lines made of deliveries.
const seenBy = "ships' radio"

func (e *Estimate) single() bool { return e.Author == seenBy }

// WithDeliveries returns a book with an estimated line for each delivery. One
// delivery that cannot be computed refuses them all, by its event.
func (b *Book) WithDeliveries(all []Delivery) (*Book, error) {
	out := *b
	out.estimates = slices.Clone(b.estimates)
	for _, d := range all {
		e, err := b.estimateOf(d)
		if err != nil {
			return nil, fmt.Errorf("estimating the delivery of event %q: %w", d.Event, err)
		}
		if slices.ContainsFunc(out.estimates, func(x Estimate) bool { return x.ID == e.ID }) {
			return nil, fmt.Errorf("estimating the delivery of event %q: it is there twice", d.Event)
		}
		out.estimates = append(out.estimates, e)
	}
	return &out, nil
}

func (b *Book) estimateOf(d Delivery) (Estimate, error) {
	if d.Event == "" || !d.Day.valid() {
		return Estimate{}, fmt.Errorf("it needs an event and a day, has day %q", d.Day)
	}
	if d.Deadweight.Cmp(Whole(0)) <= 0 || d.Source == "" {
		return Estimate{}, fmt.Errorf("it needs a deadweight above zero and the source of it")
	}
	if d.CargoShare.Cmp(Whole(0)) <= 0 || d.CargoShare.Cmp(Whole(1)) > 0 || d.ShareFrom == "" {
		return Estimate{}, fmt.Errorf("it needs a cargo share above 0 and at most 1 and where it is from, has %s", d.CargoShare)
	}
	f, err := b.Factor(d.Factor)
	if err != nil {
		return Estimate{}, err
	}
	c, err := ToBarrels(d.Deadweight.Mul(d.CargoShare), f)
	if err != nil {
		return Estimate{}, err
	}
	return Estimate{
		ID: d.Event, Start: d.Day, End: d.Day, Author: seenBy, Deliveries: 1, Capacity: &c.Barrels,
		Method: []string{fmt.Sprintf("capacity: deadweight %s t (%s) x cargo share %s (%s) x %s barrels a tonne (%s, %s) = %s barrels",
			d.Deadweight, d.Source, d.CargoShare, d.ShareFrom, f.Barrels, f.ID, f.Of, c.Barrels)},
		Verified: f.Verified, Note: strings.TrimSpace(d.What + " " + d.Ship), Sources: []string{d.Source, f.Source},
	}, nil
}
