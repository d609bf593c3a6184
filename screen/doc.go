// Package screen finds the listed parties that a name, or a number, may mean.
//
// A query and a listed entity are compared by one scorer. The score of two
// names is
//
//	M / (F + 0.4 x U + 0.28 x V)
//
// where tokens are assigned to each other greedily, best first; M is the sum
// of similarity times information over the assigned pairs, F the sum of their
// information, U the information of query tokens left over and V that of
// listed tokens left over. Information comes from a frozen table
// ([names.Bits]), so that scores do not drift when a list changes. The less
// agrees in all, the more that is amiss counts (see value.go). Every other
// feature is a factor of at most 1 (see factors.go): a contradiction lowers the
// score and says so, a missing value does nothing. An equal identifier gives a
// score of its own, see identifierScore; the higher of the two counts. An address
// that agrees lifts the score of the names (see address.go).
//
// # The index loses nothing
//
// [Index.Search] compares a few parties; [Index.Scan] compares them all. They
// return the same hits. A threshold is a probability; the curve gives the least
// value that has it, and that value, with the bits that agree, the least ratio
// (see value.go): need(m) is the ratio of a name of which no more than m bits
// agree, and it falls as m grows. Multiplied out, the ratio is at least t when
//
//	sum over pairs (credit - t x full)  -  0.4 t x U  -  0.28 t x V  >=  0
//
// so every word of a query stands for a gain: credit - t x full with a
// partner, -0.4 t x its bits without. Factors only lower a score. From this
// come four things, each of which leaves out only what cannot reach the
// threshold:
//
//   - Every partner that a word can have is found before any name is looked
//     at: the keys of [names.Codes] and [names.Keys] are complete for the
//     similarity, [names.Cuts] and [names.JoinProbes] for words written as one.
//     Only the words that an initial begins are not looked for: they are too
//     many. Nobody is known by initials alone (onlyStarts), so a name has
//     another partner to be met by; the most that an initial gains is counted
//     for every name.
//   - Each partner is an option. For every word the options of least credit are
//     left out, as long as their credits sum to no more than some m and, at
//     t = need(m), the sum over the words of the greatest gain left out stays
//     below 0. In a name met by no other option no more than m bits agree, and
//     its gain is at most that sum: it cannot reach the threshold. Which options
//     go, and for which m, is chosen by how many postings that saves.
//   - A name of mass m (the bits of all its words) leaves at least m less the
//     bits of its matched words unmatched. Add 0.28 t x its bits to the gain of
//     every partner, with t = need(the most that can agree): a name whose mass,
//     times 0.28 t, exceeds the sum of the greatest gains is too heavy. Names are
//     numbered by their mass, so each list of postings is read only as far.
//   - A name met is weighed: first the most that can agree by the tokens it
//     has, from it t, then the most that is gained at t, less 0.28 t x its mass.
//     Where that is below 0 it is not compared. Where two words must be met,
//     which is so unless one option is enough alone, all postings may be read
//     instead of weighing all names of some: the same names pass.
//
// A party with an equal number, or an address that shares a number and two words, is
// compared whatever its names. What is left is compared by the scorer that Scan uses. A pair over several
// words (An San, Ansan) gains for each of them its share by bits, so that the
// sums hold. A property test compares Search with Scan.
//
// The index is one immutable image (see image.go), which may be a file mapped
// into memory. The package does no I/O.
package screen

// Threshold is the default score from which a hit is an alert: names that more
// likely than not are one party's, where one name in three looked up means a
// listed party. The same name alerts, and one slip of spelling or a middle name
// missing; a full contradiction (birth years, IMO numbers) does not. What it
// costs is measured, see docs/screening.md.
const Threshold = 0.70

// Version names scorer and constants; it changes whenever a score could.
const Version = "screen-9"
