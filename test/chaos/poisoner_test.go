//go:build chaos

package chaos

import (
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// poisoner spoils whatever is in Redis, over and over.
type poisoner struct {
	redis  *redis.Client
	end    context.CancelFunc
	spoilt chan int
}

func (b *bench) poison() *poisoner {
	ctx, end := context.WithCancel(context.Background())
	p := &poisoner{redis: b.redis.Client(), end: end, spoilt: make(chan int, 1)}
	b.t.Cleanup(end)
	go func() {
		n := 0
		for ctx.Err() == nil {
			n += p.round(ctx)
		}
		p.spoilt <- n
	}()
	return p
}

// stop ends it and returns how many values it spoilt.
func (p *poisoner) stop() int {
	p.end()
	return <-p.spoilt
}

// round spoils every second value, each in another way. An error means that the
// value is gone meanwhile, or is spoilt already.
func (p *poisoner) round(ctx context.Context) int {
	keys, _ := p.redis.Keys(ctx, "*").Result()
	n := 0
	for i, key := range keys {
		if rand.IntN(2) == 0 {
			continue
		}
		value, err := p.redis.Get(ctx, key).Result()
		if err == nil && p.spoil(ctx, key, value, keys[rand.IntN(len(keys))], i) == nil {
			n++
		}
	}
	if len(keys) == 0 {
		time.Sleep(time.Millisecond)
	}
	return n
}

// spoil puts something else in place of a value: half the time what stands under
// another key, which is the likeliest to be believed.
func (p *poisoner) spoil(ctx context.Context, key, value, other string, way int) error {
	switch way % 10 {
	case 0:
		return p.set(ctx, key, value[:len(value)/2])
	case 1:
		return p.set(ctx, key, "")
	case 2:
		return p.set(ctx, key, strings.Repeat("\xff", 1+len(value)))
	case 3:
		at := rand.IntN(len(value) + 1)
		return p.set(ctx, key, value[:at]+"x"+value[min(at+1, len(value)):])
	case 4:
		_, err := p.redis.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
			pipe.Del(ctx, key)
			pipe.RPush(ctx, key, value)
			pipe.Expire(ctx, key, time.Minute)
			return nil
		})
		return err
	}
	foreign, err := p.redis.Get(ctx, other).Result()
	if err != nil {
		return err
	}
	if err := p.set(ctx, other, value); err != nil {
		return err
	}
	return p.set(ctx, key, foreign)
}

func (p *poisoner) set(ctx context.Context, key, value string) error {
	return p.redis.Set(ctx, key, value, redis.KeepTTL).Err()
}
