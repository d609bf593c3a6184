// Package registry names every authority whose list the program can read.
package registry

import (
	"plimsoll/lists"
	"plimsoll/lists/australia"
	"plimsoll/lists/bis"
	"plimsoll/lists/canada"
	"plimsoll/lists/eu"
	"plimsoll/lists/japan"
	"plimsoll/lists/ofac"
	"plimsoll/lists/opensanctions"
	"plimsoll/lists/own"
	"plimsoll/lists/seco"
	"plimsoll/lists/uk"
	"plimsoll/lists/un"
	"plimsoll/lists/un1718"
	"plimsoll/lists/worldbank"
)

// All lists the authorities in the order in which they are asked whether a
// file is theirs. A new authority is one package and one line here.
func All() []lists.Authority {
	return []lists.Authority{
		un.Authority(),
		un1718.Authority(),
		ofac.Authority(),
		eu.Authority(),
		uk.Authority(),
		seco.Authority(),
		canada.Authority(),
		australia.Authority(),
		japan.Finance(),
		japan.Trade(),
		worldbank.Authority(),
		bis.Authority(),
		opensanctions.Authority(), // before own: the head of its table has the columns of an own list
		own.Authority(),
	}
}
