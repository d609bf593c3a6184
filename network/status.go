package network

// Status is the legal status of a party: it decides what may be done about it.
type Status string

// The three legal statuses, in order of weight.
const (
	StatusListed   Status = "listed"
	StatusOwned    Status = "owned or controlled by listed"
	StatusReported Status = "reported only"
)

// Statuses lists them.
func Statuses() []Status { return []Status{StatusListed, StatusOwned, StatusReported} }
