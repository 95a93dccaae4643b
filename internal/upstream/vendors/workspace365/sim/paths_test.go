package sim_test

import "testing"

func TestUnknownPathsAndVerbsArePlain404(t *testing.T) {
	b := newBench(t)
	id := b.World.People()[0].ID
	users := "/acme/ActiveDirectorySyncAPI/Users"
	for name, q := range map[string]request{
		"put without the final slash":      {verb: "PUT", path: users + "/" + id, auth: b.syncHeader(), contentType: "application/json", body: sarah},
		"delete without the final slash":   {verb: "DELETE", path: users + "/" + id, auth: b.syncHeader()},
		"icons with a final slash":         {verb: "GET", path: "/acme/api/appicons/global/", auth: b.apiHeader()},
		"a user cannot be read":            {verb: "GET", path: userPath(id), auth: b.syncHeader()},
		"users cannot be listed":           {verb: "GET", path: users + "/", auth: b.syncHeader()},
		"a user cannot be posted":          {verb: "POST", path: users + "/", auth: b.syncHeader(), contentType: "application/json", body: sarah},
		"a user cannot be patched":         {verb: "PATCH", path: userPath(id), auth: b.syncHeader(), contentType: "application/json", body: sarah},
		"icons cannot be written":          {verb: "PUT", path: "/acme/api/appicons/global", auth: b.apiHeader()},
		"groups cannot be listed":          {verb: "GET", path: "/acme/ActiveDirectorySyncAPI/Groups/", auth: b.syncHeader()},
		"members cannot be listed":         {verb: "GET", path: "/acme/ActiveDirectorySyncAPI/Groups/" + b.World.Groups()[0].ID + "/Users/", auth: b.syncHeader()},
		"a picture cannot be read":         {verb: "GET", path: users + "/" + id + "/ProfilePicture", auth: b.syncHeader()},
		"activities cannot be listed":      {verb: "GET", path: "/acme/api/activities", auth: b.apiHeader()},
		"announcements cannot be listed":   {verb: "GET", path: "/acme/api/announcements", auth: b.apiHeader()},
		"credentials cannot be read":       {verb: "GET", path: "/acme/IntegrationCredentialsApi/8/", auth: b.apiHeader()},
		"credentials cannot be deleted":    {verb: "DELETE", path: "/acme/IntegrationCredentialsApi/8/", auth: b.apiHeader()},
		"an empty ObjectId":                {verb: "DELETE", path: users + "//", auth: b.syncHeader()},
		"no environment":                   {verb: "GET", path: "/api/appicons/global", auth: b.apiHeader()},
		"a doubled slash":                  {verb: "GET", path: "/acme//api/appicons/global", auth: b.apiHeader()},
		"the sync family in small letters": {verb: "DELETE", path: "/acme/activedirectorysyncapi/Users/" + id + "/", auth: b.syncHeader()},
		"without any header":               {verb: "GET", path: "/acme/nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			b.Log.Reset()
			want(t, b.do(t, q), answer{status: 404})
			if n := len(b.Log.Strays()); n != 1 {
				t.Errorf("%d strays in the log, want 1", n)
			}
		})
	}
	if n := len(b.World.People()); n != 14 {
		t.Errorf("%d people, want 14", n)
	}
}

func TestLogTellsReadsFromWrites(t *testing.T) {
	b := newBench(t)
	b.do(t, request{verb: "GET", path: "/acme/api/appicons/global", auth: b.apiHeader()})
	b.put(t, "a1", sarah)
	b.delete(t, "a1")
	writes := b.Log.Writes()
	if len(writes) != 2 || writes[0].Method != "PUT" || writes[1].Method != "DELETE" {
		t.Errorf("writes are %+v, want one PUT and one DELETE", writes)
	}
}
