// Package registry names every authority whose list the program can read.
package registry

import (
	"plimsoll/lists"
	"plimsoll/lists/own"
	"plimsoll/lists/un"
)

// All lists the authorities in the order in which they are asked whether a
// file is theirs. A new authority is one package and one line here.
func All() []lists.Authority {
	return []lists.Authority{
		un.Authority(),
		own.Authority(),
	}
}
