package petroleum

import "fmt"

// Factor turns tonnes into barrels. None was ever published; each has its
// origin beside it.
type Factor struct {
	ID       string  `json:"id"`
	Barrels  Decimal `json:"barrels_per_tonne"`
	Of       string  `json:"of"`
	Verified bool    `json:"verified"` // a public page shows what it rests on
	Source   string  `json:"source"`
}

// Conversion is a figure that was not published but computed.
type Conversion struct {
	Barrels Decimal `json:"barrels"`
	Factor  Factor  `json:"factor"`
}

// Factors lists the factors of the book.
func (b *Book) Factors() []Factor { return append([]Factor(nil), b.factors...) }

// Factor finds a factor by its id.
func (b *Book) Factor(id string) (*Factor, error) {
	if id == "" {
		return nil, fmt.Errorf("a conversion needs a factor: name one of the book")
	}
	for _, f := range b.factors {
		if f.ID == id {
			return &f, nil
		}
	}
	return nil, fmt.Errorf("unknown factor %q: a conversion needs one of the book, such as gasoil", id)
}

// ToBarrels converts tonnes. Without a factor it refuses.
func ToBarrels(tonnes Decimal, f *Factor) (*Conversion, error) {
	if f == nil || f.Barrels.IsZero() || f.Source == "" {
		return nil, fmt.Errorf("converting %s t to barrels: no factor with a source was given", tonnes)
	}
	return &Conversion{Barrels: tonnes.Mul(f.Barrels), Factor: *f}, nil
}

// convert gives the lines that only have tonnes and stand in no other line
// their barrels by a factor: the line's own, or else the one asked for. Their
// sum stands beside what was published in barrels, never in it.
func (a *Account) convert(asked *Factor) {
	for i := range a.Reported {
		l := &a.Reported[i]
		if l.Role != TonnesOnly {
			continue
		}
		if l.Conversion == nil && asked != nil {
			l.Conversion, _ = ToBarrels(*l.Tonnes, asked) // a factor of the book has a source
		}
		if l.Conversion != nil && l.Within == "" {
			a.ConvertedBarrels = a.ConvertedBarrels.Add(l.Conversion.Barrels)
		}
	}
}
