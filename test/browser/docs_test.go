package browser

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The parts of the page that a person uses.
const (
	operation = "#operations-users-listUsers "
	answer    = operation + ".live-responses-table .response "
)

func TestAPersonExploresTheAPIInTheDocs(t *testing.T) {
	d := startDemo(t)
	if d.docs != d.url+"/docs" {
		t.Fatalf("the demo says that the docs are at %q", d.docs)
	}
	v := begin(t, d.url)
	v.do(chromedp.Navigate(d.docs), shown(operation))
	v.authorize(d.key)
	v.do(click(operation+".opblock-summary-control"), click(operation+".try-out__btn"), click(operation+".execute"), shown(answer+"code"))

	if got := v.text(answer + ".response-col_status"); !strings.HasPrefix(got, "200") {
		t.Errorf("the status is %q", got)
	}
	body := v.text(answer + "code")
	if got := vendorsIn(t, body); !slices.Equal(got, []string{"inwebo", "iw", "juump"}) {
		t.Errorf("the page shows users of %v:\n%s", got, body)
	}
	if v.times("/v1/users") != 1 || v.times("/openapi.json") != 1 {
		t.Errorf("the page asked for %v", v.asked)
	}
	kept := read(v, chromedp.Evaluate[string](`JSON.stringify([localStorage, sessionStorage, document.cookie])`))
	if strings.Contains(kept, d.key) {
		t.Error("the page keeps the key")
	}
	v.wantNoFault()
}

// authorize gives the page a key, as a person does.
func (v *visit) authorize(key string) {
	v.t.Helper()
	v.do(
		click(".auth-wrapper .authorize"),
		chromedp.SendKeys(chromedp.CSS(".auth-container input"), key),
		click(".auth-btn-wrapper .authorize"),
		chromedp.WaitNotPresent(chromedp.CSS(".auth-container input")),
		click(".auth-btn-wrapper .btn-done"),
	)
}

func TestAProblemIsReadWithItsStyle(t *testing.T) {
	d := startDemo(t)
	v := begin(t, d.url)
	v.do(chromedp.Navigate(d.url+"/problems"), click(`a[href="problems/vendor-timeout"]`), shown(`a[href="../problems"]`))
	if got := v.text("h1"); got != "The vendor is too slow." {
		t.Errorf("the page is about %q", got)
	}
	if got := read(v, chromedp.Evaluate[string](`getComputedStyle(document.body).maxWidth`)); got == "none" {
		t.Error("the page has no style")
	}
	v.do(click(`a[href="../problems"]`), shown(`a[href="problems/vendor-timeout"]`))
	v.wantNoFault()
}

// vendorsIn returns the connections that a list's users belong to.
func vendorsIn(t *testing.T, body string) []string {
	t.Helper()
	var list struct{ Items []struct{ Connection string } }
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	seen := map[string]bool{}
	for _, user := range list.Items {
		seen[user.Connection] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
