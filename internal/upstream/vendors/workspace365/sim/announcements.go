package sim

import (
	"net/http"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// madeThing is what the vendor answers for a thing that nobody owns.
type madeThing struct {
	ID int `json:"id"`
}

// createAnnouncement is POST /{env}/api/announcements.
func (v *Vendor) createAnnouncement(r *http.Request) (any, *errorResponse) {
	if problem := jsonBody(r); problem != nil {
		return nil, problem
	}
	a, problem := decodeAnnouncement(simkit.Body(r))
	if problem != nil {
		return nil, problem
	}
	id := int(v.lastAnnouncement.Add(1))
	v.world.Announcements.Put(a.kept(strconv.Itoa(id)))
	return madeThing{ID: id}, nil
}
