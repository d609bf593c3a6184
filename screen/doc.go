// Package screen finds the listed parties that a name, or a number, may mean.
//
// A query and a listed entity are compared by one scorer. The score of two
// names is
//
//	M / (F + 0.6 x U + 0.35 x V)
//
// where tokens are assigned to each other greedily, best first; M is the sum
// of similarity times information over the assigned pairs, F the sum of their
// information, U the information of query tokens left over and V that of
// listed tokens left over. Information comes from a frozen table
// ([names.Bits]), so that scores do not drift when a list changes. Every other
// feature is a factor of at most 1 (see factors.go): a contradiction lowers the
// score and says so, a missing value does nothing. An equal identifier gives a
// score of its own, see identifierScore; the higher of the two counts.
//
// # The index loses nothing
//
// [Index.Search] reads the postings of some tokens; [Index.Scan] scores every
// entity. They return the same hits. Let T be the threshold, and N a set of
// query tokens whose information sums to n, the others summing to r, with
// n / (n + 0.6 r) < T. Take a listed name of which only tokens in N have a
// partner. Then M <= n, since a pair's part of M is a similarity of at most 1
// times at most the information of its query tokens; U = r + (the part of N
// left over) >= r; and M <= F. So its score is at most
//
//	M / (M + 0.6 r) <= n / (n + 0.6 r) < T
//
// the middle step because x / (x + c) grows with x. Factors only lower it. So a
// name that reaches T has a partner for a token outside N, and that partner is
// found by the keys of [names.Stored], which are complete for the similarity.
// Search takes for N the cheapest tokens as long as the bound holds, collects
// all entities with a partner for any other token (or for adjacent tokens one
// of which is outside N), adds those with an equal identifier, and scores
// each of them exactly as Scan does.
//
// The package does no I/O. An index is read-only once built and may be used
// by many goroutines.
package screen

// Threshold is the default score from which a hit is an alert. It is set by
// hand so that one slip of spelling in a name, or one middle name missing,
// still alerts, and a full contradiction (birth years, IMO numbers) does not.
const Threshold = 0.80

// Version names scorer and constants; it changes whenever a score could.
const Version = "screen-1"
