package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/voyage"
)

// What a watch says on stderr of what it read, and by kind of what it could not
// use.

// lateReason is how a watch counts what came later than it waits for.
const lateReason = "later than the lag allows"

func sayRead(e *env, s ais.Stats) {
	e.say("%s, %s, %s", count(int(s.Lines), "line", "lines"), count(int(s.Sentences), "sentence or row", "sentences or rows"),
		count(int(s.Messages), "message", "messages"))
}

func kindsText(kinds map[string]int) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		parts = append(parts, fmt.Sprintf("%d %s", kinds[kind], kind))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func sayLeftOut(e *env, s ais.Stats, rejected []voyage.Reject, odd []feed.Odd) {
	for _, t := range s.Bad {
		e.say("skipped: %s (%s): lines %s", t.Reason, thousands(int(t.Count)), someLines(t.Lines, int(t.Count)))
	}
	for _, t := range s.Lenient {
		e.say("read all the same: %s (%s): lines %s", t.Reason, thousands(int(t.Count)), someLines(t.Lines, int(t.Count)))
	}
	for _, r := range rejected {
		e.say("in no track: %s (%s): from line %d", r.Reason, thousands(r.Count), r.FirstLine)
		if r.Reason == lateReason && int64(r.Count) > s.Messages/100 && s.Messages > 0 {
			e.say("so many are late that the file is not in the order of time: sort it by time, and watch that")
		}
	}
	for _, o := range odd {
		e.say("noticed: %s (%s): from line %d", o.Kind, thousands(int(o.Count)), o.Line)
	}
}

func someLines(lines []int, total int) string {
	const show = 10
	var parts []string
	for i, l := range lines {
		if i == show {
			break
		}
		parts = append(parts, fmt.Sprint(l))
	}
	if total > len(parts) {
		parts = append(parts, fmt.Sprintf("and %d more", total-len(parts)))
	}
	return strings.Join(parts, ", ")
}
