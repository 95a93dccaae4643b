package cache_test

import (
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
)

func TestTheHeaderSaysHowTheValueCame(t *testing.T) {
	for want, s := range map[string]cache.Status{
		"dragoman; hit; ttl=41":               {Hit: true, TTL: 41900 * time.Millisecond},
		"dragoman; hit; ttl=0":                {Hit: true, TTL: time.Millisecond},
		"dragoman; fwd=miss":                  {},
		"dragoman; fwd=miss; stored; ttl=60":  {Stored: true, TTL: time.Minute},
		"dragoman; fwd=stale; stored; ttl=60": {Stale: true, Stored: true, TTL: time.Minute},
		"dragoman; fwd=stale":                 {Stale: true},
		"dragoman; fwd=stale; ttl=-12":        {Stale: true, TTL: -11500 * time.Millisecond},
		"dragoman; fwd=stale; ttl=-1":         {Stale: true, TTL: -1},
	} {
		if got := s.Header(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
