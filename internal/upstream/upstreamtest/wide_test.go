package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

// wide is a Fake that is wrong on purpose, with other functions in place of those
// that are set.
type wide struct {
	*upstreamtest.Fake

	listGroups   call[upstream.GroupQuery, upstream.Page[upstream.Group]]
	getGroup     call[upstream.GroupRef, upstream.Group]
	createGroup  call[upstream.GroupDraft, upstream.Group]
	putGroup     call[upstream.GroupDraft, upstream.GroupPutResult]
	deleteGroup  call[upstream.GroupRef, struct{}]
	listMembers  call[upstream.MemberQuery, page]
	addMember    call[upstream.MemberRef, struct{}]
	removeMember call[upstream.MemberRef, struct{}]
	addSub       call[upstream.SubgroupRef, struct{}]
	removeSub    call[upstream.SubgroupRef, struct{}]
	userGroups   call[upstream.UserGroupQuery, upstream.Page[upstream.Membership]]
	changeGroups call[upstream.UserGroupChanges, []upstream.UserGroupOutcome]

	listApps         call[upstream.UserAppQuery, upstream.Page[upstream.App]]
	putPicture       call[upstream.UserPicture, struct{}]
	deletePicture    call[upstream.UserRef, struct{}]
	createCredential call[upstream.CredentialDraft, upstream.Credential]
	updateCredential call[upstream.CredentialUpdate, upstream.Credential]

	createActivity call[upstream.ActivityDraft, []upstream.Activity]
	announce       call[upstream.AnnouncementDraft, upstream.Announcement]
	listEvents     call[upstream.AuditQuery, upstream.Page[upstream.AuditEvent]]
	listIcons      call[upstream.IconQuery, upstream.Page[upstream.Icon]]
	getIcon        call[upstream.IconRef, upstream.Icon]
	iconContent    call[upstream.IconRef, upstream.IconContent]

	issue      call[upstream.PasswordGrant, upstream.Token]
	refresh    call[upstream.RefreshGrant, upstream.Token]
	introspect call[upstream.PresentedToken, upstream.Introspection]
	revoke     call[upstream.PresentedToken, struct{}]
	rotate     call[upstream.Rotation, struct{}]
	authorize  call[upstream.ActionRequest, upstream.Authorization]
	startSSO   call[struct{}, upstream.SSO]
}

// bentWide returns a subject in memory that breaks one rule.
func bentWide(breakOne func(*wide)) upstreamtest.Subject {
	return fake(func(f *upstreamtest.Fake) upstream.Connector {
		w := &wide{Fake: f}
		breakOne(w)
		return w
	})
}

// or returns the bent function where there is one.
func or[In, Out any](bent, honest call[In, Out]) call[In, Out] {
	if bent != nil {
		return bent
	}
	return honest
}

// asking spoils what is asked.
func asking[In, Out any](honest call[In, Out], spoil func(*In)) call[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		spoil(&in)
		return honest(ctx, in)
	}
}

// saying spoils what is answered.
func saying[In, Out any](honest call[In, Out], spoil func(*Out)) call[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		out, err := honest(ctx, in)
		if err == nil {
			spoil(&out)
		}
		return out, err
	}
}

// failing spoils the errors.
func failing[In, Out any](honest call[In, Out], spoil func(error) error) call[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		out, err := honest(ctx, in)
		if err != nil {
			err = spoil(err)
		}
		return out, err
	}
}

// also does something more when a call succeeded.
func also[In, Out any](honest call[In, Out], more func(context.Context, In)) call[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		out, err := honest(ctx, in)
		if err == nil {
			more(ctx, in)
		}
		return out, err
	}
}
