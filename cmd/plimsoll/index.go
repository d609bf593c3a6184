package main

import (
	"errors"
	"fmt"
	"os"

	"plimsoll/ftm"
	"plimsoll/screen"
)

type indexCmd struct {
	Build  indexBuildCmd  `cmd:"" help:"Build the index of the current lists, unless it is there, and say what is in it."`
	Verify indexVerifyCmd `cmd:"" help:"Read every byte of the index of the current lists and compare it with its sum."`
}

func (indexCmd) Help() string {
	return `The index is one file, named by the snapshots and the program it was built from
and by, and mapped into memory by whoever screens. A server builds it when a
list changes; it can be removed at any time and is built again.

Examples:
  plimsoll index build
  plimsoll index verify --json`
}

type indexBuildCmd struct{}

func (c *indexBuildCmd) Run(e *env) error { return e.index(false) }

type indexVerifyCmd struct{}

func (c *indexVerifyCmd) Run(e *env) error { return e.index(true) }

// index opens or builds the index of the current lists, and tells of it.
func (e *env) index(verify bool) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	snaps, err := h.Lists.All(e.ctx)
	if err != nil {
		return err
	}
	if len(snaps) == 0 {
		return errors.New("there is no list to index: take lists in first (plimsoll lists sync, or plimsoll lists import FILE)")
	}
	var of []screen.Source
	var all []*ftm.Entity
	for _, s := range snaps {
		of = append(of, screen.Source{Dataset: s.Dataset, Snapshot: s.ID})
		all = append(all, s.Entities...)
	}
	x, err := h.Index(all, of)
	if err != nil {
		return err
	}
	if verify {
		if err := x.Verify(); err != nil {
			return err
		}
	}
	path := h.IndexPath(of)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	meta := x.Meta()
	if e.json {
		return e.document(map[string]any{
			"index": x.ID(), "file": path, "bytes": info.Size(), "parties": meta.Parties, "names": meta.Aliases, "words": meta.Tokens,
			"built_by": []string{meta.Screen, meta.Names}, "snapshots": of, "verified": verify,
		})
	}
	state := ""
	if verify {
		state = "; every byte is as it was written"
	}
	_, err = fmt.Fprintf(e.stdout, "index %s of %s: %s, %s, %s, %.1f MB%s\n%s\n", x.ID(), count(len(of), "list", "lists"),
		count(meta.Parties, "party", "parties"), count(meta.Aliases, "name", "names"), count(meta.Tokens, "word", "words"),
		float64(info.Size())/1e6, state, path)
	return err
}
