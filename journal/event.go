// Package journal keeps what people and the system decided: an append-only
// chain of events, each signed by its actor and bound to the one before it.
//
// Two layers protect it. An [Act] is what an actor signs: it can be made on
// another machine, offline, without knowing the journal. An [Event] is an act
// given its place: its hash covers the hash of the event before it, so that
// nothing can be taken out, put in or moved without breaking the chain from
// there on. State is always a fold over the events; replay gives the same
// state.
package journal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Act is something an actor did, before it has a place in the chain.
type Act struct {
	At      time.Time       `json:"at"`
	Actor   string          `json:"actor"`   // id of an enrolled actor
	Kind    string          `json:"kind"`    // noun.verb in the past: "exhibit.added"
	Subject string          `json:"subject"` // id of what it is about
	Body    json.RawMessage `json:"body"`    // compact JSON, kept byte for byte
	Sig     []byte          `json:"sig"`     // ed25519 by the actor over Message
}

// Event is an act with its place in the chain.
type Event struct {
	Seq  int64  `json:"seq"` // 1, 2, 3 ... without a gap
	Prev string `json:"prev"`
	Act
	Hash string `json:"hash"` // hex SHA-256, see hashEvent
}

// Genesis is the Prev of the first event.
const Genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// timeForm keeps nanoseconds and always UTC, so that the text sorts by time
// and a round trip through any database returns the same bytes.
const timeForm = "2006-01-02T15:04:05.000000000Z"

// FormatTime writes a time as it is signed and stored.
func FormatTime(t time.Time) string { return t.UTC().Format(timeForm) }

// ParseTime reads what FormatTime wrote.
func ParseTime(s string) (time.Time, error) { return time.Parse(timeForm, s) }

// Message is what the actor's signature covers.
func (a Act) Message() []byte {
	sum := sha256.Sum256(a.Body)
	return []byte(strings.Join([]string{
		"plimsoll act v1", FormatTime(a.At), a.Actor, a.Kind, a.Subject, hex.EncodeToString(sum[:]), "",
	}, "\n"))
}

// ID names the act by everything it says, its signature left out: the same
// act sent twice has the same ID and is recorded once.
func (a Act) ID() string {
	sum := sha256.Sum256(a.Message())
	return hex.EncodeToString(sum[:])
}

// check refuses what could make two different acts have one Message.
func (a Act) check() error {
	for _, f := range []struct{ name, value string }{{"actor", a.Actor}, {"kind", a.Kind}, {"subject", a.Subject}} {
		if strings.ContainsAny(f.value, "\n\r") {
			return fmt.Errorf("an act's %s must be on one line: %q", f.name, f.value)
		}
	}
	if a.Actor == "" || a.Kind == "" {
		return fmt.Errorf("an act needs an actor and a kind: %q by %q", a.Kind, a.Actor)
	}
	var compact bytes.Buffer
	if !utf8.Valid(a.Body) || json.Compact(&compact, a.Body) != nil || !bytes.Equal(compact.Bytes(), a.Body) {
		return fmt.Errorf("the body of %s %s is not compact JSON in UTF-8", a.Kind, a.Subject)
	}
	return nil
}

// hashEvent is the link of the chain.
func hashEvent(seq int64, prev string, a Act) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		"plimsoll event v1", strconv.FormatInt(seq, 10), prev, a.ID(), base64.StdEncoding.EncodeToString(a.Sig), "",
	}, "\n")))
	return hex.EncodeToString(sum[:])
}

// Compact writes a value as the one JSON form that journals and published
// documents use: no blanks, no escapes but those JSON needs. A body in this
// form keeps its bytes, and with them its signature, inside any larger
// document written the same way.
func Compact(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Signer acts in an actor's name.
type Signer struct {
	Actor string
	Key   ed25519.PrivateKey
}

// Sign makes a signed act. The body is anything that marshals to JSON.
func (s Signer) Sign(at time.Time, kind, subject string, body any) (Act, error) {
	raw, err := Compact(body)
	if err != nil {
		return Act{}, fmt.Errorf("writing the body of %s %s: %w", kind, subject, err)
	}
	a := Act{At: at.UTC(), Actor: s.Actor, Kind: kind, Subject: subject, Body: raw}
	if err := a.check(); err != nil {
		return Act{}, err
	}
	a.Sig = ed25519.Sign(s.Key, a.Message())
	return a, nil
}
