package main

import (
	"fmt"
	"io"
	"net/url"
	"strings"
)

// try is one thing to try in the demo: what it shows, what to expect, and the
// rest of a curl line after its key.
type try struct {
	shows, expect string
	arguments     string
}

const (
	sendJSON  = " -H 'Content-Type: application/json' -d "
	sendPatch = " -H 'Content-Type: application/merge-patch+json' -d "
)

// first are the three lines that show what a gateway is for; someone is the
// escaped id of a user at 3DJuump.
func first(someone string) []try {
	return []try{
		{"Users of three vendors in one list", "6 users, a nextCursor, and Workspace 365 as unsupported: it has no list", "'%s/v1/users?limit=6'"},
		{"A new account at inWebo", "201 and the account", "'%s/v1/users?connection=inwebo'" + sendJSON +
			`'{"userName":"nora","email":"nora@corp.example","language":"en","active":true}'`},
		{"What would be sent to 3DJuump to switch somebody off", "a plan with one write, and nothing changed",
			"-X PATCH '%s/v1/users/" + strings.ReplaceAll(someone, "%", "%%") + "?dryRun=true'" + sendPatch + `'{"active":false}'`},
	}
}

// more is the rest of the main job, to be run in this order.
func more() []try {
	return []try{
		{"The same person at Infoworks", "201 and the account", "'%s/v1/users?connection=iw'" + sendJSON +
			`'{"email":"nora@corp.example","displayName":"Nora Vale","roles":["analyst"],"password":"correct horse"}'`},
		{"At 3DJuump, where the caller chooses the id", "201 and the user", "'%s/v1/users?connection=juump'" + sendJSON +
			`'{"nativeId":"auth0|nora","email":"nora@corp.example","active":true}'`},
		{"At Workspace 365", "201 and the user, with an alias", "'%s/v1/users?connection=w365'" + sendJSON +
			`'{"nativeId":"3f2a7c1e-5b61-4c7e-9a55-0d2f6f0f9b11","userName":"nora@corp.example","givenName":"Nora","familyName":"Vale"}'`},
		{"Who of all has this e-mail", "Nora three times, once a vendor that can list", "-G '%s/v1/users' --data-urlencode 'filter=email eq \"nora@corp.example\"'"},
		{"Switch her off at 3DJuump", "200 and active false", "-X PATCH '%s/v1/users/juump:auth0%%7Cnora'" + sendPatch + `'{"active":false}'`},
		{"Delete her there", "204", "-i -X DELETE '%s/v1/users/juump:auth0%%7Cnora'"},
	}
}

// further is a look at the rest of the model; Nora is there already.
func further() []try {
	return []try{
		{"Groups, of every vendor that lists them", "3 teams of 3DJuump and a nextCursor", "'%s/v1/groups?limit=3'"},
		{"An activity with a button, for everyone at Workspace 365", "201 and one activity a user", "'%s/v1/activities'" + sendJSON +
			`'{"title":"Quote 42 waits","actions":[{"kind":"check","title":"Approve","url":"https://erp.corp.example/42"}],"audience":{"everyone":true}}'`},
		{"Nora logs in at Infoworks", "200 and her token", "'%s/v1/tokens'" + sendJSON +
			`'{"grantType":"password","username":"nora@corp.example","password":"correct horse"}'`},
		{"What happened at inWebo", "3 events of the audit log", "'%s/v1/activities?limit=3'"},
	}
}

// welcome says what runs and what to try.
func welcome(w io.Writer, address, key, someone string) {
	fmt.Fprintf(w, "Dragoman is at http://%s, before simulated vendors.\nYour key:  %s\nThe docs:  http://%s/docs\n\n", address, key, address)
	show := func(number int, t try) {
		fmt.Fprintf(w, "%d. %s; expect %s:\n\n", number, t.shows, t.expect)
		fmt.Fprintf(w, "  curl -sw '\\n%%{http_code}\\n' -H 'Authorization: Bearer %s' "+t.arguments+"\n\n", key, "http://"+address)
	}
	for i, t := range first(someone) {
		show(i+1, t)
	}
	fmt.Fprint(w, "And the rest of the main job:\n\n")
	for i, t := range more() {
		show(i+4, t)
	}
	fmt.Fprint(w, "And the rest of the model:\n\n")
	for i, t := range further() {
		show(i+10, t)
	}
	fmt.Fprint(w, "More in README.md. Stop with Ctrl-C.\n")
}

// anyone returns the escaped id of a user of a connection, fit for a shell.
func (s *simulators) anyone(connection string) string {
	for _, r := range s.running {
		if people := r.sim.World.People(); r.entry.Connection == connection && len(people) > 0 {
			return strings.ReplaceAll(url.PathEscape(connection+":"+people[0].ID), "'", "%27")
		}
	}
	return ""
}
