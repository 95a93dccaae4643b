package upstreamtest

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func userOperations() []operation {
	nobody := []string{"nobody@suite.example"}
	return []operation{
		reading("listUsers", invoke(upstream.UserLister.ListUsers, fixed(upstream.UserQuery{Limit: 10}))),
		reading("getUser", invoke(upstream.UserGetter.GetUser, given(userRef)), somebody),
		reading("lookupUsers", invoke(upstream.UserLookuper.LookupUsers, fixed(upstream.Lookup{Attribute: "email", Values: nobody}))),
		writing("createUser", invoke(upstream.UserCreator.CreateUser, func(b *Bench, texts []string) upstream.UserDraft {
			return newUser(b, texts[0])
		}), newcomer),
		writing("putUser", invoke(upstream.UserPutter.PutUser, func(b *Bench, texts []string) upstream.UserDraft {
			return wholeUser(b, texts[0])
		}), somebody),
		writing("updateUser", invoke(upstream.UserUpdater.UpdateUser, func(b *Bench, texts []string) upstream.UserPatch {
			return patchOf(b.draft(upstream.OnPatch, texts[0], 3))
		}), somebody),
		writing("deleteUser", invoke(upstream.UserDeleter.DeleteUser, given(userRef)), somebody),
		writing("syncUsers", invoke(upstream.UserSyncer.SyncUsers, fixed(upstream.Sync{Attribute: "email", Values: nobody, Add: true, Update: true}))),
		reading("listUserGroups", invoke(upstream.UserGroupLister.ListUserGroups, given(func(texts []string) upstream.UserGroupQuery {
			return upstream.UserGroupQuery{UserID: texts[0], Limit: 10}
		})), somebody),
		writing("changeUserGroups", changeGroups, mover, groupToJoin, groupToLeave),
	}
}

func belongingOperations() []operation {
	return []operation{
		reading("listUserApps", invoke(upstream.UserAppLister.ListUserApps, given(func(texts []string) upstream.UserAppQuery {
			return upstream.UserAppQuery{UserID: texts[0], Limit: 10}
		})), somebody),
		writing("putUserPicture", invoke(upstream.UserPicturePutter.PutUserPicture, given(func(texts []string) upstream.UserPicture {
			return upstream.UserPicture{UserID: texts[0], Picture: newPicture()}
		})), somebody),
		writing("deleteUserPicture", invoke(upstream.UserPictureDeleter.DeleteUserPicture, given(userRef)), somebody),
		writing("createCredential", invoke(upstream.CredentialCreator.CreateCredential, given(newCredential)), somebody).tells(),
		writing("updateCredential", invoke(upstream.CredentialUpdater.UpdateCredential, given(func(texts []string) upstream.CredentialUpdate {
			return upstream.CredentialUpdate{ID: texts[0], Username: "other@suite.example", Password: upstream.NewSecret(newPassword)}
		})), someCredential),
	}
}

func userRef(texts []string) upstream.UserRef { return upstream.UserRef{ID: texts[0]} }

func newUser(b *Bench, id string) upstream.UserDraft { return b.draft(upstream.OnCreate, id, 1) }

func wholeUser(b *Bench, id string) upstream.UserDraft { return b.draft(upstream.OnPut, id, 2) }

func newCredential(texts []string) upstream.CredentialDraft {
	return upstream.CredentialDraft{UserID: texts[0], Username: "login@suite.example", Password: upstream.NewSecret(newPassword)}
}

// changeGroups puts a user into one group and takes the user out of another. What
// failed for one of them is the error of the call.
func changeGroups(ctx context.Context, b *Bench, texts []string) (any, error) {
	changes := upstream.UserGroupChanges{UserID: texts[0], Add: texts[1:2], Remove: texts[2:]}
	results, err := b.Connector.(upstream.UserGroupChanger).ChangeUserGroups(ctx, changes)
	for _, r := range results {
		if err == nil {
			err = r.Err
		}
	}
	return results, err
}
