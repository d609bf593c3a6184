package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"plimsoll/vault"
)

type vaultCmd struct {
	Add    vaultAddCmd    `cmd:"" help:"Keep files as exhibits."`
	List   vaultListCmd   `cmd:"" help:"The exhibits on record."`
	Verify vaultVerifyCmd `cmd:"" help:"Check that every exhibit is still what was received."`
}

type vaultAddCmd struct {
	Files  []string `arg:"" name:"file" help:"Files to keep, exactly as they are."`
	Source string   `required:"" help:"Who or what they come from."`
	Origin string   `help:"Whose observation it is, where the source only passed it on."`
	URL    string   `help:"Where it was published."`
	Rights string   `help:"What may be done with it; needed before publishing."`
	Grade  string   `help:"Admiralty grade, A1 to F6."`
}

func (vaultAddCmd) Help() string {
	return `Example:
  plimsoll vault add photo.jpg --source "coast guard press office" --rights "may be reprinted" --grade B2`
}

func (c *vaultAddCmd) Run(e *env) error {
	h, err := e.open()
	if err != nil {
		return err
	}
	defer h.Close()
	for _, name := range c.Files {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("adding an exhibit: %w", err)
		}
		data, err := io.ReadAll(io.LimitReader(f, vault.MaxSize+1))
		f.Close()
		if err != nil {
			return fmt.Errorf("adding %s: %w", name, err)
		}
		ex, err := h.Vault.Add(e.ctx, h.Operator, vault.Item{
			Name: filepath.Base(name), Source: c.Source, Origin: c.Origin,
			URL: c.URL, Rights: c.Rights, Grade: c.Grade,
		}, data)
		if err != nil {
			return err
		}
		if e.json {
			if err := e.line(ex); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(e.stdout, "%s  %s\n", ex.SHA256, ex.Name)
	}
	return nil
}

type vaultListCmd struct{}

func (c *vaultListCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	var rows [][]string
	for _, ex := range h.Vault.Exhibits() {
		if e.json {
			if err := e.line(ex); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{ex.SHA256[:16], fmt.Sprint(ex.Size), ex.Received.Format("2006-01-02"), ex.Name, ex.Source})
	}
	if e.json {
		return nil
	}
	return table(e.stdout, []string{"SHA256", "BYTES", "RECEIVED", "NAME", "SOURCE"}, rows)
}

type vaultVerifyCmd struct{}

func (c *vaultVerifyCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	n, err := h.Vault.Verify(e.ctx)
	if err != nil {
		return err
	}
	if e.json {
		return e.document(map[string]any{"ok": true, "exhibits": n})
	}
	_, err = fmt.Fprintf(e.stdout, "ok: %s, each as it was received\n", count(n, "exhibit", "exhibits"))
	return err
}
