// Package world holds the data of the demo world: the UN lists under
// resolution 1718, which are real, and the listed and unlisted parties of the
// demo story, which are invented and cannot be mistaken for real ones.
//
// The files are in Plimsoll's own list form; README.md says what each holds.
package world

import "embed"

// Files holds the list files, and the bank's book, by name. It is read-only.
//
//go:embed un_1718.csv un_1718_vessels.csv demo_list.csv demo_parties.csv book.csv
var Files embed.FS

// The file names, in the order in which they are imported.
const (
	UN1718        = "un_1718.csv"
	UN1718Vessels = "un_1718_vessels.csv"
	DemoList      = "demo_list.csv"
	DemoParties   = "demo_parties.csv"

	// Book is no list: the customers and ships of the demo bank.
	Book = "book.csv"
)
