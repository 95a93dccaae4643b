package workspace365

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// pictureNames are the names under which pictures are sent, by their types.
var pictureNames = map[string]string{"image/png": "picture.png", "image/jpeg": "picture.jpg"}

// PutUserPicture sends the picture as a form of one file. quirk: the vendor says
// that it takes a form and not how its part is called (sheet §4.3).
func (d *directory) PutUserPicture(ctx context.Context, p upstream.UserPicture) (struct{}, error) {
	if wrong := needObjectID(inPath("userId", p.UserID)); wrong != nil {
		return struct{}{}, wrong
	}
	filename, known := pictureNames[p.ContentType]
	if !known {
		return struct{}{}, &upstream.Error{Kind: upstream.Rejected, Outcome: upstream.NotSent, Detail: "This vendor takes PNG and JPEG."}
	}
	contentType, form, err := rest.Multipart(d.picturePart, filename, p.ContentType, p.Content)
	if err != nil {
		return struct{}{}, &upstream.Error{Kind: upstream.Rejected, Outcome: upstream.NotSent, Err: err}
	}
	_, err = d.write(ctx, "putUserPicture", rest.Call{Params: []string{p.UserID}, Body: form, ContentType: contentType})
	return struct{}{}, err
}

// DeleteUserPicture removes the picture. An ObjectId that the vendor does not
// know is an error of kind [upstream.NotFound].
func (d *directory) DeleteUserPicture(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	if wrong := needObjectID(inPath("userId", r.ID)); wrong != nil {
		return struct{}{}, wrong
	}
	_, err := d.write(ctx, "deleteUserPicture", rest.Call{Params: []string{r.ID}})
	return struct{}{}, err
}
