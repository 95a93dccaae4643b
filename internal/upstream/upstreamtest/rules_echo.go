package upstreamtest

import (
	"bytes"
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
	for i, shape := range shapes {
		members := map[string]any{}
		for _, name := range messageNames {
			members[name] = shape(text)
		}
		bodies = append(bodies, string(mustJSON(members)))
		if i%2 == 0 {
			// The message as a text beside errors in objects is a usual mixture.
			mixed := map[string]any{"message": text, "error": members}
			bodies = append(bodies, string(mustJSON(mixed)), string(mustJSON([]any{members})))
		}
	}
	return bodies
}

// checkEcho has the first request of an operation echoed, and where it reads
// before it writes the first that writes too.
func checkEcho(ctx context.Context, b *Bench) error {
	writes := func(e simkit.Entry) bool { return e.Write }
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		texts, err := b.fitting(ctx, o)
		if err != nil {
			return err
		}
		_, _ = b.under(ctx, o, texts, simkit.Fault{When: writes, Status: http.StatusInternalServerError})
		secrets := b.sentSecrets()
		for i, s := range o.slots {
			if s.isSecret() {
				secrets = append(secrets, texts[i])
			}
		}
		sent := b.Sim.Log.All()
		looks := o.write && len(sent) > 0 && !sent[0].Write
		if err := b.echoed(ctx, o, texts, secrets, nil); err != nil || !looks {
			return err
		}
		return during("when it writes", b.echoed(ctx, o, texts, secrets, writes))
	})
}

// echoed has these secrets echoed in every way: in all shapes where a vendor
// explains most, and in some under every other status.
func (b *Bench) echoed(ctx context.Context, o operation, texts, secrets []string, when func(simkit.Entry) bool) error {
	shapes := echoes(strings.Join(secrets, " "))
	// The refused credential comes last: it may end the session.
	for n, status := range []int{400, 403, 404, 409, 422, 500, 401} {
		for i, body := range shapes {
			if n > 0 && i%3 != n%3 {
				continue
			}
			answer, err := b.under(ctx, o, texts, simkit.Fault{When: when, Status: status, Body: body})
			if err := discreet(o, answer, err, secrets); err != nil {
				return fmt.Errorf("%s in shape %d: %w", http.StatusText(status), i, err)
			}
		}
	}
	return nil
}

// sentSecrets returns the credentials as they are configured and as they were
// sent, the latter also without their scheme, and the password of a draft where it
// was.
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
		if bytes.Contains(e.Body, []byte(newPassword)) {
			out = append(out, newPassword)
		}
	}
	return out
}

// discreet demands an error that holds no secret. That the caller's own credential
// is refused may be an answer, which holds none either.
func discreet(o operation, answer any, err error, secrets []string) error {
	if o.own && err == nil {
		return leak("the answer", string(mustJSON(answer)), secrets)
	}
	return quiet(err, secrets)
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
