package petroleum

import (
	"fmt"
	"slices"
)

func (b *Book) readSuppliers(name string, data []byte) error {
	return each(name, data, []string{"name", "note", "source"}, func(r row) error {
		s := r.get("name")
		if s == "" || slices.Contains(b.suppliers, s) {
			return r.fault("name", fmt.Sprintf("%q is empty or there already", s))
		}
		b.suppliers = append(b.suppliers, s)
		slices.Sort(b.suppliers)
		return nil
	})
}

func (b *Book) readFactors(name string, data []byte) error {
	return each(name, data, []string{"id", "barrels_per_tonne", "of", "verified", "source"}, func(r row) error {
		f := Factor{ID: r.get("id"), Of: r.get("of"), Source: r.get("source")}
		if _, err := b.Factor(f.ID); f.ID == "" || err == nil {
			return r.fault("id", fmt.Sprintf("%q is empty or there already", f.ID))
		}
		n, err := r.amount("barrels_per_tonne")
		if err != nil {
			return err
		}
		if n == nil || n.IsZero() {
			return r.fault("barrels_per_tonne", "a factor is above zero")
		}
		f.Barrels = *n
		if f.Of == "" || f.Source == "" {
			return r.fault("source", "a factor needs what it is of and a source")
		}
		f.Verified, err = r.yes("verified")
		b.factors = append(b.factors, f)
		return err
	})
}

func (b *Book) readCaps(name string, data []byte) error {
	columns := []string{"product", "from", "until", "per", "barrels", "tonnes", "usd", "measure", "verified", "replaced_by", "note", "source"}
	return each(name, data, columns, func(r row) error {
		c, err := readCap(r)
		if err != nil {
			return err
		}
		for _, other := range b.caps {
			if c.ReplacedBy != "" || other.ReplacedBy != "" || c.Product != other.Product {
				continue
			}
			if c.From.Year() == other.From.Year() || other.Until == "" || other.Until >= c.From {
				return r.fault("from", fmt.Sprintf("the cap from %s meets that from %s in one year", c.From, other.From))
			}
		}
		b.caps = append(b.caps, c)
		return nil
	})
}

func readCap(r row) (Cap, error) {
	c := Cap{Product: Product(r.get("product")), Per: r.get("per"), Measure: r.get("measure"), ReplacedBy: r.get("replaced_by"), Note: r.get("note"), Source: r.get("source")}
	if !slices.Contains(products(), c.Product) {
		return c, r.fault("product", fmt.Sprintf("unknown product %q, known are %v", c.Product, products()))
	}
	var err error
	if c.From, err = r.day("from"); err != nil {
		return c, err
	}
	if r.get("until") != "" {
		if c.From, c.Until, err = r.period("from", "until"); err != nil {
			return c, err
		}
	}
	barrels, err := r.amount("barrels")
	if err != nil {
		return c, err
	}
	if barrels != nil {
		c.Barrels = *barrels
	}
	if c.Tonnes, err = r.amount("tonnes"); err != nil {
		return c, err
	}
	if c.Dollars, err = r.amount("usd"); err != nil {
		return c, err
	}
	if c.Limit().IsZero() {
		unit := string(c.Product.Unit())
		return c, r.fault(unit, "a cap needs "+unit+" above zero")
	}
	if c.Measure == "" || c.Source == "" {
		return c, r.fault("measure", "a cap needs the measure that sets it and a source")
	}
	c.Verified, err = r.yes("verified")
	return c, err
}
