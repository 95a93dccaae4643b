package sim_test

import (
	"net/http"
	"reflect"
	"testing"
)

func TestCredentials(t *testing.T) {
	b := start(t, 1)
	basic, key := "Basic "+b.key, b.key
	for name, c := range map[string]struct {
		header  http.Header
		granted bool
	}{
		"both headers":                     {http.Header{"Authorization": {basic}, "X-Infinite-Apikey": {key}}, true},
		"only the key header":              {http.Header{"X-Infinite-Apikey": {key}}, true},
		"only basic":                       {http.Header{"Authorization": {basic}}, true},
		"no credential":                    {http.Header{}, false},
		"wrong key":                        {http.Header{"X-Infinite-Apikey": {key + "x"}}, false},
		"empty key":                        {http.Header{"X-Infinite-Apikey": {""}}, false},
		"wrong basic":                      {http.Header{"Authorization": {"Basic eDp5"}}, false},
		"right key, wrong basic":           {http.Header{"Authorization": {"Basic eDp5"}, "X-Infinite-Apikey": {key}}, false},
		"right basic, wrong key":           {http.Header{"Authorization": {basic}, "X-Infinite-Apikey": {"x"}}, false},
		"the key as a bearer":              {http.Header{"Authorization": {"Bearer " + key}}, false},
		"the key without a scheme":         {http.Header{"Authorization": {key}}, false},
		"the scheme in the key header":     {http.Header{"X-Infinite-Apikey": {basic}}, false},
		"the key as a session":             {http.Header{"X-Infinite-Bearer": {key}}, false},
		"right key beside unknown session": {http.Header{"X-Infinite-Bearer": {"x"}, "X-Infinite-Apikey": {key}}, false},
		"two keys, one of them wrong":      {http.Header{"X-Infinite-Apikey": {key, "x"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			r := b.request("POST", users, "")
			r.Header = c.header
			if !c.granted {
				b.refused(r, 401, "E_Unauthorized")
				return
			}
			if status, body := b.do(r); status != 200 {
				t.Errorf("got %d %s", status, body)
			}
		})
	}
}

func TestEveryOperationAsksForTheKey(t *testing.T) {
	b := start(t, 1)
	before, groups := b.World.People()[0], b.World.Groups()
	unused := groups[4].ID
	for _, c := range [][3]string{
		{"POST", users, ""}, {"POST", users + "/", ""},
		{"GET", one(before.ID), ""}, {"DELETE", one(before.ID), ""}, {"PUT", one("new"), "{}"},
		{"PUT", one(before.ID) + "/teams", quoted(unused)}, {"DELETE", one(before.ID) + "/teams", quoted(unused)},
		{"PUT", places(before.ID, unused), ""}, {"DELETE", places(before.ID, unused), ""},
		{"POST", teams, ""}, {"POST", teams + "/", ""}, {"GET", oneTeam(unused), ""},
		{"PUT", oneTeam(unused), `{"teamname":"x"}`}, {"DELETE", oneTeam(unused), ""},
	} {
		r := b.request(c[0], c[1], c[2])
		r.Header.Del("Authorization")
		r.Header.Del("x-infinite-apikey")
		b.refused(r, 401, "E_Unauthorized")
	}
	if people := b.World.People(); len(people) != 1 || !reflect.DeepEqual(people[0], before) {
		t.Errorf("a refused call changed the world: %v", people)
	}
	if got := b.World.Groups(); !reflect.DeepEqual(got, groups) {
		t.Errorf("a refused call changed the teams: %v", got)
	}
}
