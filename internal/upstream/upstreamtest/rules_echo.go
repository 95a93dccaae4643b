package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func echoRules() []Rule {
	return []Rule{
		{Name: "no error repeats a credential that the vendor echoes", Wire: true, Check: checkEcho},
	}
}

// messageNames are the members under which vendors write for people.
var messageNames = []string{
	"message", "error", "error_description", "errors", "detail", "details", "description", "title", "reason",
	"code", "iw_code", "uuid", "globalError", "fieldErrors", "Email", "email", "userName",
}

// echoes returns error bodies that repeat a text wherever a message may stand,
// in the shapes that vendors use.
func echoes(text string) []string {
	shapes := []func(any) any{
		func(inner any) any { return inner },
		func(inner any) any { return []any{inner} },
		func(inner any) any { return map[string]any{"message": inner, "code": inner, "Email": inner} },
		func(any) any { return map[string]any{"Email": map[string]any{"message": text}} },
	}
	bodies := []string{text, "<html>" + text + "</html>"}
	for _, shape := range shapes {
		members := map[string]any{}
		for _, name := range messageNames {
			members[name] = shape(text)
		}
		// The message as a text beside errors in objects is a usual mixture.
		mixed := map[string]any{"message": text, "error": members}
		bodies = append(bodies, string(mustJSON(members)), string(mustJSON(mixed)), string(mustJSON([]any{members})))
	}
	return bodies
}

func checkEcho(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		_ = b.meets(ctx, o, simkit.Fault{Status: http.StatusInternalServerError})
		sent := b.sentSecrets()
		// The refused credential comes last: it may end the session.
		for _, status := range []int{400, 403, 404, 409, 422, 500, 401} {
			for i, body := range echoes(strings.Join(sent, " ")) {
				err := b.meets(ctx, o, simkit.Fault{Status: status, Body: body})
				if err := quiet(err, sent); err != nil {
					return fmt.Errorf("%s in shape %d: %w", http.StatusText(status), i, err)
				}
			}
		}
		return nil
	})
}

// sentSecrets returns the credentials as they are configured and as they were
// last sent, the latter also without their scheme.
func (b *Bench) sentSecrets() []string {
	var out []string
	for _, value := range credentials(b.Sim) {
		out = append(out, value)
	}
	for _, e := range b.Sim.Log.All() {
		if header := e.Header.Get("Authorization"); header != "" {
			_, value, _ := strings.Cut(header, " ")
			out = append(out, value)
		}
	}
	return out
}

// quiet demands an error that holds no secret in any of its texts.
func quiet(err error, secrets []string) error {
	e, wrong := failure(err)
	if wrong != nil {
		return wrong
	}
	faults := []error{
		leak("the error's text", err.Error(), secrets),
		leak("the detail", e.Detail, secrets),
		leak("a field error", string(mustJSON(e.Fields)), secrets),
	}
	if e.Vendor != nil {
		faults = append(faults, leak("the vendor's code", e.Vendor.Code, secrets), leak("the vendor's message", e.Vendor.Message, secrets))
	}
	return errors.Join(faults...)
}
