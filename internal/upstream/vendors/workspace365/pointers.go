package workspace365

import (
	"regexp"
	"strings"
)

// pointers is where the vendor's members stand in the gateway's body, by their
// paths in lower case. An index is written [#], and the pointer has a # for it.
type pointers map[string]string

var userPointers = pointers{
	"firstname":         "/givenName",
	"lastname":          "/familyName",
	"userprincipalname": "/userName",
	"email":             "/email",
	"secondaryemail":    "/extensions/" + name + "/secondaryEmail",
	"isadmin":           "/roles",
	"isactive":          "/active",
	"jobtitle":          "/title",
	"mobilephone":       "/phone",
}

var groupPointers = pointers{"name": "/displayName", "description": "/description"}

var credentialPointers = pointers{"username": "/username", "password": "/password"}

var activityPointers = pointers{
	"title": "/title", "url": "/url", "tag": "/tag",
	"icon": "/icon", "icon.name": "/icon",
	"color": "/color", "color.kind": "/color/kind", "color.value": "/color/value",
	"actions": "/actions", "actions[#]": "/actions/#", "actions[#].kind": "/actions/#/kind",
	"actions[#].title": "/actions/#/title", "actions[#].url": "/actions/#/url",
	"user": "/audience/user", "user.id": "/audience/user", "user.upn": "/audience/user",
	"scope": "/audience", "scope.kind": "/audience",
	"scope.users": "/audience/users", "scope.users[#]": "/audience/users/#",
	"scope.users[#].id": "/audience/users/#", "scope.users[#].upn": "/audience/users/#",
	"scope.groups": "/audience/groups", "scope.groups[#]": "/audience/groups/#",
	"scope.groups[#].id": "/audience/groups/#/id", "scope.groups[#].name": "/audience/groups/#/name",
}

var announcementPointers = pointers{
	"title": "/title", "description": "/description",
	"media": "/media", "media.mediakind": "/media",
	"media.image": "/media/image", "media.image.filename": "/media/image/filename", "media.image.uri": "/media/image/content",
	"media.videoembedcode": "/media/video/embedCode",
	"category":             "/category", "category.id": "/category/id", "category.name": "/category/name",
	"showpopupdirectlytouser": "/popup", "allowcomments": "/allowComments",
	"starttime": "/startAt", "endtime": "/endAt",
}

// pointersOf returns the pointers into the body of a route's call, nil where it
// has none of the caller's.
func pointersOf(route string) pointers {
	switch route {
	case "putUser":
		return userPointers
	case "putGroup":
		return groupPointers
	case "createCredential", "updateCredential":
		return credentialPointers
	case "createActivity", "createActivities":
		return activityPointers
	case "createAnnouncement":
		return announcementPointers
	}
	return nil
}

// indexForm is an index as the vendor writes it.
var indexForm = regexp.MustCompile(`\[(0|[1-9][0-9]{0,3})\]`)

// of returns the pointer to a member that the vendor names, and whether it is a
// member of ours. quirk: how the vendor names what is nested is not documented;
// taken are dots and brackets, with or without the "Data." of a batch (sheet §6).
func (p pointers) of(member string) (string, bool) {
	member = strings.TrimPrefix(strings.ToLower(member), "data.")
	pointer, ours := p[indexForm.ReplaceAllString(member, "[#]")]
	for _, found := range indexForm.FindAllStringSubmatch(member, -1) {
		pointer = strings.Replace(pointer, "#", found[1], 1)
	}
	return pointer, ours
}
