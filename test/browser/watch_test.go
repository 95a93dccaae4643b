package browser

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// violations has every page report what its policy stopped.
const violations = `addEventListener('securitypolicyviolation', e =>
	console.error('policy: ' + e.effectiveDirective + ' stopped ' + e.blockedURI + ' ' + e.sourceFile))`

// watch collects what a browser did that it should not have.
type watch struct {
	// origin is the only one that may be asked.
	origin string

	mu     sync.Mutex
	faults []string
	asked  map[string]int
	// changed has something whenever a fault came since it was last read.
	changed chan struct{}
}

func newWatch(origin string) *watch {
	return &watch{origin: origin, asked: map[string]int{}, changed: make(chan struct{}, 1)}
}

// see notes an event of the browser.
func (w *watch) see(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeLog && e.Type != runtime.ConsoleAPICalledTypeInfo && e.Type != runtime.ConsoleAPICalledTypeDebug {
			w.fault("console: %s", said(e.Args))
		}
	case *runtime.EventExceptionThrown:
		w.fault("thrown: %s %s", e.ExceptionDetails.Text, said([]*runtime.RemoteObject{e.ExceptionDetails.Exception}))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			w.fault("log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		w.request(e.Request.URL)
	case *network.EventWebSocketCreated:
		w.fault("asked %s", e.URL)
	case *network.EventLoadingFailed:
		w.fault("failed: %s %s", e.ErrorText, e.BlockedReason)
	}
}

// request notes a request; what a page reads from itself is none.
func (w *watch) request(address string) {
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "data" || u.Scheme == "blob") {
		return
	}
	if err != nil || u.Scheme+"://"+u.Host != w.origin {
		w.fault("asked %s", address)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[u.Path]++
}

func (w *watch) fault(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// until waits for a fault that says this.
func (w *watch) until(ctx context.Context, text string) error {
	for !strings.Contains(w.all(), text) {
		select {
		case <-ctx.Done():
			return fmt.Errorf("nothing said %q: %w", text, ctx.Err())
		case <-w.changed:
		}
	}
	return nil
}

// all returns the faults so far, a line each.
func (w *watch) all() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.faults, "\n")
}

// times is how often the origin was asked for a path.
func (w *watch) times(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[path]
}

// said is what a page wrote.
func said(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		if a != nil {
			words = append(words, string(a.Value)+a.Description)
		}
	}
	return strings.Join(words, " ")
}
