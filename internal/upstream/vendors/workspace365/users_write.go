package workspace365

import (
	"context"
	"fmt"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateUser sends what the draft mentions. quirk: the vendor has one call for
// create and update, so a user of that ObjectId is overwritten and never a
// conflict (sheet §7.15).
func (d *directory) CreateUser(ctx context.Context, draft upstream.UserDraft) (upstream.User, error) {
	if wrong := needObjectID(inBody(draft.NativeID, "nativeId")); wrong != nil {
		return upstream.User{}, wrong
	}
	info, err := d.infoOf(draft)
	if err != nil {
		return upstream.User{}, err
	}
	return d.put(ctx, draft, info)
}

// PutUser sends the whole user, empty where the draft is silent. It never
// reports a new user: the vendor does not tell.
func (d *directory) PutUser(ctx context.Context, draft upstream.UserDraft) (upstream.PutResult, error) {
	if wrong := needObjectID(inPath("userId", draft.NativeID)); wrong != nil {
		return upstream.PutResult{}, wrong
	}
	info, err := d.infoOf(draft)
	if err != nil {
		return upstream.PutResult{}, err
	}
	user, err := d.put(ctx, draft, d.whole(info))
	return upstream.PutResult{User: user}, err
}

// DeleteUser removes the user. An ObjectId that the vendor does not know is an
// error of kind [upstream.NotFound].
func (d *directory) DeleteUser(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	if wrong := needObjectID(inPath("userId", r.ID)); wrong != nil {
		return struct{}{}, wrong
	}
	_, err := d.bare(ctx, "deleteUser", r.ID)
	return struct{}{}, err
}

func (d *directory) put(ctx context.Context, draft upstream.UserDraft, info userInfo) (upstream.User, error) {
	answer, err := d.write(ctx, "putUser", rest.Call{Params: []string{draft.NativeID}, JSON: info})
	if err != nil || answer.Planned {
		return upstream.User{}, err
	}
	return userOf(draft, info), nil
}

// admin is the only role that the vendor knows.
const admin = "admin"

// checkRoles returns a fault for every role that the vendor does not know.
func checkRoles(roles []string) []upstream.FieldError {
	var faults []upstream.FieldError
	for i, role := range roles {
		if role != admin {
			faults = append(faults, upstream.FieldError{Pointer: fmt.Sprintf("/roles/%d", i), Code: "unknown-role", Detail: `This vendor knows the role "admin" only.`})
		}
	}
	return faults
}

// infoOf returns what the draft mentions, or an error with every fault of it.
func (d *directory) infoOf(draft upstream.UserDraft) (userInfo, error) {
	extra, faults := extensionsOf(draft.Extensions)
	if faults = append(faults, checkRoles(draft.Roles)...); len(faults) > 0 {
		return userInfo{}, upstream.Reject(faults...)
	}
	info := userInfo{
		FirstName: draft.GivenName, LastName: draft.FamilyName, UserPrincipalName: draft.UserName,
		Email: draft.Email, SecondaryEmail: extra.SecondaryEmail,
		JobTitle: draft.Title, MobilePhone: draft.Phone,
	}
	if draft.Roles != nil {
		info.IsAdmin = d.booleans.of(slices.Contains(draft.Roles, admin))
	}
	if draft.Active != nil {
		info.IsActive = d.booleans.of(*draft.Active)
	}
	return info, nil
}

// whole fills in what info leaves out: an absent member may be one that the
// vendor leaves as it was.
func (d *directory) whole(info userInfo) userInfo {
	for _, text := range []**string{
		&info.FirstName, &info.LastName, &info.UserPrincipalName, &info.Email,
		&info.SecondaryEmail, &info.JobTitle, &info.MobilePhone,
	} {
		if *text == nil {
			*text = new("")
		}
	}
	if info.IsAdmin == nil {
		info.IsAdmin = d.booleans.of(false)
	}
	return info
}

// userOf returns what the vendor took over. Roles are not among it: an
// environment that manages administrators itself has ignored them.
func userOf(draft upstream.UserDraft, info userInfo) upstream.User {
	u := upstream.User{
		NativeID: draft.NativeID, UserName: rest.Text(info.UserPrincipalName),
		GivenName: rest.Text(info.FirstName), FamilyName: rest.Text(info.LastName),
		Email: rest.Text(info.Email), Title: rest.Text(info.JobTitle), Phone: rest.Text(info.MobilePhone),
		Active: draft.Active,
	}
	if u.UserName != nil && isUPN(*u.UserName) && upstream.ValidID(*u.UserName) {
		u.Aliases = []string{*u.UserName}
	}
	if second := rest.Text(info.SecondaryEmail); second != nil {
		u.Extensions = extensions{SecondaryEmail: second}
	}
	return u
}
