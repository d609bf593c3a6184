package lists

import (
	"regexp"
	"strings"
)

var datasetID = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,63}$`)

// ValidDataset reports whether a word can name a dataset: small letters,
// digits and underscores, so that it can stand in addresses and file names.
func ValidDataset(id string) bool { return datasetID.MatchString(id) }

// DatasetID makes the id of a dataset out of a name, or "".
func DatasetID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	id := strings.Join(words, "_")
	return id[:min(len(id), 64)]
}
