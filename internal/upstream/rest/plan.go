package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// planned is the call as a dry run shows it. Whatever its credential put into the
// header is a proof, under any name.
func planned(call Call, target *url.URL, unproven, header http.Header, body []byte) upstream.PlannedRequest {
	headers := PlanHeaders(header)
	for name, values := range header {
		if !slices.Equal(unproven[name], values) {
			headers[name] = stars
		}
	}
	return upstream.PlannedRequest{
		Method: call.Route.Verb, Path: target.EscapedPath(), Query: target.RawQuery,
		Headers: headers, Body: PlanBody(body),
	}
}

// PlanHeaders returns headers as a plan shows them: one value a name, with stars
// for those whose name marks them as secret.
func PlanHeaders(header http.Header) map[string]string {
	out := map[string]string{}
	for name, values := range header {
		value := strings.Join(values, ", ")
		if name == "Authorization" || isSecretName(name) {
			value = stars
		}
		out[name] = value
	}
	return out
}

// PlanBody returns a JSON body as a plan shows it: with stars for every text under
// a member whose name marks it as secret and for every picture, which is a data
// URI (RFC 2397), and otherwise byte for byte as it is sent. Another body is stars
// as a whole.
func PlanBody(body []byte) json.RawMessage {
	if len(body) == 0 {
		return nil
	}
	var out bytes.Buffer
	if err := starSecrets(&out, body); err != nil {
		return json.RawMessage(`"` + stars + `"`)
	}
	return bytes.TrimSpace(out.Bytes())
}

// starSecrets copies JSON token by token.
func starSecrets(out io.Writer, body []byte) error {
	options := []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.PreserveRawStrings(true)}
	decoder, encoder := jsontext.NewDecoder(bytes.NewReader(body), options...), jsontext.NewEncoder(out, options...)
	var name string
	for {
		token, err := decoder.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch isText := token.Kind() == '"'; {
		case isText && isName(decoder):
			name = token.String()
		case isText && (isSecretName(name) || strings.HasPrefix(token.String(), "data:image/")):
			token = jsontext.String(stars)
		case !isText:
			name = ""
		}
		if err := encoder.WriteToken(token); err != nil {
			return err
		}
	}
}

// isName tells whether the text that was just read is a member's name.
func isName(d *jsontext.Decoder) bool {
	kind, read := d.StackIndex(d.StackDepth())
	return kind == '{' && read%2 == 1
}
