package sim

import (
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// roleNames are the service's roles; the numbers are the SOAP kit's (sheet §4).
var roleNames = map[string]string{"0": "User", "1": "Manager", "2": "Administrator"}

type page struct {
	Page    int             `json:"page"`
	Size    int             `json:"size"`
	Limit   int             `json:"limit"`
	HasMore bool            `json:"hasMore"`
	Content []listedAccount `json:"content"`
}

// account is what both answers show of an account; what it lacks is left out.
type account struct {
	Login    string  `json:"login"`
	Email    *string `json:"email,omitempty"`
	Language *string `json:"language,omitempty"`
	Active   *bool   `json:"active,omitempty"`
	Role     *named  `json:"role,omitempty"`
}

// listedAccount is an account in the list.
//
// quirk: it has neither memberships nor provisioningId (sheet §7.12).
type listedAccount struct {
	account
	CreatedDate           *instant `json:"createdDate,omitempty"`
	ModifiedDate          *instant `json:"modifiedDate,omitempty"`
	LastAuthenticatedDate *instant `json:"lastAuthenticatedDate,omitempty"`
}

// createdAccount is the answer to a create request.
//
// quirk: it has memberships, and neither of the two later dates (sheet §4).
type createdAccount struct {
	account
	Memberships    []membership `json:"memberships"`
	CreatedDate    *instant     `json:"createdDate"`
	ProvisioningID any          `json:"provisioningId"`
}

type membership struct {
	Group named `json:"group"`
	Role  named `json:"role"`
}

// named is a role or a group with the name that the server fills in.
type named struct {
	ID   string  `json:"id"`
	Name *string `json:"name,omitempty"`
}

// instant is a date in the vendor's layout.
type instant time.Time

// MarshalText writes UTC with three decimals, also where they are zeros.
//
// quirk: not RFC 3339 with nanoseconds, which drops zeros (sheet §7.8).
func (i instant) MarshalText() ([]byte, error) {
	return []byte(time.Time(i).UTC().Format("2006-01-02T15:04:05.000Z")), nil
}

// newAccount is the body of a create request; a nil field was not sent.
type newAccount struct {
	Login       *string         `json:"login"`
	Email       *string         `json:"email"`
	Language    *string         `json:"language"`
	Active      *bool           `json:"active"`
	Role        *reference      `json:"role"`
	Memberships []newMembership `json:"memberships"`
}

type newMembership struct {
	Group *reference `json:"group"`
	Role  *reference `json:"role"`
}

// reference points at a role or a group.
type reference struct {
	// quirk: an id looks like an integer and is a string; a JSON number does
	// not decode (sheet §7.3).
	ID *string `json:"id"`
}

func listed(p simkit.Person) listedAccount {
	return listedAccount{
		account:               shared(p),
		CreatedDate:           (*instant)(p.CreatedAt),
		ModifiedDate:          (*instant)(p.ModifiedAt),
		LastAuthenticatedDate: (*instant)(p.LastLoginAt),
	}
}

func (v *Vendor) created(p simkit.Person) createdAccount {
	memberships := make([]membership, 0, len(p.Memberships))
	for _, m := range p.Memberships {
		group, _ := v.world.Group(m.GroupID)
		memberships = append(memberships, membership{
			Group: named{ID: m.GroupID, Name: group.DisplayName},
			Role:  namedRole(m.RoleID),
		})
	}
	return createdAccount{
		account:        shared(p),
		Memberships:    memberships,
		CreatedDate:    (*instant)(p.CreatedAt),
		ProvisioningID: p.Extensions["provisioningId"],
	}
}

func shared(p simkit.Person) account {
	a := account{Login: p.ID, Email: p.Email, Language: p.Language, Active: p.Active}
	if len(p.Roles) > 0 {
		a.Role = new(namedRole(p.Roles[0]))
	}
	return a
}

func namedRole(id string) named {
	name, ok := roleNames[id]
	if !ok {
		return named{ID: id}
	}
	return named{ID: id, Name: new(name)}
}
