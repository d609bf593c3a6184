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
// score of its own, see identifierScore; the higher of the two counts.
//
// # The index loses nothing
//
// [Index.Search] compares a few parties; [Index.Scan] compares them all. They
// return the same hits. A threshold is a probability; the curve gives the least
// value that has it, and that value, with all the bits of the query, the least
// ratio (see value.go): both rise with what they are made of, and no pair agrees
// in more bits than the query has. Let T be the ratio that a name must reach. Multiplied
// out, the ratio is at least T when
//
//	sum over pairs (credit - T x full)  -  0.4 T x U  -  0.28 T x V  >=  0
//
// so every word of a query stands for a gain: credit - T x full with a
// partner, -0.4 T x its bits without. Factors only lower a score. From this
// come three things, each of which leaves out only what cannot reach T:
//
//   - Every partner that a word can have is found before any name is looked
//     at: the keys of [names.Keys] are complete for the similarity, [names.Cuts]
//     and [names.JoinProbes] for words written as one, and initials are found by
//     their letter. Each partner is an option, with its gain. For every word the
//     options of least gain are left out, as long as the sum over the words of
//     the greatest gain left out stays below 0: a name met by no other option
//     cannot reach T, for its gain is at most that sum. Which options go is
//     chosen by how many postings that saves.
//   - A name of mass m (the bits of all its words) leaves at least m less the
//     bits of its matched words unmatched. Add 0.28 T x its bits to the gain of
//     every partner: a name whose mass, times 0.28 T, exceeds the sum of the
//     greatest gains cannot reach T. Names are numbered by their mass, so each
//     list of postings is read only as far as that.
//   - A name met is weighed: for every word the greatest gain among the tokens
//     it has, less 0.28 T x its mass. No assignment of words to tokens gains
//     more. Where that is below 0 it is not compared.
//
// What is left is compared by the scorer that Scan uses. A pair over several
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
const Version = "screen-4"
