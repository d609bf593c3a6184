package sim

// dice is a small source of chance (splitmix64). Each ship has its own, so
// that what one does leaves the others as they are.
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// part is from 0 up to 1.
func (d *dice) part() float64 { return float64(d.next()>>11) / (1 << 53) }

// between is from lo up to hi.
func (d *dice) between(lo, hi float64) float64 { return lo + (hi-lo)*d.part() }

// n is from 0 up to n-1.
func (d *dice) n(n int) int { return int(d.next() >> 1 % uint64(n)) } //nolint:gosec // n is a length

// chance is true with a probability.
func (d *dice) chance(p float64) bool { return d.part() < p }

// bell is about normal with mean 0 and deviation 1: four numbers of 16 bits
// added.
func (d *dice) bell() float64 {
	x := d.next()
	sum := float64(x&0xffff) + float64(x>>16&0xffff) + float64(x>>32&0xffff) + float64(x>>48)
	return (sum/65536 - 2) * 1.7320508
}

// fork is another source that depends on this one.
func (d *dice) fork() dice { return dice(d.next()) }
