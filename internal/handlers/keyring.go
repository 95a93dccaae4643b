package handlers

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
	"golang.org/x/sync/singleflight"
)

const (
	// keysFresh is how long an issuer's keys are used before they are asked for
	// again, while requests go on with those at hand.
	keysFresh = 5 * time.Minute
	// keysKept is how long they are used while the issuer does not answer.
	keysKept = 24 * time.Hour
	// keysPace is how long an issuer is left alone after it was asked, whatever
	// tokens come.
	keysPace = 30 * time.Second
)

// keyName is what a token says of the key that signed it.
type keyName struct{ id, algorithm string }

// keyring is the keys at one URL. They are looked up; nothing of a token gets into
// a request for them.
type keyring struct {
	url    string
	life   context.Context
	log    *slog.Logger
	now    func() time.Time
	flight singleflight.Group

	mu    sync.Mutex
	state keys
}

// keys are the keys of an issuer as they were last seen.
type keys struct {
	byName         map[keyName]jwk.Key
	fetched, tried time.Time
	// failed tells that the last try brought none.
	failed bool
}

// find returns the key of a name, or nil. A name that is not known may be that of
// a new key: then the issuer is asked, by one request for all who wait. The error
// says that it does not answer.
func (k *keyring) find(ctx context.Context, name keyName) (jwk.Key, error) {
	now, state := k.now(), k.current()
	if key := state.find(name, now); key != nil {
		if now.Sub(state.fetched) >= keysFresh && state.due(now) {
			k.renew()
		}
		return key, nil
	}
	if state.due(now) {
		select {
		case <-k.renew():
		case <-ctx.Done():
			return nil, fail(codeClientClosed)
		}
	}
	now, state = k.now(), k.current()
	if key := state.find(name, now); key != nil || !state.failed {
		return key, nil
	}
	f := fail(codeIssuerUnavailable)
	f.header.Set("Retry-After", seconds(state.tried.Add(keysPace).Sub(now)))
	return nil, f
}

func (s keys) find(name keyName, now time.Time) jwk.Key {
	if now.Sub(s.fetched) >= keysKept {
		return nil
	}
	return s.byName[name]
}

// due tells whether the issuer may be asked again.
func (s keys) due(now time.Time) bool { return now.Sub(s.tried) >= keysPace }

// renew asks the issuer, unless somebody just did. It outlives the request that it
// was begun for: others wait as well.
func (k *keyring) renew() <-chan singleflight.Result {
	return k.flight.DoChan("", func() (any, error) {
		state := k.current()
		if !state.due(k.now()) {
			return nil, nil
		}
		state.tried = k.now()
		byName, err := fetchKeys(k.life, k.url)
		if state.failed = err != nil; !state.failed {
			state.byName, state.fetched = byName, state.tried
		} else {
			k.log.Warn("issuer's keys not fetched", "host", hostOf(k.url), "cause", err)
		}
		k.put(state)
		return nil, nil
	})
}

func (k *keyring) current() keys {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.state
}

func (k *keyring) put(state keys) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.state = state
}
