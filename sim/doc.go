// Package sim is traffic at sea that nobody sailed: a seeded simulator of
// ships, of their radio and of what receivers hear of it, with a list of what
// was really done.
//
// Ships go from port to port over water, gather way and lose it, turn, wait at
// anchor and lie at a berth. They report as ITU-R M.1371 has them report, and
// of what they send a part is heard: near a coastal receiver most of it, in
// the open sea while a satellite passes. Some of them do what a monitor looks
// for: fall silent, meet at sea, change who they say they are. Each such
// incident is written down as a [Label], and so is what looks like one and is
// lawful. What the detectors find can be held against that (sim/score).
//
// The package is pure; the same Config gives the same messages and labels.
// Every ship is invented: MMSIs of countries that do not exist, IMO numbers
// that begin with 0, call signs that begin with Q.
package sim
