package web

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"plimsoll/voyage"
)

// What to call the figures of an event, and where they stand: first, more
// (folded away), or never, because they are shown otherwise. A figure that is
// not in the file stands first under its own name: what detectors come to
// measure is shown at once.
//
//go:embed figures.csv
var figuresFile string

type figureName struct{ label, place string }

var figureNames = sync.OnceValue(func() map[string]figureName {
	rows, err := csv.NewReader(strings.NewReader(figuresFile)).ReadAll()
	if err != nil {
		panic(err) // embedded: its own test reads it
	}
	out := map[string]figureName{}
	for _, r := range rows[1:] {
		out[r[0]] = figureName{r[1], r[2]}
	}
	return out
})

// figureSheet gathers figures in the order of the evidence.
type figureSheet struct{ first, more []Fact }

// figuresOf reads every figure that the evidence of an event carries, whatever
// its kind.
func figuresOf(e *voyage.Event) (first, more []Fact) {
	var s figureSheet
	v := reflect.ValueOf(e.Evidence)
	for i := range v.NumField() {
		if part, ok := partOf(v.Field(i)); ok {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			s.read(name+".", part)
		}
	}
	return s.first, s.more
}

// read takes the figures of one part. Two that differ only in "off" and "on",
// or "before" and "after", are one figure that changed.
func (s *figureSheet) read(of string, part reflect.Value) {
	fields := map[string]reflect.Value{}
	var order []string
	for i := range part.NumField() {
		name, options, _ := strings.Cut(part.Type().Field(i).Tag.Get("json"), ",")
		field := part.Field(i)
		if inner, ok := partOf(field); ok && figureNames()[name].place != "never" {
			within := of
			if name != "" {
				within = name + "."
			}
			s.read(within, inner)
			continue
		}
		if name == "" || name == "-" || strings.Contains(options, "omitempty") && field.IsZero() {
			continue
		}
		fields[name] = field
		order = append(order, name)
	}
	for _, name := range order {
		base, other := pairOf(name)
		to, pair := fields[other]
		from, ok := fields[name]
		switch {
		case !ok: // said with its pair
		case pair:
			delete(fields, other)
			if a, b := written(of+name, from), written(of+name, to); a != "" && b != "" {
				if a != b {
					a += " → " + b
				}
				s.add(of, base, a)
			}
		default:
			if text := written(of+name, from); text != "" {
				s.add(of, name, text)
			}
		}
	}
}

// partOf is a part of evidence that lies in another.
func partOf(v reflect.Value) (reflect.Value, bool) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem() // of nil: no kind
	}
	return v, v.Kind() == reflect.Struct
}

// pairOf is what two figures have in common, and the name of the second.
func pairOf(name string) (base, other string) {
	for _, ends := range [][2]string{{"_off", "_on"}, {"_before", "_after"}} {
		if i := strings.Index(name, ends[0]); i > 0 {
			rest := name[i+len(ends[0]):]
			return name[:i], name[:i] + ends[1] + rest
		}
	}
	return name, ""
}

func (s *figureSheet) add(of, name, text string) {
	known, ok := figureNames()[of+name]
	if !ok {
		known, ok = figureNames()[name]
	}
	if !ok {
		words := strings.ReplaceAll(strings.TrimRight(name, "_"), "_", " ")
		known = figureName{strings.ToUpper(words[:1]) + words[1:], "first"}
	}
	said := func(f Fact) bool { return f.Label == known.label }
	switch f := (Fact{Label: known.label, Value: text}); {
	case slices.ContainsFunc(s.first, said), slices.ContainsFunc(s.more, said): // by the event's own part
	case known.place == "first":
		s.first = append(s.first, f)
	case known.place == "more":
		s.more = append(s.more, f)
	}
}

// written is a figure with its unit, which its name ends with; "" where there
// is nothing to say.
func written(name string, v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return map[bool]string{true: "yes", false: "no"}[v.Bool()]
	case reflect.Int, reflect.Int64:
		return withUnit(name, float64(v.Int()))
	case reflect.Uint8, reflect.Uint16, reflect.Uint64:
		return withUnit(name, float64(v.Uint()))
	case reflect.Uint32: // an MMSI
		return fmt.Sprintf("%09d", v.Uint())
	case reflect.Float64:
		return withUnit(name, v.Float())
	}
	return ""
}

func withUnit(full string, v float64) string {
	part, name, _ := strings.Cut(full, ".")
	if strings.Contains(name, "probability") || strings.HasSuffix(name, "share") {
		return percent(v)
	}
	text := figure(v)
	words := strings.Split(name, "_")
	switch last := words[len(words)-1]; {
	case strings.HasPrefix(name, "per_hour"):
		return text + " an hour"
	case part == "reception" && last == "hours": // counted, not measured
		return text
	case strings.HasPrefix(name, "draught"):
		return text + thin + "m"
	case last == "hours" || name == "hours_before":
		return text + thin + "h"
	case last == "minutes":
		return text + thin + "min"
	case last == "knots" || last == "kn":
		return text + thin + "kn"
	case last == "km" || strings.HasPrefix(name, "shore_"):
		return text + thin + "km"
	case last == "m":
		return text + thin + "m"
	case last == "degrees" || last == "deg":
		return text + "°"
	}
	return text
}

// figure writes a number with as many decimals as tell something.
func figure(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "unknown"
	case math.Abs(v) >= 100 || v == math.Trunc(v):
		return number(int(math.Round(v)))
	case math.Abs(v) >= 10:
		return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	}
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
