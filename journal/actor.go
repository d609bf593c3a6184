package journal

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// KindEnrolled gives an actor a key and roles. The first event of a journal
// enrols its operator under the operator's own signature; every later one is
// signed by an operator. Enrolling an actor again replaces key and roles from
// that event on; enrolling without roles retires the actor.
const KindEnrolled = "actor.enrolled"

// Roles an actor may hold.
const (
	RoleOperator    = "operator"    // runs this instance: imports, enrols, publishes what the rules release
	RoleAnalyst     = "analyst"     // gathers exhibits, opens leads
	RoleExpert      = "expert"      // takes a position on a finding
	RoleInstitution = "institution" // a bank, insurer or registry and its users
)

// Actor is somebody whose signature the journal accepts.
type Actor struct {
	ID    string            `json:"id"`
	Name  string            `json:"name"`
	Roles []string          `json:"roles"`
	Key   ed25519.PublicKey `json:"key"`
}

// Has reports whether the actor holds the role.
func (a Actor) Has(role string) bool { return slices.Contains(a.Roles, role) }

// Enrol makes the act that enrols an actor.
func Enrol(by Signer, at time.Time, a Actor) (Act, error) {
	return by.Sign(at, KindEnrolled, a.ID, a)
}

// Roster is who may sign, as of some point in the chain. The zero Roster is
// that of an empty journal.
type Roster struct{ actors map[string]Actor }

// Actor returns an enrolled actor.
func (r *Roster) Actor(id string) (Actor, bool) {
	a, ok := r.actors[id]
	return a, ok
}

// admit checks an act against the roster and, where the act enrols somebody,
// applies it.
func (r *Roster) admit(act Act) error {
	if err := act.check(); err != nil {
		return err
	}
	first := len(r.actors) == 0
	var enrolled Actor
	if act.Kind == KindEnrolled {
		if err := json.Unmarshal(act.Body, &enrolled); err != nil {
			return fmt.Errorf("reading whom %s enrols: %w", act.Actor, err)
		}
		if enrolled.ID != act.Subject || len(enrolled.Key) != ed25519.PublicKeySize {
			return fmt.Errorf("the enrolment of %q has no proper id or key", act.Subject)
		}
	}
	signer := r.actors[act.Actor]
	switch {
	case first && act.Kind != KindEnrolled:
		return errors.New("the first event must enrol the operator")
	case first && (enrolled.ID != act.Actor || !enrolled.Has(RoleOperator)):
		return errors.New("the first event must enrol its own signer as operator")
	case first:
		signer = enrolled
	case len(signer.Roles) == 0:
		return fmt.Errorf("%q is not enrolled", act.Actor)
	case act.Kind == KindEnrolled && !signer.Has(RoleOperator):
		return fmt.Errorf("%q enrols %q but is no operator", act.Actor, act.Subject)
	}
	if !ed25519.Verify(signer.Key, act.Message(), act.Sig) {
		return fmt.Errorf("the signature of %q on %s %s does not fit", act.Actor, act.Kind, act.Subject)
	}
	if act.Kind == KindEnrolled {
		if r.actors == nil {
			r.actors = map[string]Actor{}
		}
		r.actors[enrolled.ID] = enrolled
	}
	return nil
}
