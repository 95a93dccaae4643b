package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// The bounds of a client's connection; a vendor's stand in its configuration.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10
	// drainTime is how long requests under way may take to end.
	drainTime = 30 * time.Second
)

// serve serves a configuration until the context ends.
func (p *program) serve(ctx context.Context, args []string) error {
	file, err := p.configFlag("serve", args)
	if err != nil {
		return err
	}
	s, err := loadFile(p.table, file, p.getenv)
	if err != nil {
		return err
	}
	return p.run(ctx, s, nil)
}

// check reads a configuration, opens every connection without sending anything,
// and prints every fault.
func (p *program) check(_ context.Context, args []string) error {
	file, err := p.configFlag("check", args)
	if err != nil {
		return err
	}
	s, err := loadFile(p.table, file, p.getenv)
	if err != nil {
		return err
	}
	g, err := assemble(s, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "ok: %d connections, %d keys\n", s.pool.Len(), len(s.keys))
	return g.Close()
}

func (p *program) configFlag(verb string, args []string) (string, error) {
	var file string
	err := p.flags(verb, args, func(f *flag.FlagSet) { f.StringVar(&file, "config", "", "the configuration file") })
	if err == nil && file == "" {
		err = &usageError{errors.New("--config FILE is needed")}
	}
	return file, err
}

// run serves until the context ends, then lets the requests under way finish. It
// calls ready, where there is one, with the public address when it listens.
func (p *program) run(ctx context.Context, s *settled, ready func(address string)) error {
	log := slog.New(slog.NewJSONHandler(p.stderr, nil))
	g, err := assemble(s, log)
	if err != nil {
		return err
	}
	defer func() { _ = g.Close() }()
	if s.randomCursorKey {
		log.Warn("no cursorKeys: cursors end with this process and no other replica opens them")
	}
	public, err := net.Listen("tcp", s.listen)
	if err != nil {
		return err
	}
	private, err := net.Listen("tcp", s.adminListen)
	if err != nil {
		return errors.Join(err, public.Close())
	}
	log.Info("listening", "public", public.Addr().String(), "admin", private.Addr().String())
	health := &readiness{}
	if ready != nil {
		ready(public.Addr().String())
	}
	health.set(true)
	return serveAll(ctx, health, log, []endpoint{{public, g.public}, {private, health.handler()}})
}

type endpoint struct {
	listener net.Listener
	handler  http.Handler
}

// serveAll serves the handlers until the context ends or one of them fails, and
// drains them all.
func serveAll(ctx context.Context, health *readiness, log *slog.Logger, endpoints []endpoint) error {
	failed := make(chan error, len(endpoints))
	var servers []*http.Server
	for _, e := range endpoints {
		server := &http.Server{
			Handler: e.handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
			MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		}
		servers = append(servers, server)
		go func() { failed <- server.Serve(e.listener) }()
	}
	var cause error
	select {
	case <-ctx.Done():
		log.Info("draining")
	case cause = <-failed:
	}
	health.set(false)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	for _, server := range servers {
		cause = errors.Join(cause, server.Shutdown(drain))
	}
	return cause
}
