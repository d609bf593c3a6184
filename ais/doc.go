// Package ais reads and writes AIS as it travels in NMEA 0183: AIVDM and AIVDO
// sentences, with or without tag blocks, as defined by IEC 61162-1, IEC 61162-450
// and Recommendation ITU-R M.1371-5.
//
// The decoder takes a feed as it comes, dirt included. What it cannot read is
// counted under a reason with the numbers of the lines, never guessed at; what
// it reads although the standard is bent is counted as leniency. A position
// report costs no allocation.
//
// Nothing here opens files or asks the time of day: a reader is passed in, and
// the time of a message is what the stream says it is (see Clock).
package ais
