package voyage

import "math"

const rateHours = 24

// hourly counts reports by clock hour for the last day.
type hourly struct {
	count [rateHours]uint16
	last  int32 // the hour of the last report
}

func (r *hourly) add(t int64) {
	hour := int32(t / secondsPerHour) //nolint:gosec // until the year 9999
	if r.last == 0 {
		r.last = hour
	}
	for n := min(hour-r.last, rateHours); n > 0; n-- { // hours passed over
		r.count[slotOf(hour-n+1)] = 0
	}
	r.last = max(r.last, hour)
	if i := slotOf(hour); r.last-hour < rateHours && r.count[i] < math.MaxUint16 {
		r.count[i]++
	}
}

// before counts the reports of the clock hour of t and of the hours-1 before
// it, and says from when on that is.
func (r *hourly) before(t int64, hours int) (count int, from int64) {
	last := int32(t / secondsPerHour) //nolint:gosec // until the year 9999
	for age := range int32(hours) {   //nolint:gosec // at most rateHours
		if hour := last - age; hour <= r.last && r.last-hour < rateHours {
			count += int(r.count[slotOf(hour)])
		}
	}
	return count, int64(last-int32(hours)+1) * secondsPerHour //nolint:gosec // as above
}

// hours counts the clock hours between two times in which there was a report, and
// says of how many that is known: of those of the last day.
func (r *hourly) hours(from, to int64) (heard, of int) {
	last := int32(to / secondsPerHour)                                               //nolint:gosec // until the year 9999
	first := max(int32(from/secondsPerHour)+1, last-rateHours+1, r.last-rateHours+1) //nolint:gosec // as above
	for hour := first; hour <= last; hour++ {
		if of++; hour <= r.last && r.count[slotOf(hour)] > 0 {
			heard++
		}
	}
	return heard, max(of, 1)
}

// slotOf is where the count of an hour stands.
func slotOf(hour int32) int32 { return (hour%rateHours + rateHours) % rateHours }
