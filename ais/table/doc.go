// Package table reads AIS that was decoded before and came as rows: the daily
// files of the Danish Maritime Authority, those of MarineCadastre, and other
// CSV or Parquet whose columns are known or are given a meaning. A row becomes
// the messages that said it: a position, and who the ship is when that is new.
//
// It reads from what it is given, opens nothing, and asks no clock.
package table
