package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func (w *wide) ListGroups(ctx context.Context, in upstream.GroupQuery) (upstream.Page[upstream.Group], error) {
	return or(w.listGroups, w.Fake.ListGroups)(ctx, in)
}

func (w *wide) GetGroup(ctx context.Context, in upstream.GroupRef) (upstream.Group, error) {
	return or(w.getGroup, w.Fake.GetGroup)(ctx, in)
}

func (w *wide) CreateGroup(ctx context.Context, in upstream.GroupDraft) (upstream.Group, error) {
	return or(w.createGroup, w.Fake.CreateGroup)(ctx, in)
}

func (w *wide) PutGroup(ctx context.Context, in upstream.GroupDraft) (upstream.GroupPutResult, error) {
	return or(w.putGroup, w.Fake.PutGroup)(ctx, in)
}

func (w *wide) DeleteGroup(ctx context.Context, in upstream.GroupRef) (struct{}, error) {
	return or(w.deleteGroup, w.Fake.DeleteGroup)(ctx, in)
}

func (w *wide) ListGroupMembers(ctx context.Context, in upstream.MemberQuery) (page, error) {
	return or(w.listMembers, w.Fake.ListGroupMembers)(ctx, in)
}

func (w *wide) AddGroupMember(ctx context.Context, in upstream.MemberRef) (struct{}, error) {
	return or(w.addMember, w.Fake.AddGroupMember)(ctx, in)
}

func (w *wide) RemoveGroupMember(ctx context.Context, in upstream.MemberRef) (struct{}, error) {
	return or(w.removeMember, w.Fake.RemoveGroupMember)(ctx, in)
}

func (w *wide) AddSubgroup(ctx context.Context, in upstream.SubgroupRef) (struct{}, error) {
	return or(w.addSub, w.Fake.AddSubgroup)(ctx, in)
}

func (w *wide) RemoveSubgroup(ctx context.Context, in upstream.SubgroupRef) (struct{}, error) {
	return or(w.removeSub, w.Fake.RemoveSubgroup)(ctx, in)
}

func (w *wide) ListUserGroups(ctx context.Context, in upstream.UserGroupQuery) (upstream.Page[upstream.Membership], error) {
	return or(w.userGroups, w.Fake.ListUserGroups)(ctx, in)
}

func (w *wide) ChangeUserGroups(ctx context.Context, in upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
	return or(w.changeGroups, w.Fake.ChangeUserGroups)(ctx, in)
}

func (w *wide) ListUserApps(ctx context.Context, in upstream.UserAppQuery) (upstream.Page[upstream.App], error) {
	return or(w.listApps, w.Fake.ListUserApps)(ctx, in)
}

func (w *wide) PutUserPicture(ctx context.Context, in upstream.UserPicture) (struct{}, error) {
	return or(w.putPicture, w.Fake.PutUserPicture)(ctx, in)
}

func (w *wide) DeleteUserPicture(ctx context.Context, in upstream.UserRef) (struct{}, error) {
	return or(w.deletePicture, w.Fake.DeleteUserPicture)(ctx, in)
}

func (w *wide) CreateCredential(ctx context.Context, in upstream.CredentialDraft) (upstream.Credential, error) {
	return or(w.createCredential, w.Fake.CreateCredential)(ctx, in)
}

func (w *wide) UpdateCredential(ctx context.Context, in upstream.CredentialUpdate) (upstream.Credential, error) {
	return or(w.updateCredential, w.Fake.UpdateCredential)(ctx, in)
}

func (w *wide) CreateActivity(ctx context.Context, in upstream.ActivityDraft) ([]upstream.Activity, error) {
	return or(w.createActivity, w.Fake.CreateActivity)(ctx, in)
}

func (w *wide) CreateAnnouncement(ctx context.Context, in upstream.AnnouncementDraft) (upstream.Announcement, error) {
	return or(w.announce, w.Fake.CreateAnnouncement)(ctx, in)
}

func (w *wide) ListActivities(ctx context.Context, in upstream.AuditQuery) (upstream.Page[upstream.AuditEvent], error) {
	return or(w.listEvents, w.Fake.ListActivities)(ctx, in)
}

func (w *wide) ListIcons(ctx context.Context, in upstream.IconQuery) (upstream.Page[upstream.Icon], error) {
	return or(w.listIcons, w.Fake.ListIcons)(ctx, in)
}

func (w *wide) GetIcon(ctx context.Context, in upstream.IconRef) (upstream.Icon, error) {
	return or(w.getIcon, w.Fake.GetIcon)(ctx, in)
}

func (w *wide) GetIconContent(ctx context.Context, in upstream.IconRef) (upstream.IconContent, error) {
	return or(w.iconContent, w.Fake.GetIconContent)(ctx, in)
}

func (w *wide) IssueToken(ctx context.Context, in upstream.PasswordGrant) (upstream.Token, error) {
	return or(w.issue, w.Fake.IssueToken)(ctx, in)
}

func (w *wide) RefreshToken(ctx context.Context, in upstream.RefreshGrant) (upstream.Token, error) {
	return or(w.refresh, w.Fake.RefreshToken)(ctx, in)
}

func (w *wide) IntrospectToken(ctx context.Context, in upstream.PresentedToken) (upstream.Introspection, error) {
	return or(w.introspect, w.Fake.IntrospectToken)(ctx, in)
}

func (w *wide) RevokeToken(ctx context.Context, in upstream.PresentedToken) (struct{}, error) {
	return or(w.revoke, w.Fake.RevokeToken)(ctx, in)
}

func (w *wide) RotateRefreshToken(ctx context.Context, in upstream.Rotation) (struct{}, error) {
	return or(w.rotate, w.Fake.RotateRefreshToken)(ctx, in)
}

func (w *wide) AuthorizeAction(ctx context.Context, in upstream.ActionRequest) (upstream.Authorization, error) {
	return or(w.authorize, w.Fake.AuthorizeAction)(ctx, in)
}

func (w *wide) StartSSO(ctx context.Context, in struct{}) (upstream.SSO, error) {
	return or(w.startSSO, w.Fake.StartSSO)(ctx, in)
}
