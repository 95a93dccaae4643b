package cache

import (
	"context"
	"encoding/json"
	"testing"
	"time"
)

// FuzzEnvelope holds that no bytes open that were not sealed for the key, and that
// an envelope that was is taken for its own place alone.
func FuzzEnvelope(f *testing.F) {
	box, err := NewBox(make([]byte, secretLength))
	if err != nil {
		f.Fatal(err)
	}
	now := func() time.Time { return time.UnixMilli(1000) }
	memory := NewMemory(1<<20, now)
	f.Cleanup(memory.Close)
	c := New(memory, box, now)
	p := c.placeOf("kind", false, Subject{Tenant: "hr", Connection: "iw", Parts: []string{"a"}})
	f.Add([]byte(`{"v":1,"tenant":"hr","connection":"iw","kind":"kind","storedAt":1,"freshUntil":2000,"staleUntil":3000,"value":{"Who":"kim"}}`))
	f.Add(box.Seal("another name", []byte("{}")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if e := c.open(context.Background(), p, p.names[0], data); e != nil {
			t.Fatalf("forged: %+v", e)
		}
		e := c.open(context.Background(), p, p.names[0], box.Seal(p.names[0], data))
		if e == nil {
			return
		}
		if e.Version != version || e.Tenant != "hr" || e.Connection != "iw" || e.Kind != "kind" || e.StaleUntil <= 1000 {
			t.Fatalf("taken for another's: %+v", e)
		}
		var value struct{ Who string }
		_ = json.Unmarshal(e.Value, &value)
	})
}
