package browser

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

// A watch that sees nothing would let everything pass.
func TestTheWatchSeesWhatItIsFor(t *testing.T) {
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	strict := blank(t, "default-src 'none'; script-src 'self'; connect-src 'self'")
	free := blank(t, "")
	for situation, c := range map[string]struct{ at, script, want string }{
		"an inline script":    {strict, `let s = document.createElement('script'); s.text = '1'; document.body.append(s)`, "policy: script-src-elem stopped inline"},
		"an inline style":     {strict, `let s = document.createElement('style'); s.textContent = 'a{}'; document.head.append(s)`, "policy: style-src-elem stopped inline"},
		"a style attribute":   {strict, `document.body.innerHTML = '<p style="color:red">'`, "policy: style-src-attr stopped inline"},
		"an image elsewhere":  {strict, `new Image().src = '` + elsewhere.URL + `/i.png'`, "policy: img-src stopped " + elsewhere.URL},
		"a call elsewhere":    {strict, `fetch('` + elsewhere.URL + `/x').catch(() => 0)`, "policy: connect-src stopped " + elsewhere.URL},
		"a call let through":  {free, `fetch('` + elsewhere.URL + `/x', {mode: 'no-cors'})`, "asked " + elsewhere.URL + "/x"},
		"an error":            {free, `setTimeout(() => { throw new Error('oops') })`, "oops"},
		"a broken promise":    {free, `Promise.reject(new Error('broken'))`, "broken"},
		"a complaint":         {free, `console.error('alas')`, "alas"},
		"a file that is none": {free, `fetch('/none')`, "404"},
	} {
		t.Run(situation, func(t *testing.T) {
			v := begin(t, c.at)
			v.do(chromedp.Navigate(c.at), chromedp.Evaluate[chromedp.Void]("(() => { "+c.script+" })()"))
			if err := v.until(v.ctx, c.want); err != nil {
				t.Errorf("%v\n%s", err, v.all())
			}
		})
	}
}

// blank serves an empty page under a policy, and nothing else.
func blank(t *testing.T, policy string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html")
	}))
	t.Cleanup(server.Close)
	return server.URL
}
