package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// lookEvery is how often the files are looked at. They are read and not watched
// for events: Kubernetes swaps a symlink two folders above a mounted file, editors
// rename over it, and network file systems tell of nothing.
const lookEvery = 250 * time.Millisecond

// reloader puts the configuration into force anew when one of its files changes.
type reloader struct {
	load        func(seen files) (*settled, error)
	generations *generations
	// read is what the last load read, refused or not: each change is loaded, and
	// its faults are told, once.
	read files
	// seen is what the last look saw.
	seen files
}

// start reloads on SIGHUP and when a file changes. The function that it returns
// ends that.
func (r *reloader) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	look := time.NewTicker(lookEvery)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	var watching sync.WaitGroup
	watching.Go(func() { r.watch(ctx, look.C, hangup) })
	return func() {
		cancel()
		watching.Wait()
		look.Stop()
		signal.Stop(hangup)
	}
}

func (r *reloader) watch(ctx context.Context, look <-chan time.Time, hangup <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			r.reload()
		case <-look:
			if r.due() {
				r.reload()
			}
		}
	}
}

// due tells whether a file holds something new, and held the same at the last
// look: half of a file that is being written may be a configuration as well.
func (r *reloader) due() bool {
	before := r.seen
	r.seen = r.read.look()
	return maps.Equal(r.seen, before) && !maps.Equal(r.seen, r.read)
}

// reload puts the configuration into force, or tells its faults and leaves the old
// one in force.
func (r *reloader) reload() {
	log := r.generations.shared.log
	before := r.read
	r.read, r.seen = files{}, nil
	err := r.attempt(before)
	r.generations.shared.metrics.reloaded(err)
	if err != nil {
		log.Error("the configuration is refused and the old one stays in force", "faults", faultsOf(err))
		return
	}
	now := r.generations.current.Load()
	log.Info("reloaded", "connections", now.pool.Len(), "keys", len(now.keys))
}

// attempt also holds a panic of the YAML parser, or of a vendor that opens a
// connection, off the requests.
func (r *reloader) attempt(before files) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("a panic with a %T", thrown)
		}
	}()
	if pipe := before.pipe(); pipe != "" {
		r.read = before.look()
		return fmt.Errorf("%s: it is a pipe, which can be read only once", pipe)
	}
	next, err := r.load(r.read)
	if err != nil {
		return err
	}
	if err := frozen(r.generations.current.Load().settled, next); err != nil {
		return errors.Join(err, next.pool.Close())
	}
	return r.generations.swap(next)
}

// frozen are the faults of what a process cannot change while it runs.
func frozen(now, next *settled) error {
	var f faults
	if now.listen != next.listen {
		f.fault("listen", "to change it needs a restart")
	}
	if now.adminListen != next.adminListen {
		f.fault("adminListen", "to change it needs a restart")
	}
	if now.redisURL.Reveal() != next.redisURL.Reveal() {
		f.fault("redis.url", "to change it needs a restart")
	}
	return errors.Join(f.all...)
}

// faultsOf returns what each of the faults that err joins says.
func faultsOf(err error) []string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []string{err.Error()}
	}
	var all []string
	for _, e := range joined.Unwrap() {
		all = append(all, faultsOf(e)...)
	}
	return all
}
