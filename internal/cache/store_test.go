package cache_test

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// stores are all that keep the contract of Store.
func stores() map[string]func(*testing.T) cache.Store {
	return map[string]func(*testing.T) cache.Store{
		"memory": func(t *testing.T) cache.Store { return newMemory(t, time.Now) },
		"redis":  func(t *testing.T) cache.Store { return newRedis(t, redistest.Start(t).URL()) },
		"tiered": func(t *testing.T) cache.Store { return newTiered(t, redistest.Start(t).URL(), time.Now) },
		"tiered over a lost Redis": func(t *testing.T) cache.Store {
			server := redistest.Start(t)
			server.Kill()
			return newTiered(t, server.URL(), time.Now)
		},
	}
}

func TestEveryStoreKeepsItsContract(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for situation, holds := range map[string]func(*testing.T, cache.Store){
				"what was set is there, in the order asked": valuesComeInOrder,
				"a later value replaces":                    laterReplaces,
				"a value ends":                              valuesEnd,
				"add takes what is free":                    addTakesWhatIsFree,
				"of many who add one does":                  oneAdds,
				"what was deleted is free again":            deletedIsFree,
				"what does not fit is refused":              unfitIsRefused,
				"no keys are no fault":                      noKeys,
			} {
				t.Run(situation, func(t *testing.T) { holds(t, s) })
			}
		})
	}
}

func valuesComeInOrder(t *testing.T, s cache.Store) {
	ctx := context.Background()
	binary := []byte{0, '\r', '\n', 0xff}
	must(t, s.Set(ctx, "order:a", binary, time.Minute))
	must(t, s.Set(ctx, "order:b", []byte("b"), time.Minute))
	values, err := s.Get(ctx, "order:b", "order:none", "order:a", "order:b")
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != 4 || string(values[0]) != "b" || values[1] != nil || !bytes.Equal(values[2], binary) || string(values[3]) != "b" {
		t.Errorf("got %q", values)
	}
}

func laterReplaces(t *testing.T, s cache.Store) {
	must(t, s.Set(context.Background(), "later", []byte("first"), time.Minute))
	must(t, s.Set(context.Background(), "later", []byte("second"), time.Minute))
	if got := get(t, s, "later"); string(got) != "second" {
		t.Errorf("got %q", got)
	}
}

func valuesEnd(t *testing.T, s cache.Store) {
	ctx := context.Background()
	must(t, s.Set(ctx, "end", []byte("v"), 30*time.Millisecond))
	_, err := s.Add(ctx, "end:added", []byte("v"), 30*time.Millisecond)
	must(t, err)
	until(t, "the end", func() bool { return get(t, s, "end") == nil && get(t, s, "end:added") == nil })
	if added, err := s.Add(ctx, "end", []byte("w"), time.Minute); !added || err != nil {
		t.Errorf("an ended value is in the way: %v, %v", added, err)
	}
}

func addTakesWhatIsFree(t *testing.T, s cache.Store) {
	ctx := context.Background()
	if got := get(t, s, "free"); got != nil {
		t.Fatalf("got %q", got)
	}
	if added, err := s.Add(ctx, "free", []byte("mine"), time.Minute); !added || err != nil {
		t.Fatalf("got %v, %v", added, err)
	}
	if added, err := s.Add(ctx, "free", []byte("theirs"), time.Minute); added || err != nil {
		t.Errorf("added twice: %v, %v", added, err)
	}
	if got := get(t, s, "free"); string(got) != "mine" {
		t.Errorf("got %q", got)
	}
}

func oneAdds(t *testing.T, s cache.Store) {
	var wait sync.WaitGroup
	var won atomic.Int32
	for n := range 20 {
		wait.Go(func() {
			if added, err := s.Add(context.Background(), "race", []byte(strconv.Itoa(n)), time.Minute); err != nil {
				t.Error(err)
			} else if added {
				won.Add(1)
			}
		})
	}
	wait.Wait()
	if won.Load() != 1 {
		t.Errorf("%d added", won.Load())
	}
}

func deletedIsFree(t *testing.T, s cache.Store) {
	ctx := context.Background()
	must(t, s.Set(ctx, "gone:1", []byte("v"), time.Minute))
	must(t, s.Set(ctx, "gone:2", []byte("v"), time.Minute))
	must(t, s.Delete(ctx, "gone:1", "gone:2", "gone:never"))
	if get(t, s, "gone:1") != nil || get(t, s, "gone:2") != nil {
		t.Error("a deleted value is there")
	}
	if added, err := s.Add(ctx, "gone:1", []byte("w"), time.Minute); !added || err != nil {
		t.Errorf("got %v, %v", added, err)
	}
}

func unfitIsRefused(t *testing.T, s cache.Store) {
	ctx := context.Background()
	must(t, s.Set(ctx, "unfit", []byte("before"), time.Minute))
	large := make([]byte, cache.MaxValue+1)
	if err := s.Set(ctx, "unfit", large, time.Minute); !errors.Is(err, cache.ErrTooLarge) {
		t.Errorf("too large: got %v", err)
	}
	if _, err := s.Add(ctx, "unfit:2", large, time.Minute); !errors.Is(err, cache.ErrTooLarge) {
		t.Errorf("too large: got %v", err)
	}
	if s.Set(ctx, "unfit", nil, time.Minute) == nil || s.Set(ctx, "unfit", []byte("v"), 0) == nil {
		t.Error("an empty value or no life is taken")
	}
	if got := get(t, s, "unfit"); string(got) != "before" {
		t.Errorf("got %q", got)
	}
	must(t, s.Set(ctx, "unfit:3", large[1:], time.Minute))
	if got := get(t, s, "unfit:3"); len(got) != cache.MaxValue {
		t.Errorf("the longest value came back with %d bytes", len(got))
	}
}

func noKeys(t *testing.T, s cache.Store) {
	if values, err := s.Get(context.Background()); len(values) != 0 || err != nil {
		t.Errorf("got %v, %v", values, err)
	}
	must(t, s.Delete(context.Background()))
}

func TestMemoryKeepsToItsBytes(t *testing.T) {
	m := cache.NewMemory(1<<20, time.Now)
	t.Cleanup(m.Close)
	ctx, value := context.Background(), make([]byte, 10<<10)
	for n := range 1000 {
		must(t, m.Set(ctx, strconv.Itoa(n), value, time.Hour))
	}
	until(t, "the eviction", func() bool {
		kept := 0
		for n := range 1000 {
			if get(t, m, strconv.Itoa(n)) != nil {
				kept++
			}
		}
		return kept > 0 && kept*len(value) <= 1<<20
	})
}

func TestMemoryEndsByItsClock(t *testing.T) {
	c := newClock()
	m := newMemory(t, c.Now)
	must(t, m.Set(context.Background(), "k", []byte("v"), time.Minute))
	c.pass(time.Minute - 1)
	if get(t, m, "k") == nil {
		t.Error("gone before its end")
	}
	c.pass(1)
	if get(t, m, "k") != nil {
		t.Error("there after its end")
	}
}

// Whoever may write into Redis may put anything under a key.
func TestWhatIsNoValueIsEmptyAndNotNil(t *testing.T) {
	server := redistest.Start(t)
	ctx, plain := context.Background(), server.Client()
	for name, s := range map[string]cache.Store{"redis": newRedis(t, server.URL()), "tiered": newTiered(t, server.URL(), time.Now)} {
		t.Run(name, func(t *testing.T) {
			must(t, plain.Del(ctx, "list", "huge").Err())
			must(t, plain.RPush(ctx, "list", "v").Err())
			must(t, plain.Set(ctx, "huge", make([]byte, 10<<20), time.Minute).Err())
			must(t, s.Set(ctx, "good", []byte("v"), time.Minute))
			before := sent(t, server)
			values, err := s.Get(ctx, "list", "good", "huge", "none")
			if err != nil {
				t.Fatal(err)
			}
			if read := sent(t, server) - before; read > 2*cache.MaxValue {
				t.Errorf("%d bytes were read", read)
			}
			for n, want := range [][]byte{{}, []byte("v"), {}, nil} {
				if !bytes.Equal(values[n], want) || (values[n] == nil) != (want == nil) {
					t.Errorf("%d: got %d bytes, nil %v", n, len(values[n]), values[n] == nil)
				}
			}
			if added, err := s.Add(ctx, "list", []byte("v"), time.Minute); added || err != nil {
				t.Errorf("added over something: %v, %v", added, err)
			}
			must(t, s.Set(ctx, "list", []byte("v"), time.Minute))
			if got := get(t, s, "list"); string(got) != "v" {
				t.Errorf("got %q", got)
			}
		})
	}
}

// sent is how many bytes Redis has answered with so far.
func sent(t *testing.T, server *redistest.Server) int {
	t.Helper()
	info, err := server.Client().InfoMap(context.Background(), "stats").Result()
	must(t, err)
	n, err := strconv.Atoi(info["Stats"]["total_net_output_bytes"])
	must(t, err)
	return n
}
