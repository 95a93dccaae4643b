//go:build chaos

package chaos

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// gauge is what a replica's /metrics says under a name, 0 where it says nothing.
func (r *replica) gauge(name string) float64 {
	response, err := http.Get("http://" + r.config.AdminListen + "/metrics")
	if err != nil {
		return 0
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body) // half of it says less
	for row := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(row, name+" "); found {
			number, _ := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return number
		}
	}
	return 0
}

// footprint tells what the replicas take of the machine when the load has left,
// for whoever looks for a leak. It has no target: minutes prove none.
func (f figures) footprint(when string, b *bench) {
	b.client.transport.CloseIdleConnections()
	time.Sleep(time.Second) // until the replicas have noticed
	var each []string
	for _, r := range b.replicas {
		each = append(each, fmt.Sprintf("%.0f MB, %.0f goroutines, %.0f files",
			r.gauge("process_resident_memory_bytes")/1e6, r.gauge("go_goroutines"), r.gauge("process_open_fds")))
	}
	f.tell("each replica "+when, strings.Join(each, "; "))
}
