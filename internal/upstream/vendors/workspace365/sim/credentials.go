package sim

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// login is the body of both calls: what an integration logs in with.
type login struct {
	username, password *string
}

func decodeLogin(body []byte) (login, *errorResponse) {
	var l login
	wrong := fieldErrors{}
	// quirk: these two are documented in small letters (sheet §4.2).
	problem := form{"username": one(&l.username, text), "password": one(&l.password, text)}.decode(body, wrong)
	if problem != nil {
		return l, problem
	}
	wrong.require("username", l.username)
	wrong.require("password", l.password)
	if l.username != nil && !isEmail(*l.username) {
		wrong.add("username", "The username field must be an e-mail address.")
	}
	return l, wrong.problem()
}

func isEmail(address string) bool {
	name, domain, _ := strings.Cut(address, "@")
	return name != "" && domain != "" && !strings.ContainsAny(domain, "@ ")
}

// createCredential is POST /{env}/IntegrationCredentialsApi/User/{Upn}/.
func (v *Vendor) createCredential(r *http.Request) (any, *errorResponse) {
	if problem := jsonBody(r); problem != nil {
		return nil, problem
	}
	user, ok := v.userNamed(simkit.Param(r, "Upn"))
	if !ok {
		// No schema stands beside this 404 (source).
		return nil, bare(http.StatusNotFound)
	}
	l, problem := decodeLogin(simkit.Body(r))
	if problem != nil {
		return nil, problem
	}
	id := int(v.lastCredentials.Add(1))
	v.world.Credentials.Put(simkit.IntegrationCredential{
		ID: strconv.Itoa(id), UserID: user.ID, Username: *l.username, Password: *l.password,
	})
	return madeThing{ID: id}, nil
}

// updateCredential is PUT /{env}/IntegrationCredentialsApi/{Id}/.
func (v *Vendor) updateCredential(r *http.Request) (any, *errorResponse) {
	if problem := jsonBody(r); problem != nil {
		return nil, problem
	}
	id := simkit.Param(r, "Id")
	meant := func(c simkit.IntegrationCredential) bool { return c.ID == id }
	if _, ok := v.world.Credentials.Find(meant); !ok {
		// No schema stands beside this 404 (source).
		return nil, bare(http.StatusNotFound)
	}
	l, problem := decodeLogin(simkit.Body(r))
	if problem != nil {
		return nil, problem
	}
	v.world.Credentials.Change(meant, func(c *simkit.IntegrationCredential) {
		c.Username, c.Password = *l.username, *l.password
	})
	// quirk: this one empty answer has no content type (source).
	return nothing{}, nil
}
