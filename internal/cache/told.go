package cache

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

const (
	// tells begins what an announcement holds of a value; no key begins so.
	tells = "="
	// tellsWords is how many words such an announcement has.
	tellsWords = 5
	// maxTold is the longest value that is announced itself: a marker is one byte.
	maxTold = 4 << 10
)

// tell announces a value that Redis did not take, for want of memory or as a
// read-only replica: such a Redis still carries announcements.
func (r *Redis) tell(ctx context.Context, key string, value []byte, life time.Duration) error {
	if len(value) > maxTold {
		return ErrTooLarge
	}
	text := strings.Join([]string{r.sender, tells, key, strconv.FormatInt(life.Milliseconds(), 10), base64.StdEncoding.EncodeToString(value)}, " ")
	return r.client.Publish(ctx, channel, text).Err()
}

// told is a value that another replica has and Redis has not.
type told struct {
	key   string
	value []byte
	life  time.Duration
}

// toldBy reads another's announcement of a value.
func (r *Redis) toldBy(announcement string) (told, bool) {
	fields := strings.Fields(announcement)
	if len(fields) != tellsWords || fields[0] == r.sender || fields[1] != tells || !strings.HasPrefix(fields[2], prefix) {
		return told{}, false
	}
	life, err := strconv.ParseInt(fields[3], 10, 32)
	value, garbled := base64.StdEncoding.DecodeString(fields[4])
	w := told{fields[2], value, time.Duration(life) * time.Millisecond}
	return w, err == nil && garbled == nil && len(value) <= maxTold && fits(value, w.life) == nil
}

// told keeps what another replica told, and owes it to Redis as that one does: it
// may end before Redis takes anything again.
func (t *Tiered) told(w told) {
	i := t.near.itemOf(w.value, w.life)
	i.alone = true
	t.turns.change(w.key, func() {
		t.near.put(w.key, i)
		t.owe(w.key, true)
	})
}
