package main

import (
	"net/http"
	"sync/atomic"
)

// readiness says whether this process wants traffic. It never depends on a
// vendor: one vendor's outage must not take the whole fleet down.
type readiness struct{ ready atomic.Bool }

func (r *readiness) set(ready bool) { r.ready.Store(ready) }

// handler serves /livez, /readyz and /metrics on the private listener.
func (r *readiness) handler(metrics http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !r.ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	mux.Handle("GET /metrics", metrics)
	return mux
}

// partingWith asks the callers to move on while this process wants no traffic: the
// answer to each is the last on its connection. Closing idle connections instead
// would lose the requests that are on their way in them.
func (r *readiness) partingWith(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if !r.ready.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, request)
	})
}
