package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// serve serves a configuration file until the context ends.
func (p *program) serve(ctx context.Context, args []string) error {
	file, err := p.configFlag("serve", args)
	if err != nil {
		return err
	}
	load := func(seen files) (*settled, error) { return loadFile(p.table, file, p.getenv, seen) }
	seen := files{}
	s, err := load(seen)
	if err != nil {
		return err
	}
	g, err := begin(s, p.logger(), time.Now)
	if err != nil {
		return err
	}
	defer func() { _ = g.close() }()
	stop := (&reloader{load: load, generations: g, read: seen}).start(ctx)
	defer stop()
	return p.run(ctx, g, nil)
}

func (p *program) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(p.stderr, nil)) }

// check reads a configuration, opens every connection without sending anything,
// and prints every fault.
func (p *program) check(_ context.Context, args []string) error {
	file, err := p.configFlag("check", args)
	if err != nil {
		return err
	}
	s, err := loadFile(p.table, file, p.getenv, files{})
	if err != nil {
		return err
	}
	s.redisURL = upstream.Secret{} // around a Redis, a process announces itself there
	g, err := begin(s, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "ok: %d connections, %d keys\n", s.pool.Len(), len(s.keys))
	return g.close()
}

func (p *program) configFlag(verb string, args []string) (string, error) {
	var file string
	err := p.flags(verb, args, func(f *flag.FlagSet) { f.StringVar(&file, "config", "", "the configuration file") })
	if err == nil && file == "" {
		err = &usageError{errors.New("--config FILE is needed")}
	}
	return file, err
}
