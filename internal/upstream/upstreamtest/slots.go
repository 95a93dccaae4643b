package upstreamtest

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// slot is a text that an operation is called with: what it names, and which one
// of those fits.
type slot int

// The slots: ids of users, of groups, of other things, and what opens a vendor.
const (
	somebody slot = iota
	newcomer
	// mover is in groupToLeave and not in groupToJoin.
	mover

	someGroup
	newGroup
	groupToJoin
	groupToLeave
	// outerGroup holds nestedGroup and not groupToNest.
	outerGroup
	nestedGroup
	groupToNest

	someIcon
	someCredential

	loginName
	password
	refreshToken
	accessToken
)

// isID tells that the text is an id, isSecret that it opens a vendor.
func (s slot) isID() bool { return s < loginName }

func (s slot) isSecret() bool { return s > loginName }

// isNew tells that the id is one that nothing has yet.
func (s slot) isNew() bool { return s == newcomer || s == newGroup }

// rule is who chooses the id.
func (s slot) rule(d upstream.Description) upstream.NativeIDRule {
	switch s {
	case newcomer:
		return d.NativeID
	case newGroup:
		return d.GroupNativeID
	default:
		return upstream.IDRequired
	}
}
