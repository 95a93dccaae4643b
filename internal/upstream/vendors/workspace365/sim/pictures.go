package sim

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// putUserPicture is PUT /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/ProfilePicture.
func (v *Vendor) putUserPicture(r *http.Request) (any, *errorResponse) {
	id, problem := objectID(r, "ObjectId")
	if problem != nil {
		return nil, problem
	}
	picture, problem := uploaded(r)
	if problem != nil {
		return nil, problem
	}
	return nil, v.directory.change(id, func(p *simkit.Person) { p.Picture = picture })
}

// deleteUserPicture is DELETE /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/ProfilePicture.
func (v *Vendor) deleteUserPicture(r *http.Request) (any, *errorResponse) {
	return nil, withOne(r, func(id string) *errorResponse {
		return v.directory.change(id, func(p *simkit.Person) { p.Picture = nil })
	})
}

// uploaded returns the picture of a multipart form. What it is goes by its
// bytes: what the part says of them is any upload's guess.
func uploaded(r *http.Request) (*simkit.Picture, *errorResponse) {
	if problem := knownLength(r); problem != nil {
		return nil, problem
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return nil, globalError("The Content-Type must be multipart/form-data.").with(http.StatusUnsupportedMediaType)
	}
	content, err := onlyFile(multipart.NewReader(bytes.NewReader(simkit.Body(r)), params["boundary"]))
	if err != nil {
		return nil, globalError("The body is not a form: " + err.Error())
	}
	contentType := http.DetectContentType(content)
	if !slices.Contains([]string{"image/png", "image/jpeg"}, contentType) {
		return nil, fieldError("file", "The file field must be a PNG or a JPEG image.")
	}
	return &simkit.Picture{ContentType: contentType, Content: content}, nil
}

// onlyFile returns the content of the form's one part, which is a file.
func onlyFile(form *multipart.Reader) ([]byte, error) {
	part, err := form.NextRawPart()
	if err != nil {
		return nil, errors.New("it has no part")
	}
	// The part's name is a guess of the sheet (§4.3).
	if part.FormName() != "file" || part.FileName() == "" {
		return nil, errors.New("its part is not a file named file")
	}
	content, err := io.ReadAll(part)
	if err != nil {
		return nil, errors.New("its part has no end")
	}
	if _, err := form.NextRawPart(); !errors.Is(err, io.EOF) {
		return nil, errors.New("it has more than the one part")
	}
	return content, nil
}
