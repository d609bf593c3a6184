package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"plimsoll/publog"
)

type logCmd struct {
	Verify logVerifyCmd `cmd:"" help:"Check a proof offline: the entry is in the witnessed log."`
	Check  logCheckCmd  `cmd:"" help:"Walk the whole log in the data directory and recompute it."`
}

type logVerifyCmd struct {
	Proof  string `arg:"" help:"A .tlog-proof file."`
	Policy string `required:"" help:"The policy: keys of the log and its witnesses, and how many must have cosigned." placeholder:"FILE"`
	Entry  string `help:"The published document; by default the .json file beside the proof." placeholder:"FILE"`
}

func (logVerifyCmd) Help() string {
	return `Needs no server, no network and no trust in whoever handed you the files:
only the policy, which you should have from elsewhere.

Example:
  plimsoll log verify PF-2026-001.tlog-proof --policy log.policy`
}

func (c *logVerifyCmd) Run(e *env) error {
	entryFile := c.Entry
	if entryFile == "" {
		entryFile = strings.TrimSuffix(c.Proof, filepath.Ext(c.Proof)) + ".json"
	}
	proof, err := os.ReadFile(c.Proof)
	if err != nil {
		return fmt.Errorf("reading the proof: %w", err)
	}
	policy, err := os.ReadFile(c.Policy)
	if err != nil {
		return fmt.Errorf("reading the policy: %w", err)
	}
	entry, err := os.ReadFile(entryFile)
	if errors.Is(err, os.ErrNotExist) && c.Entry == "" {
		return fmt.Errorf("the document the proof is about is not at %s: name it with --entry", entryFile)
	}
	if err != nil {
		return fmt.Errorf("reading the document: %w", err)
	}
	v, err := publog.Verify(entry, proof, policy)
	if err != nil {
		return fmt.Errorf("%s is NOT proven to be in the log: %w", entryFile, err)
	}
	if e.json {
		return e.document(v)
	}
	fmt.Fprintf(e.stdout, "ok: %s is entry %d of %d in the log %s\n", entryFile, v.Index, v.Size, v.Origin)
	for _, w := range v.Witnesses {
		fmt.Fprintf(e.stdout, "  cosigned by %s at %s\n", w.Witness, w.Time.UTC().Format("2006-01-02 15:04:05Z"))
	}
	for _, m := range v.Missing {
		fmt.Fprintf(e.stdout, "  not cosigned by %s; the policy does not need it\n", m)
	}
	return nil
}

type logCheckCmd struct{}

func (logCheckCmd) Help() string {
	return `Reads every entry and tile, recomputes the tree and compares it with the
witnessed checkpoint. Nothing needs to run.`
}

func (c *logCheckCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	policy, err := h.Policy()
	if err != nil {
		return err
	}
	r, err := publog.VerifyLog(e.ctx, h.LogDir(), policy)
	if e.json && (err == nil || len(r.Damage) > 0) {
		if jerr := e.document(r); jerr != nil {
			return jerr
		}
	}
	if err != nil || e.json {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "ok: %s, %s, the tree is what %d witnesses cosigned\n", count(int(r.Entries), "entry", "entries"),
		count(r.Tiles, "tile", "tiles"), len(r.Checkpoint.Cosignatures))
	return err
}
