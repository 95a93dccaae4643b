package main

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
)

// metrics counts what a process does, for /metrics. Labels are words of the
// specification and of the configuration: callers cannot add to them.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	problems *prometheus.CounterVec
	reloads  *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dragoman_request_duration_seconds", Help: "How long requests took, by operation and status.", Buckets: prometheus.DefBuckets,
		}, []string{"method", "route", "status"}),
		problems: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dragoman_problems_total", Help: "Problems that were answered, by code and by the connection that they are about.",
		}, []string{"code", "connection"}),
		reloads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dragoman_reloads_total", Help: "Configurations that were put into force, or refused, while the process runs.",
		}, []string{"result"}),
	}
	m.registry.MustRegister(m.requests, m.problems, m.reloads, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, result := range []string{"refused", "taken"} {
		m.reloads.WithLabelValues(result)
	}
	return m
}

// observe counts a request.
func (m *metrics) observe(o handlers.Observation) {
	m.requests.WithLabelValues(o.Method, o.Route, strconv.Itoa(o.Status)).Observe(o.Took.Seconds())
	if o.Problem != "" {
		m.problems.WithLabelValues(o.Problem, o.Connection).Inc()
	}
}

// reloaded counts an attempt to put a configuration into force.
func (m *metrics) reloaded(err error) {
	if err != nil {
		m.reloads.WithLabelValues("refused").Inc()
		return
	}
	m.reloads.WithLabelValues("taken").Inc()
}

// watch also counts what the generations' caches do, and what is known of Redis.
func (m *metrics) watch(g *generations) {
	count := func(name, help string, of func(cache.Stats) uint64) {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 {
			return float64(of(g.current.Load().cache.Stats()))
		}))
	}
	count("dragoman_cache_hits_total", "Answers from the cache; from zero after a reload.", func(s cache.Stats) uint64 { return s.Hits })
	count("dragoman_cache_misses_total", "Answers that the cache did not have.", func(s cache.Stats) uint64 { return s.Misses })
	count("dragoman_cache_stale_total", "Old answers that stood in while a vendor was out.", func(s cache.Stats) uint64 { return s.Stale })
	count("dragoman_cache_poisoned_total", "Values that were not what was stored.", func(s cache.Stats) uint64 { return s.Poisoned })
	count("dragoman_cache_failures_total", "What the store did not do.", func(s cache.Stats) uint64 { return s.Failures })
	gauge := func(name, help string, of func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, of))
	}
	if peers := g.shared.peers; peers != nil {
		gauge("dragoman_redis_up", "Whether Redis answered last.", func() float64 {
			if peers.redis.Up() {
				return 1
			}
			return 0
		})
		gauge("dragoman_replicas", "How many replicas share the limits.", func() float64 { return float64(peers.replicas.Count()) })
	}
}

// handler serves what was counted, in the text format of Prometheus.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
