package sim

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// listedIcon is an icon without its content, as it goes over the wire.
type listedIcon struct {
	ID   int    `json:"id"`
	Kind int    `json:"kind"`
	Name string `json:"name"`
}

// listIcons is GET /{env}/api/appicons/{source}: the whole list, bare.
func (v *Vendor) listIcons(r *http.Request) (any, *errorResponse) {
	if problem := noBody(r); problem != nil {
		return nil, problem
	}
	source := simkit.Param(r, "source")
	if source != "global" && source != "environment" {
		return nil, noIcon()
	}
	icons := []listedIcon{}
	for _, i := range v.world.Icons.All() {
		if strings.HasPrefix(i.ID, source+".") {
			icons = append(icons, listIcon(i))
		}
	}
	return icons, nil
}

// getIcon is GET /{env}/api/appicons/{source}/{id}.
func (v *Vendor) getIcon(r *http.Request) (any, *errorResponse) {
	i, problem := v.icon(r)
	if problem != nil {
		return nil, problem
	}
	return listIcon(i), nil
}

// getIconContent is GET /{env}/api/appicons/{source}/{id}/content.
func (v *Vendor) getIconContent(r *http.Request) (any, *errorResponse) {
	i, problem := v.icon(r)
	if problem != nil {
		return nil, problem
	}
	if i.Format == "png" {
		return file{"image/png", i.Content}, nil
	}
	return file{"image/svg+xml", i.Content}, nil
}

// icon returns the icon of the path. Whatever is no integer is not found.
func (v *Vendor) icon(r *http.Request) (simkit.Icon, *errorResponse) {
	if problem := noBody(r); problem != nil {
		return simkit.Icon{}, problem
	}
	id := simkit.Param(r, "source") + "." + simkit.Param(r, "id")
	found, ok := v.world.Icons.Find(func(i simkit.Icon) bool { return i.ID == id })
	if !ok {
		return found, noIcon()
	}
	return found, nil
}

func listIcon(i simkit.Icon) listedIcon {
	_, number, _ := strings.Cut(i.ID, ".")
	// Ids are this simulator's own, or a test's that knows them to be integers.
	id, _ := strconv.Atoi(number)
	return listedIcon{ID: id, Kind: iconKind(i), Name: i.Name}
}

// iconKind returns 0 for a PNG and 1 or 2 for an SVG.
func iconKind(i simkit.Icon) int {
	switch {
	case i.Format == "png":
		return 0
	case bytes.Contains(i.Content, []byte(`fill="#fff"`)):
		// quirk: there are two kinds of SVG (sheet §4.4), and nobody says what
		// sets them apart. The sample of kind 2 is a drawing in white (source).
		return 2
	}
	return 1
}

func noIcon() *errorResponse {
	// quirk: what is not found among icons is 400 and not 404 (sheet §7.10).
	return globalError("The requested icon does not exist.")
}
