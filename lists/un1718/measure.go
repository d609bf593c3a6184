package un1718

import "strings"

// measure is one of the columns in which the list says yes or na.
type measure struct {
	column     string   // as the list prints it
	mark       string   // what no other column has, without blanks
	provisions []string // resolution and operative paragraph
	means      string
	controller string // reference of the company whose resource the ship is
}

// measures are the columns in the order in which the list prints them.
func measures() [5]measure {
	return [5]measure{
		{
			column: "Paragraph 8 (d) of resolution 1718 (2006) and paragraph 12 of resolution 2270 (2016)",
			mark:   "8(d)ofresolution1718", provisions: []string{"1718 OP8(d)", "2270 OP12"}, means: "asset freeze",
		},
		{
			column: "Paragraph 12 (a) of resolution 2321 (2016)",
			mark:   "12(a)ofresolution2321", provisions: []string{"2321 OP12(a)"}, means: "de-flagging",
		},
		{
			column: "Paragraph 12 (d) of resolution 2321 (2016)",
			mark:   "12(d)ofresolution2321", provisions: []string{"2321 OP12(d)"}, means: "asset freeze",
		},
		{
			column: "Paragraph 6 of resolution 2371 (2017) and paragraph 6 of resolution 2375 (2017)",
			mark:   "6ofresolution2371", provisions: []string{"2371 OP6", "2375 OP6"}, means: "port entry ban",
		},
		{
			column: "Economic resources controlled or operated by Ocean Maritime Management (KPe.020)",
			mark:   "oceanmaritimemanagement", provisions: []string{"2270 OP23"}, means: "asset freeze", controller: "KPe.020",
		},
	}
}

// measureOf finds the measure that a heading names; -1 for another heading.
func measureOf(heading string) int {
	h := squeeze(heading)
	for i, m := range measures() {
		if strings.Contains(h, m.mark) {
			return i
		}
	}
	return -1
}

// squeeze drops blanks and case, for headings break their lines anywhere.
func squeeze(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
