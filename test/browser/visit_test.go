package browser

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a whole visit may take.
const patience = 2 * time.Minute

// visit is one browser with one page, watched.
type visit struct {
	*watch
	t   *testing.T
	ctx context.Context
}

// begin starts a browser until the test ends. It keeps nothing, resolves no name,
// and is steered through a pipe: it listens nowhere.
func begin(t *testing.T, origin string) *visit {
	t.Helper()
	v := &visit{watch: newWatch(origin), t: t}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("disable-component-update", true),
		// Root cannot have the sandbox.
		chromedp.Flag("no-sandbox", os.Geteuid() == 0),
		chromedp.WindowSize(1280, 1600),
	)
	timed, stop := context.WithTimeout(context.Background(), patience)
	allocated, release := chromedp.NewExecAllocator(timed, options...)
	ctx, closePage := chromedp.NewContext(allocated, chromedp.WithListener(v.see))
	v.ctx = ctx
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil && timed.Err() == nil {
			t.Errorf("the browser does not end: %v", err)
		}
		closePage()
		release()
		stop()
	})
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: violations})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// chromium is the browser's program.
func chromium(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("apt-get install chromium: %v", err)
	}
	return path
}

// do does steps; where one does not come to an end, the test says what the browser
// complained of.
func (v *visit) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, steps...); err != nil {
		v.t.Fatalf("%v\n%s", err, v.all())
	}
}

// click clicks on the first element of a selector once it is there.
func click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// shown waits until the first element of a selector can be seen.
func shown(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(chromedp.CSS(selector))
}

// read returns what an action reads.
func read[T any](v *visit, action chromedp.Action[T]) T {
	v.t.Helper()
	value, err := chromedp.Run(v.ctx, action)
	if err != nil {
		v.t.Fatalf("%v\n%s", err, v.all())
	}
	return value
}

// text returns all text of the first element of a selector.
func (v *visit) text(selector string) string {
	v.t.Helper()
	return read(v, chromedp.TextContent(chromedp.CSS(selector)))
}

// wantNoFault fails the test for anything that the browser complained of.
func (v *visit) wantNoFault() {
	v.t.Helper()
	if faults := v.all(); faults != "" {
		v.t.Errorf("the browser complains:\n%s", faults)
	}
}
