package cache

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// channel is where every change is announced to the replicas that keep copies.
const channel = prefix + "changed"

// Redis is a [Store] for the fleet. Each change is announced on a channel, by the
// keys that it changed. What cannot be reached is an error; how long to wait for
// Redis is the client's business.
type Redis struct {
	client *redis.Client
	// sender tells own announcements from others'.
	sender string
}

// NewRedis returns a store over a client, which stays the caller's to close.
func NewRedis(client *redis.Client) *Redis {
	return &Redis{client: client, sender: rand.Text()}
}

// Get returns what is there, in one exchange with Redis.
func (r *Redis) Get(ctx context.Context, keys ...string) ([][]byte, error) {
	copies, err := r.read(ctx, keys)
	if err != nil {
		return nil, err
	}
	values := make([][]byte, len(keys))
	for n, c := range copies {
		values[n] = c.value
	}
	return values, nil
}

// Set keeps a value.
func (r *Redis) Set(ctx context.Context, key string, value []byte, life time.Duration) error {
	if err := fits(value, life); err != nil {
		return err
	}
	return r.change(ctx, []string{key}, func(p redis.Pipeliner) { p.Set(ctx, key, value, life) })
}

// Add keeps a value where there is none.
func (r *Redis) Add(ctx context.Context, key string, value []byte, life time.Duration) (bool, error) {
	if err := fits(value, life); err != nil {
		return false, err
	}
	added, err := r.client.SetNX(ctx, key, value, life).Result()
	if err != nil || !added {
		return false, err
	}
	// Were it announced before it is known, the replica that has the value would
	// forget its copy for every vain try of another.
	return true, r.client.Publish(ctx, channel, r.announcement(key)).Err()
}

// Delete forgets the keys.
func (r *Redis) Delete(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	return r.change(ctx, keys, func(p redis.Pipeliner) { p.Del(ctx, keys...) })
}

// taken is a copy of a value.
type taken struct {
	value []byte
	// life is how long the value had left, zero or less where it has no end: nobody
	// here wrote that.
	life time.Duration
}

// read takes copies. GETRANGE reads no more of a value than may be one: with GET,
// somebody's gigabyte would be read into memory.
func (r *Redis) read(ctx context.Context, keys []string) ([]taken, error) {
	texts, lives := make([]*redis.StringCmd, len(keys)), make([]*redis.DurationCmd, len(keys))
	_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for n, key := range keys {
			texts[n], lives[n] = p.GetRange(ctx, key, 0, MaxValue), p.PTTL(ctx, key)
		}
		return nil
	})
	if err != nil && !redis.HasErrorPrefix(err, "WRONGTYPE") {
		return nil, err
	}
	copies := make([]taken, len(keys))
	for n := range keys {
		value, err := valueOf(texts[n])
		if err = errors.Join(err, lives[n].Err()); err != nil {
			return nil, err
		}
		copies[n] = taken{value, lives[n].Val()}
	}
	return copies, nil
}

// valueOf returns nil where nothing is there, and an empty value for what is none.
func valueOf(answer *redis.StringCmd) ([]byte, error) {
	value, err := answer.Bytes()
	switch {
	case redis.HasErrorPrefix(err, "WRONGTYPE"), len(value) > MaxValue:
		return []byte{}, nil
	case err != nil, len(value) == 0:
		return nil, err
	}
	return value, nil
}

// change sends commands and announces the keys that they change.
func (r *Redis) change(ctx context.Context, keys []string, commands func(redis.Pipeliner)) error {
	_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		commands(p)
		p.Publish(ctx, channel, r.announcement(keys...))
		return nil
	})
	return err
}

// announcement names the sender and the keys.
func (r *Redis) announcement(keys ...string) string {
	return strings.Join(append([]string{r.sender}, keys...), " ")
}

// changed returns the keys of another's announcement.
func (r *Redis) changed(announcement string) []string {
	fields := strings.Fields(announcement)
	if len(fields) == 0 || fields[0] == r.sender {
		return nil
	}
	return fields[1:]
}
