package workspace365

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func apps(limit int, at string) upstream.UserAppQuery {
	return upstream.UserAppQuery{UserID: upn, Limit: limit, At: at}
}

func TestAnAppIsWhatTheVendorSaysOfIt(t *testing.T) {
	c, _ := play(t, shows(200, "answers/apps.json"))
	page, err := c.ListUserApps(t.Context(), apps(10, ""))
	if err != nil || page.Next != "" {
		t.Fatal(page.Next, err)
	}
	script.GoldenJSON(t, "apps.json", page.Items)
}

func TestTheTypeOfAnAppIsAWordWhereTheVendorDocumentsIt(t *testing.T) {
	for number, want := range map[int]string{
		0: "shortcut", 1: "1", 2: "document", 15: "citrix", 20: "azure", 21: "21", 35: "local", 36: "windows-virtual-desktop", -1: "-1",
	} {
		c, _ := play(t, says(200, fmt.Sprintf(`[{"appId":1,"type":%d}]`, number)))
		page, err := c.ListUserApps(t.Context(), apps(10, ""))
		if err != nil || page.Items[0].Type != want {
			t.Errorf("%d: %v, error %v", number, page.Items, err)
		}
	}
}

func TestAppsAreCutIntoPages(t *testing.T) {
	c, _ := play(t, shows(200, "answers/apps.json"), shows(200, "answers/apps.json"))
	first, err := c.ListUserApps(t.Context(), apps(2, ""))
	if err != nil || len(first.Items) != 2 || first.Next == "" {
		t.Fatalf("first page %v, error %v", first, err)
	}
	last, err := c.ListUserApps(t.Context(), apps(2, first.Next))
	if err != nil || len(last.Items) != 2 || last.Items[0].NativeID != "0" || last.Next != "" {
		t.Errorf("last page %v, error %v", last, err)
	}
}

func TestAPositionOfAppsThatNoPageWasGivenWithIsBad(t *testing.T) {
	for _, at := range []string{"0", "-1", "x", "01"} {
		c, _ := play(t, says(200, "[]"))
		if _, err := c.ListUserApps(t.Context(), apps(2, at)); !upstream.IsKind(err, upstream.BadPosition) {
			t.Errorf("%q: %v", at, err)
		}
	}
}

func TestAppsThatAreNoAppsAreMalformed(t *testing.T) {
	for _, body := range []string{
		"", "null", "{}", "[null]", `[{"appId":1}]`, `[{"type":1}]`, `[{"appId":"1","type":1}]`, `[{"appId":1,"type":"x"}]`, `[{"appId":1,"type":1,"color":7}]`,
	} {
		c, _ := play(t, says(200, body))
		_, err := c.ListUserApps(t.Context(), apps(10, ""))
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != "" {
			t.Errorf("%q: %s, %q", body, e.Kind, e.Outcome)
		}
	}
}

func TestTheAppsOfAnUnknownUserAreNotFound(t *testing.T) {
	c, _ := play(t, says(404, `{"globalError":null,"fieldErrors":{"UPN":{"message":"No such user."}}}`))
	_, err := c.ListUserApps(t.Context(), apps(10, ""))
	if e := script.Failure(t, err); e.Kind != upstream.NotFound || e.Outcome != "" || e.Vendor.Message != "No such user." || len(e.Fields) != 0 {
		t.Errorf("%s, %q, %q, %v", e.Kind, e.Outcome, e.Vendor.Message, e.Fields)
	}
}

func TestTheAppsOfAUserAreAskedForByUPN(t *testing.T) {
	c, s := play(t)
	for id, word := range map[string]string{objectID: "an ObjectId", "12": "an integer id", "": "nothing that can be one"} {
		_, err := c.ListUserApps(t.Context(), upstream.UserAppQuery{UserID: id, Limit: 1})
		e := script.Failure(t, err)
		if e.Kind != upstream.WrongIdentifier || e.Outcome != "" || e.Fields[0].Parameter != "userId" || !strings.HasSuffix(e.Detail, "and this is "+word+".") {
			t.Errorf("%q: %s, %q, %v", id, e.Kind, e.Outcome, e.Fields)
		}
	}
	s.WantNone()
}
