package cache

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// trust is how long a copy is true without anybody's word, and how long the
	// subscription counts as alive after it was heard. It is below the second
	// within which a purge holds everywhere.
	trust = 900 * time.Millisecond
	// pingEvery is how often the subscription is asked for a sign of life, and
	// resumeAfter how long after its end it is made anew.
	pingEvery, resumeAfter = 200 * time.Millisecond, 200 * time.Millisecond
	// maxSilence is how many of these questions may be open.
	maxSilence = 5
)

// ear hears which keys other replicas changed, and knows whether it hears.
type ear struct {
	far  *Redis
	now  func() time.Time
	hear func(key string)
	told func(told)

	mu sync.Mutex
	// since is when this subscription was made: of what was changed before, not
	// everything was heard. It is zero where there is none.
	since time.Time
	// proof is when something was asked that came back since: all that was announced
	// before then has been heard.
	proof  time.Time
	silent int
}

// covers tells whether a change after this time would have been heard of by now,
// but for one within the last second.
func (e *ear) covers(asOf time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return !e.since.IsZero() && !asOf.Before(e.since) && e.now().Sub(e.proof) < trust
}

// run hears until ctx ends, over one subscription after the other.
func (e *ear) run(ctx context.Context) {
	for ctx.Err() == nil {
		e.subscribe(ctx)
		e.deaf()
		select {
		case <-ctx.Done():
		case <-time.After(resumeAfter):
		}
	}
}

func (e *ear) deaf() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.since, e.silent = time.Time{}, 0
}

// subscribe hears as long as one subscription lasts.
func (e *ear) subscribe(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	asked := e.now()
	subscription := e.far.client.Subscribe(ctx, channel)
	var pings sync.WaitGroup
	pings.Go(func() {
		e.ping(ctx, subscription)
		_ = subscription.Close() // which ends Receive
	})
	defer pings.Wait()
	defer stop()
	for {
		message, err := subscription.Receive(ctx)
		if err != nil {
			return
		}
		e.take(message, asked)
	}
}

// ping asks for signs of life until ctx ends or they stay away.
func (e *ear) ping(ctx context.Context, subscription *redis.PubSub) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		e.mu.Lock()
		e.silent++
		dead := e.silent > maxSilence
		e.mu.Unlock()
		if dead || subscription.Ping(ctx, strconv.FormatInt(e.now().UnixNano(), 10)) != nil {
			return
		}
	}
}

func (e *ear) take(message any, asked time.Time) {
	switch m := message.(type) {
	case *redis.Message:
		if w, ok := e.far.toldBy(m.Payload); ok {
			e.told(w)
			return
		}
		for _, key := range e.far.changed(m.Payload) {
			e.hear(key)
		}
	case *redis.Subscription:
		e.mu.Lock()
		defer e.mu.Unlock()
		e.since, e.proof, e.silent = e.now(), asked, 0
	case *redis.Pong:
		e.mu.Lock()
		defer e.mu.Unlock()
		e.silent = 0
		if sent, err := strconv.ParseInt(m.Payload, 10, 64); err == nil {
			e.proof = time.Unix(0, sent)
		}
	}
}
