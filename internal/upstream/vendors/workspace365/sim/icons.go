package sim

import (
	"math/rand/v2"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// icon is one entry of an icon list, as it goes over the wire. Kind 0 is a PNG,
// 1 and 2 are both SVG.
type icon struct {
	ID   int    `json:"id"`
	Kind int    `json:"kind"`
	Name string `json:"name"`
}

// globalIcons are the product's own; the first and the last are the vendor's
// sample.
var globalIcons = []icon{
	{1, 0, "Box"},
	{14, 1, "Phone"},
	{36, 2, "Computer Desktop"},
}

// ownNames are the icons that an environment may have uploaded itself.
var ownNames = []string{"Frühstück & Café", "Søknad <ny>", "Płace"}

// seedIcons returns the icons of each source. An environment has uploaded at
// most one per person, so that one without people has an empty list.
func seedIcons(o simkit.Options, r *rand.Rand) map[string][]icon {
	own := []icon{}
	for i := range min(o.People, len(ownNames)) {
		own = append(own, icon{ID: 100*(i+10) + r.IntN(100), Kind: r.IntN(3), Name: ownNames[i]})
	}
	return map[string][]icon{"global": globalIcons, "environment": own}
}

// listIcons is GET /{env}/api/appicons/{source}: the whole list, bare.
func (v *vendor) listIcons(r *http.Request) (any, *errorResponse) {
	if problem := noBody(r); problem != nil {
		return nil, problem
	}
	list, ok := v.icons[simkit.Param(r, "source")]
	if !ok {
		// quirk: what is not found among icons is 400 and not 404 (sheet §7.10).
		return nil, globalError("The requested icon does not exist.")
	}
	return list, nil
}
