package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	neturl "net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/api/apitest"
)

// show runs the demo and returns what it prints to whoever looks on.
func show(t *testing.T) string {
	t.Helper()
	l := launch(t, nil, "demo", "--listen", "127.0.0.1:0", "--people", "6")
	eventually(t, func() bool { return strings.Contains(l.stdout.String(), "Ctrl-C") })
	return l.stdout.String()
}

func TestEachLineThatTheDemoPrintsDoesWhatItSays(t *testing.T) {
	printed := show(t)
	client := apitest.Client(t)
	defer client.CloseIdleConnections()
	requests := curls(t, printed)
	if len(requests) != 13 {
		t.Fatalf("%d requests to try:\n%s", len(requests), printed)
	}

	page := wantAnswer(t, client, requests[0], http.StatusOK, "application/json")
	if got := connectionsOf(page["items"]); !slices.Equal(got, []string{"inwebo", "iw", "juump"}) {
		t.Errorf("the list has users of %v", got)
	}
	if got := connectionsOf(page["sources"]); !slices.Equal(got, []string{"inwebo", "iw", "juump", "w365"}) {
		t.Errorf("the list tells of %v", got)
	}
	created := wantAnswer(t, client, requests[1], http.StatusCreated, "application/json")
	if created["id"] != "inwebo:nora" {
		t.Errorf("created %v", created)
	}
	plan := wantAnswer(t, client, requests[2], http.StatusOK, "application/vnd.dragoman.plan+json")
	if writes, _ := plan["requests"].([]any); len(writes) != 1 {
		t.Errorf("the plan is %v", plan)
	}
	theRestOfTheMainJob(t, client, requests[3:9])
	theRestOfTheModel(t, client, requests[9:])
}

// theRestOfTheModel is what stands below the main job, in its order.
func theRestOfTheModel(t *testing.T, client *http.Client, requests []*http.Request) {
	items := func(i, status int) []any {
		found, _ := wantAnswer(t, client, requests[i], status, "application/json")["items"].([]any)
		return found
	}
	if got := items(0, http.StatusOK); len(got) != 3 || !slices.Equal(connectionsOf(got), []string{"juump"}) {
		t.Errorf("the groups are %v", got)
	}
	if got := items(1, http.StatusCreated); len(got) < 2 {
		t.Errorf("everyone is %v", got)
	}
	if got := wantAnswer(t, client, requests[2], http.StatusOK, "application/json"); got["tokenType"] != "Bearer" {
		t.Errorf("the login gave %v", got)
	}
	if got := items(3, http.StatusOK); len(got) != 3 {
		t.Errorf("the log told %v", got)
	}
}

// theRestOfTheMainJob is what stands below the first three lines, in its order.
func theRestOfTheMainJob(t *testing.T, client *http.Client, requests []*http.Request) {
	for i, connection := range []string{"iw", "juump", "w365"} {
		if got := wantAnswer(t, client, requests[i], http.StatusCreated, "application/json"); got["connection"] != connection {
			t.Errorf("created %v, want one of %s", got, connection)
		}
	}
	found := wantAnswer(t, client, requests[3], http.StatusOK, "application/json")
	if got := connectionsOf(found["items"]); !slices.Equal(got, []string{"inwebo", "iw", "juump"}) {
		t.Errorf("the filter found her at %v", got)
	}
	if off := wantAnswer(t, client, requests[4], http.StatusOK, "application/json"); off["active"] != false {
		t.Errorf("switched off: %v", off)
	}
	response, err := client.Do(requests[5])
	if err != nil || response.StatusCode != http.StatusNoContent {
		t.Fatalf("deleted: %v, %v", response, err)
	}
	_ = response.Body.Close()
}

func TestTheDemoPrintsTheKeyThatItsLinesUse(t *testing.T) {
	printed := show(t)
	_, rest, _ := strings.Cut(printed, "Your key:")
	key := strings.Fields(rest)[0]
	for _, r := range curls(t, printed) {
		if r.Header.Get("Authorization") != "Bearer "+key {
			t.Errorf("the key is %q, a line sends %q", key, r.Header.Get("Authorization"))
		}
	}
}

func TestASecondDemoTakesAnotherPort(t *testing.T) {
	// Where somebody else has the port, it is as taken as here.
	if taken, err := net.Listen("tcp", defaultListen); err == nil {
		defer taken.Close()
	}
	if got := freeAddress(defaultListen); got != "127.0.0.1:0" {
		t.Errorf("got %s", got)
	}
}

func TestAPortThatWasAskedForIsNotReplaced(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if got := freeAddress(taken.Addr().String()); got != taken.Addr().String() {
		t.Errorf("got %s", got)
	}
}

func wantAnswer(t *testing.T, client *http.Client, r *http.Request, status int, media string) map[string]any {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(body, &out); err != nil || response.StatusCode != status || response.Header.Get("Content-Type") != media {
		t.Fatalf("got %d %s, want %d %s: %v\n%s", response.StatusCode, response.Header.Get("Content-Type"), status, media, err, body)
	}
	return out
}

// connectionsOf returns the connections that the objects of a list name.
func connectionsOf(list any) []string {
	var names []string
	objects, _ := list.([]any)
	for _, o := range objects {
		names = append(names, o.(map[string]any)["connection"].(string))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// curls returns the requests that the printed curl lines would send.
func curls(t *testing.T, printed string) []*http.Request {
	t.Helper()
	var requests []*http.Request
	for line := range strings.Lines(printed) {
		if words := shellWords(line); len(words) > 0 && words[0] == "curl" {
			requests = append(requests, curl(t, words[1:]))
		}
	}
	return requests
}

// curl understands what the demo uses of curl, and fails on anything else.
func curl(t *testing.T, words []string) *http.Request {
	t.Helper()
	method, url, body, query, header := "", "", "", "", http.Header{}
	for len(words) > 0 {
		word, next := words[0], ""
		if words = words[1:]; strings.HasPrefix(word, "-") && word != "-i" && word != "-G" {
			next, words = words[0], words[1:]
		}
		switch word {
		case "-sw", "-i", "-G":
		case "--data-urlencode":
			name, value, _ := strings.Cut(next, "=")
			query = "?" + neturl.Values{name: {value}}.Encode()
		case "-X":
			method = next
		case "-d":
			body = next
		case "-H":
			name, value, _ := strings.Cut(next, ": ")
			header.Add(name, value)
		default:
			if strings.HasPrefix(word, "-") || url != "" {
				t.Fatalf("curl %s", word)
			}
			url = word
		}
	}
	if method == "" && body != "" {
		method = http.MethodPost
	}
	request, err := http.NewRequest(method, url+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = header
	return request
}

// shellWords splits a line as a shell does, where there are no quotes but single
// ones.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	inWord, quoted := false, false
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case r == '\'':
			inWord, quoted = true, !quoted
		case r == ' ' && !quoted:
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	return words
}
