package main

import (
	"encoding/base64"
	"slices"
	"strings"
)

// change is one write of the API at one connection. Its path and its body have
// blanks that the World fills in.
type change struct {
	operation, connection, method, path, body string
}

// changes are the writes in an order in which none disturbs another: deletes come
// last at each connection, and no user is written twice.
func changes() []change {
	return slices.Concat(changesAtInfoworks(), changesAt3DJuump(), changesAtInWebo(), changesAtWorkspace365())
}

// password and picture are secrets of a caller's that no plan may show.
const (
	password = "canary-password"
	picture  = tinyPNG + "canary-picture"
)

func changesAtInfoworks() []change {
	const hidden = `"password":"` + password + `"`
	return []change{
		{"createUser", "iw", "POST", "/users?connection=iw", `{"email":"nora@corp.example","displayName":"Nora","roles":["analyst"],` + hidden + `}`},
		{"updateUser", "iw", "PATCH", "/users/{id.2}", `{"displayName":"Nora Vale","active":true,` + hidden + `}`},
		{"syncUsers", "iw", "POST", "/users/sync?connection=iw", `{"attribute":"login","values":["tbaran","kroleless"],"update":false}`},
		{"issueToken", "iw", "POST", "/tokens?connection=iw", `{"grantType":"password","username":"{name.6}","password":"{password.6}","serviceId":1}`},
		{"refreshToken", "iw", "POST", "/tokens/refresh?connection=iw", `{"refreshToken":"{refresh_token.6}"}`},
		{"revokeToken", "iw", "POST", "/tokens/revoke?connection=iw", `{"token":"{bearer.6}"}`},
		{"rotateRefreshToken", "iw", "POST", "/tokens/rotate?connection=iw", `{"refreshToken":"{refresh_token.6}"}`},
		{"deleteUser", "iw", "DELETE", "/users/{id.1}", ""},
		{"rotateRefreshToken", "iw", "POST", "/tokens/rotate?connection=iw", `{"own":true,"confirm":"iw"}`},
	}
}

func changesAt3DJuump() []change {
	return []change{
		{"createUser", "juump", "POST", "/users?connection=juump", `{"nativeId":"saml:plant/east|%41","email":"nora@plant.example","active":true,"extensions":{"3djuump":{"frontendaccess":true,"accessrights":{"view":["prj_1"]}}}}`},
		{"putUser", "juump", "PUT", "/users/{id.2}", `{"active":true,"extensions":{"3djuump":{"frontendaccess":false}}}`},
		{"updateUser", "juump", "PATCH", "/users/{id.9}", `{"active":true}`},
		{"createGroup", "juump", "POST", "/groups?connection=juump", `{"nativeId":"{0aF-1}","displayName":"canteen 2.1","extensions":{"3djuump":{"accessrights":{"view":["prj_1"]}}}}`},
		{"putGroup", "juump", "PUT", "/groups/{group.1}", `{"displayName":"design 2"}`},
		{"addGroupMember", "juump", "PUT", "/groups/{group.4}/members/{id.4}", ""},
		{"removeGroupMember", "juump", "DELETE", "/groups/{place.5}/members/{id.5}", ""},
		{"changeUserGroups", "juump", "PATCH", "/users/{id.7}/groups", `{"add":["{group.4}"],"remove":["{place.7}"]}`},
		{"changeUserGroups", "juump", "PATCH", "/users/{id.8}/groups", `{"add":["{group.0}","{group.4}"]}`},
		{"deleteGroup", "juump", "DELETE", "/groups/{group.4}", ""},
		{"deleteUser", "juump", "DELETE", "/users/{id.2}", ""},
	}
}

func changesAtInWebo() []change {
	return []change{
		{"createUser", "inwebo", "POST", "/users?connection=inwebo", `{"userName":"ops/day","email":"ops@inwebo.example","language":"fr","active":true,"roles":["2"],"groups":[{"id":"inwebo:7","roleId":"1"}]}`},
	}
}

func changesAtWorkspace365() []change {
	const put = `{"userName":"nora@acme.example","givenName":"Nora","familyName":"Vale","email":"nora@acme.example","active":false,"roles":["admin"]}`
	image := base64.StdEncoding.EncodeToString([]byte(picture))
	activity := func(audience string) string {
		return `{"title":"Quote 42","tag":"Quotes","icon":"Phone","color":{"kind":"custom","value":"#0088cc"},` +
			`"actions":[{"kind":"check","title":"Approve","url":"https://erp.acme.example/ok"}],"audience":{` + audience + `}}`
	}
	return []change{
		{"createUser", "w365", "POST", "/users?connection=w365", strings.Replace(put, "{", `{"nativeId":"3f0v1c2d-new",`, 1)},
		{"putUser", "w365", "PUT", "/users/{id.0}", strings.ReplaceAll(put, "nora@", "nora.vale@")},
		{"createGroup", "w365", "POST", "/groups?connection=w365", `{"nativeId":"3f0v1c2d-group","displayName":"Søknad <2>"}`},
		{"putGroup", "w365", "PUT", "/groups/{group.2}", `{"displayName":"Søknad"}`},
		{"addGroupMember", "w365", "PUT", "/groups/{group.3}/members/{id.2}", ""},
		{"removeGroupMember", "w365", "DELETE", "/groups/{place.4}/members/{id.4}", ""},
		{"changeUserGroups", "w365", "PATCH", "/users/{id.3}/groups", `{"add":["{group.3}","{group.1}"],"remove":["{place.3}"]}`},
		{"addSubgroup", "w365", "PUT", "/groups/{group.2}/subgroups/{group.3}", ""},
		{"removeSubgroup", "w365", "DELETE", "/groups/{group.0}/subgroups/{group.1}", ""},
		{"putUserPicture", "w365", "PUT", "/users/{id.5}/picture", picture},
		{"deleteUserPicture", "w365", "DELETE", "/users/{id.5}/picture", ""},
		{"createCredential", "w365", "POST", "/users/{upn.6}/credentials", `{"username":"nora@acme.example","password":"` + password + `"}`},
		{"updateCredential", "w365", "PUT", "/credentials/w365:8", `{"username":"nora@acme.example","password":"` + password + `"}`},
		{"createActivity", "w365", "POST", "/activities", activity(`"user":"{upn.3}"`)},
		{"createActivity", "w365", "POST", "/activities", activity(`"users":["{upn.6}","{number.2}"]`)},
		{"createActivity", "w365", "POST", "/activities", activity(`"groups":[{"id":"{groupNumber.0}"},{"name":"Audit"}]`)},
		{"createActivity", "w365", "POST", "/activities", activity(`"everyone":true`)},
		{"createAnnouncement", "w365", "POST", "/announcements", `{"title":"Canteen","description":"<p>Open.</p>","media":{"image":{"filename":"a.png","content":"` + image + `"}},"category":{"name":"House"},"startAt":"2026-11-23T00:00:00+01:00"}`},
		{"createAnnouncement", "w365", "POST", "/announcements", `{"title":"Film","media":{"video":{"embedCode":"<iframe src=\"https://v.example\"></iframe>"}},"category":{"id":"w365:3"},"popup":true,"allowComments":false}`},
		{"deleteGroup", "w365", "DELETE", "/groups/{group.2}", ""},
		{"deleteUser", "w365", "DELETE", "/users/{id.1}", ""},
	}
}

// filled is the change with its blanks filled in from this World.
func (c change) filled(w *whole) change {
	w.t.Helper()
	c.path = w.path(c.connection, c.path)
	if c.body != picture {
		c.body = w.body(c.connection, c.body)
	}
	return c
}

// send sends a change that is filled in, with more in its query.
func (c change) send(w *whole, key, query string) answer {
	w.t.Helper()
	return w.do(key, c.method, "/v1"+withQuery(c.path, query), c.body)
}
