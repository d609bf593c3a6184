// Package desk is what an institution does: a bank, an insurer or a registry
// keeps a book of customers and ships, has it screened against listed parties
// and published findings, and decides the alerts.
//
// Everything turns on the legal status of the party met. A listed party's
// assets may have to be frozen. A party that a finding reports and nobody has
// listed may be looked at, and never frozen on that ground: the policy file is
// refused that says otherwise, and so is the decision.
//
// What is decided is recorded in the journal; the state is a fold over it.
package desk

import (
	"slices"

	"plimsoll/network"
)

// Action is what an institution may do about an alert.
type Action string

// The actions.
const (
	Freeze  Action = "freeze"  // the assets
	Hold    Action = "hold"    // the transaction or the cover
	Check   Action = "check"   // look closer before anything else
	Exit    Action = "exit"    // end the relation
	Report  Action = "report"  // to the authority
	Nothing Action = "nothing" // it is somebody else
)

// Actions lists them.
func Actions() []Action { return []Action{Freeze, Hold, Check, Exit, Report, Nothing} }

func (a Action) known() bool { return slices.Contains(Actions(), a) }

// allowed reports whether the law of the house lets an action follow from a
// status, and why not.
func allowed(s network.Status, a Action) (reason string, ok bool) {
	if s == network.StatusReported && a == Freeze {
		return "a party that is only reported is on no list: nothing obliges or entitles anybody to freeze its assets; check, hold, exit or report instead", false
	}
	return "", true
}
