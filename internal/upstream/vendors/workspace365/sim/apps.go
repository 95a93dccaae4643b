package sim

import (
	"net/http"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// shownApp is an app in an answer.
type shownApp struct {
	AppID   int         `json:"appId"`
	Type    int         `json:"type"`
	Icon    *shownIcon  `json:"icon"`
	AppName string      `json:"appName"`
	URL     *string     `json:"url"`
	Color   *shownColor `json:"color"`
}

// shownIcon is the icon of an app.
type shownIcon struct {
	Name string `json:"name"`
}

// listUserApps is GET /{env}/api/users/{UPN}/apps: the whole list, bare.
func (v *Vendor) listUserApps(r *http.Request) (any, *errorResponse) {
	if problem := noBody(r); problem != nil {
		return nil, problem
	}
	user, ok := v.userNamed(simkit.Param(r, "UPN"))
	if !ok {
		// quirk: the one 404 of the api family, with the body of a 400
		// (sheet §7.10).
		return nil, globalError("The user does not exist.").with(http.StatusNotFound)
	}
	apps := make([]shownApp, len(user.Apps))
	for i, app := range user.Apps {
		apps[i] = showApp(app)
	}
	return apps, nil
}

func showApp(app simkit.App) shownApp {
	// Ids are this simulator's own, or a test's that knows them to be integers.
	id, _ := strconv.Atoi(app.ID)
	shown := shownApp{AppID: id, Type: app.Type, AppName: app.Name, URL: app.URL, Color: showColor(app.Color)}
	if app.Icon != nil {
		shown.Icon = &shownIcon{Name: *app.Icon}
	}
	return shown
}
