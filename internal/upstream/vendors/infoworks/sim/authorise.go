package sim

import (
	"math/rand/v2"
	"net/http"
	"slices"
)

// entityDomain is the one type of entity that this deployment knows rights on.
const entityDomain = "domain"

// authoriseInput is the question whether an account may do something.
//
// quirk: the request is in camelCase, the answer in snake_case (sheet §4.1,
// §7.7).
type authoriseInput struct {
	EntityType *string `json:"entityType"`
	Action     *string `json:"action"`
	EntityID   *string `json:"entityId"`
}

type authorised struct {
	DelegationToken string `json:"delegation_token"`
	IsAuthorised    bool   `json:"is_authorised"`
}

// authorizeAction tells whether the account of the bearer may do something; no is a
// good answer too, and has an empty delegation token.
func (v *Vendor) authorizeAction(r *http.Request) (any, *problem) {
	who, _, live := v.bearer(r)
	if !live {
		return nil, noAccess(http.StatusUnauthorized)
	}
	var in authoriseInput
	if refused := decode(r, &in); refused != nil {
		return nil, refused
	}
	if !said(in.EntityType) || !said(in.Action) || !said(in.EntityID) {
		return nil, badRequest("entityType, action and entityId are required")
	}
	out := authorised{IsAuthorised: v.may(who, *in.EntityType, *in.EntityID)}
	if out.IsAuthorised {
		v.store.draw(func(r *rand.Rand) { out.DelegationToken = newSecret(r) })
	}
	return envelope[authorised]{securityMessage, out}, nil
}

// may is the rule of this deployment (see the package comment).
func (v *Vendor) may(who account, entityType, entityID string) bool {
	if who.admin {
		return true
	}
	p, _ := v.world.Person(who.id)
	domains, _ := p.Extensions[domainsKey].([]string)
	return entityType == entityDomain && slices.Contains(domains, entityID)
}

// said tells that a value was sent and says something.
func said(s *string) bool { return s != nil && !isBlank(s) }
