package infoworks

import (
	"encoding/json"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// translate turns a refusal into an error, and a success into nil. The status
// alone decides what it means; the body only adds the vendor's code. Its message
// is not shown: it is not documented as meant for people.
func (c *connector) translate(a *rest.Answer) *upstream.Error {
	e := c.statuses.Translate(a)
	if e == nil {
		return nil
	}
	return a.Code(e, errorCode(a.Body))
}

// errorCode returns the vendor's code of an error body in either of its shapes,
// or nothing where the body is none of them. quirk: details is an object or a
// text, and the help link ends in another code than iw_code (sheet §6), so
// neither is looked at.
func errorCode(body []byte) string {
	var refusal struct {
		Code   string `json:"iw_code"`
		Errors []struct {
			Code string `json:"code"`
		} `json:"errors"`
	}
	// What cannot be decoded has no code, and a page of a proxy is no surprise.
	_ = json.Unmarshal(body, &refusal)
	if refusal.Code == "" && len(refusal.Errors) > 0 {
		return refusal.Errors[0].Code
	}
	return refusal.Code
}

// ownError is the error of a call that carries nothing of the caller's, such as a
// login: neither a refused content nor a refused credential is the caller's fault.
func ownError(err error) error {
	return upstream.Marked(err, func(e *upstream.Error) {
		if e.Kind == upstream.Rejected {
			e.Kind = upstream.Failed
		}
		if e.Kind == upstream.InvalidGrant {
			e.Kind = upstream.Credentials
		}
	})
}
