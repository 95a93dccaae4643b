package sim

import "github.com/dragoman-gateway/dragoman/internal/upstream/simkit"

// apply changes p by every field that u has. It replaces pointers and never
// writes through them: copies of the old person may be in other hands.
func (u userInfo) apply(p *simkit.Person) {
	replace(&p.GivenName, u.FirstName)
	replace(&p.FamilyName, u.LastName)
	replace(&p.UserName, u.UserPrincipalName)
	replace(&p.Email, u.Email)
	replace(&p.Active, u.IsActive)
	replace(&p.Title, u.JobTitle)
	replace(&p.Phone, u.MobilePhone)
	if u.IsAdmin != nil {
		p.Roles = roles(*u.IsAdmin)
	}
	if u.SecondaryEmail != nil {
		p.Extensions = secondaryEmail(*u.SecondaryEmail)
	}
}

func replace[T any](old **T, sent *T) {
	if sent != nil {
		*old = sent
	}
}

// roles is the only role there is, or an empty list.
func roles(admin bool) []string {
	if admin {
		return []string{"admin"}
	}
	return []string{}
}

func secondaryEmail(address string) map[string]any {
	return map[string]any{"secondaryEmail": address}
}

// apply changes old by every field that g has.
func (g groupInfo) apply(old *simkit.Group) {
	replace(&old.DisplayName, g.Name)
	replace(&old.Description, g.Description)
}
