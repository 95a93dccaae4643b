package main

import (
	"context"
	"errors"
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
	// shutdownTime is how long requests under way may take to end.
	shutdownTime = 30 * time.Second
)

// run listens and serves until the context ends, then drains. It calls ready,
// where there is one, with the public address when it listens.
func (p *program) run(ctx context.Context, g *generations, ready func(address string)) error {
	s, log := g.current.Load().settled, g.shared.log
	if len(s.cursorKeys) == 0 {
		log.Warn("no cursorKeys: cursors, cached answers and Idempotency-Keys end with this process and no other replica reads them")
	}
	if s.redisURL.IsZero() {
		log.Info("no redis: limits, caches and Idempotency-Keys are this process's own")
	}
	public, err := net.Listen("tcp", s.listen)
	if err != nil {
		return err
	}
	admin, err := net.Listen("tcp", s.adminListen)
	if err != nil {
		return errors.Join(err, public.Close())
	}
	log.Info("listening", "public", public.Addr().String(), "admin", admin.Addr().String())
	if ready != nil {
		ready(public.Addr().String())
	}
	health := &readiness{}
	health.set(true)
	return serveBoth(ctx, g, health, public, admin)
}

// serveBoth serves the API and the probes until the context ends or one of them
// fails.
func serveBoth(ctx context.Context, g *generations, health *readiness, public, admin net.Listener) error {
	log := g.shared.log
	api, probes := server(health.partingWith(g), log), server(health.handler(g.shared.metrics.handler()), log)
	failed := make(chan error, 2)
	go func() { failed <- api.Serve(public) }()
	go func() { failed <- probes.Serve(admin) }()
	var cause error
	select {
	case <-ctx.Done():
		delay := g.current.Load().drainDelay
		health.set(false)
		log.Info("draining", "delay", delay)
		cause = linger(delay, failed)
	case cause = <-failed:
		health.set(false)
	}
	// The probes end last: until then they say that nothing may be sent here.
	return errors.Join(cause, shutDown(api), shutDown(probes))
}

// linger goes on serving for as long as a balancer needs to see that this process
// wants no more traffic, and returns why where that fails.
func linger(delay time.Duration, failed <-chan error) error {
	over := time.NewTimer(delay)
	defer over.Stop()
	select {
	case <-over.C:
		return nil
	case err := <-failed:
		return err
	}
}

func server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: endingUnclear(h), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// shutDown takes no more connections and waits for the requests under way. It cuts
// those off that take too long.
func shutDown(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	err := s.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.Close())
	}
	return err
}
