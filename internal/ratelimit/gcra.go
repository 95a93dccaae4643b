package ratelimit

import (
	"context"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
)

// quota is one name's limit in the terms of redis_rate, an implementation of the
// generic cell rate algorithm in one script that takes its time from Redis.
type quota struct {
	limit Limit
	key   string
	gcra  redis_rate.Limit
	// debt belongs to the name for as long as the limit is the same.
	debt *debt
}

// newQuota puts the limit into the key: what is left under one limit says nothing
// under another. The name comes last, where no character of it can be taken for
// anything else.
func newQuota(kind Kind, name string, limit Limit) quota {
	// redis_rate wants whole numbers. A period of a second or more tells every rate
	// to a billionth.
	count := max(1, math.Ceil(limit.Rate))
	return quota{
		limit: limit,
		key:   string(kind) + ":" + strconv.FormatFloat(limit.Rate, 'g', -1, 64) + ":" + strconv.Itoa(limit.Burst) + ":" + name,
		debt:  &debt{},
		gcra:  redis_rate.Limit{Rate: int(count), Period: time.Duration(count / limit.Rate * float64(time.Second)), Burst: limit.Burst},
	}
}

// slack is what the script may be off: its times are floating point.
const slack = time.Millisecond

// decide reads what the script said. It is not ok where that cannot come of this
// limit: nobody has to wait longer than one request takes to come back, but where
// Redis's clock was set back, or somebody else wrote the key.
func (q quota) decide(said *redis_rate.Result) (d Decision, ok bool) {
	d = Decision{Allowed: said.Allowed > 0, Limit: q.limit, Remaining: said.Remaining}
	interval := q.limit.interval()
	if !d.Allowed {
		// Redis's clock has microseconds: who waits as told must not come early.
		d.RetryAfter = said.RetryAfter + time.Microsecond
		d.Next = d.RetryAfter
		return d, said.RetryAfter > 0 && said.RetryAfter <= interval+slack
	}
	d.Next = said.ResetAfter % interval
	if d.Next < time.Microsecond {
		d.Next += interval
	}
	return d, said.ResetAfter > 0
}

var errReply = errors.New("ratelimit: that is no answer to the script")

// guarded is what redis_rate is given. It puts the keys, which begin with "rate:"
// whatever one asks for, under the prefix of this program, and lets no reply pass
// that redis_rate would panic at.
type guarded struct{ redis.Cmdable }

// Eval runs a script under the prefix.
func (g guarded) Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd {
	return checked(g.Cmdable.Eval(ctx, script, []string{prefix + keys[0]}, args...))
}

// EvalSha runs a script that Redis has under the prefix.
func (g guarded) EvalSha(ctx context.Context, sha1 string, keys []string, args ...any) *redis.Cmd {
	return checked(g.Cmdable.EvalSha(ctx, sha1, []string{prefix + keys[0]}, args...))
}

// checked makes an error of a reply that is not allowed, remaining, retry after,
// reset after.
func checked(cmd *redis.Cmd) *redis.Cmd {
	if cmd.Err() != nil {
		return cmd
	}
	said, _ := cmd.Val().([]any)
	if len(said) != 4 {
		cmd.SetErr(errReply)
		return cmd
	}
	_, allowed := said[0].(int64)
	_, remaining := said[1].(int64)
	_, retry := said[2].(string)
	_, reset := said[3].(string)
	if !allowed || !remaining || !retry || !reset {
		cmd.SetErr(errReply)
	}
	return cmd
}
