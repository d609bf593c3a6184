package main

import (
	"fmt"

	"plimsoll/regime"
)

type regimeCheckCmd struct {
	Act       string `required:"" help:"What was done: supply, export, ship-to-ship-transfer, vessel-port-entry, asset-dealing ..."`
	Date      string `required:"" help:"When." placeholder:"YYYY-MM-DD"`
	Goods     string `help:"What goods: coal, refined-petroleum, seafood ..."`
	Direction string `help:"Which way the goods went." enum:",to-dprk,from-dprk" default:""`
	Listed    bool   `help:"A party, or the ship, is on the list."`
	DPRKShip  bool   `name:"dprk-ship" help:"A ship under the DPRK flag took part."`
}

func (regimeCheckCmd) Help() string {
	return `Examples:
  plimsoll regime check --act export --goods coal --date 2017-08-06
  plimsoll regime check --act ship-to-ship-transfer --goods refined-petroleum --direction to-dprk --listed --date 2026-03-05`
}

func (c *regimeCheckCmd) Run(e *env) error {
	day, err := parseDay("--date", c.Date)
	if err != nil {
		return err
	}
	r, err := regime.Load()
	if err != nil {
		return err
	}
	a := r.Check(regime.Act{
		Kind: regime.Kind(c.Act), Date: day, Goods: c.Goods, Direction: regime.Direction(c.Direction),
		PartyListed: c.Listed, DPRKShip: c.DPRKShip,
	})
	if e.json {
		return e.document(a)
	}
	fmt.Fprintf(e.stdout, "%s\n", a.Verdict)
	for _, p := range a.Paragraphs {
		mark := ""
		if !p.Verified {
			mark = " [number not verified]"
		}
		fmt.Fprintf(e.stdout, "  %s%s, since %s: %s\n    %s\n", p.ID, mark, p.From, p.Says, p.Source)
	}
	for _, o := range a.Open {
		fmt.Fprintf(e.stdout, "  open: %s\n", o)
	}
	return nil
}
