package sim

import (
	"encoding/json"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// render shows a person of the World as the vendor does: what is nil there is
// an empty string here, and every list and namespace is present.
func (v *Vendor) render(p simkit.Person) user {
	u := user{
		AccessRights:   rights(p.Extensions),
		DisplayName:    text(p.DisplayName),
		Enabled:        enabled(p),
		FrontendAccess: frontendAccess(p),
		OIDCSub:        p.ID,
		Teams:          []team{},
		TeamUUIDs:      []string{},
		UserInfo:       v.userInfo(p),
	}
	for _, m := range p.Memberships {
		group, _ := v.world.Group(m.GroupID)
		u.Teams = append(u.Teams, team{TeamName: text(group.DisplayName), TeamUUID: m.GroupID})
		u.TeamUUIDs = append(u.TeamUUIDs, m.GroupID)
	}
	return u
}

// userInfo is empty but for subject and email until the first login.
func (v *Vendor) userInfo(p simkit.Person) userInfo {
	c, _ := v.claims.get(p.ID)
	return userInfo{
		Address:             c.address,
		Email:               text(p.Email),
		EmailVerified:       c.emailVerified,
		FamilyName:          text(p.FamilyName),
		GivenName:           text(p.GivenName),
		Locale:              text(p.Language),
		MiddleName:          c.middleName,
		Name:                c.name,
		Nickname:            c.nickname,
		PhoneNumber:         text(p.Phone),
		PhoneNumberVerified: c.phoneVerified,
		PreferredUsername:   text(p.UserName),
		Profile:             c.profile,
		Sub:                 p.ID,
		UpdatedAt:           c.updatedAt,
		ZoneInfo:            c.zoneInfo,
	}
}

// only cuts an item to the named fields; no names means all of them.
func only(item any, fields []string) (any, error) {
	if len(fields) == 0 {
		return item, nil
	}
	whole, err := json.Marshal(item)
	if err != nil {
		return nil, err
	}
	var cut map[string]json.RawMessage
	if err := json.Unmarshal(whole, &cut); err != nil {
		return nil, err
	}
	for name := range cut {
		if !slices.Contains(fields, name) {
			delete(cut, name)
		}
	}
	return cut, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func enabled(p simkit.Person) bool { return p.Active != nil && *p.Active }

func frontendAccess(p simkit.Person) bool {
	yes, _ := p.Extensions["frontendaccess"].(bool)
	return yes
}
