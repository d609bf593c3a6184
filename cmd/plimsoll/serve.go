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
	"plimsoll/web"
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

const stopTime = 5 * time.Second

func (s *server) serve(e *env, h *house.House) error {
	land, err := geo.LoadLand()
	if err != nil {
		return err
	}
	handler, err := web.New(web.Options{
		Source: web.FromHouse(h), Logger: slog.New(slog.NewTextHandler(e.stderr, nil)), Land: land,
	})
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	stopped := make(chan error, 1)
	go func() {
		<-e.ctx.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(e.ctx), stopTime)
		defer cancel()
		stopped <- srv.Shutdown(ctx)
	}()
	go func() { // so that the first reader does not wait for all lists to be joined
		if _, err := h.Register(e.ctx); err != nil && e.ctx.Err() == nil {
			e.say("plimsoll: joining the lists: %v", err)
		}
	}()
	e.say("serving http://%s (stop with Ctrl-C)", s.Addr())
	if err := srv.Serve(s.Listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
