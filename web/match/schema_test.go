package match_test

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// schemas checks values against the JSON schemata of an OpenAPI document. It
// knows the words that ours uses, and no others: one it does not know is an
// error, so that nothing passes unchecked.
type schemas struct{ root map[string]any }

var silent = []string{"description", "format", "default", "title"}

func (s schemas) resolve(schema map[string]any) (map[string]any, error) {
	name, ok := schema["$ref"].(string)
	if !ok {
		return schema, nil
	}
	var at any = s.root
	for step := range strings.SplitSeq(strings.TrimPrefix(name, "#/"), "/") {
		m, _ := at.(map[string]any)
		at = m[step]
	}
	out, ok := at.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("nothing at %s", name)
	}
	return out, nil
}

// check returns what is wrong with a value, with the way to it.
func (s schemas) check(schema map[string]any, v any, at string) (faults []string) {
	schema, err := s.resolve(schema)
	if err != nil {
		return []string{err.Error()}
	}
	bad := func(format string, args ...any) { faults = append(faults, at+": "+fmt.Sprintf(format, args...)) }
	for word, want := range schema {
		switch word {
		case "type":
			if !hasType(want, v) {
				bad("%v is no %v", v, want)
			}
		case "enum":
			if all, _ := want.([]any); !slices.Contains(all, v) {
				bad("%v is none of %v", v, want)
			}
		case "minimum", "maximum":
			if x, ok := v.(float64); ok && (word == "minimum" && x < want.(float64) || word == "maximum" && x > want.(float64)) {
				bad("%v is beyond the %s %v", x, word, want)
			}
		case "maxLength":
			if x, ok := v.(string); ok && float64(len([]rune(x))) > want.(float64) {
				bad("longer than %v", want)
			}
		case "minProperties", "maxProperties":
			if x, ok := v.(map[string]any); ok && (word == "minProperties" && float64(len(x)) < want.(float64) || word == "maxProperties" && float64(len(x)) > want.(float64)) {
				bad("%d members, %s is %v", len(x), word, want)
			}
		case "pattern":
			if x, ok := v.(string); ok && !regexp.MustCompile(want.(string)).MatchString(x) {
				bad("%q is not as %v", x, want)
			}
		case "items":
			list, _ := v.([]any)
			for i, x := range list {
				faults = append(faults, s.check(want.(map[string]any), x, fmt.Sprintf("%s.%d", at, i))...)
			}
		case "anyOf":
			faults = append(faults, s.checkAny(want.([]any), v, at)...)
		case "properties", "required", "additionalProperties":
		default:
			if !slices.Contains(silent, word) {
				bad("the word %q is not known to this check", word)
			}
		}
	}
	if m, ok := v.(map[string]any); ok {
		faults = append(faults, s.checkMembers(schema, m, at)...)
	}
	return faults
}

func (s schemas) checkAny(options []any, v any, at string) []string {
	var all []string
	for _, o := range options {
		faults := s.check(o.(map[string]any), v, at)
		if len(faults) == 0 {
			return nil
		}
		all = append(all, faults...)
	}
	return append([]string{at + ": fits none of what it may be"}, all...)
}

func (s schemas) checkMembers(schema, m map[string]any, at string) (faults []string) {
	props, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := m[name.(string)]; !ok {
			faults = append(faults, fmt.Sprintf("%s: %v is missing", at, name))
		}
	}
	for name, v := range m {
		where := at + "." + name
		switch more := schema["additionalProperties"].(type) {
		case map[string]any:
			if props[name] == nil {
				faults = append(faults, s.check(more, v, where)...)
			}
		case bool:
			if props[name] == nil && !more {
				faults = append(faults, where+": is not described")
			}
		}
		if p, ok := props[name].(map[string]any); ok {
			faults = append(faults, s.check(p, v, where)...)
		}
	}
	return faults
}

func hasType(want, v any) bool {
	if many, ok := want.([]any); ok {
		return slices.ContainsFunc(many, func(w any) bool { return hasType(w, v) })
	}
	switch x := v.(type) {
	case nil:
		return want == "null"
	case bool:
		return want == "boolean"
	case string:
		return want == "string"
	case float64:
		return want == "number" || want == "integer" && x == math.Trunc(x)
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	}
	return false
}

// undescribed lists the members that a document leaves without a description.
func undescribed(v any, at string) (out []string) {
	switch x := v.(type) {
	case map[string]any:
		props, _ := x["properties"].(map[string]any)
		if _, isSchema := x["type"]; isSchema {
			for name, p := range props {
				m, _ := p.(map[string]any)
				if m["description"] == nil && m["$ref"] == nil {
					out = append(out, at+"."+name)
				}
			}
		}
		for name, y := range x {
			out = append(out, undescribed(y, at+"."+name)...)
		}
	case []any:
		for i, y := range x {
			out = append(out, undescribed(y, fmt.Sprintf("%s.%d", at, i))...)
		}
	}
	return out
}
