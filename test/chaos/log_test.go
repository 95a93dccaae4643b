//go:build chaos

package chaos

import (
	"encoding/json"
	"os"
	"strings"
	"time"
)

// line is one line of a gateway's log.
type line struct {
	Time    time.Time `json:"time"`
	Level   string    `json:"level"`
	Message string    `json:"msg"`
}

// text is all that the replica wrote so far.
func (r *replica) text() string {
	out, _ := os.ReadFile(r.log) // none yet is nothing written
	return string(out)
}

// said returns the lines of the present process with this message.
func (r *replica) said(message string) []line {
	var found []line
	for text := range strings.Lines(r.text()[r.life:]) {
		if !strings.Contains(text, message) {
			continue
		}
		var l line
		if json.Unmarshal([]byte(text), &l) == nil && l.Message == message {
			found = append(found, l)
		}
	}
	return found
}

// tail is the end of the log, without the lines of requests.
func (r *replica) tail() string {
	var out []string
	for text := range strings.Lines(r.text()) {
		if !strings.Contains(text, `"msg":"request"`) {
			out = append(out, text)
		}
	}
	return strings.Join(out[max(0, len(out)-30):], "")
}
