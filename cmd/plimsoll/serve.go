package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"plimsoll/geo"
	"plimsoll/house"
	"plimsoll/house/roll"
	"plimsoll/web"
	"plimsoll/web/match"
)

// server listens before it has anything to serve, so that a port in use is
// known at once.
type server struct{ net.Listener }

func listen(addr string) (*server, error) {
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("the address %s is in use, perhaps by another plimsoll: stop it, or choose another with --addr 127.0.0.1:8081", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("listening at %s: %w", addr, err)
	}
	return &server{l}, nil
}

const (
	stopTime     = 5 * time.Second
	lookForLists = 2 * time.Second // how often another process's imports are looked for
)

// beside serves the pages, and screening at the addresses that are its own.
func beside(pages, screening http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	for _, path := range match.Paths() {
		mux.Handle(path, screening)
	}
	return mux
}

func (s *server) serve(e *env, h *house.House) error {
	land, err := geo.LoadLand()
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(e.stderr, nil))
	source := web.FromHouse(h)
	pages, err := web.New(web.Options{Source: source, Logger: logger, Land: land})
	if err != nil {
		return err
	}
	rolls := roll.NewKeeper(h, logger)
	screening := match.New(match.Options{
		Rolls: rolls, Authorities: h.Lists.Authorities(), Version: version(), Now: e.now, Logger: logger,
	})
	srv := &http.Server{
		Handler: beside(pages, screening), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	stopped := make(chan error, 1)
	go func() {
		<-e.ctx.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(e.ctx), stopTime)
		defer cancel()
		stopped <- srv.Shutdown(ctx)
	}()
	go rolls.Run(e.ctx, lookForLists)
	go func() {
		if _, err := source.Version(e.ctx); err != nil && e.ctx.Err() == nil { // reads the newest watch before anybody asks
			logger.Error("the newest watch could not be read", "error", err)
		}
	}()
	e.say("serving http://%s (stop with Ctrl-C)", s.Addr())
	if err := srv.Serve(s.Listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
