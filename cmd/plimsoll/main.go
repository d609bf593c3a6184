// Command plimsoll is an independent sanctions monitor that anyone can run.
//
// It reads official lists, ships' radio and evidence; weighs them into
// findings that no member can veto or blur; publishes these in a log anyone
// can check; and turns them into answers that a bank, an insurer or a flag
// registry acts on.
//
// An operator's day:
//
//	plimsoll demo                       an invented world, served at http://127.0.0.1:8080
//	plimsoll lists import FILE          take in an official list
//	plimsoll match NAME                 who of the listed this may be, and why
//	plimsoll screen BOOK -o OUT         the same for each row of a book
//	plimsoll watch FILE.nmea            ships' radio in, events out
//	plimsoll serve                      the pages over a data directory
//	plimsoll journal verify             replay every decision, name the first broken link
//	plimsoll log verify F.tlog-proof --policy FILE
//
// Everything lies in one data directory (--data, default ./plimsoll-data).
// Results go to stdout, progress and messages to stderr. Exit codes: 0 done,
// 1 not done, 2 the command line was wrong.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"plimsoll/house"
	"plimsoll/publog"
	"plimsoll/screen"
	"plimsoll/store"
)

type cli struct {
	Data string `help:"Data directory (default ${default})." default:"./plimsoll-data" type:"path" placeholder:"DIR"`
	JSON bool   `help:"Write results as JSON (one document, or one a line)."`

	Demo     demoCmd     `cmd:"" help:"Run the invented world end to end and serve its pages."`
	Serve    serveCmd    `cmd:"" help:"Serve the pages and the screening API over a data directory."`
	Lists    listsCmd    `cmd:"" help:"Official lists: take them in, look at them."`
	Watch    watchCmd    `cmd:"" help:"Read ships' radio (AIVDM) and write what the ships did."`
	Ais      aisCmd      `cmd:"" help:"AIS messages by themselves."`
	Tracks   tracksCmd   `cmd:"" help:"Positions at rest: keep the reports of feeds, write them out by ship, box and time."`
	Simulate simulateCmd `cmd:"" help:"Write the radio of invented ships, with a list of what they did."`
	Patterns patternsCmd `cmd:"" help:"Find stories in what ships did: deliveries, coal runs, shuttles."`
	Sighting sightingCmd `cmd:"" help:"Reports and pictures of ships."`
	Index    indexCmd    `cmd:"" help:"The file that names and numbers are looked up in: build it, check it."`
	Match    matchCmd    `cmd:"" help:"Look a name or a number up in the lists and findings."`
	Screen   screenCmd   `cmd:"" help:"Screen a book of customers and ships, row by row."`
	Leads    leadsCmd    `cmd:"" help:"The leads on record."`
	Finding  findingCmd  `cmd:"" help:"Findings: what they say and how they stand."`
	Desk     deskCmd     `cmd:"" help:"An institution's book: hand it in, and alerts are raised and kept."`
	Alerts   alertsCmd   `cmd:"" help:"The alerts of an institution."`
	Regime   regimeCmd   `cmd:"" help:"What was forbidden on a day, and by which paragraph."`
	Account  accountCmd  `cmd:"" help:"Accounts of caps: what was reported, and what was estimated beside it."`
	Oil      oilCmd      `cmd:"" help:"The account of refined petroleum of a year."`
	Report   reportCmd   `cmd:"" help:"Build the report of the findings published so far."`
	Log      logCmd      `cmd:"" help:"The public log: check it, prove what is in it."`
	Journal  journalCmd  `cmd:"" help:"The journal of decisions: replay and check it."`
	Vault    vaultCmd    `cmd:"" help:"Exhibits: keep them, check them."`
	Bench    benchCmd    `cmd:"" help:"Measure this program on data of yours."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// env is what commands get from the outside world.
type env struct {
	ctx    context.Context
	data   string
	json   bool
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time
	rand   io.Reader
}

// open opens the data directory the command line names.
func (e *env) open() (*house.House, error) {
	return house.Open(e.ctx, e.data, house.Options{Now: e.now, Rand: e.rand})
}

// existing is open for a data directory that must be there already.
func (e *env) existing() (*house.House, error) {
	if err := store.CheckExisting(e.data); err != nil {
		return nil, err
	}
	return e.open()
}

// say writes a message for the person at the screen.
func (e *env) say(format string, args ...any) { fmt.Fprintf(e.stderr, format+"\n", args...) }

func main() {
	publog.QuietLibraries(nil) // what they would say reaches the user as errors
	// The first signal asks every command to stop in order; a second one kills.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	code := run(&env{ctx: ctx, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, rand: rand.Reader}, os.Args[1:])
	stop()
	os.Exit(code)
}

// exitError ends the program with a code of its own after its message is said.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func run(e *env, args []string) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("plimsoll"),
		kong.Description("An independent sanctions monitor that anyone can run."),
		kong.Writers(e.stdout, e.stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.UsageOnError(),
		kong.Vars{"threshold": fmt.Sprint(screen.Threshold)},
	)
	if err != nil {
		e.say("plimsoll: %v", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if exit >= 0 { // help was asked for and printed
		return exit
	}
	if err != nil {
		e.say("plimsoll: %v", err)
		var pe *kong.ParseError
		if errors.As(err, &pe) && pe.Context != nil && pe.Context.Selected() != nil {
			e.say("Try: plimsoll %s --help", strings.TrimPrefix(pe.Context.Selected().FullPath(), "plimsoll "))
		} else {
			e.say("Try: plimsoll --help")
		}
		return 2
	}
	e.data, e.json = c.Data, c.JSON
	if err := kctx.Run(e); err != nil {
		e.say("plimsoll: %v", err)
		var ee *exitError
		if errors.As(err, &ee) {
			return ee.code
		}
		return 1
	}
	return 0
}
