package upstreamtest_test

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func auditMutants() []mutant {
	const (
		complete = "the walk over a list has everything once, whatever the limit"
		span     = "a span of the audit log has every event of it, oldest first"
		members  = "an event says what the vendor recorded, without its secrets"
	)
	asked := func(spoil func(*upstream.AuditQuery)) func(*wide) {
		return func(w *wide) { w.listEvents = asking(w.Fake.ListActivities, spoil) }
	}
	told := func(spoil func(*upstream.AuditEvent)) func(*wide) {
		return func(w *wide) {
			w.listEvents = saying(w.Fake.ListActivities, func(p *upstream.Page[upstream.AuditEvent]) {
				for i := range p.Items {
					spoil(&p.Items[i])
				}
			})
		}
	}
	return []mutant{
		{"forgets where the log went on", complete, bentWide(func(w *wide) {
			w.listEvents = saying(w.Fake.ListActivities, func(p *upstream.Page[upstream.AuditEvent]) {
				if len(p.Items) > 6 {
					p.Items = p.Items[:6]
				}
			})
		})},
		{"leaves out what happened when a span begins", span, bentWide(asked(func(q *upstream.AuditQuery) {
			if q.Since != nil {
				q.Since = new(q.Since.Add(time.Nanosecond))
			}
		}))},
		{"has what happened when a span ends", span, bentWide(asked(func(q *upstream.AuditQuery) {
			if q.Until != nil {
				q.Until = new(q.Until.Add(time.Nanosecond))
			}
		}))},
		{"does not know the end of a span", span, bentWide(asked(func(q *upstream.AuditQuery) { q.Until = nil }))},
		{"tells the newest event of a page first", span, bentWide(func(w *wide) {
			w.listEvents = saying(w.Fake.ListActivities, func(p *upstream.Page[upstream.AuditEvent]) { slices.Reverse(p.Items) })
		})},
		{"tells an event in another zone", span, bentWide(told(func(e *upstream.AuditEvent) {
			e.OccurredAt = new(e.OccurredAt.In(time.FixedZone("CET", 3600)))
		}))},
		{"shows a secret of an event", members, bentWide(told(func(e *upstream.AuditEvent) {
			e.Extensions = json.RawMessage(`{"action":"LOGIN_OK","apiToken":"fake-event-secret"}`)
		}))},
		{"says nothing of an event", members, bentWide(told(func(e *upstream.AuditEvent) { e.Extensions = nil }))},
	}
}
