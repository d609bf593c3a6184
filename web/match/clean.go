package match

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"plimsoll/ftm"
	"plimsoll/house/roll"
	"plimsoll/lists"
	"plimsoll/names"
	"plimsoll/screen"
)

// read takes in the properties of a query: known ones cleaned by their type,
// others with a warning.
func (e *example) read(name string, props []member) error {
	schema, ok := ftm.Default().Schema(e.Schema)
	switch {
	case !ok:
		return refuse(http.StatusBadRequest, "No schema is called %q%s Schemata of parties are Person, Company, Organization, LegalEntity, Vessel, Airplane, CryptoWallet; Thing fits all.",
			e.Schema, orStop(perhaps(e.Schema, ftm.Default().SchemaNames())))
	case !roll.Findable(schema) && e.Schema != "Thing":
		return refuse(http.StatusBadRequest, "A %s is no party and cannot be matched: ask for Person, Company, Organization, LegalEntity, Vessel, Airplane, CryptoWallet or Thing.", e.Schema)
	}
	for _, m := range props {
		prop, known := schema.Property(m.name)
		if e.Schema == "Thing" { // which may be anything
			prop, known = anywhere(m.name)
		}
		if !known {
			e.warn(m.name, "", "a %s has no such property; it was ignored%s", e.Schema, perhapsProperty(schema, m.name))
			continue
		}
		values, ok := valuesOf(m.value)
		if !ok {
			return bodyFault("values", "a property is to have a string, a number or a list of them", "queries", name, "properties", m.name)
		}
		if len(values) > maxValues {
			return bodyFault("too_many", fmt.Sprintf("%d values: send at most %d", len(values), maxValues), "queries", name, "properties", m.name)
		}
		for _, v := range values {
			if prop.Type == "name" && utf8.RuneCountInString(v) > maxName {
				return bodyFault("too_long", fmt.Sprintf("a name of more than %d characters is no name", maxName), "queries", name, "properties", m.name)
			}
			e.add(schema, prop, m.name, v)
		}
		if !compared(m.name) {
			e.warn(m.name, "", "this property is not compared")
		}
	}
	return e.answerable(schema)
}

func (e *example) warn(prop, value, format string, args ...any) {
	if r := []rune(value); len(r) > 80 {
		value = string(r[:80]) + "..."
	}
	e.warnings = append(e.warnings, warning{Property: prop, Value: value, Message: fmt.Sprintf(format, args...)})
}

func perhapsProperty(schema *ftm.Schema, name string) string {
	return perhaps(name, schema.PropertyNames())
}

// anywhere finds a property in any schema that can be matched.
func anywhere(name string) (*ftm.Property, bool) {
	for _, s := range ftm.Default().SchemaNames() {
		if schema, _ := ftm.Default().Schema(s); roll.Findable(schema) {
			if p, ok := schema.Property(name); ok {
				return p, true
			}
		}
	}
	return nil, false
}

// answerable refuses a query that asks for nothing: no answer to it could be
// told from "not listed".
func (e *example) answerable(schema *ftm.Schema) error {
	for prop, values := range e.Properties {
		if prop == "birthDate" || prop == "gender" || !compared(prop) || countryProperty(prop) {
			continue
		}
		if !nameProperty(prop) {
			if slices.ContainsFunc(values, func(v string) bool { return doubt(schema, prop, v) == "" }) {
				return nil
			}
			continue
		}
		if slices.ContainsFunc(values, says) {
			return nil
		}
	}
	return refuse(http.StatusBadRequest, "There is nothing to look for: give a name with at least one letter or digit, or a number such as imoNumber, passportNumber or registrationNumber.")
}

// longName is the least length, in bytes, of a name of more than MaxTokens words.
const longName = 2 * names.MaxTokens

// says reports whether a name has a word that can be compared. Most names need
// not be read to know.
func says(name string) bool {
	return strings.ContainsFunc(name, writes) || len(names.Read(name, names.Anything).Words) > 0
}

// writes reports whether a character is a word by itself where it stands alone.
// Letters that only modify others, digits of few scripts, and forms kept for
// old encodings need not be.
func writes(r rune) bool {
	return r >= '0' && r <= '9' || r < 0xf900 && unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt, unicode.Lo)
}

func nameProperty(prop string) bool { return contains(features[0].props, prop) }
func countryProperty(prop string) bool {
	return contains([]string{"nationality", "citizenship", "country", "mainCountry", "jurisdiction"}, prop)
}

// add takes in one value.
func (e *example) add(schema *ftm.Schema, prop *ftm.Property, name, written string) {
	value := lists.Clean(strings.Map(uncontrolled, written))
	if value == "" {
		e.warn(name, "", "an empty value was ignored")
		return
	}
	switch {
	case prop.Type == "country":
		e.addCountry(name, value)
	case prop.Type == "date":
		e.addDate(name, value)
	case prop.Type == "gender":
		e.addGender(name, value)
	default:
		if why := doubt(schema, name, value); why != "" {
			e.warn(name, value, "%s", why)
		}
		if prop.Type == "name" && len(value) > longName && names.Read(value, names.Anything).Cut {
			e.warn(name, value, "only the first %d words are compared", names.MaxTokens)
		}
		e.put(name, value)
	}
}

// uncontrolled puts a blank in the place of a control character.
func uncontrolled(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

func (e *example) put(name, value string) {
	if !slices.Contains(e.Properties[name], value) {
		e.Properties[name] = append(e.Properties[name], value)
	}
}

func (e *example) addCountry(name, value string) {
	codes, exact := lists.Countries(value)
	if len(codes) == 0 {
		e.warn(name, value, "this country was not understood and is not compared%s", orNothing(lists.NearestCountry(value)))
		return
	}
	if !exact {
		e.warn(name, value, "read as %s", strings.Join(codes, ", "))
	}
	for _, c := range codes {
		e.put(name, c)
	}
}

func orNothing(near string) string {
	if near == "" {
		return "; give the two letters of ISO 3166"
	}
	return ": did you mean " + near + "?"
}

func (e *example) addDate(name, value string) {
	d, ok := lists.ParseDate(value)
	if !ok {
		e.warn(name, value, "this date was not understood and is not compared; write it as 1961, 1961-02 or 1961-02-03")
		return
	}
	for _, v := range d.Values {
		e.put(name, v)
	}
}

func (e *example) addGender(name, value string) {
	switch strings.ToLower(value) {
	case "m", "male", "man":
		e.put(name, "male")
	case "f", "w", "female", "woman":
		e.put(name, "female")
	case "o", "x", "other":
		e.put(name, "other")
	default:
		e.warn(name, value, "this gender was not understood and is not compared; write male, female or other")
	}
}

// doubt says what is wrong with a number that the scorer will not take.
func doubt(schema *ftm.Schema, name, value string) string {
	ok := true
	switch {
	case name == "imoNumber" && schema.Is("LegalEntity"):
	case name == "imoNumber":
		if _, ok = names.IMO(value); !ok {
			return "this IMO number fails its check digit and is not compared"
		}
	case name == "mmsi":
		_, _, ok = names.MMSI(value)
	case name == "swiftBic" || name == "bic":
		_, ok = names.BIC(value)
	case name == "publicKey" || name == "cryptoWallet":
		_, ok = names.Wallet(value)
	case contains(features[len(features)-1].props, name):
		_, ok = names.Document(value)
	}
	if !ok {
		return "this cannot be such a number and is not compared"
	}
	return ""
}

// asked is the query as the scorer takes it.
func (e *example) asked() screen.Query {
	return screen.Query{Schema: e.Schema, Properties: e.Properties}
}
