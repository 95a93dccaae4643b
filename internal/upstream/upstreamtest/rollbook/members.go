package rollbook

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// AddGroupMember puts the person into the group. One who is in it already is no
// error; an unknown person and an unknown group are alike.
func (c *connector) AddGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	_, err := c.do(ctx, "addMember", rest.Call{Params: []string{r.GroupID, r.UserID}})
	return struct{}{}, err
}

// RemoveGroupMember takes the person out of the group. One who is not in it is no
// error.
func (c *connector) RemoveGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	_, err := c.do(ctx, "removeMember", rest.Call{Params: []string{r.GroupID, r.UserID}})
	return struct{}{}, err
}
