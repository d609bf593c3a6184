package quality

// Kind is one sort of pairs, what is asked of its recall and what the best
// open program known reaches on like pairs (logic-v2 of OpenSanctions, or the
// first prototype of this design).
type Kind struct {
	Name   string  `json:"name"`
	What   string  `json:"what"`
	Target float64 `json:"target,omitempty"`
	Open   float64 `json:"open,omitempty"`  // logic-v2
	First  float64 `json:"first,omitempty"` // the prototype
}

// Kinds lists the sorts in the order of the table.
var Kinds = []Kind{
	{"hangul", "Korean people, Hangul - Latin", 0.95, 0.137, 0.943},
	{"arabic", "listed people, Arabic - Latin", 0.70, 0.131, 0.584},
	{"cyrillic", "listed people, Cyrillic - Latin", 0.95, 0.866, 0.931},
	{"latin", "listed people, Latin alias - Latin", 0.62, 0.534, 0.519},
	{"org-latin", "listed organisations, Latin - Latin", 0.45, 0.317, 0.316},
	{"org-cyrillic", "listed organisations, Cyrillic - Latin", 0.60, 0.448, 0.456},
	{"hebrew", "people, Hebrew - Latin", 0, 0.226, 0.599},
	{"hangul-foreign", "foreign people, Hangul - Latin", 0, 0.206, 0.231},
	{"han", "listed names, Chinese - Latin", 0, 0, 0},
	{"han-word", "single words, Chinese - Latin", 0, 0, 0},
	{"vessel", "listed ships, Latin - Latin", 0, 0, 0},
}

// KindOf finds a kind by name.
func KindOf(name string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}
