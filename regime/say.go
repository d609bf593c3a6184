package regime

import (
	"fmt"
	"strconv"
	"strings"
)

// Words names an act in a line: its kind and goods.
func (act Act) Words() string {
	switch {
	case act.Goods != "":
		return fmt.Sprintf("%s (%s)", act.Kind, act.Goods)
	case act.HS != "":
		return fmt.Sprintf("%s (HS %s)", act.Kind, act.HS)
	}
	return string(act.Kind)
}

// Words tells a limit in a line.
func (l Limit) Words() string {
	var figures []string
	for _, u := range []struct {
		n    int64
		unit string
	}{{l.Barrels, "barrels"}, {l.Tonnes, "tonnes"}, {l.USD, "US dollars"}} {
		if u.n > 0 {
			figures = append(figures, thousands(u.n)+" "+u.unit)
		}
	}
	out := strings.Join(figures, " or ")
	if l.Rule != "" {
		out += ", " + l.Rule
	}
	if l.Per == "period" {
		return fmt.Sprintf("%s from %s to %s", out, l.From, l.Until)
	}
	return out + " per " + l.Per
}

func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
