package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// planned is the call as a dry run shows it.
func planned(call Call, target *url.URL, header http.Header, body []byte) upstream.PlannedRequest {
	return upstream.PlannedRequest{
		Method: call.Route.Verb, Path: target.EscapedPath(), Query: target.RawQuery,
		Headers: PlanHeaders(header), Body: PlanBody(body),
	}
}

// PlanHeaders returns headers as a plan shows them: one value a name, with stars
// for credentials.
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
// a member whose name marks it as secret, and otherwise as it is sent.
func PlanBody(body []byte) json.RawMessage {
	if len(body) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return json.RawMessage(`"` + stars + `"`)
	}
	out, err := json.Marshal(starSecrets(value))
	if err != nil {
		return json.RawMessage(`"` + stars + `"`)
	}
	return out
}

func starSecrets(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if _, isText := inner.(string); isText && isSecretName(name) {
				v[name] = stars
				continue
			}
			v[name] = starSecrets(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = starSecrets(inner)
		}
	}
	return value
}
