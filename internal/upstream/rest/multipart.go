package rest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime/multipart"
	"net/textproto"
)

// Multipart returns a multipart/form-data body (RFC 7578) of one file, and its
// content type. The boundary is made of the content, so that a dry run shows the
// very request that would be sent. Part and filename hold no quotes and no line
// ends.
func Multipart(part, filename, contentType string, content []byte) (header string, body []byte, err error) {
	var buffer bytes.Buffer
	form := multipart.NewWriter(&buffer)
	sum := sha256.Sum256(content)
	if err := form.SetBoundary(hex.EncodeToString(sum[:])); err != nil {
		return "", nil, err
	}
	file, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf("form-data; name=%q; filename=%q", part, filename)},
		"Content-Type":        {contentType},
	})
	if err != nil {
		return "", nil, err
	}
	if _, err := file.Write(content); err != nil {
		return "", nil, err
	}
	err = form.Close()
	return form.FormDataContentType(), buffer.Bytes(), err
}
