package workspace365

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateGroup sends what the draft mentions, under a fresh id where it has none.
// quirk: the vendor has one call for create and update, so a group of that
// ObjectId is overwritten and never a conflict (sheet §7.15).
func (d *directory) CreateGroup(ctx context.Context, draft upstream.GroupDraft) (upstream.Group, error) {
	if draft.NativeID == "" {
		draft.NativeID = uuid.NewString()
	}
	if wrong := needObjectID(inBody(draft.NativeID, "nativeId")); wrong != nil {
		return upstream.Group{}, wrong
	}
	return d.putGroup(ctx, draft.NativeID, groupInfo{draft.DisplayName, draft.Description})
}

// PutGroup sends the whole group, empty where the draft is silent. It never
// reports a new group: the vendor does not tell.
func (d *directory) PutGroup(ctx context.Context, draft upstream.GroupDraft) (upstream.GroupPutResult, error) {
	if wrong := needObjectID(inPath("groupId", draft.NativeID)); wrong != nil {
		return upstream.GroupPutResult{}, wrong
	}
	// An absent member may be one that the vendor leaves as it was.
	whole := groupInfo{cmp.Or(draft.DisplayName, new("")), cmp.Or(draft.Description, new(""))}
	group, err := d.putGroup(ctx, draft.NativeID, whole)
	return upstream.GroupPutResult{Group: group}, err
}

// DeleteGroup removes the group. An ObjectId that the vendor does not know is an
// error of kind [upstream.NotFound].
func (d *directory) DeleteGroup(ctx context.Context, r upstream.GroupRef) (struct{}, error) {
	if wrong := needObjectID(inPath("groupId", r.ID)); wrong != nil {
		return struct{}{}, wrong
	}
	_, err := d.bare(ctx, "deleteGroup", r.ID)
	return struct{}{}, err
}

// putGroup returns what the vendor took over.
func (d *directory) putGroup(ctx context.Context, id string, info groupInfo) (upstream.Group, error) {
	answer, err := d.write(ctx, "putGroup", rest.Call{Params: []string{id}, JSON: info})
	if err != nil || answer.Planned {
		return upstream.Group{}, err
	}
	return upstream.Group{NativeID: id, DisplayName: rest.Text(info.Name), Description: rest.Text(info.Description)}, nil
}
