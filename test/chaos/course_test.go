//go:build chaos

package chaos

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// course is what became of the requests of a stream.
type course []answer

// never is the latency of a request that failed: a fast error must not look like
// a fast answer.
const never = time.Duration(math.MaxInt64)

// between are the answers to what was due in a part of the load.
func (c course) between(from, to time.Duration) course {
	return c.only(func(a answer) bool { return a.due >= from && a.due < to })
}

func (c course) only(which func(answer) bool) course {
	var out course
	for _, a := range c {
		if which(a) {
			out = append(out, a)
		}
	}
	return out
}

// of are the answers with this status.
func (c course) of(status int) course {
	return c.only(func(a answer) bool { return a.status == status })
}

// coded are the problems with this code.
func (c course) coded(code string) course {
	return c.only(func(a answer) bool { return a.code == code })
}

func (c course) fine() course { return c.only(answer.fine) }

func (c course) failed() course { return c.only(func(a answer) bool { return !a.fine() }) }

// goodput is the share of requests that got what they asked for; that of none is 0.
func (c course) goodput() float64 {
	return float64(len(c.fine())) / float64(max(1, len(c)))
}

// latency is the percentile of the wait, in which a failure is [never].
func (c course) latency(percent float64) time.Duration {
	return percentile(c, percent, func(a answer) time.Duration {
		if !a.fine() {
			return never
		}
		return a.took
	})
}

// took is the percentile of the time until an answer of any kind.
func (c course) took(percent float64) time.Duration {
	return percentile(c, percent, func(a answer) time.Duration { return a.took })
}

// percentile takes the nearest rank; that of nothing is never.
func percentile(c course, percent float64, of func(answer) time.Duration) time.Duration {
	if len(c) == 0 {
		return never
	}
	var all []time.Duration
	for _, a := range c {
		all = append(all, of(a))
	}
	slices.Sort(all)
	rank := int(math.Ceil(percent / 100 * float64(len(all))))
	return all[max(0, rank-1)]
}

// tally counts the kinds of answers, such as "200 ×1180, 503 vendor-throttled
// ×20".
func (c course) tally() string {
	kinds := map[string]int{}
	for _, a := range c {
		kinds[kindOf(a)]++
	}
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		out = append(out, fmt.Sprintf("%s ×%d", kind, kinds[kind]))
	}
	return strings.Join(out, ", ")
}

func kindOf(a answer) string {
	kind := fmt.Sprint(a.status)
	switch {
	case a.status == 0:
		return a.err.Error()
	case a.code != "":
		kind += " " + a.code
	case a.by() != "gateway":
		kind += " by the " + a.by()
	}
	if a.err != nil {
		kind += ", " + a.err.Error()
	}
	return kind
}

// joined are several courses as one.
func joined(all ...course) course { return slices.Concat(all...) }
