package main

import (
	"fmt"

	"plimsoll/demo"
	"plimsoll/house"
)

type demoCmd struct {
	Once bool   `help:"Do the work, print a line for each step, and end without serving."`
	Addr string `help:"Address to serve at." default:"127.0.0.1:8080"`
	Seed uint64 `help:"Seed of the sea's noise; the story is the same for every seed." default:"1718"`
}

func (demoCmd) Help() string {
	return `Takes an invented world through the whole program: lists are read, ships are
heard, a lead is found, three experts weigh it, the finding is published under
witnesses with its dissent inside, a bank is alerted. Nothing is prepared but
the inputs. Run again on the same data directory, it completes what was begun
and changes nothing that is done.

Examples:
  plimsoll demo
  plimsoll demo --once --data /tmp/demo --json`
}

func (c *demoCmd) Run(e *env) error {
	var listener *server
	if !c.Once { // a port in use is said before any work is done
		var err error
		if listener, err = listen(c.Addr); err != nil {
			return err
		}
		defer listener.Listener.Close()
	}
	h, err := e.open()
	if err != nil {
		return err
	}
	defer h.Close()
	if !e.json {
		e.say("%s", demo.Banner)
	}
	var failed error
	err = demo.Run(e.ctx, h, demo.Options{Seed: c.Seed, Report: func(s demo.Step) {
		if e.json {
			failed = e.line(s)
		} else {
			_, failed = fmt.Fprintf(e.stdout, "%-8s %s (%.1f s)\n", s.Name, s.Text, s.Seconds)
		}
	}})
	if err != nil || failed != nil || c.Once {
		return firstError(err, failed)
	}
	return listener.serve(e, h)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

type serveCmd struct {
	Addr string `help:"Address to serve at." default:"127.0.0.1:8080"`
}

func (serveCmd) Help() string {
	return `Beside the pages it answers screening queries (POST /match/{dataset} and others;
GET /openapi.json describes them). Lists that another process imports are taken
up while it runs.

Example:
  plimsoll serve --data /srv/plimsoll --addr 127.0.0.1:8080`
}

func (c *serveCmd) Run(e *env) error {
	l, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer l.Listener.Close()
	var h *house.House
	if h, err = e.open(); err != nil {
		return err
	}
	defer h.Close()
	return l.serve(e, h)
}
